import { decide } from "../conversation/decide.ts";
import type { Conversation } from "../conversation/state.ts";
import { AppError, reasonOf } from "../errors.ts";
import type { Knowledge } from "../knowledge/entry.ts";
import type { Log } from "../log.ts";
import type { Match } from "../matching/match.ts";
import type { HandleRequest, InboxItem, OutboxRef, Store } from "../store/store.ts";
import type { Clock } from "./clock.ts";
import { textToMatch, understand } from "./understand.ts";

/** Conversations worked on at once. The matcher is one thread: more would only wait there. */
const CONCURRENT = 16;
/** Attempts before an event that cannot be decided is set aside and shown to agents. */
const ATTEMPTS = 3;
const STORE_RETRY_MS = 500;

export interface WorkerContext {
  store: Store;
  clock: Clock;
  log: Log;
  match(text: string): Promise<Match>;
  knowledge(): Knowledge;
  fit: HandleRequest["fit"];
  deliver(rows: OutboxRef[]): void;
}

export interface Worker {
  /** Says that a conversation has waiting events. Cheap; may be called twice. */
  wake(conversationId: string): void;
  /** Resolves when nothing is being worked on; events not begun stay in the store. */
  stop(): Promise<void>;
  busy(): number;
}

/** One serial worker for each conversation: its events are decided in order, one at a time. */
export function createWorker(context: WorkerContext): Worker {
  const queue = new Set<string>();
  const active = new Set<string>();
  const idle: (() => void)[] = [];
  let stopping = false;

  function pump(): void {
    for (const id of queue) {
      if (stopping || active.size >= CONCURRENT) return;
      if (active.has(id)) continue;
      queue.delete(id);
      active.add(id);
      void run(id).finally(() => {
        active.delete(id);
        if (active.size === 0) for (const resolve of idle.splice(0)) resolve();
        pump();
      });
    }
  }

  async function run(id: string): Promise<void> {
    try {
      while (!stopping && (await step(id))) {
        // Each step decides one event; the loop ends when none waits.
      }
    } catch (error) {
      context.log.error(
        { conversation: id, reason: reasonOf(error) },
        "the store failed; this conversation is tried again",
      );
      context.clock.after(STORE_RETRY_MS, () => wake(id));
    }
  }

  async function step(id: string): Promise<boolean> {
    const next = await context.store.inbound.next(id);
    if (next === undefined) return false;
    const { item, conversation } = next;
    // The last attempt asks no matcher: what cannot be answered may still be handed to a person.
    const lastAttempt = item.attempts >= ATTEMPTS - 1;
    const match = lastAttempt ? undefined : await matchOf(item);
    try {
      await decideOn(item, conversation, match);
    } catch (error) {
      if (error instanceof AppError && error.retryable) throw error;
      await setAside(item, error);
    }
    return true;
  }

  async function decideOn(
    item: InboxItem,
    conversation: Conversation,
    match: Match | undefined,
  ): Promise<void> {
    const outcome = await context.store.outbound.handle({
      conversationId: item.conversationId,
      at: context.clock.now(),
      cause: { kind: "inbox", id: item.id, revision: item.revision },
      event: understand(item, conversation, context.knowledge(), match, context.clock.now()),
      decide,
      fit: context.fit,
    });
    if (outcome.outcome === "done") context.deliver(outcome.deliveries);
  }

  /** Undefined when there is nothing to match, or when the matcher failed: then a person is asked for. */
  async function matchOf(item: InboxItem): Promise<Match | undefined> {
    const text = textToMatch(item);
    if (text === undefined) return UNMATCHED;
    try {
      return await context.match(text);
    } catch (error) {
      context.log.warn(
        { conversation: item.conversationId, reason: reasonOf(error) },
        "the matcher gave no answer",
      );
      return undefined;
    }
  }

  async function setAside(item: InboxItem, error: unknown): Promise<void> {
    context.log.error(
      { conversation: item.conversationId, event: item.eventId, reason: reasonOf(error) },
      "an event could not be decided",
    );
    await context.store.inbound.failed(item.id, reasonOf(error), ATTEMPTS, context.clock.now());
  }

  function wake(conversationId: string): void {
    queue.add(conversationId);
    pump();
  }

  return {
    wake,
    busy: () => active.size + queue.size,
    stop() {
      stopping = true;
      return active.size === 0 ? Promise.resolve() : new Promise((resolve) => idle.push(resolve));
    },
  };
}

/** What a message without words is matched to: nothing, and surely. */
const UNMATCHED: Match = {
  ranked: [],
  confidence: 0,
  outcome: "decline",
  human: { probability: 0, wished: false },
  urgent: { probability: 0, urgent: false },
  locale: "en",
  signals: {},
  index: "",
};
