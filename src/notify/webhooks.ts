import type { Clock } from "../dispatch/clock.ts";
import { within } from "../dispatch/deadline.ts";
import type { Log } from "../log.ts";
import type { Store } from "../store/store.ts";
import type { WebhookEvent } from "../store/webhooks.ts";
import { loop } from "./loop.ts";
import type { Call, CallResult } from "./webhook-call.ts";
import { webhookEvent } from "./webhook-events.ts";

const PAGE = 500;
const CALL_TIMEOUT_MS = 10_000;
const FIRST_WAIT_MS = 1_000;
/** Also the longest that a queue waits after its receiver is back. */
const LONGEST_WAIT_MS = 5 * 60_000;
/** What could not be delivered for so long is a dead letter. */
export const GIVEN_UP_MS = 3 * 24 * 3_600_000;
/** How long settled deliveries are kept to be looked at. */
const KEPT_MS = 30 * 24 * 3_600_000;

export interface WebhooksContext {
  store: Pick<Store, "webhooks" | "desk" | "rooms" | "watch">;
  clock: Clock;
  log: Log;
  call: Call;
  /** From 0 to 1. */
  random(): number;
}

export interface Webhooks {
  start(): Promise<void>;
  /** Something was put back: look again. */
  wake(): void;
  stop(): Promise<void>;
}

/**
 * Delivers the feed's events to one receiver: in order, each at least once under one id, one call at a time. Queued and
 * counted in the store, so that neither a slow receiver nor a kill loses one, and nothing else waits for it.
 */
export function createWebhooks(context: WebhooksContext): Webhooks {
  const { store, clock, log } = context;
  const open = new Set<AbortController>();
  const intake = loop(clock, log, read);
  const delivery = loop(clock, log, deliver);
  let unwatch: (() => void) | undefined;
  let stopping = false;

  /** Takes what is new in the feed into the queue. */
  async function read(): Promise<number | undefined> {
    let place = await store.webhooks.place();
    if (place === undefined) {
      // What happened before there was a receiver is no news.
      place = await store.desk.lastSeq();
      await store.webhooks.queue(place, []);
    }
    for (;;) {
      const items = await store.desk.feed(place, PAGE);
      const last = items.at(-1);
      if (last === undefined || stopping) return undefined;
      const events: WebhookEvent[] = [];
      for (const item of items) {
        if (item.at < clock.now() - GIVEN_UP_MS) continue;
        const conversation = await store.rooms.conversation(item.conversationId);
        if (conversation === undefined) continue;
        const { reference, account } = conversation;
        const event = webhookEvent(item, { reference, account });
        if (event !== undefined) events.push({ ...event, at: clock.now() });
      }
      await store.webhooks.queue(last.seq, events);
      place = last.seq;
      if (events.length > 0) delivery.wake();
    }
  }

  /** One attempt after the other. Answers how long to wait for the next. */
  async function deliver(): Promise<number | undefined> {
    for (;;) {
      const next = await store.webhooks.next();
      if (next === undefined || stopping) return undefined;
      const now = clock.now();
      if (next.notBefore > now) return next.notBefore - now;
      const result = await within(clock, CALL_TIMEOUT_MS, (signal) => context.call(next, now, signal), open);
      // A stop cut the call off: it counts as never made, and is made again under the same id.
      if (stopping && result?.ok !== true) return undefined;
      await settle(next, result ?? { ok: false, detail: "no answer in time" });
    }
  }

  async function settle(
    { id, attempts, createdAt }: { id: string; attempts: number; createdAt: number },
    result: CallResult,
  ): Promise<void> {
    const now = clock.now();
    if (result.ok) return store.webhooks.settle(id, { state: "sent" }, now);
    const { detail } = result;
    if (now - createdAt >= GIVEN_UP_MS) {
      log.error({ webhook: id, detail }, "a webhook was given up; it can be sent again from the desk's API");
      await store.webhooks.settle(id, { state: "dead", detail }, now);
      await store.webhooks.prune(now - KEPT_MS);
      return;
    }
    log.info({ webhook: id, attempts: attempts + 1, detail }, "a webhook was not delivered; tried again");
    const doubled = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(attempts, 20));
    // Half of it is left to chance, so that many senders do not come back at once.
    const jittered = doubled / 2 + (doubled / 2) * context.random();
    const wait = Math.max(jittered, Math.min(result.afterMs ?? 0, LONGEST_WAIT_MS));
    await store.webhooks.settle(id, { state: "retry", at: Math.round(now + wait), detail }, now);
  }

  return {
    async start() {
      unwatch = store.watch(() => intake.wake());
      intake.wake();
      delivery.wake();
    },
    wake: () => delivery.wake(),
    async stop() {
      stopping = true;
      unwatch?.();
      for (const controller of open) controller.abort();
      await Promise.all([intake.stop(), delivery.stop()]);
    },
  };
}
