import { AppError } from "../errors.ts";
import { dayNumberOf, isZone, type Zone, zoneOf } from "../hours/zone.ts";
import type { Bucket } from "../store/insight.ts";

/** Whole days of one zone, as stretches of time. `from` and `to` are the first and the last day, both included. */
export interface Period {
  from: string;
  to: string;
  zone: string;
  since: number;
  until: number;
  /** One for each day, named like 2026-03-01. */
  days: Bucket[];
}

/** Days when nobody says which: a week, today included. */
const DEFAULT_DAYS = 7;
/** Longer periods are asked for in parts. */
const MOST_DAYS = 366;
const DAY_MS = 86_400_000;

/** Reads a period; the days follow the zone's clock, also where it is changed. @throws AppError input_invalid */
export function periodOf(
  asked: { from?: string | undefined; to?: string | undefined; zone?: string | undefined },
  about: { zone: string; now: number },
): Period {
  const name = asked.zone ?? about.zone;
  if (!isZone(name)) throw invalid("zone: no time zone by this name; write it like Asia/Shanghai.");
  const zone = zoneOf(name);
  const today = dayNumberOf(zone.wall(about.now));
  const last = asked.to === undefined ? defaultLast(asked.from, today) : dayOf("to", asked.to);
  const first = asked.from === undefined ? last - DEFAULT_DAYS + 1 : dayOf("from", asked.from);
  if (first > last) throw invalid("from: lies after to; send the earlier day first.");
  if (last - first >= MOST_DAYS) throw invalid(`to: more than ${MOST_DAYS} days; ask for a shorter period.`);
  const days = Array.from({ length: last - first + 1 }, (_, n): Bucket => {
    const day = first + n;
    return { key: nameOf(day), from: midnight(zone, day), to: midnight(zone, day + 1) };
  });
  return {
    from: nameOf(first),
    to: nameOf(last),
    zone: name,
    since: midnight(zone, first),
    until: midnight(zone, last + 1),
    days,
  };
}

function defaultLast(from: string | undefined, today: number): number {
  return from === undefined ? today : Math.max(today, dayOf("from", from));
}

function midnight(zone: Zone, day: number): number {
  return zone.instant(day, 0, "first");
}

/**
 * One for each hour of each day, named 00 to 23 by the wall clock. It is read at every quarter, which is where all clocks of
 * the world are changed.
 */
export function hoursOf({ zone, days }: Pick<Period, "zone" | "days">): Bucket[] {
  const clock = zoneOf(zone);
  return days.flatMap((day) => hoursOfDay(clock, day));
}

function hoursOfDay(zone: Zone, day: Bucket): Bucket[] {
  const hours: Bucket[] = [];
  for (let at = day.from; at < day.to; at += 15 * 60_000) {
    const key = String(Math.floor(zone.wall(at).minutes / 60)).padStart(2, "0");
    const last = hours.at(-1);
    const to = Math.min(at + 15 * 60_000, day.to);
    if (last?.key === key) last.to = to;
    else hours.push({ key, from: at, to });
  }
  return hours;
}

function dayOf(field: string, text: string): number {
  const at = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  // "2026-02-30" would be read as the second of March.
  if (Number.isNaN(at) || nameOf(at / DAY_MS) !== text)
    throw invalid(`${field}: is no day; send one like 2026-03-01.`);
  return at / DAY_MS;
}

function nameOf(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

function invalid(message: string): AppError {
  return new AppError("input_invalid", message);
}
