import type { Channel, Delivery, SendResult } from "../channel/contract.ts";
import { reasonOf } from "../errors.ts";
import type { Log } from "../log.ts";
import type { SettleResult, Store } from "../store/store.ts";
import { within } from "./deadline.ts";
import { firmly } from "./firmly.ts";
import type { QueuedRow } from "./lines.ts";
import { accountsTrouble, type OutcomeContext, settlement } from "./outcome.ts";

/** An attempt that has not ended by then counts as unknown. */
const SEND_TIMEOUT_MS = 30_000;
const STORE_RETRY_MS = 500;
/** How long a row waits for an earlier one that is not in hand, before it asks again. */
const BLOCKED_MS = 1000;
/** A row whose outcome cannot be stored keeps its conversation waiting. */
const UNSETTLED_MS = 60_000;

export interface AttemptContext extends OutcomeContext {
  store: Store;
  log: Log;
  stopping(): boolean;
  /** What an outcome means for others: an account's pause, a space's rest. */
  obey(delivery: Delivery, result: SendResult): void;
  /** Milliseconds that this space still rests. */
  restOf(spaceId: string): number;
  /** Called when the platform has answered and the settlement was handed to the store. */
  released(): void;
}

/** What is to become of the row in hand. `unused`: nothing was sent, so no budget was spent. */
export type After =
  | { next: "done"; unused?: boolean }
  | { next: "blocked"; ms: number }
  | { next: "rest"; ms: number; whole: boolean };

/** Intent, one attempt, settlement. Never rejects; what was tried is never forgotten and never tried again unsettled. */
export async function attemptOne(channel: Channel, row: QueuedRow, context: AttemptContext): Promise<After> {
  const { store, clock, log } = context;
  let intent: Awaited<ReturnType<Store["outbound"]["begin"]>>;
  try {
    intent = await store.outbound.begin(row.id, clock.now());
  } catch (error) {
    log.error(
      { row: row.id, reason: reasonOf(error) },
      "the store failed before a send; the row is tried again",
    );
    return { next: "rest", ms: STORE_RETRY_MS, whole: true };
  }
  if (intent.outcome === "blocked") return { next: "blocked", ms: BLOCKED_MS };
  if (intent.outcome !== "send") return { next: "done", unused: true };
  const { delivery } = intent;
  const resting = context.restOf(delivery.space.id);
  const result: SendResult =
    resting > 0
      ? {
          outcome: "retry",
          afterMs: resting,
          scope: "account",
          detail: "the platform asked for a pause here",
        }
      : await sendOnce(channel, delivery, context);
  if (resting === 0) context.obey(delivery, result);
  return await settle(channel, row, delivery, result, context);
}

async function settle(
  channel: Channel,
  row: QueuedRow,
  delivery: Delivery,
  result: SendResult,
  context: AttemptContext,
): Promise<After> {
  const { store, clock, log } = context;
  if (!accountsTrouble(result)) row.refusals += 1;
  const settled = await settlement(channel, delivery, result, row.refusals, context);
  const moved = result.outcome === "failed" ? result.migratedTo : undefined;
  const stored = firmly(() => write(store, row, delivery, settled, moved, clock.now()), context, {
    row: row.id,
  });
  context.released();
  const end = await stored;
  if (end === undefined) return { next: "rest", ms: UNSETTLED_MS, whole: true };
  if (end.state === "retry") {
    const whole = result.outcome === "retry" && result.scope !== "call";
    return { next: "rest", ms: Math.max(0, (end.notBefore ?? 0) - clock.now()), whole };
  }
  if (end.state === "failed" || end.state === "unknown") {
    const detail = "detail" in settled ? settled.detail : "";
    log.warn({ row: row.id, account: row.account, state: end.state, detail }, "not delivered");
  }
  return { next: "done" };
}

async function write(
  store: Store,
  row: QueuedRow,
  delivery: Delivery,
  settled: SettleResult,
  moved: string | undefined,
  now: number,
) {
  if (moved !== undefined) await store.inbound.moveSpace(row.account, delivery.space.id, moved, now);
  return store.outbound.settle(row.id, settled, now);
}

/** One attempt within its time. An adapter never throws; should one, or should it hang, its outcome is unknown. */
async function sendOnce(
  channel: Channel,
  delivery: Delivery,
  { clock, open }: AttemptContext,
): Promise<SendResult> {
  try {
    const work = (signal: AbortSignal) => attempt(channel, delivery, signal);
    const result = await within(clock, SEND_TIMEOUT_MS, work, open);
    return result ?? { outcome: "unknown", detail: "the platform did not answer in time" };
  } catch (error) {
    return { outcome: "unknown", detail: `the channel failed: ${reasonOf(error)}` };
  }
}

/** A first sending, or a change of what was sent. */
async function attempt(channel: Channel, delivery: Delivery, signal: AbortSignal): Promise<SendResult> {
  const { alters } = delivery;
  if (alters === undefined) return channel.send(delivery, signal);
  const detail = "this channel cannot change what was sent";
  return (
    channel.alter?.({ ...delivery, alters }, signal) ?? { outcome: "failed", reason: "forbidden", detail }
  );
}
