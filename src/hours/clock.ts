import type { Holidays } from "./holidays.ts";
import { DAY_MINUTES, type Opening } from "./weekly.ts";
import { dayNumberOf, type Zone } from "./zone.ts";

/** A clock that runs while the desk is open. Times are epoch milliseconds; nothing here knows what time it is now. */
export interface BusinessClock {
  /** True when it never stands still. */
  always: boolean;
  isOpen(at: number): boolean;
  /** When it next runs: `at` itself while it does; undefined when that is more than a year away. */
  opensAt(at: number): number | undefined;
  /** When the opening that runs at `at` ends; undefined when none does, or when it never ends. */
  closesAt(at: number): number | undefined;
  /** Milliseconds it runs from one time to a later one; 0 when that is not later. */
  between(from: number, to: number): number;
  /** The first time at which it has run for `ms` since `from`; undefined when that never comes. */
  add(from: number, ms: number): number | undefined;
}

interface Interval {
  from: number;
  to: number;
}

const DAY_MS = 86_400_000;
/** With nothing open for so long, nothing ever opens: holidays are given year by year. */
const HORIZON_DAYS = 400;
const CACHED_DAYS = 2_000;

/**
 * The clock of a week's hours, in a zone, without the holidays. No hours at all: open on every day. An opening belongs to
 * the day it begins on, into the night too: a holiday takes away what begins on it. It opens the first time the wall clock
 * shows the hour and closes the last time, so an hour that comes twice is worked twice, and one that is skipped is not.
 */
export function businessClock(zone: Zone, weekly: readonly Opening[], holidays: Holidays): BusinessClock {
  if (weekly.length === 0 && holidays.none) return roundTheClock;
  const hours = weekly.length > 0 ? weekly : wholeWeek();
  const cache = new Map<number, Interval[]>();

  const opened = (dayNumber: number): Interval[] => {
    const known = cache.get(dayNumber);
    if (known !== undefined) return known;
    if (cache.size >= CACHED_DAYS) cache.clear();
    const made = intervalsOf(zone, hours, holidays, dayNumber);
    cache.set(dayNumber, made);
    return made;
  };

  /** Openings that end after `from`, in order; where two overlap, the later begins when the earlier ends. */
  function* after(from: number): Generator<Interval> {
    let ended = Number.NEGATIVE_INFINITY;
    let idle = 0;
    for (let day = dayNumberOf(zone.wall(from)) - 2; idle <= HORIZON_DAYS; day += 1) {
      const intervals = opened(day);
      idle = intervals.length === 0 ? idle + 1 : 0;
      for (const { from: begins, to } of intervals) {
        const opening = { from: Math.max(begins, ended), to };
        ended = Math.max(ended, to);
        if (to > from && opening.from < to) yield opening;
      }
    }
  }

  const nextOpening = (at: number): Interval | undefined => after(at).next().value ?? undefined;
  const running = (at: number): Interval | undefined => {
    const next = nextOpening(at);
    return next !== undefined && next.from <= at ? next : undefined;
  };

  return {
    always: false,
    isOpen: (at) => running(at) !== undefined,
    opensAt(at) {
      const next = nextOpening(at);
      return next === undefined ? undefined : Math.max(at, next.from);
    },
    closesAt(at) {
      let end = running(at)?.to;
      if (end === undefined) return undefined;
      for (const opening of after(at)) {
        if (opening.from > end) return end;
        if (opening.to - at > HORIZON_DAYS * DAY_MS) return undefined;
        end = Math.max(end, opening.to);
      }
      return end;
    },
    between(from, to) {
      let ms = 0;
      if (to <= from) return 0;
      for (const opening of after(from)) {
        if (opening.from >= to) break;
        ms += Math.min(opening.to, to) - Math.max(opening.from, from);
      }
      return ms;
    },
    add(from, ms) {
      let left = ms;
      if (left <= 0) return from;
      for (const opening of after(from)) {
        const begins = Math.max(opening.from, from);
        if (opening.to - begins >= left) return begins + left;
        left -= opening.to - begins;
      }
      return undefined;
    },
  };
}

/** The clock on the wall. */
export const roundTheClock: BusinessClock = {
  always: true,
  isOpen: () => true,
  opensAt: (at) => at,
  closesAt: () => undefined,
  between: (from, to) => Math.max(0, to - from),
  add: (from, ms) => from + Math.max(0, ms),
};

function intervalsOf(
  zone: Zone,
  hours: readonly Opening[],
  holidays: Holidays,
  dayNumber: number,
): Interval[] {
  const date = new Date(dayNumber * DAY_MS);
  if (holidays.has(date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate())) return [];
  const weekday = ((((dayNumber + 3) % 7) + 7) % 7) + 1; // 1970-01-01 was a Thursday.
  return hours
    .filter(({ day }) => day === weekday)
    .map(({ from, to }) => ({
      from: zone.instant(dayNumber, from, "first"),
      to: zone.instant(dayNumber, to, "last"),
    }))
    .filter(({ from, to }) => from < to);
}

function wholeWeek(): Opening[] {
  return [1, 2, 3, 4, 5, 6, 7].map((day) => ({ day, from: 0, to: DAY_MINUTES }));
}
