import type { FeedItem } from "./types.ts";

/** How far the feed was followed. */
export interface Followed {
  seq: number;
}

/** What one item of the feed asks of the page. */
export interface Consequence {
  followed: Followed;
  /** False for what came before: a replay changes nothing. */
  fresh: boolean;
  /** The server calls for a person by this page: for the first time, or because nobody came. */
  rings?: "first" | "again";
}

/** Takes one item. Items come in order, but a reconnect may bring some again. */
export function followed(before: Followed, item: FeedItem): Consequence {
  if (item.seq <= before.seq) return { followed: before, fresh: false };
  const { kind, data, seq } = item;
  const calls = kind === "alert" && Array.isArray(data.ways) && data.ways.includes("browser");
  return {
    followed: { seq },
    fresh: true,
    ...(calls ? { rings: data.state === "raised" ? ("first" as const) : ("again" as const) } : {}),
  };
}
