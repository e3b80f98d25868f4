import { SEVERITIES, type Severity } from "../knowledge/entry.ts";
import { PartFault, type Read, readParts } from "./parts.ts";

/** What a customer may expect of people: a first reply, each further reply, and the end of the matter. */
export type TargetName = "first" | "next" | "resolve";

/** Milliseconds for each target of one priority; what is absent is not promised. */
interface Target extends Partial<Record<TargetName, number>> {
  /** Counts nights and holidays too. */
  roundTheClock: boolean;
}

export type Targets = Partial<Record<Severity, Target>>;

/** What is promised when nothing else is set. */
export const DEFAULT_SLA = "urgent 15m 24/7; high 4h; normal 24h";

const LONGEST_MS = 1000 * 3_600_000;

/**
 * Reads targets like `urgent 15m 24/7; high 4h next 2h resolve 72h; normal 24h`: a priority, the time of the first reply
 * (and of the next ones, unless `next` differs), and whether nights and holidays count. `off` promises nothing.
 */
export function readTargets(text: string): Read<Targets> {
  if (/^\s*off\s*$/iu.test(text)) return { ok: true, value: {} };
  const read = readParts(text, targetOf);
  if (!read.ok) return read;
  const names = read.value.map(([priority]) => priority);
  const twice = names.find((name, n) => names.indexOf(name) !== n);
  if (twice !== undefined) return { ok: false, faults: [`"${twice}" stands there twice`] };
  return { ok: true, value: Object.fromEntries(read.value) };
}

function targetOf(part: string): [Severity, Target] {
  const [name = "", ...words] = part.toLowerCase().split(/\s+/u);
  const priority = SEVERITIES.find((severity) => severity === name);
  if (priority === undefined) throw new PartFault(`${name} is no priority: write ${SEVERITIES.join(", ")}`);
  const target: Target = { roundTheClock: false };
  let which: TargetName | undefined;
  for (const word of words) {
    if (word === "24/7") target.roundTheClock = true;
    else if (word === "first" || word === "next" || word === "resolve") which = word;
    else {
      target[which ?? "first"] = durationOf(word);
      which = undefined;
    }
  }
  if (which !== undefined) throw new PartFault(`${which} has no time: write it like ${which} 4h`);
  if (target.first !== undefined) target.next ??= target.first;
  if (target.first === undefined && target.next === undefined && target.resolve === undefined) {
    throw new PartFault(`give it a time, like ${priority} 4h`);
  }
  return [priority, target];
}

function durationOf(text: string): number {
  const [, hours, minutes] = /^(?:(\d{1,4})h)?(?:(\d{1,5})m)?$/u.exec(text) ?? [];
  const ms = (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * 60_000;
  if (ms <= 0 || ms > LONGEST_MS) {
    throw new PartFault(`${text} is no time: write it like 15m, 4h or 1h30m, up to 1000h`);
  }
  return ms;
}
