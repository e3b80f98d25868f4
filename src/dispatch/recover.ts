import type { Channel } from "../channel/contract.ts";
import type { Log } from "../log.ts";
import type { Store } from "../store/store.ts";
import type { Clock } from "./clock.ts";
import { reconcile } from "./outcome.ts";

/** How long one look-up may take before the outcome stays unknown. */
const LOOKUP_MS = 10_000;

/**
 * Settles the rows that a hard stop left in "sending". Finishes before anything new is sent, so that
 * order holds. A row whose account is no longer configured stays uncertain, and is shown so.
 */
export async function recover(
  store: Store,
  channels: readonly Channel[],
  context: { clock: Clock; log: Log },
): Promise<number> {
  const rows = await store.outbound.interrupted();
  for (const { id, account, delivery } of rows) {
    const channel = channels.find((candidate) => candidate.account === account);
    const now = context.clock.now();
    const result =
      channel === undefined
        ? ({ outcome: "unknown", detail: "the process stopped while this was being sent" } as const)
        : await reconcile(
            channel,
            delivery,
            "the process stopped while this was being sent",
            now,
            AbortSignal.timeout(LOOKUP_MS),
          );
    await store.outbound.settle(id, result, now);
  }
  if (rows.length > 0) context.log.warn({ rows: rows.length }, "settled what a hard stop had left in flight");
  return rows.length;
}
