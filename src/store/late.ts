import type { BotLate } from "../conversation/events.ts";

/** An answer that the bot owes: a row of the inbox that nobody decided on, or one of the outbox that has not arrived. */
export interface LateAnswer {
  kind: "inbox" | "outbox";
  id: number;
  what: BotLate["what"];
  conversationId: string;
  account: string;
}

/** Whom the bot has failed. */
export interface LateStore {
  /**
   * Answers the bot owes in conversations that are open and its own: messages undecided since before `undecidedBefore` or set aside as
   * failed; rows of its present words unsent since before `unsentBefore` and not
   * waiting for the platform, failed or unknown. Not where the customer cannot be
   * reached, and not what a handled cause "watchdog" has dealt with. At most `limit` of each.
   */
  late(bounds: { undecidedBefore: number; unsentBefore: number }, limit: number): Promise<LateAnswer[]>;
}
