import type { Locale } from "../knowledge/entry.ts";
import type { Snippet } from "../words/snippet.ts";
import type { ConversationRow, MessageView, View } from "./desk.ts";

/** What is looked for, and among what. Everything that is given must hold. */
export interface SearchRequest {
  /** As it was typed (`src/words/query.ts`): any text will do, one without a letter or a digit finds nothing. */
  text: string;
  view?: View;
  /** Who looks, for the view "mine". */
  agentId: string;
  account?: string;
  /** "bot", "queue", or an agent's id. */
  owner?: string;
  locale?: Locale;
  /** Who said it; then names, references and collected details are not looked at. */
  author?: MessageView["author"];
  /** Epoch milliseconds, both included. */
  from?: number;
  to?: number;
  limit: number;
  /** `next` of the page before, of the same request. */
  cursor?: string;
}

/** A conversation, with the newest place in it that was found. */
export interface SearchHit {
  conversation: ConversationRow;
  /** Absent when the reference, the customer's name or a collected detail was found: the snippet shows these. */
  message?: { id: string; seq: number; author: MessageView["author"]; name?: string; at: number };
  snippet: Snippet;
}

export interface SearchPage {
  hits: SearchHit[];
  /** Where to go on. A page may be short, even empty, and still have one: what was asked for is rare and far back. */
  next?: string;
  /** Conversations found; `more` when there are more than were counted (100). On the first page alone. */
  total?: { count: number; more: boolean };
}

export interface SearchStore {
  /**
   * Conversations in which everything asked for stands in one message, or in what is known of the case (reference,
   * name and id of the customer, collected details): these first, then by the newest such message. Each once, however
   * many pages. What is deleted, edited away or erased is not found from that transaction on.
   * Work is bounded, so that no question holds up the desk. A cursor of another request gives some page, not an error.
   */
  find(request: SearchRequest): Promise<SearchPage>;
}
