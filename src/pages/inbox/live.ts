import type { FeedItem } from "./types.ts";

/** How far the feed was followed, and the epoch each conversation was last seen to change hands at. */
export interface Followed {
  seq: number;
  epochs: ReadonlyMap<string, number>;
}

/** What one item of the feed asks of the page. */
export interface Consequence {
  followed: Followed;
  /** False for what came before: a replay changes nothing. */
  fresh: boolean;
  /** The conversation that just came into the queue: somebody should be told. */
  queued?: string;
}

/** Takes one item. Items come in order, but a reconnect may bring some again. */
export function followed(before: Followed, item: FeedItem): Consequence {
  if (item.seq <= before.seq) return { followed: before, fresh: false };
  const { kind, data, conversationId } = item;
  if (kind !== "conversation" || typeof data.epoch !== "number") {
    return { followed: { ...before, seq: item.seq }, fresh: true };
  }
  const entered =
    data.owner === "queue" && data.status === "open" && before.epochs.get(conversationId) !== data.epoch;
  const epochs = new Map(before.epochs).set(conversationId, data.epoch);
  return { followed: { seq: item.seq, epochs }, fresh: true, ...(entered ? { queued: conversationId } : {}) };
}
