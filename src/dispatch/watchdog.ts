import type { ChannelHealth } from "../channel/contract.ts";
import { decide } from "../conversation/decide.ts";
import { reasonOf } from "../errors.ts";
import type { Log } from "../log.ts";
import type { LateAnswer } from "../store/late.ts";
import type { HandleRequest, OutboxRef, Store } from "../store/store.ts";
import type { Clock } from "./clock.ts";
import { eventId } from "./ids.ts";

/** How long the bot may take over a message when nothing else was set. */
export const ANSWER_WITHIN_MS = 30_000;
/** A decided answer may wait so many times longer. What the platform asked to wait is not late: it is sent or refused within the hour. */
const UNSENT_FACTOR = 20;
const TICK_MS = 2_000;
const BATCH = 100;
/** How long `/readyz` tells of a late bot. */
const TOLD_MS = 10 * 60_000;

export interface WatchdogContext {
  store: Store;
  clock: Clock;
  log: Log;
  fit: HandleRequest["fit"];
  deliver(rows: OutboxRef[]): void;
  /** How an account's channel is; undefined when it is not ours. */
  channel(account: string): ChannelHealth | undefined;
  /** Milliseconds the bot may take; for ever, and nothing is looked for. */
  within: number;
}

interface WatchdogHealth {
  state: "ok" | "degraded";
  detail?: string;
}

export interface Watchdog {
  start(): void;
  health(): WatchdogHealth;
  stop(): Promise<void>;
}

/**
 * Hands over whom the bot has failed: a message nobody decided on in time, or an answer that did not leave, was refused, or may
 * not have arrived. Looked for in the store, so it holds whatever got stuck before it, and each is acted on once.
 */
export function createWatchdog(context: WatchdogContext): Watchdog {
  const { store, clock, log, within } = context;
  const late: { at: number; what: LateAnswer["what"] }[] = [];
  let startedAt = 0;
  let trouble: string | undefined;
  let cancel: (() => void) | undefined;
  let running: Promise<void> = Promise.resolve();
  let stopped = false;

  async function sweep(): Promise<void> {
    const now = clock.now();
    // After a start the worker has its time for what was left lying.
    if (now - startedAt < within) return;
    const bounds = { undecidedBefore: now - within, unsentBefore: now - within * UNSENT_FACTOR };
    for (const one of await store.outbound.late(bounds, BATCH)) {
      const channel = context.channel(one.account);
      // While a channel is down no person could say anything either; the answer leaves when it is back.
      if (channel === undefined || (one.what === "unsent" && channel.state !== "up")) continue;
      await handOver(one, now);
    }
  }

  async function handOver({ kind, id, what, conversationId }: LateAnswer, now: number): Promise<void> {
    const outcome = await store.outbound.handle({
      conversationId,
      at: now,
      cause: { kind: "watchdog", row: kind, id },
      event: { id: eventId("watchdog", kind, id), at: now, type: "bot.late", what },
      decide,
      fit: context.fit,
    });
    if (outcome.outcome !== "done") return;
    late.push({ at: now, what });
    log.warn({ conversation: conversationId, what }, "the bot failed a customer; the case goes to people");
    context.deliver(outcome.deliveries);
  }

  function tick(): void {
    if (stopped) return;
    running = sweep()
      .then(
        () => {
          trouble = undefined;
        },
        (error) => {
          trouble = reasonOf(error);
          log.error({ reason: trouble }, "late answers could not be looked for; tried again");
        },
      )
      .then(() => {
        if (!stopped) cancel = clock.after(TICK_MS, tick);
      });
  }

  return {
    start() {
      startedAt = clock.now();
      if (Number.isFinite(within)) tick();
    },
    health() {
      if (trouble !== undefined)
        return { state: "degraded", detail: `Late answers are not looked for: ${trouble}.` };
      while (late[0] !== undefined && clock.now() - late[0].at > TOLD_MS) late.shift();
      if (late.length === 0) return { state: "ok" };
      const kinds = [...new Set(late.map(({ what }) => what))].join(", ");
      const detail = `The bot failed ${late.length} customers in the last ten minutes (${kinds}); they wait for people. See the log.`;
      return { state: "degraded", detail };
    },
    async stop() {
      stopped = true;
      cancel?.();
      await running;
    },
  };
}
