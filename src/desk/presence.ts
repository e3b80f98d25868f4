import type { Live } from "./live.ts";

/** How long somebody counts as there, and as writing, after they said so last. */
export const PRESENT_MS = 10_000;
/** Platforms show "typing" for about five seconds (Telegram's sendChatAction); asked again before it fades. */
const CUSTOMER_TOLD_MS = 4_000;

const SWEEP_MS = 1_000;

interface Watcher {
  agentId: string;
  name: string;
  /** Writes to the customer at this moment. */
  typing: boolean;
}

export interface Presence {
  /** Somebody has a conversation open; answers who has it open now, them included. Open feeds are told what changed. */
  here(agent: { id: string; name: string }, conversationId: string, typing: boolean): Watcher[];
  /** They closed it. */
  gone(agentId: string, conversationId: string): void;
  /** Whether the customer should be shown that somebody writes: true once in a while for each conversation. */
  customerIsDue(conversationId: string): boolean;
}

interface Deps {
  live: Live;
  now(): number;
  after(ms: number, work: () => void): () => void;
}

/** Who looks at which conversation. In memory alone: after a restart everybody says it again within seconds. */
export function openPresence({ live, now, after }: Deps): Presence {
  const there = new Map<string, Map<string, Watcher & { until: number }>>();
  const told = new Map<string, number>();
  let sweeping = false;

  const watchers = (id: string): Watcher[] =>
    [...(there.get(id)?.values() ?? [])].map(({ until: _, ...watcher }) => watcher);

  const tell = (conversationId: string): void =>
    live.tell({
      kind: "presence",
      about: conversationId,
      data: { conversationId, watchers: watchers(conversationId) },
    });

  function drop(conversationId: string, agentId: string): void {
    const present = there.get(conversationId);
    if (present?.delete(agentId) !== true) return;
    if (present.size === 0) there.delete(conversationId);
    tell(conversationId);
  }

  /** Whoever has not said so again is gone; looked for as long as anybody is there. */
  function sweep(): void {
    sweeping = false;
    const at = now();
    for (const [conversationId, present] of [...there]) {
      for (const [agentId, { until }] of [...present]) if (until <= at) drop(conversationId, agentId);
    }
    for (const [conversationId, since] of told) if (at - since > PRESENT_MS) told.delete(conversationId);
    if (there.size > 0) sweepLater();
  }

  function sweepLater(): void {
    if (sweeping) return;
    sweeping = true;
    after(SWEEP_MS, sweep);
  }

  return {
    here({ id: agentId, name }, conversationId, typing) {
      const present = there.get(conversationId) ?? new Map<string, Watcher & { until: number }>();
      const before = present.get(agentId);
      present.set(agentId, { agentId, name, typing, until: now() + PRESENT_MS });
      there.set(conversationId, present);
      if (before?.typing !== typing) tell(conversationId);
      sweepLater();
      return watchers(conversationId);
    },
    gone: (agentId, conversationId) => drop(conversationId, agentId),
    customerIsDue(conversationId) {
      const at = now();
      if (at - (told.get(conversationId) ?? Number.NEGATIVE_INFINITY) < CUSTOMER_TOLD_MS) return false;
      told.set(conversationId, at);
      return true;
    },
  };
}
