import type { FeedItem } from "../desk.ts";
import type { FeedChange } from "../store.ts";
import type { Db } from "./transaction.ts";

/** `all` may be seen by the customer too; everything else is for the desk alone. */
export interface FeedEntry {
  at: number;
  conversationId: string;
  kind: FeedItem["kind"];
  audience?: "all";
  messageId?: string;
  outboxId?: number;
  data: Record<string, unknown>;
}

export type Feed = ReturnType<typeof feed>;

interface Row {
  seq: number;
  at: number;
  conversation_id: string;
  kind: FeedItem["kind"];
  data: string;
}

/** The append-only record of everything that happened, in the order it was committed. */
export function feed(db: Db) {
  const insert = db.prepare(
    "INSERT INTO feed (at, conversation_id, kind, audience, message_id, outbox_id, data) VALUES (?, ?, ?, ?, ?, ?, ?)",
  );
  const remove = db.prepare<[number]>("DELETE FROM feed WHERE seq = ?");
  const after = db.prepare<[number, number], Row>(
    "SELECT seq, at, conversation_id, kind, data FROM feed WHERE seq > ? ORDER BY seq LIMIT ?",
  );
  const last = db.prepare<[], number>("SELECT coalesce(max(seq), 0) FROM feed").pluck();
  const place = db.prepare<[string], { account: string; space_id: string }>(
    "SELECT account, space_id FROM conversations WHERE id = ?",
  );
  const listeners = new Set<(change: FeedChange) => void>();
  const hearing: ((entry: FeedEntry) => void)[] = [];
  const staged = new Map<string, number>();
  const pending = new Map<string, number>();

  return {
    /** Must be called inside a transaction. Returns the entry's number. */
    append(entry: FeedEntry): number {
      const { at, conversationId, kind, messageId, outboxId } = entry;
      const audience = entry.audience ?? "desk";
      const data = JSON.stringify(entry.data);
      const done = insert.run(at, conversationId, kind, audience, messageId ?? null, outboxId ?? null, data);
      const seq = Number(done.lastInsertRowid);
      staged.set(conversationId, seq);
      for (const hear of hearing) hear(entry);
      return seq;
    },
    /** Called for each entry inside its transaction, to write what follows from it. */
    hear(listener: (entry: FeedEntry) => void): void {
      hearing.push(listener);
    },
    remove(seq: number): void {
      remove.run(seq);
    },
    read(afterSeq: number, limit: number): FeedItem[] {
      return after.all(afterSeq, limit).map(toItem);
    },
    lastSeq: (): number => last.get() ?? 0,
    watch(listener: (change: FeedChange) => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    committed(): void {
      const changes = [...pending];
      pending.clear();
      if (listeners.size === 0) return;
      for (const [conversationId, seq] of changes) {
        const row = place.get(conversationId);
        if (row) tell(listeners, { seq, conversationId, account: row.account, spaceId: row.space_id });
      }
    },
    kept(): void {
      for (const [conversationId, seq] of staged) pending.set(conversationId, seq);
      staged.clear();
    },
    dropped(): void {
      staged.clear();
    },
    aborted(): void {
      staged.clear();
      pending.clear();
    },
  };
}

function tell(listeners: Set<(change: FeedChange) => void>, change: FeedChange): void {
  for (const listener of listeners) {
    try {
      listener(change);
    } catch {
      // It is committed: a listener's fault must not look like a failed write to the caller.
    }
  }
}

function toItem(row: Row): FeedItem {
  const { seq, at, kind } = row;
  return { seq, at, conversationId: row.conversation_id, kind, data: JSON.parse(row.data) };
}
