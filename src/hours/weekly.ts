import { PartFault, type Read, readParts } from "./parts.ts";

/** One opening of the week: day 1 is Monday; minutes count from that day's midnight, beyond 1440 into the next day. */
export interface Opening {
  day: number;
  from: number;
  to: number;
}

/** As they are written, Monday first. */
const DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"] as const;
export const DAY_MINUTES = 24 * 60;

/**
 * Reads hours like `Mon-Fri 09:00-12:30,13:30-18:00; Sat 22:00-02:00`, by day and then by time. Nothing at all is always
 * open: no openings. A range that ends before it begins goes on into the next day.
 */
export function readWeekly(text: string): Read<Opening[]> {
  const read = readParts(text, openingsOf);
  if (!read.ok) return read;
  return { ok: true, value: read.value.flat().sort((a, b) => a.day - b.day || a.from - b.from) };
}

function openingsOf(part: string): Opening[] {
  const at = part.search(/\s+\d/u);
  if (at === -1) throw new PartFault("write days, then times, like Mon-Fri 09:00-18:00");
  const days = part
    .slice(0, at)
    .split(/[,\s]+/u)
    .flatMap(daysOf);
  const ranges = part
    .slice(at)
    .trim()
    .split(/[,\s]+/u)
    .map(rangeOf);
  return [...new Set(days)].flatMap((day) => ranges.map((range) => ({ day, ...range })));
}

function daysOf(text: string): number[] {
  if (/^(?:daily|every)$/iu.test(text)) return DAYS.map((_, n) => n + 1);
  const [first = "", last = first, ...rest] = text.split(/[-–]/u);
  const from = dayOf(first, text);
  const to = dayOf(last, text);
  if (rest.length > 0) throw new PartFault(`${text} is no range of days`);
  return Array.from({ length: ((to - from + 7) % 7) + 1 }, (_, n) => ((from - 1 + n) % 7) + 1);
}

function dayOf(name: string, whole: string): number {
  const found = DAYS.findIndex((day) => day.toLowerCase() === name.slice(0, 3).toLowerCase());
  if (found !== -1 && /^[a-z]{3,9}$/iu.test(name)) return found + 1;
  throw new PartFault(`${whole === "" ? "there" : whole} is no day: write ${DAYS.join(", ")}, or daily`);
}

function rangeOf(text: string): { from: number; to: number } {
  const [first, last, ...rest] = text.split(/[-–]/u);
  if (first === undefined || last === undefined || rest.length > 0) {
    throw new PartFault(`${text} is no range of times: write it like 09:00-18:00`);
  }
  const from = minutesOf(first);
  const to = minutesOf(last);
  if (from === to) throw new PartFault(`${text} is no time at all: write 00:00-24:00 for the whole day`);
  if (from === DAY_MINUTES)
    throw new PartFault(`${text} begins at the end of the day: write 00:00 of the next`);
  return { from, to: to < from ? to + DAY_MINUTES : to };
}

function minutesOf(text: string): number {
  const [, hours, minutes] = /^(\d{1,2}):(\d{2})$/u.exec(text) ?? [];
  const all = Number(hours) * 60 + Number(minutes);
  if (hours === undefined || Number(minutes) > 59 || all > DAY_MINUTES) {
    throw new PartFault(`${text} is no time of day: write it like 09:00, up to 24:00`);
  }
  return all;
}
