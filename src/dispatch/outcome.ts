import type { Channel, Delivery, SendResult } from "../channel/contract.ts";
import type { SettleResult } from "../store/store.ts";

/** Attempts that the platform refused for the moment, after which a message counts as failed. */
const ATTEMPTS = 20;
const LONGEST_WAIT_MS = 5 * 60_000;
/** How long an account whose token was refused rests before it is tried again. */
export const AUTH_REST_MS = 60_000;

/** Back-off before the next attempt: the platform's own figure where it gave one, else doubling from one second. */
export function waitBefore(attempt: number, afterMs: number): number {
  return Math.max(afterMs, Math.min(LONGEST_WAIT_MS, 1000 * 2 ** Math.min(attempt - 1, 10)));
}

/**
 * What becomes of a row after an attempt. A refused token is the account's trouble, never the message's: the row waits.
 * An unknown outcome is sent again only where that cannot double it, or where the channel's policy says so.
 */
export async function settlement(
  channel: Channel,
  delivery: Delivery,
  result: SendResult,
  now: number,
  signal: AbortSignal,
): Promise<SettleResult> {
  switch (result.outcome) {
    case "sent":
      return result;
    case "retry":
      return delivery.attempt >= ATTEMPTS
        ? {
            outcome: "failed",
            reason: "forbidden",
            detail: `given up after ${ATTEMPTS} attempts: ${result.detail}`,
          }
        : { outcome: "retry", at: now + waitBefore(delivery.attempt, result.afterMs), detail: result.detail };
    case "failed":
      return result.reason === "auth"
        ? { outcome: "retry", at: now + AUTH_REST_MS, detail: result.detail }
        : result;
    case "unknown":
      return reconcile(channel, delivery, result.detail, now, signal);
  }
}

/** Resolves an unknown outcome, now or after a restart. Agents' words are never repeated unasked. */
export async function reconcile(
  channel: Channel,
  delivery: Delivery,
  detail: string,
  now: number,
  signal: AbortSignal,
): Promise<SettleResult> {
  const again: SettleResult = {
    outcome: "retry",
    at: now + waitBefore(delivery.attempt, 0),
    detail: `sent again after an unknown outcome (${detail})`,
  };
  if (channel.capabilities.idempotent) return again;
  const seen = (await channel.lookup?.(delivery, signal)) ?? "cannot_tell";
  if (seen === "posted") return { outcome: "sent", ids: [] };
  if (seen === "absent") return again;
  return channel.uncertain === "resend" && delivery.author !== "agent" && delivery.attempt < 3
    ? again
    : { outcome: "unknown", detail };
}
