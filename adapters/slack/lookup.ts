import type { Delivery, Space } from "../../src/channel/contract.ts";
import type { SlackApi } from "./api.ts";
import { encodePart, keyOf, partEvent } from "./encode.ts";
import { stampOf } from "./places.ts";

type Seen = "posted" | "absent" | "cannot_tell";

/** A message may show in the history a moment after it was posted: we look three times before we say it is not there. */
const WAITS_MS = [0, 1_500, 3_000];
const MOST_PAGES = 4;
const PAGE = 100;
/** How far back we look for a message that answers none: longer than anybody leaves a desk switched off. */
const LOOK_BACK_MS = 14 * 24 * 60 * 60_000;

/**
 * Whether a part is in the channel, told by the key in its metadata. Every doubt is "cannot_tell": Slack refuses the
 * history, there is more of it than we read, one of several messages is missing, or it may have been shown by a
 * response_url, which leaves no trace.
 */
export function slackLookup(
  api: SlackApi,
  now: () => number,
  delay: (ms: number, signal: AbortSignal) => Promise<void>,
) {
  return async function lookup(delivery: Delivery, signal: AbortSignal): Promise<Seen> {
    try {
      const keys = encodePart(delivery.part).map((_, index) => keyOf(delivery.idempotencyKey, index));
      const oldest = oldestOf(delivery, now());
      let seen: Seen = "cannot_tell";
      for (const wait of WAITS_MS) {
        if (wait > 0) await delay(wait, signal);
        if (signal.aborted) return "cannot_tell";
        seen = await look(api, { space: delivery.space, oldest, keys }, signal);
        if (seen !== "absent") return seen;
      }
      return delivery.reply === undefined ? seen : "cannot_tell";
    } catch {
      return "cannot_tell";
    }
  };
}

/** An answer stands after what it answers. Presses and slash commands have ids of their own, which are no times. */
function oldestOf({ replyTo }: Delivery, now: number): string {
  return replyTo !== undefined && /^\d+\.\d+$/.test(replyTo) ? replyTo : stampOf(now - LOOK_BACK_MS);
}

async function look(
  api: SlackApi,
  { space, oldest, keys }: { space: Space; oldest: string; keys: readonly string[] },
  signal: AbortSignal,
): Promise<Seen> {
  const where = { channel: space.id, limit: PAGE, include_all_metadata: true, oldest };
  const found = new Set<string>();
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const payload = { ...where, ...(cursor === undefined ? {} : { cursor }) };
    const answer =
      space.thread === undefined
        ? await api.call("conversations.history", payload, { signal })
        : await api.call("conversations.replies", { ...payload, ts: space.thread }, { signal });
    for (const key of keysIn(answer.messages)) if (keys.includes(key)) found.add(key);
    if (found.size === keys.length) return "posted";
    cursor = nextCursor(answer);
    if (cursor === undefined) return found.size === 0 ? "absent" : "cannot_tell";
  }
  return "cannot_tell";
}

/** Where the next page begins; undefined on the last. */
export function nextCursor(answer: Record<string, unknown>): string | undefined {
  const metadata = answer.response_metadata;
  const cursor =
    typeof metadata === "object" && metadata !== null ? Reflect.get(metadata, "next_cursor") : undefined;
  return typeof cursor === "string" && cursor !== "" ? cursor : undefined;
}

function keysIn(messages: unknown): string[] {
  if (!Array.isArray(messages)) throw new Error("a history without messages");
  return messages.flatMap((message: unknown) => {
    const metadata = field(message, "metadata");
    const key = field(field(metadata, "event_payload"), "key");
    return field(metadata, "event_type") === partEvent && typeof key === "string" ? [key] : [];
  });
}

function field(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}
