import type { Choice, FileRef } from "./contract.ts";

/** One entry of a customer's own stream, as a channel replays it. */
export interface StreamItem {
  seq: number;
  messageId: string;
  /** Part number of a long message; the customer's own messages have one part, 0. */
  part: number;
  conversationId: string;
  author: "bot" | "agent" | "system" | "customer";
  name?: string;
  text: string;
  choices: Choice[];
  files: FileRef[];
  at: number;
  inReplyTo?: string;
  /** Set when the words are not those it was first sent with. */
  editedAt?: number;
  /** The sender took it back: nothing of it is shown, and `text` is empty. */
  removed?: true;
}

/** State of a customer's conversation, for channels that show it. */
export interface ConversationState {
  conversationId: string;
  status: "open" | "snoozed" | "resolved";
  owner: "bot" | "queue" | "agent";
  /** True while the customer is asked how it went. */
  rating: boolean;
}
