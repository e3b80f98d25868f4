import type { Space } from "../channel/contract.ts";
import { decide } from "../conversation/decide.ts";
import type { ConversationEvent } from "../conversation/events.ts";
import { questionBefore } from "../conversation/question-before.ts";
import type { Conversation } from "../conversation/state.ts";
import { AppError, reasonOf } from "../errors.ts";
import type { Knowledge } from "../knowledge/entry.ts";
import type { Log } from "../log.ts";
import type { Match } from "../matching/match.ts";
import type { HandleRequest, InboxItem, OutboxRef, Store } from "../store/store.ts";
import type { Clock } from "./clock.ts";
import type { ReadLine } from "./line.ts";
import { cryForHelp, textToMatch, understand } from "./understand.ts";

/** Conversations worked on at once: the more of them decide together, the fewer commits they cost. */
const CONCURRENT = 64;
/** Attempts before an event that cannot be decided is set aside and shown to agents. */
const ATTEMPTS = 3;
const STORE_RETRY_MS = 500;
/** An answer is usually there within milliseconds: only a slow one is announced. */
const TYPING_AFTER_MS = 400;
const LONGEST_RETRY_MS = 30_000;
/** Pictures of one album come one by one, and nothing says which is the last: so long after the latest it is complete. */
const ALBUM_MS = 1_000;

export interface WorkerContext {
  store: Store;
  clock: Clock;
  log: Log;
  /** `before` is the question that the text may follow on. */
  match(text: string, before?: string): Promise<Match>;
  knowledge(): Knowledge;
  /** What every event carries of the desk's time. */
  timed: Pick<ConversationEvent, "times">;
  line: ReadLine;
  fit: HandleRequest["fit"];
  deliver(rows: OutboxRef[]): void;
  /** Shows the customer that somebody is writing. */
  typing(account: string, space: Space): void;
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
  /** Failures in a row of the store, by conversation, with what cancels the wait for the next try. */
  const failing = new Map<string, { times: number; cancel(): void }>();
  /** Albums that may still grow, by conversation, with what cancels the wait. */
  const resting = new Map<string, () => void>();
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
      failing.delete(id);
    } catch (error) {
      context.log.error(
        { conversation: id, reason: reasonOf(error) },
        "the store failed; this conversation is tried again",
      );
      againLater(id);
    }
  }

  function againLater(id: string): void {
    if (stopping) return;
    const times = (failing.get(id)?.times ?? 0) + 1;
    failing.get(id)?.cancel();
    const wait = Math.min(LONGEST_RETRY_MS, STORE_RETRY_MS * 2 ** Math.min(times - 1, 10));
    failing.set(id, { times, cancel: context.clock.after(wait, () => wake(id)) });
  }

  async function step(id: string): Promise<boolean> {
    const next = await context.store.inbound.next(id);
    if (next === undefined) return false;
    const { item, conversation } = next;
    const growing = albumGrowsFor(item, context.clock.now());
    if (growing > 0) {
      resting.get(id)?.();
      resting.set(
        id,
        context.clock.after(growing, () => wake(id)),
      );
      return false;
    }
    const quick = context.clock.after(TYPING_AFTER_MS, () => {
      if (conversation.owner.kind !== "agent") context.typing(conversation.account, conversation.space);
    });
    try {
      const line = conversation.owner.kind === "agent" ? {} : await context.line(conversation.id);
      await decideOn(item, { ...(await eventFor(item, conversation)), ...line });
    } catch (error) {
      if (error instanceof AppError && error.retryable) throw error;
      await setAside(item, error);
    } finally {
      quick();
    }
    return true;
  }

  /** What is to be decided. The last attempt asks for nothing but a person: what cannot be answered may still be seen. */
  async function eventFor(item: InboxItem, conversation: Conversation): Promise<ConversationEvent> {
    const now = context.clock.now();
    const plea = item.attempts >= ATTEMPTS - 1 ? cryForHelp(item, now) : undefined;
    if (plea !== undefined) return plea;
    const match = await matchOf(item, conversation);
    return understand(item, conversation, context.knowledge(), match, context.clock.now());
  }

  async function decideOn(item: InboxItem, event: ConversationEvent): Promise<void> {
    const outcome = await context.store.outbound.handle({
      conversationId: item.conversationId,
      at: event.at,
      cause: { kind: "inbox", id: item.id, revision: item.revision },
      event: { ...event, ...context.timed },
      decide,
      fit: context.fit,
    });
    if (outcome.outcome === "done") context.deliver(outcome.deliveries);
  }

  /** Undefined when there is nothing to match, or when the matcher failed: then a person is asked for. */
  async function matchOf(item: InboxItem, conversation: Conversation): Promise<Match | undefined> {
    const text = textToMatch(item);
    if (text === undefined) return UNMATCHED;
    try {
      return await context.match(text, questionBefore(conversation, text, context.clock.now()));
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
    resting.get(conversationId)?.();
    resting.delete(conversationId);
    queue.add(conversationId);
    pump();
  }

  return {
    wake,
    busy: () => active.size + queue.size,
    stop() {
      stopping = true;
      for (const { cancel } of failing.values()) cancel();
      for (const cancel of resting.values()) cancel();
      return active.size === 0 ? Promise.resolve() : new Promise((resolve) => idle.push(resolve));
    },
  };
}

/** Milliseconds until an album counts as complete; 0 for everything else. */
function albumGrowsFor({ event, receivedAt }: InboxItem, now: number): number {
  if (event.kind !== "message" || event.album === undefined) return 0;
  return Math.max(0, receivedAt + ALBUM_MS - now);
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
