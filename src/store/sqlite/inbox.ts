import type { InboundEvent } from "../../channel/contract.ts";
import type { OfferedChoice } from "../../conversation/state.ts";
import type { InboxItem } from "../store.ts";
import type { Db } from "./transaction.ts";

/** What is kept of an event until it is decided: already redacted. */
export interface InboxBody {
  event: InboundEvent;
  found: string[];
  ambiguousHash: boolean;
  flood: InboxItem["flood"];
  choice?: OfferedChoice;
  messageIds: string[];
}

export interface NewInboxRow {
  account: string;
  key: string;
  conversationId: string;
  eventId: string;
  messageId?: string | undefined;
  /** "done" keeps only the key, for an event that was dealt with on the spot. */
  state: "new" | "done";
  receivedAt: number;
  body: InboxBody;
}

interface Row {
  id: number;
  conversation_id: string;
  event_id: string;
  message_id: string | null;
  state: string;
  revision: number;
  attempts: number;
  received_at: number;
  body: string;
}

export type Inbox = ReturnType<typeof inbox>;

/** Events that came in, by key (so that a repetition is known) and by conversation (so that they are decided in order). */
export function inbox(db: Db) {
  const byKey = db.prepare<[string, string], Pick<Row, "conversation_id" | "message_id">>(
    "SELECT conversation_id, message_id FROM inbox WHERE account = ? AND key = ?",
  );
  const insert = db.prepare(`
    INSERT INTO inbox (account, key, conversation_id, event_id, message_id, state, received_at, body)
    VALUES (@account, @key, @conversationId, @eventId, @messageId, @state, @receivedAt, @body)`);
  const waitingMessage = db.prepare<[string, string], Row>(
    "SELECT * FROM inbox WHERE conversation_id = ? AND state = 'new' AND message_id = ? ORDER BY id LIMIT 1",
  );
  const waitingAlbum = db.prepare<[string, string], Row>(
    "SELECT * FROM inbox WHERE conversation_id = ? AND state = 'new' AND json_extract(body, '$.event.album') = ? ORDER BY id LIMIT 1",
  );
  const renew = db.prepare<[number, number]>("UPDATE inbox SET received_at = ? WHERE id = ?");
  const revise = db.prepare<[string, number]>(
    "UPDATE inbox SET body = ?, revision = revision + 1 WHERE id = ?",
  );
  const waiting = db
    .prepare<[], string>(
      "SELECT conversation_id FROM inbox WHERE state = 'new' GROUP BY conversation_id ORDER BY min(id)",
    )
    .pluck();
  const next = db.prepare<[string], Row>(
    "SELECT * FROM inbox WHERE conversation_id = ? AND state = 'new' ORDER BY id LIMIT 1",
  );
  const get = db.prepare<[number], Row>("SELECT * FROM inbox WHERE id = ?");
  const finish = db.prepare<[number]>("UPDATE inbox SET state = 'done' WHERE id = ?");
  const attempt = db.prepare<[string, number], Row>(
    "UPDATE inbox SET attempts = attempts + 1, error = ? WHERE id = ? AND state = 'new' RETURNING *",
  );
  const fail = db.prepare<[number]>("UPDATE inbox SET state = 'failed' WHERE id = ?");

  return {
    known(account: string, key: string): { conversationId: string; messageId?: string } | undefined {
      const row = byKey.get(account, key);
      if (!row) return undefined;
      return {
        conversationId: row.conversation_id,
        ...(row.message_id === null ? {} : { messageId: row.message_id }),
      };
    },
    add(row: NewInboxRow): void {
      insert.run({ ...row, messageId: row.messageId ?? null, body: JSON.stringify(row.body) });
    },
    /** The plain message with this id, if it was not decided yet. */
    waitingMessage(conversationId: string, messageId: string): InboxItem | undefined {
      const row = waitingMessage.get(conversationId, messageId);
      const item = row && toItem(row);
      return item?.event.kind === "message" ? item : undefined;
    },
    /** The message that the first picture of this album became, if it was not decided yet. */
    waitingAlbum(conversationId: string, album: string): InboxItem | undefined {
      const row = waitingAlbum.get(conversationId, album);
      return row && toItem(row);
    },
    renewed(id: number, at: number): void {
      renew.run(at, id);
    },
    revise(id: number, body: InboxBody): void {
      revise.run(JSON.stringify(body), id);
    },
    waiting: (): string[] => waiting.all(),
    next(conversationId: string): InboxItem | undefined {
      const row = next.get(conversationId);
      return row && toItem(row);
    },
    /** The item if it still waits to be decided at this revision. */
    claimable(id: number, revision: number, conversationId: string): InboxItem | undefined {
      const row = get.get(id);
      const good =
        row?.state === "new" && row.revision === revision && row.conversation_id === conversationId;
      return good ? toItem(row) : undefined;
    },
    finish(id: number): void {
      finish.run(id);
    },
    /** Counts a failed attempt; sets the item aside at the limit and then returns it. */
    attempted(id: number, error: string, limit: number): InboxItem | undefined {
      const row = attempt.get(error, id);
      if (!row || row.attempts < limit) return undefined;
      fail.run(id);
      return toItem(row);
    },
  };
}

function toItem(row: Row): InboxItem {
  return {
    id: row.id,
    conversationId: row.conversation_id,
    eventId: row.event_id,
    receivedAt: row.received_at,
    revision: row.revision,
    attempts: row.attempts,
    ...(JSON.parse(row.body) as InboxBody),
  };
}
