import { PartFault, type Read, readParts } from "./parts.ts";

/** Whether the desk is closed on a day. */
export interface Holidays {
  /** True when no day is one. */
  none: boolean;
  has(year: number, month: number, day: number): boolean;
}

const DAY_MS = 86_400_000;
/** A longer holiday is a typing error. */
const LONGEST_DAYS = 100;
const DATE = /^(?:(\d{4})-)?(\d{2})-(\d{2})$/u;

/**
 * Reads days off like `2027-02-06..2027-02-12 Spring Festival; 12-25 Christmas`: a date or a range of dates, each with a
 * name or without; a date without a year returns every year.
 */
export function readHolidays(text: string): Read<Holidays> {
  const read = readParts(text, daysOf);
  if (!read.ok) return read;
  const days = new Set(read.value.flat());
  const value: Holidays = {
    none: days.size === 0,
    has: (year, month, day) => {
      const yearly = `${two(month)}-${two(day)}`;
      return days.has(yearly) || days.has(`${year}-${yearly}`);
    },
  };
  return { ok: true, value };
}

function daysOf(part: string): string[] {
  const [range = ""] = part.split(/\s+/u);
  const [first = "", last = first, ...rest] = range.split("..");
  if (rest.length > 0) throw new PartFault(`${range} is no range: write it like 2027-02-06..2027-02-12`);
  const from = dateOf(first);
  const to = dateOf(last);
  if (from.yearly !== to.yearly) throw new PartFault("give both ends of the range a year, or neither");
  const length = (to.at - from.at) / DAY_MS + 1;
  if (length < 1) throw new PartFault(`${last} lies before ${first}`);
  if (length > LONGEST_DAYS)
    throw new PartFault(`${length} days are more than the ${LONGEST_DAYS} there may be`);
  return Array.from({ length }, (_, n) => {
    const written = new Date(from.at + n * DAY_MS).toISOString().slice(0, 10);
    return from.yearly ? written.slice(5) : written;
  });
}

function dateOf(text: string): { at: number; yearly: boolean } {
  const [, year, month, day] = DATE.exec(text) ?? [];
  // A leap year stands in for every year: 02-29 is a day of some.
  const at = Date.UTC(Number(year ?? 2028), Number(month) - 1, Number(day));
  const real = !Number.isNaN(at) && new Date(at).toISOString().slice(5, 10) === `${month}-${day}`;
  if (!real) throw new PartFault(`${text} is no date: write it like 2027-01-01, or 01-01 for every year`);
  return { at, yearly: year === undefined };
}

function two(n: number): string {
  return String(n).padStart(2, "0");
}
