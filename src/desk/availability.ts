import { AppError } from "../errors.ts";
import type { Locale } from "../knowledge/entry.ts";
import type { AvailabilityStore, Chosen, Colleague } from "../store/availability.ts";
import type { Live } from "./live.ts";

/**
 * How long somebody who chose to be available stays so without a sign: a lid that is shut for a walk to the next room, a
 * train in a tunnel. After it they count as away until they are seen again; what they chose stays.
 */
export const GRACE_MS = 10 * 60_000;
/** Signs are written down so often at most. */
const SEEN_MS = 60_000;

/** "asleep": chose to be available, and has given no sign for longer than the grace. */
type Standing = "available" | "away" | "asleep";

export interface Availability {
  /** Everybody at work, by name. */
  list(): Promise<(Colleague & { standing: Standing })[]>;
  /** Told to open inboxes at once. */
  choose(agentId: string, chosen: Chosen): Promise<void>;
  /** Somebody does something at the desk, by whatever door. Never fails: it is noted in passing. */
  seen(agentId: string): void;
  /** @throws AppError not_found */
  set(agentId: string, how: { languages?: Locale[]; capacity?: number }): Promise<void>;
}

/** Who takes cases now: chosen by each agent, kept by signs of life, and no matter of open connections. */
export function deskAvailability(deps: {
  availability: AvailabilityStore;
  live: Live;
  now(): number;
}): Availability {
  const { availability: store, live, now } = deps;
  const noted = new Map<string, number>();
  const tell = (agentId: string): void =>
    live.tell({ kind: "availability", about: agentId, data: { agentId } });
  return {
    async list() {
      const at = now();
      return (await store.list()).map((one) => ({ ...one, standing: standingOf(one, at) }));
    },
    async choose(agentId, chosen) {
      const at = now();
      await store.choose(agentId, chosen, at);
      noted.set(agentId, at);
      tell(agentId);
    },
    seen(agentId) {
      const at = now();
      const before = noted.get(agentId);
      if (before !== undefined && at - before < SEEN_MS) return;
      noted.set(agentId, at);
      store.seen(agentId, at).then(
        () => {
          if (before === undefined || at - before > GRACE_MS) tell(agentId);
        },
        // What failed is noted with the next sign.
        () => void noted.delete(agentId),
      );
    },
    async set(agentId, how) {
      if (!(await store.list()).some((one) => one.agentId === agentId)) {
        throw new AppError("not_found", "There is no agent at work with this id.");
      }
      await store.set(agentId, how);
      tell(agentId);
    },
  };
}

/** Where somebody stands at a time. Pure. */
function standingOf({ chosen, seenAt }: Pick<Colleague, "chosen" | "seenAt">, now: number): Standing {
  if (chosen === "away") return "away";
  return seenAt !== undefined && now - seenAt <= GRACE_MS ? "available" : "asleep";
}
