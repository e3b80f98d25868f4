import type { ChannelPorts, InboundEvent } from "../../src/channel/contract.ts";
import type { Log } from "../../src/log.ts";
import type { BotApi } from "./api.ts";
import { decodeUpdate } from "./decode.ts";
import { faultOf } from "./errors.ts";

/** Stores a batch of raw updates. Resolves after the commit; rejects only when the store failed. */
export type Take = (updates: readonly unknown[], options?: { advance: boolean }) => Promise<void>;

export interface IntakeParts {
  api: BotApi;
  ports: ChannelPorts;
  bot(): { id: string; username?: string };
  log: Log;
  now(): number;
}

/** The cursor of long polling: the id of the first update we have not stored. */
export const offsetCursor = "offset";

/** The offset that confirms a batch, undefined when no update in it has an id. */
export function offsetAfter(updateIds: readonly number[]): number | undefined {
  return updateIds.length === 0 ? undefined : Math.max(...updateIds) + 1;
}

/** Both ways in, polling and webhook, take updates through this. `advance` commits the offset with the batch. */
export function intake({ api, ports, bot, log, now }: IntakeParts): Take {
  return async (updates, { advance } = { advance: false }) => {
    const decoded = updates.map((update) => decodeUpdate(update, { bot: bot(), now: now() }));
    for (const { updateId, skipped } of decoded) {
      if (skipped?.startsWith("malformed")) log.warn({ updateId, skipped }, "telegram update not understood");
    }
    const events = decoded.flatMap((one) => one.events);
    const offset = advance ? offsetAfter(decoded.flatMap(({ updateId }) => updateId ?? [])) : undefined;
    const cursor = offset === undefined ? {} : { cursor: { name: offsetCursor, value: String(offset) } };
    if (events.length > 0 || offset !== undefined) await ports.receive({ events, ...cursor });
    for (const event of events) answerPress(event);
  };

  /** Ends the spinner on the customer's button. Late or failed, it only spins on: nothing waits for it. */
  function answerPress(event: InboundEvent): void {
    if (event.kind !== "press" || !event.reply) return;
    api.call("answerCallbackQuery", { callback_query_id: event.reply.token }).catch((error: unknown) => {
      log.debug({ reason: faultOf(error, api.redact).detail }, "telegram press not answered");
    });
  }
}
