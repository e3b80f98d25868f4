import type { Channel, Delivery, SendResult } from "../channel/contract.ts";
import { reasonOf } from "../errors.ts";
import type { Log } from "../log.ts";
import type { OutboxRef, Store } from "../store/store.ts";
import type { Clock } from "./clock.ts";
import { AUTH_REST_MS, settlement } from "./outcome.ts";
import { type RateBudget, rateBudget } from "./rate.ts";

/** Requests in flight at once for one account: few where a hard kill may double what is in flight. */
const IN_FLIGHT = { idempotent: 16, other: 4 };
/** An attempt that has not ended by then counts as unknown. */
const SEND_TIMEOUT_MS = 30_000;
const STORE_RETRY_MS = 500;

export interface SenderContext {
  store: Store;
  clock: Clock;
  log: Log;
  perSecond(account: string): number;
}

export interface Sender {
  /** Queues rows that are on disk; order within a conversation is the order of the rows. */
  enqueue(rows: (OutboxRef & { notBefore?: number })[]): void;
  attach(channel: Channel): void;
  /** Starts nothing more and resolves when what is in flight has been settled. */
  stop(): Promise<void>;
  inFlight(): number;
  queued(): number;
}

/** One account's rows: conversations take turns, agents' words first, one row in flight for each conversation. */
interface Lane {
  channel: Channel;
  budget: RateBudget;
  rows: Map<string, OutboxRef[]>;
  urgent: Set<string>;
  ordinary: Set<string>;
  busy: Set<string>;
  /** Cancels the timer that waits for the rate budget. */
  waiting?: () => void;
}

/** Sends what the store holds: intent, one attempt, settlement. */
export function createSender(context: SenderContext): Sender {
  const { store, clock, log } = context;
  const lanes = new Map<string, Lane>();
  const orphans = new Map<string, OutboxRef[]>();
  const abort = new AbortController();
  const idle: (() => void)[] = [];
  let stopping = false;
  let flying = 0;

  function enqueue(rows: (OutboxRef & { notBefore?: number })[]): void {
    for (const { notBefore, ...row } of rows) {
      if (notBefore !== undefined && notBefore > clock.now()) later(row, notBefore);
      else add(row);
    }
    for (const account of new Set(rows.map((row) => row.account))) pump(account);
  }

  function add(row: OutboxRef): void {
    const lane = lanes.get(row.account);
    if (lane === undefined) {
      orphans.set(row.account, [...(orphans.get(row.account) ?? []), row]);
      return;
    }
    const waiting = lane.rows.get(row.conversationId) ?? [];
    if (!waiting.some((other) => other.id === row.id)) waiting.push(row);
    waiting.sort((a, b) => a.id - b.id);
    lane.rows.set(row.conversationId, waiting);
    if (!lane.busy.has(row.conversationId)) offer(lane, row.conversationId);
  }

  function offer(lane: Lane, conversationId: string): void {
    const first = lane.rows.get(conversationId)?.[0];
    if (first === undefined) return;
    if (first.author === "agent") lane.urgent.add(conversationId);
    else lane.ordinary.add(conversationId);
  }

  function later(row: OutboxRef, at: number): void {
    clock.after(at - clock.now(), () => {
      add(row);
      pump(row.account);
    });
  }

  function pump(account: string): void {
    const lane = lanes.get(account);
    if (lane === undefined) return;
    const limit = lane.channel.capabilities.idempotent ? IN_FLIGHT.idempotent : IN_FLIGHT.other;
    while (!stopping && lane.busy.size < limit) {
      const next = first(lane.urgent) ?? first(lane.ordinary);
      if (next === undefined) return;
      const wait = lane.budget.take(clock.now());
      if (wait > 0) {
        lane.waiting ??= clock.after(wait, () => {
          delete lane.waiting;
          pump(account);
        });
        return;
      }
      lane.urgent.delete(next);
      lane.ordinary.delete(next);
      const row = lane.rows.get(next)?.shift();
      if (row !== undefined) void fly(lane, row);
    }
  }

  async function fly(lane: Lane, row: OutboxRef): Promise<void> {
    lane.busy.add(row.conversationId);
    flying += 1;
    try {
      await attempt(lane, row);
    } catch (error) {
      log.error(
        { row: row.id, reason: reasonOf(error) },
        "the store failed while sending; the row is tried again",
      );
      later(row, clock.now() + STORE_RETRY_MS);
    } finally {
      flying -= 1;
      lane.busy.delete(row.conversationId);
      if ((lane.rows.get(row.conversationId)?.length ?? 0) === 0) lane.rows.delete(row.conversationId);
      else offer(lane, row.conversationId);
      if (flying === 0) for (const resolve of idle.splice(0)) resolve();
      pump(row.account);
    }
  }

  async function attempt(lane: Lane, row: OutboxRef): Promise<void> {
    const intent = await store.outbound.begin(row.id, clock.now());
    if (intent.outcome !== "send") return;
    const result = await sendOnce(lane.channel, intent.delivery, abort.signal);
    obey(lane, intent.delivery, result);
    await settle(lane, row, intent.delivery, result);
  }

  /** Settles, however often the store has to be asked: an attempt that was made is never forgotten. */
  async function settle(lane: Lane, row: OutboxRef, delivery: Delivery, result: SendResult): Promise<void> {
    if (result.outcome === "failed" && result.migratedTo !== undefined) {
      await store.inbound.moveSpace(row.account, delivery.space.id, result.migratedTo, clock.now());
    }
    const moved = result.outcome === "failed" && result.migratedTo !== undefined;
    const settled = moved
      ? ({ outcome: "retry", at: clock.now(), detail: "the space has moved" } as const)
      : await settlement(lane.channel, delivery, result, clock.now(), abort.signal);
    const { state, notBefore } = await store.outbound.settle(row.id, settled, clock.now());
    if (state === "retry") later(row, notBefore ?? clock.now());
    if (state === "failed" || state === "unknown") {
      log.warn(
        { row: row.id, account: row.account, state, detail: "detail" in settled ? settled.detail : "" },
        "not delivered",
      );
    }
  }

  /** What an outcome means for the rest of the account. */
  function obey(lane: Lane, delivery: Delivery, result: SendResult): void {
    const now = clock.now();
    if (result.outcome === "retry" && result.scope === "account") lane.budget.pause(now + result.afterMs);
    if (result.outcome === "failed" && result.reason === "auth") lane.budget.pause(now + AUTH_REST_MS);
    if (result.outcome !== "sent") {
      log.info(
        { account: lane.channel.account, conversation: delivery.conversationId, outcome: result.outcome },
        "an attempt to send did not succeed",
      );
    }
  }

  return {
    enqueue,
    attach(channel) {
      lanes.set(channel.account, {
        channel,
        budget: rateBudget({ perSecond: context.perSecond(channel.account) }),
        rows: new Map(),
        urgent: new Set(),
        ordinary: new Set(),
        busy: new Set(),
      });
      const waiting = orphans.get(channel.account) ?? [];
      orphans.delete(channel.account);
      enqueue(waiting);
    },
    stop() {
      stopping = true;
      return flying === 0 ? Promise.resolve() : new Promise((resolve) => idle.push(resolve));
    },
    inFlight: () => flying,
    queued: () =>
      [...lanes.values()].reduce(
        (sum, lane) => sum + [...lane.rows.values()].reduce((n, rows) => n + rows.length, 0),
        0,
      ),
  };
}

/** One attempt within its time. An adapter never throws; should one, its outcome is unknown. */
async function sendOnce(channel: Channel, delivery: Delivery, stopped: AbortSignal): Promise<SendResult> {
  try {
    return await channel.send(delivery, AbortSignal.any([stopped, AbortSignal.timeout(SEND_TIMEOUT_MS)]));
  } catch (error) {
    return { outcome: "unknown", detail: `the channel failed: ${reasonOf(error)}` };
  }
}

function first(set: Set<string>): string | undefined {
  const next = set.values().next();
  return next.done ? undefined : next.value;
}
