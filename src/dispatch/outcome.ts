import type { Channel, Delivery, SendResult } from "../channel/contract.ts";
import type { SettleResult } from "../store/store.ts";
import type { Clock } from "./clock.ts";
import { within } from "./deadline.ts";

/** Refusals for the moment, after which a message counts as failed: about an hour at the longest wait. */
const ATTEMPTS = 64;
/** Times that a text of the bot's or the system's is sent where it may then arrive twice. */
const UNCERTAIN_ATTEMPTS = 3;
/** Short enough that answers leave soon after a platform is back. */
const LONGEST_WAIT_MS = 60_000;
/** How long an account whose token was refused rests before it is tried again. */
export const AUTH_REST_MS = 60_000;
/** How long one look-up may take before the outcome stays unknown. */
const LOOKUP_MS = 10_000;

export interface OutcomeContext {
  clock: Clock;
  /** Calls under way, so that a stop can end them. */
  open: Set<AbortController>;
}

/** Back-off before the next attempt: the platform's own figure where it gave one, else doubling from one second. */
function waitBefore(attempt: number, afterMs: number): number {
  return Math.max(afterMs, Math.min(LONGEST_WAIT_MS, 1000 * 2 ** Math.min(attempt - 1, 10)));
}

/** True when an attempt failed for the account's sake, not the message's. */
export function accountsTrouble(result: SendResult): boolean {
  if (result.outcome === "failed") return result.reason === "auth";
  return result.outcome === "retry" && result.scope === "account";
}

/**
 * What becomes of a row after an attempt. A refused token is the account's trouble, never the message's: the row waits.
 * An unknown outcome is sent again only where that cannot double it, or where the channel's policy says so.
 * `refusals` counts the attempts that failed for the message's own sake, this one included.
 */
export async function settlement(
  channel: Channel,
  delivery: Delivery,
  result: SendResult,
  refusals: number,
  context: OutcomeContext,
): Promise<SettleResult> {
  const now = context.clock.now();
  const exhausted = refusals >= ATTEMPTS;
  switch (result.outcome) {
    case "sent":
      return result;
    case "retry":
      return exhausted
        ? givenUp(result.detail)
        : { outcome: "retry", at: now + waitBefore(delivery.attempt, result.afterMs), detail: result.detail };
    case "failed":
      if (result.reason === "auth")
        return { outcome: "retry", at: now + AUTH_REST_MS, detail: result.detail };
      if (result.migratedTo === undefined) return result;
      return exhausted
        ? givenUp(result.detail)
        : {
            outcome: "retry",
            at: refusals <= 1 ? now : now + waitBefore(refusals, 0),
            detail: "the space has moved",
          };
    case "unknown":
      return exhausted ? result : reconcile(channel, delivery, result.detail, context);
  }
}

/** Resolves an unknown outcome, now or after a restart. Agents' words are never repeated where that may double them. */
export async function reconcile(
  channel: Channel,
  delivery: Delivery,
  detail: string,
  context: OutcomeContext,
): Promise<SettleResult> {
  // A change does no more when it is made again.
  const safe = channel.capabilities.idempotent || delivery.alters !== undefined;
  const seen = safe ? "absent" : await look(channel, delivery, context);
  if (seen === "posted") return { outcome: "sent", ids: [] };
  const mayDouble = seen === "cannot_tell";
  const resend =
    channel.uncertain === "resend" && delivery.author !== "agent" && delivery.attempt < UNCERTAIN_ATTEMPTS;
  if (mayDouble && !resend) return { outcome: "unknown", detail };
  return {
    outcome: "retry",
    at: context.clock.now() + waitBefore(delivery.attempt, 0),
    detail: `sent again after an unknown outcome (${detail})`,
    ...(mayDouble ? { mayDouble } : {}),
  };
}

/** Asks the platform. A look-up that fails tells nothing. */
async function look(channel: Channel, delivery: Delivery, { clock, open }: OutcomeContext) {
  try {
    const seen = await within(
      clock,
      LOOKUP_MS,
      async (signal) => channel.lookup?.(delivery, signal) ?? "cannot_tell",
      open,
    );
    return seen ?? "cannot_tell";
  } catch {
    return "cannot_tell";
  }
}

function givenUp(detail: string): SettleResult {
  return {
    outcome: "failed",
    reason: "forbidden",
    detail: `given up after ${ATTEMPTS} attempts: ${detail}`,
  };
}
