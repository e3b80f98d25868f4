import type { Delivery, Space } from "../../src/channel/contract.ts";
import type { SlackApi } from "./api.ts";
import { caseEvent, encodePart, keyOf, partEvent } from "./encode.ts";
import { stampOf } from "./places.ts";
import { wordsKey } from "./posting.ts";
import type { Uploads } from "./uploads.ts";

type Seen = "posted" | "absent" | "cannot_tell";

/** A message may show in the history a moment after it was posted: we look three times before we say it is not there. */
const WAITS_MS = [0, 1_500, 3_000];
const ourEvents = new Set([partEvent, caseEvent]);
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
  uploads: Uploads,
  now: () => number,
  delay: (ms: number, signal: AbortSignal) => Promise<void>,
) {
  const look = patientLook(api, delay);

  /** The words of a part with files may stand alone, where none could be carried, before the files, or beside them. */
  async function withFiles(delivery: Delivery, signal: AbortSignal): Promise<Seen> {
    const { idempotencyKey: key, space } = delivery;
    const files = await uploads.earlier(key, space, signal);
    if (files.state !== "absent") return files.state;
    const keys = [key, keyOf(wordsKey(key), 0)];
    const found = await look({ space, oldest: oldestOf(delivery, now()), keys }, signal);
    if (found?.keys.has(key)) return "posted";
    return found?.whole && found.keys.size === 0 ? "absent" : "cannot_tell";
  }

  return async function lookup(delivery: Delivery, signal: AbortSignal): Promise<Seen> {
    try {
      if (delivery.part.files.length > 0) return await withFiles(delivery, signal);
      const keys = encodePart(delivery.part).map((_, index) => keyOf(delivery.idempotencyKey, index));
      const found = await look({ space: delivery.space, oldest: oldestOf(delivery, now()), keys }, signal);
      if (found?.keys.size === keys.length) return "posted";
      const absent = found?.whole && found.keys.size === 0 && delivery.reply === undefined;
      return absent ? "absent" : "cannot_tell";
    } catch {
      return "cannot_tell";
    }
  };
}

/** An answer stands after what it answers. Presses and slash commands have ids of their own, which are no times. */
function oldestOf({ replyTo }: Delivery, now: number): string {
  return replyTo !== undefined && /^\d+\.\d+$/.test(replyTo) ? replyTo : stampOf(now - LOOK_BACK_MS);
}

export type Look = ReturnType<typeof patientLook>;

/** Looks until something is found, three times within some five seconds. Undefined when told to stop. */
export function patientLook(api: SlackApi, delay: (ms: number, signal: AbortSignal) => Promise<void>) {
  return async (what: Looked, signal: AbortSignal): Promise<Found | undefined> => {
    let found: Found | undefined;
    for (const wait of WAITS_MS) {
      if (wait > 0) await delay(wait, signal);
      if (signal.aborted) return undefined;
      found = await findPosted(api, what, signal);
      if (found.keys.size > 0 || !found.whole) return found;
    }
    return found;
  };
}

interface Looked {
  space: Space;
  oldest: string;
  keys: readonly string[];
}

interface Found {
  /** ts of each message that is there, by its key. */
  keys: Map<string, string>;
  /** True when nothing is left to read: what is not in `keys` is not there. */
  whole: boolean;
}

/** Looks once for messages of ours by the keys in their metadata. Rejects with what the call threw. */
async function findPosted(
  api: SlackApi,
  { space, oldest, keys }: Looked,
  signal: AbortSignal,
): Promise<Found> {
  const where = { channel: space.id, limit: PAGE, include_all_metadata: true, oldest };
  const found = new Map<string, string>();
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const payload = { ...where, ...(cursor === undefined ? {} : { cursor }) };
    const answer =
      space.thread === undefined
        ? await api.call("conversations.history", payload, { signal })
        : await api.call("conversations.replies", { ...payload, ts: space.thread }, { signal });
    for (const [key, ts] of keysIn(answer.messages)) if (keys.includes(key)) found.set(key, ts);
    if (found.size === keys.length) return { keys: found, whole: true };
    cursor = nextCursor(answer);
    if (cursor === undefined) return { keys: found, whole: true };
  }
  return { keys: found, whole: false };
}

/** Where the next page begins; undefined on the last. */
export function nextCursor(answer: Record<string, unknown>): string | undefined {
  const metadata = answer.response_metadata;
  const cursor =
    typeof metadata === "object" && metadata !== null ? Reflect.get(metadata, "next_cursor") : undefined;
  return typeof cursor === "string" && cursor !== "" ? cursor : undefined;
}

function keysIn(messages: unknown): [string, string][] {
  if (!Array.isArray(messages)) throw new Error("a history without messages");
  return messages.flatMap((message: unknown): [string, string][] => {
    const metadata = field(message, "metadata");
    const key = field(field(metadata, "event_payload"), "key");
    const ours = ourEvents.has(String(field(metadata, "event_type")));
    return ours && typeof key === "string" ? [[key, String(field(message, "ts"))]] : [];
  });
}

function field(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}
