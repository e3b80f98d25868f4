import type { Channel } from "../channel/contract.ts";
import type { Log } from "../log.ts";
import type { Store } from "../store/store.ts";
import type { Clock } from "./clock.ts";
import { firmly } from "./firmly.ts";
import { reconcile } from "./outcome.ts";

const DETAIL = "the process stopped while this was being sent";

/**
 * Settles the rows that a hard stop left in "sending". Finishes before anything new is sent, so that
 * order holds. A row whose account is no longer configured stays uncertain, and is shown so; with `others: "leave"` it is
 * left as it is, for the process that has the account.
 */
export async function recover(
  store: Store,
  channels: readonly Channel[],
  context: { clock: Clock; log: Log; stopping?: () => boolean; others?: "leave" | undefined },
): Promise<number> {
  const { clock, log } = context;
  const rows = await store.outbound.interrupted();
  await Promise.all(
    rows.map(async ({ id, account, delivery }) => {
      const channel = channels.find((candidate) => candidate.account === account);
      if (channel === undefined && context.others === "leave") return;
      const result =
        channel === undefined
          ? ({ outcome: "unknown", detail: DETAIL } as const)
          : await reconcile(channel, delivery, DETAIL, { clock, open: new Set() });
      await firmly(() => store.outbound.settle(id, result, clock.now()), context, { row: id });
    }),
  );
  if (rows.length > 0) log.warn({ rows: rows.length }, "settled what a hard stop had left in flight");
  return rows.length;
}
