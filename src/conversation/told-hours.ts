import { type DeskTime, deskTimeOf } from "../hours/desk-times.ts";
import { DAY_MINUTES, type Opening } from "../hours/weekly.ts";
import { dayNumberOf, zoneName } from "../hours/zone.ts";
import type { Severity } from "../knowledge/entry.ts";
import { fill, listed, type Phrases } from "./phrases/phrases.ts";
import type { Turn } from "./turn.ts";

/** What somebody who waits for a person is told while nobody is here; empty while somebody is. */
export function closedWords(turn: Turn, priority: Severity): string {
  const { event, phrases } = turn;
  if (event.times === undefined) return "";
  const desk = deskTimeOf(event.times);
  if (desk.clock.isOpen(event.at)) return "";
  if (priority === "urgent" && desk.targets.urgent?.roundTheClock) return phrases.time.closedUrgent;
  const hours = hoursInWords(desk, turn);
  const opens = desk.clock.opensAt(event.at);
  if (opens === undefined) return fill(phrases.time.closed, { hours });
  const phrase = desk.dayOff(event.at) ? phrases.time.dayOff : phrases.time.closedUntil;
  return fill(phrase, { hours, opens: momentInWords(opens, event.at, desk, phrases) });
}

/** The hours with their zone. */
function hoursInWords({ weekly, zone }: DeskTime, { phrases, conversation, event }: Turn): string {
  const hours = weekly.length === 0 ? phrases.time.anyHour : weekInWords(weekly, phrases);
  return fill(phrases.time.hours, { hours, zone: zoneName(zone.name, conversation.locale, event.at) });
}

/** The week's hours: "Mon–Fri 09:00–18:00, Sat 10:00–16:00". */
export function weekInWords(weekly: readonly Opening[], phrases: Phrases): string {
  const days = phrases.time.weekdays.map((_, n) => rangesOf(weekly, n + 1, phrases));
  const runs: { first: number; last: number; ranges: string }[] = [];
  for (const [n, ranges] of days.entries()) {
    const run = runs.at(-1);
    if (run !== undefined && run.last === n - 1 && run.ranges === ranges) run.last = n;
    else if (ranges !== "") runs.push({ first: n, last: n, ranges });
  }
  const named = runs.map(({ first, last, ranges }) => `${daysInWords(first, last, phrases)} ${ranges}`);
  return listed(phrases, named);
}

function daysInWords(first: number, last: number, { time }: Phrases): string {
  const [from = "", to = ""] = [time.weekdays[first], time.weekdays[last]];
  if (first === 0 && last === 6) return time.daily;
  return first === last ? from : fill(time.days, { first: from, last: to });
}

function rangesOf(weekly: readonly Opening[], day: number, phrases: Phrases): string {
  const ranges = weekly
    .filter((opening) => opening.day === day)
    .map(({ from, to }) => `${clockTime(from)}–${to > DAY_MINUTES ? late(to, phrases) : clockTime(to)}`);
  return listed(phrases, ranges);
}

function late(minutes: number, { time }: Phrases): string {
  return fill(time.nextDay, { time: clockTime(minutes - DAY_MINUTES) });
}

/** A moment of the near future, as the desk's own calendar has it. */
export function momentInWords(at: number, now: number, { zone }: DeskTime, { time }: Phrases): string {
  const wall = zone.wall(at);
  const ahead = dayNumberOf(wall) - dayNumberOf(zone.wall(now));
  const phrase = ahead === 0 ? time.today : ahead === 1 ? time.tomorrow : time.later;
  return fill(phrase, {
    time: clockTime(wall.minutes),
    weekday: time.weekdays[wall.weekday - 1] ?? "",
    month: time.months[wall.month - 1] ?? "",
    day: String(wall.day),
  });
}

function clockTime(minutes: number): string {
  const two = (n: number): string => String(n).padStart(2, "0");
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
