import type { Receipt, Space } from "../channel/contract.ts";
import type { Conversation, OfferedChoice } from "../conversation/state.ts";
import type { AcceptRequest, InboxItem } from "./store.ts";

/** Events on their way in: stored, waiting, set aside. */
export interface InboundStore {
  /**
   * Stores a batch and its cursor. A repeated key is a no-op with the same receipt ("duplicate").
   * An edit of a question still waiting replaces its text in place (revision grows); what belongs to an album whose
   * first part still waits joins that part, as one message with several files (revision grows, received anew); so do parts
   * that `route` would ignore, as in a group only one of them names the bot.
   * In a shared space a press counts only for the customer it was offered to; anybody else's is ignored. The command
   * "start" in a direct message carries the private choice its args name, if it was offered to the same customer.
   * The customer's messages are in the history, and in the feed, from here on. A customer's first conversation makes the
   * contact; each further one brings the name up to date.
   */
  accept(request: AcceptRequest): Promise<Receipt[]>;
  cursor(account: string, name: string): Promise<string | undefined>;
  setCursor(account: string, name: string, value: string): Promise<void>;
  /** Conversations with waiting events, oldest event first. */
  waiting(): Promise<string[]>;
  /** The oldest waiting event of a conversation. */
  next(conversationId: string): Promise<{ item: InboxItem; conversation: Conversation } | undefined>;
  /** Notes a failed attempt; at `limit` attempts the event is set aside as failed, shown in the feed, and true is returned. */
  failed(inboxId: number, error: string, limit: number, at: number): Promise<boolean>;
  /** Id of the space's open conversation, or the id its next message will open. Writes nothing. */
  conversationOf(account: string, space: Space, actorId: string): Promise<string>;
  latest(account: string, space: Space): Promise<Conversation | undefined>;
  /** What a token stands for, where a press of it by this customer in this space would count. Writes nothing. */
  offered(
    account: string,
    space: Space,
    actorId: string,
    token: string,
  ): Promise<{ choice: OfferedChoice; conversation: Conversation } | undefined>;
  /** A platform moved a space (supergroup migration): conversations and unsent rows follow. */
  moveSpace(account: string, from: string, to: string, at: number): Promise<void>;
  /** We were put out of a space: its open conversations count as unreachable until their customers are heard again. */
  leaveSpace(account: string, spaceId: string, at: number): Promise<void>;
}
