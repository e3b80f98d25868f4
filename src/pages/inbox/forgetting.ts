import type { State } from "./state.ts";
import type { FeedItem } from "./types.ts";

/** Whether an item of the feed tells that a conversation's customer was erased. */
export function tellsErased({ kind, data }: Pick<FeedItem, "kind" | "data">): boolean {
  return kind === "conversation" && data.reason === "erased";
}

/** What is left of the page's memory without a conversation: no word of it, in no list. Its places are fetched anew. */
export function without(
  state: State,
  id: string,
): Pick<State, "cases" | "lists" | "pending" | "patches" | "alerts" | "erased"> {
  const { [id]: _case, ...cases } = state.cases;
  const { [id]: _patch, ...patches } = state.patches;
  const { [id]: _alert, ...alerts } = state.alerts;
  const lists = Object.fromEntries(
    Object.entries(state.lists).map(([view, places]) => [
      view,
      places?.map((place) => (place?.id === id ? undefined : place)),
    ]),
  );
  const pending = state.pending.filter(({ conversationId }) => conversationId !== id);
  return { cases, patches, alerts, lists, pending, erased: new Set([...state.erased, id]) };
}
