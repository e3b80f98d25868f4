/** A reply kept for use again, in one language or both. Texts may hold variables like `{{customer.name}}`. */
export interface CannedReply {
  id: string;
  /** What it is found by: lower case, without spaces; no two are the same. */
  shortcut: string;
  name: string;
  texts: { zh?: string; en?: string };
  changedAt: number;
  changedBy?: string;
}

export type CannedDraft = Pick<CannedReply, "shortcut" | "name" | "texts">;

export interface CannedStore {
  /** By shortcut. */
  list(): Promise<CannedReply[]>;
  /** Rejects with `conflict` when the shortcut is taken. */
  add(reply: CannedDraft, by: string, at: number): Promise<CannedReply>;
  /** Undefined when there is none with this id. Rejects with `conflict` when the shortcut is taken. */
  change(id: string, reply: CannedDraft, by: string, at: number): Promise<CannedReply | undefined>;
  /** False when there was none with this id. */
  remove(id: string): Promise<boolean>;
}
