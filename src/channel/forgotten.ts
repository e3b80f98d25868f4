import type { ChannelPorts, Space } from "./contract.ts";

/** What every channel may have, to forget a customer. */
export interface Forgetful {
  /**
   * Forgets a customer: what is remembered in memory, names and words above all, and under cursors. Needs no `start`; leaves
   * everybody else as they are. Absent where nothing of a customer is remembered.
   */
  forget?(who: ForgottenCustomer, cursor: ChannelPorts["cursor"]): Promise<void>;
}

/** A customer who is to be forgotten. */
interface ForgottenCustomer {
  /** Absent for an account they never wrote to: its staff room may have shown their cases all the same. */
  actorId?: string;
  /** Their private chats with this account. */
  spaces: Space[];
  /** Ids of all their conversations, as they stand in idempotency keys. */
  conversations: string[];
}
