/** How often a tag is used. */
export interface TagCount {
  tag: string;
  /** Conversations that carry it, whatever their status. */
  conversations: number;
  /** Those of them that are not resolved. */
  open: number;
}

/** One change of the tags of a conversation. The tag is as `tagOf` (src/desk/tags.ts) writes it. */
export interface TagChange {
  conversationId: string;
  tag: string;
  by: { id: string; name: string };
  at: number;
}

/** Words the team files conversations under. They change nothing a customer sees, and stay when a case is resolved. */
export interface TagStore {
  /** Most used first; what no conversation carries is not known any more. */
  list(): Promise<TagCount[]>;
  /**
   * What the conversation carries afterwards, by name. Doing it again changes nothing; a change is an item `tags` of the feed.
   * Undefined when there is no such conversation; rejects with `conflict` when it carries `MOST_TAGS` already.
   */
  add(change: TagChange): Promise<string[] | undefined>;
  /** As `add`; taking away what is not there changes nothing. */
  remove(change: TagChange): Promise<string[] | undefined>;
}

/** Tags of one conversation: whoever needs more files nothing. */
export const MOST_TAGS = 20;
