import { DateTime, IANAZone } from "luxon";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** The wall clock of one place on earth. */
export interface Zone {
  name: string;
  /** The date and time the wall clock shows; `weekday` 1 is Monday, `minutes` count from midnight by the clock. */
  wall(at: number): { year: number; month: number; day: number; weekday: number; minutes: number };
  /**
   * When the wall clock shows so many minutes after midnight of a day (a number of days since 1970). Where it shows that
   * twice, in autumn, the `first` or the `last` time; where it skips that, in spring, the moment it jumps.
   */
  instant(dayNumber: number, minutes: number, which: "first" | "last"): number;
}

/** Whether this is a zone of the IANA database that this machine knows. An offset like +08:00 is none: it has no summer. */
export function isZone(name: string): boolean {
  return IANAZone.isValidZone(name);
}

export function zoneOf(name: string): Zone {
  const zone = IANAZone.create(name);
  const offset = (at: number): number => zone.offset(at) * MINUTE_MS;
  return {
    name,
    wall(at) {
      const { year, month, day, weekday, hour, minute } = DateTime.fromMillis(at, { zone });
      return { year, month, day, weekday, minutes: hour * 60 + minute };
    },
    instant(dayNumber, minutes, which) {
      const utc = dayNumber * DAY_MS + minutes * MINUTE_MS;
      const before = offset(utc - DAY_MS);
      const after = offset(utc + DAY_MS);
      const found = [utc - before, utc - after].filter((at) => at + offset(at) === utc);
      if (found.length > 0) return which === "first" ? Math.min(...found) : Math.max(...found);
      return jump(offset, utc - after, utc - before, after);
    },
  };
}

/** The zone's name in a language, as it is called at that time of the year. */
export function zoneName(zone: string, locale: string, at: number): string {
  if (zone === "UTC") return zone;
  const parts = new Intl.DateTimeFormat(locale, { timeZone: zone, timeZoneName: "long" }).formatToParts(at);
  return parts.find(({ type }) => type === "timeZoneName")?.value ?? zone;
}

/** Days since 1970 of a date. */
export function dayNumberOf({ year, month, day }: { year: number; month: number; day: number }): number {
  return Date.UTC(year, month - 1, day) / DAY_MS;
}

/** The first moment of the new offset. */
function jump(offset: (at: number) => number, from: number, to: number, after: number): number {
  let [low, high] = [Math.min(from, to) - 1, Math.max(from, to)];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offset(middle) === after) high = middle;
    else low = middle;
  }
  return high;
}
