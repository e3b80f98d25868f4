import { type DeskTime, deskTimeOf } from "../hours/desk-times.ts";
import type { WaitRange } from "../hours/estimate.ts";
import type { Severity } from "../knowledge/entry.ts";
import { fill, type Phrases } from "./phrases/phrases.ts";
import { closedWords, momentInWords } from "./told-hours.ts";
import type { Turn } from "./turn.ts";

/** From so many minutes on people speak in hours. */
const HOURS_FROM = 120;

/**
 * What somebody who waits for a person may know of when that will be: outside the hours, the hours; else the place in the
 * queue and, where enough is known, how long it takes from there. Empty when nothing can be said.
 */
export function waitWords(turn: Turn, priority: Severity): string {
  return closedWords(turn, priority) || placeWords(turn, priority);
}

function placeWords({ event, phrases }: Turn, priority: Severity): string {
  const { line, times, at } = event;
  if (line === undefined || times === undefined) return "";
  const { time } = phrases;
  const place = line.ahead[priority] + 1;
  const where = place === 1 ? time.placeNext : fill(time.place, { place: String(place) });
  const range = line.range[priority];
  if (range === undefined) return where;
  const desk = deskTimeOf(times);
  return (
    where + time.space + (closingWords(range, priority, at, desk, phrases) ?? rangeWords(range, phrases))
  );
}

/** When the range reaches beyond the hours of today, the hours are the honest answer. */
function closingWords(
  range: WaitRange,
  priority: Severity,
  at: number,
  desk: DeskTime,
  phrases: Phrases,
): string | undefined {
  const closes = desk.clock.closesAt(at);
  if (closes === undefined || at + range.to <= closes || desk.targets[priority]?.roundTheClock)
    return undefined;
  const opens = desk.clock.opensAt(closes + 1);
  if (opens === undefined) return undefined;
  return fill(phrases.time.closesBefore, {
    closes: momentInWords(closes, at, desk, phrases),
    opens: momentInWords(opens, at, desk, phrases),
  });
}

function rangeWords({ from, to }: WaitRange, { time }: Phrases): string {
  const minutes = { from: from / 60_000, to: to / 60_000 };
  const inHours = minutes.to >= HOURS_FROM;
  const told = (n: number): string => String(inHours ? Math.round(n / 30) / 2 : n);
  const unit = inHours ? time.hoursUnit : time.minutesUnit;
  const low = inHours ? Math.floor(minutes.from / 30) * 30 : minutes.from;
  const high = inHours ? Math.ceil(minutes.to / 30) * 30 : minutes.to;
  if (low <= 0) return fill(time.rangeUpTo, { to: told(high), unit });
  return fill(time.range, { from: told(low), to: told(high), unit });
}
