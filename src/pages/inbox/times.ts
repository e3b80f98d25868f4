import type { Locale, Phrases } from "./phrases.ts";
import type { Due } from "./types.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A duration in its largest whole unit: "4 min", "2 h", "3 d". */
export function duration(ms: number, words: Phrases["durations"]): string {
  if (ms < MINUTE) return words.now;
  if (ms < HOUR) return words.minutes(Math.floor(ms / MINUTE));
  if (ms < 2 * DAY) return words.hours(Math.floor(ms / HOUR));
  return words.days(Math.floor(ms / DAY));
}

/** How a target stands: well within, near (three quarters gone), or beyond. Nothing promised is calm. */
export function pressure(due: Due | undefined, now: number): "calm" | "near" | "late" {
  if (due === undefined) return "calm";
  return now >= due.at ? "late" : now >= due.warnAt ? "near" : "calm";
}

/** How much is left of a target, or how far beyond it is. */
export function leftOf(due: Due, now: number, words: Pick<Phrases, "due" | "durations">): string {
  const span = Math.abs(due.at - now);
  if (span < MINUTE) return words.due.now;
  const time = duration(span, words.durations);
  return now >= due.at ? words.due.late(time) : words.due.left(time);
}

/** The browser's own region of the language shown: a reader in London has a 24-hour clock. */
export function regional(locale: Locale): string {
  const found = navigator.languages.find((language) => language.toLowerCase().startsWith(locale));
  return found ?? (locale === "zh" ? "zh-CN" : "en-GB");
}

export function clock(at: number, locale: Locale): string {
  return format(locale, { hour: "2-digit", minute: "2-digit" }).format(at);
}

export function dateAndTime(at: number, locale: Locale): string {
  return format(locale, { month: "short", day: "numeric", hour: "2-digit", minute: "2-digit" }).format(at);
}

/** The day of a time, from now: today, yesterday, or its date. */
export function dayOf(at: number, now: number, words: Phrases, locale: Locale): string {
  const days = Math.round((midnight(now) - midnight(at)) / DAY);
  if (days === 0) return words.today;
  if (days === 1) return words.yesterday;
  return format(locale, { month: "long", day: "numeric", weekday: "long", ...yearOf(at, now) }).format(at);
}

/** When it happened, as short as a list needs it. */
export function shortWhen(at: number, now: number, locale: Locale): string {
  if (midnight(at) === midnight(now)) return clock(at, locale);
  return format(locale, { month: "short", day: "numeric", ...yearOf(at, now) }).format(at);
}

/** The year only where it is another one. */
function yearOf(at: number, now: number): { year?: "numeric" } {
  return new Date(at).getFullYear() === new Date(now).getFullYear() ? {} : { year: "numeric" };
}

export function midnight(at: number): number {
  return new Date(at).setHours(0, 0, 0, 0);
}

/** Times worth snoozing until: in an hour, in three, tomorrow and next Monday at nine. */
export function snoozeTimes(now: number): { hour: number; hours: number; tomorrow: number; monday: number } {
  const nine = (days: number): number => {
    const date = new Date(now);
    date.setDate(date.getDate() + days);
    return date.setHours(9, 0, 0, 0);
  };
  const toMonday = (8 - new Date(now).getDay()) % 7 || 7;
  return { hour: now + HOUR, hours: now + 3 * HOUR, tomorrow: nine(1), monday: nine(toMonday) };
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Formats are dear to make and drawn by the thousand. */
function format(locale: Locale, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${JSON.stringify(options)}`;
  const known = formats.get(key) ?? new Intl.DateTimeFormat(regional(locale), options);
  formats.set(key, known);
  return known;
}
