import { type BusinessClock, businessClock } from "./clock.ts";
import { readHolidays } from "./holidays.ts";
import { readTargets, type Targets } from "./targets.ts";
import { type Opening, readWeekly } from "./weekly.ts";
import { isZone, type Zone, zoneOf } from "./zone.ts";

/**
 * The desk's settings of time, as they are written. Events carry them, so that a stored event replays under the hours of
 * its day; all of them were read without a fault when the program started.
 */
export interface DeskTimes {
  zone: string;
  hours: string;
  holidays: string;
  sla: string;
  /** Until somebody who waits in the queue is told so again; absent: never. */
  noteEveryMs?: number;
  /** Silence after an answer until the customer is asked, and from there to the end; absent: nothing ends by itself. */
  autoResolve?: { afterMs: number; graceMs: number };
}

/** The settings, read. */
export interface DeskTime {
  zone: Zone;
  weekly: Opening[];
  clock: BusinessClock;
  targets: Targets;
  /** Whether the day of this moment, in the zone, is one of the holidays. */
  dayOff(at: number): boolean;
}

const known = new Map<string, DeskTime>();
/** Settings change with a restart: a few sets are all there ever are, but for a test. */
const MOST_KNOWN = 50;

/** Reads the settings, once for each; a setting with a fault counts as not given. */
export function deskTimeOf(times: DeskTimes): DeskTime {
  const key = JSON.stringify([times.zone, times.hours, times.holidays, times.sla]);
  const before = known.get(key);
  if (before !== undefined) return before;
  if (known.size >= MOST_KNOWN) known.clear();
  const zone = zoneOf(isZone(times.zone) ? times.zone : "UTC");
  const weekly = readWeekly(times.hours);
  const holidays = readHolidays(times.holidays);
  const targets = readTargets(times.sla);
  const openings = weekly.ok ? weekly.value : [];
  const days = holidays.ok ? holidays.value : { none: true, has: () => false };
  const made: DeskTime = {
    zone,
    weekly: openings,
    clock: businessClock(zone, openings, days),
    targets: targets.ok ? targets.value : {},
    dayOff(at) {
      const { year, month, day } = zone.wall(at);
      return days.has(year, month, day);
    },
  };
  known.set(key, made);
  return made;
}
