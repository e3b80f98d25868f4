import type { Severity } from "../knowledge/entry.ts";
import type { Alert, AlertWay } from "../store/alerts.ts";

/** How long after the alert each rung comes, in milliseconds, for a case of normal priority. */
export interface Ladder {
  /** The staff's rooms are reminded. */
  room: number;
  /** Mail to the agents, and the webhook. */
  mail: number;
  /** Mail to supervisors and admins. */
  second: number;
  /** From then on everybody again, this often. */
  repeat: number;
}

export const DEFAULT_LADDER: Ladder = {
  room: 2 * 60_000,
  mail: 5 * 60_000,
  second: 10 * 60_000,
  repeat: 30 * 60_000,
};

/** A more pressing case climbs in a part of the time. */
const PACE: Record<Severity, number> = { normal: 1, high: 1 / 2, urgent: 1 / 4 };
const LAST_RUNG = 4;
const UNIT_MS: Record<string, number> = { s: 1_000, m: 60_000, h: 3_600_000 };
const SHORTEST_REPEAT_MS = 60_000;

/** What a rung can do at this moment: nothing, where nobody can be reached that way. */
export type WaysOf = (rung: number) => AlertWay[];

/** The next thing to do about an alert that is due. */
export type LadderStep =
  | { do: "wait"; until: number }
  | { do: "climb"; rung: number; ways: AlertWay[]; skipped: number[]; nextAt: number };

/** A rung by which nobody can be reached is skipped at once: the next one is taken in its place. Pure. */
export function nextRung(alert: Alert, ladder: Ladder, waysOf: WaysOf, now: number): LadderStep {
  if (alert.rung >= LAST_RUNG) return repeated(alert, ladder, waysOf, now);
  const due = dueAt(alert, ladder, alert.rung + 1);
  // Who saw to it had their time, which counts from when they said so.
  if (alert.acknowledged === undefined && now < due) return { do: "wait", until: due };
  const skipped: number[] = [];
  let rung = alert.rung + 1;
  while (rung <= LAST_RUNG && waysOf(rung).length === 0) skipped.push(rung++);
  const nextAt =
    rung < LAST_RUNG ? Math.max(now, dueAt(alert, ladder, rung + 1)) : now + ladder.repeat * paceOf(alert);
  return { do: "climb", rung, ways: waysOf(rung), skipped, nextAt };
}

/** How long the ladder rests for who said that they see to it. */
export function restOf(alert: Pick<Alert, "priority">, ladder: Ladder): number {
  return ladder.second * paceOf(alert);
}

/** Reads "room=2m,mail=5m,second=10m,repeat=30m"; what is left out keeps its default. Undefined when it is no ladder. */
export function readLadder(text: string | undefined): Ladder | undefined {
  const ladder = { ...DEFAULT_LADDER };
  for (const entry of (text ?? "").split(/[,\s]+/).filter(Boolean)) {
    const [, name = "", number, unit = ""] = /^(room|mail|second|repeat)=(\d{1,4})([smh])$/.exec(entry) ?? [];
    if (!isRung(name)) return undefined;
    ladder[name] = Number(number) * (UNIT_MS[unit] ?? 0);
  }
  const climbs = ladder.room <= ladder.mail && ladder.mail <= ladder.second;
  return climbs && ladder.repeat >= SHORTEST_REPEAT_MS ? ladder : undefined;
}

function repeated(alert: Alert, ladder: Ladder, waysOf: WaysOf, now: number): LadderStep {
  const rung = alert.rung + 1;
  return {
    do: "climb",
    rung,
    ways: waysOf(rung),
    skipped: [],
    nextAt: now + ladder.repeat * paceOf(alert),
  };
}

function dueAt(alert: Alert, ladder: Ladder, rung: number): number {
  const after = rung === 2 ? ladder.room : rung === 3 ? ladder.mail : ladder.second;
  return alert.since + after * paceOf(alert);
}

function paceOf({ priority }: Pick<Alert, "priority">): number {
  return PACE[priority];
}

function isRung(name: string): name is keyof Ladder {
  return name in DEFAULT_LADDER;
}
