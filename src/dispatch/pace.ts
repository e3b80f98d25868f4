import type { Space } from "../channel/contract.ts";
import type { Pace, Paces } from "../channel/paces.ts";

type Place = Pick<Space, "id" | "kind">;

/** How fast the spaces of one account are written to, and which of them the platform asked to be left alone. */
export interface SpacePaces {
  /** Milliseconds until something may go to this space: 0 when it may now. */
  wait(space: Place, now: number): number;
  /** Something goes to this space now. */
  note(space: Place, now: number): void;
  /** What was noted last did not go after all. */
  giveBack(space: Place): void;
  /** The platform asked that this space be left alone for `ms`. */
  rest(spaceId: string, now: number, ms: number): void;
  /** Milliseconds that this space still rests by the platform's word. */
  restOf(spaceId: string, now: number): number;
}

/** Spaces remembered before the ones that nobody writes to any more are looked for. */
const SWEEP_AT = 1000;

/**
 * Paces by the times of the last messages to each space, so that no span of a pace ever holds more than it allows (a token
 * bucket lets twice as many through in the first one). `factor` times as many in the same span, where the operator has
 * more from the platform.
 */
export function spacePaces(paces: Paces = {}, factor = 1): SpacePaces {
  const sent = new Map<string, number[]>();
  const rests = new Map<string, number>();
  let sweepAt = SWEEP_AT;
  const scaled = (list: readonly Pace[] = []) =>
    list.map((pace) => ({ ...pace, messages: Math.max(1, Math.floor(pace.messages * factor)) }));
  const byKind = { dm: scaled(paces.dm), group: scaled(paces.group), channel: scaled(paces.channel) };
  const all = Object.values(byKind).flat();
  const longest = Math.max(0, ...all.map(({ withinMs }) => withinMs));

  function restOf(spaceId: string, now: number): number {
    const rest = Math.max(0, (rests.get(spaceId) ?? 0) - now);
    if (rest === 0) rests.delete(spaceId);
    return rest;
  }

  /** Times of the last messages, oldest first. After a clock was set back none of them lies ahead. */
  function timesOf(spaceId: string, now: number): number[] {
    const times = sent.get(spaceId) ?? [];
    for (let at = times.length - 1; at >= 0 && (times[at] ?? 0) > now; at--) times[at] = now;
    return times;
  }

  function sweep(now: number): void {
    for (const [id, times] of sent) if ((times.at(-1) ?? 0) + longest <= now) sent.delete(id);
    sweepAt = Math.max(SWEEP_AT, sent.size * 2);
  }

  return {
    restOf,
    wait(space, now) {
      const times = timesOf(space.id, now);
      const waits = byKind[space.kind].map(({ messages, withinMs }) => {
        const before = times.at(-messages);
        return times.length < messages || before === undefined ? 0 : before + withinMs - now;
      });
      return Math.max(0, restOf(space.id, now), ...waits);
    },
    note(space, now) {
      const most = Math.max(0, ...byKind[space.kind].map(({ messages }) => messages));
      if (most === 0) return;
      const times = timesOf(space.id, now);
      times.push(now);
      if (times.length > most) times.shift();
      sent.set(space.id, times);
      if (sent.size > sweepAt) sweep(now);
    },
    giveBack(space) {
      sent.get(space.id)?.pop();
    },
    rest(spaceId, now, ms) {
      rests.set(spaceId, now + ms);
    },
  };
}
