import type { ChannelPorts, InboundEvent } from "../../src/channel/contract.ts";
import type { Log } from "../../src/log.ts";
import type { BotName } from "./addressing.ts";
import type { BotApi } from "./api.ts";
import { type Decoded, decodeUpdate } from "./decode.ts";
import { faultOf } from "./errors.ts";
import { notYours, pressIgnored } from "./phrases.ts";
import type { TelegramRoom } from "./room.ts";

/** Stores a batch of raw updates. Resolves after the commit; rejects only when the store failed. */
export type Take = (updates: readonly unknown[], options?: { advance: boolean }) => Promise<void>;

export interface IntakeParts {
  api: BotApi;
  ports: ChannelPorts;
  bot(): BotName;
  /** The staff's chat, where there is one. */
  room?: Pick<TelegramRoom, "chat" | "notice"> | undefined;
  log: Log;
  now(): number;
  signal: AbortSignal;
}

/** The cursor of long polling: the id of the first update we have not stored. */
export const offsetCursor = "offset";

/** The offset that confirms a batch, undefined when no update in it has an id. */
export function offsetAfter(updateIds: readonly number[]): number | undefined {
  return updateIds.length === 0 ? undefined : Math.max(...updateIds) + 1;
}

/** Both ways in, polling and webhook, take updates through this. `advance` commits the offset with the batch. */
export function intake({ api, ports, bot, room, log, now, signal }: IntakeParts): Take {
  return async (updates, { advance } = { advance: false }) => {
    const decoded: Decoded[] = [];
    for (const update of updates) {
      // In their order: where the staff's chat moves, what follows comes from its new id.
      await room?.notice(update, signal);
      decoded.push(decodeUpdate(update, { bot: bot(), now: now(), staff: room?.chat }));
    }
    for (const { updateId, skipped } of decoded) {
      if (skipped?.startsWith("malformed")) log.warn({ updateId, skipped }, "telegram update not understood");
    }
    const events = decoded.flatMap((one) => one.events);
    const offset = advance ? offsetAfter(decoded.flatMap(({ updateId }) => updateId ?? [])) : undefined;
    const cursor = offset === undefined ? {} : { cursor: { name: offsetCursor, value: String(offset) } };
    if (events.length === 0 && offset === undefined) return;
    const receipts = await ports.receive({ events, ...cursor });
    events.forEach((event, n) => {
      answerPress(event, receipts[n]?.outcome === "ignored");
    });
  };

  /** Ends the spinner on the customer's button. Late or failed, it only spins on: nothing waits for it. */
  function answerPress(event: InboundEvent, ignored: boolean): void {
    if (event.kind !== "press" || !event.reply) return;
    // The one who pressed sees it, nobody else.
    const words = event.staff ? pressIgnored : notYours;
    const text = ignored && event.space.kind !== "dm" ? { text: words(event.actor.locale) } : {};
    const answer = { callback_query_id: event.reply.token, ...text };
    api.call("answerCallbackQuery", answer).catch((error: unknown) => {
      log.debug({ reason: faultOf(error, api.redact).detail }, "telegram press not answered");
    });
  }
}
