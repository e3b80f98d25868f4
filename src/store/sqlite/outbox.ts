import type { Alters, Delivery, OutboundPart, ReplyHandle, Space } from "../../channel/contract.ts";
import type { DeliveryState, OutboxRef } from "../store.ts";
import type { Feed } from "./feed.ts";
import type { Db } from "./transaction.ts";

export interface NewOutboxRow {
  messageId: string;
  part: number;
  conversationId: string;
  account: string;
  author: OutboxRef["author"];
  epoch: number;
  space: Space;
  reply: ReplyHandle | undefined;
  body: OutboundPart;
  /** Set for a change of what the part's own row sent. */
  change?: { id: number; kind: Alters["kind"] };
}

/** A row as the rest of this folder sees it. */
export interface OutboxRow extends Omit<OutboxRef, "space"> {
  op: "send" | Alters["kind"];
  /** 0 for a first sending. */
  changeId: number;
  body: OutboundPart;
  /** Ids the platform gave; for a change, none. */
  externalIds: string[];
  messageId: string;
  part: number;
  epoch: number;
  state: DeliveryState;
  attempts: number;
  notBefore?: number;
  startedAt?: number;
  /** Nothing of it is at the platform any more. */
  removed: boolean;
  streamed: boolean;
}

interface Row {
  id: number;
  message_id: string;
  part: number;
  op: OutboxRow["op"];
  change_id: number;
  external_ids: string | null;
  removed_at: number | null;
  conversation_id: string;
  account: string;
  author: OutboxRef["author"];
  epoch: number;
  state: DeliveryState;
  attempts: number;
  not_before: number | null;
  started_at: number | null;
  entry_seq: number | null;
  reply: string | null;
  body: string;
}

interface Envelope {
  space: string;
  name: string | null;
  external_id: string | null;
}

export type Outbox = ReturnType<typeof outbox>;

/** What goes out, one row for each platform message, and every change of state with its entry in the feed. */
export function outbox(db: Db, feed: Feed) {
  const insert = db.prepare(`
    INSERT INTO outbox (message_id, part, op, change_id, conversation_id, account, author, epoch, state, reply, body)
    VALUES (@messageId, @part, @op, @changeId, @conversationId, @account, @author, @epoch, 'ready', @reply, @body)`);
  const get = db.prepare<[number], Row>("SELECT * FROM outbox WHERE id = ?");
  // The platform's id counts only in the space it was given in: after a move it would name another message.
  // In a shared space all our words answer somebody: where they answer no message of their own, the customer's last one.
  const envelope = db.prepare<[number], Envelope>(`
    SELECT json_extract(c.state, '$.space') AS space, m.name AS name, coalesce(
      (SELECT r.external_id FROM message_refs r
        WHERE r.message_id = m.in_reply_to AND r.account = c.account AND r.space_id = c.space_id LIMIT 1),
      (SELECT r.external_id FROM message_refs r
        WHERE r.message_id = json_extract(c.state, '$.lastHeard') AND r.account = c.account AND r.space_id = c.space_id
        LIMIT 1)) AS external_id
    FROM outbox o JOIN conversations c ON c.id = o.conversation_id JOIN messages m ON m.id = o.message_id WHERE o.id = ?`);
  const spaceOf = db.prepare<[string], OutboxRef["space"]>(
    "SELECT space_id AS id, json_extract(state, '$.space.kind') AS kind FROM conversations WHERE id = ?",
  );
  const ofMessage = db.prepare<[string], Row>(
    "SELECT * FROM outbox WHERE message_id = ? AND change_id = 0 ORDER BY part",
  );
  const changes = db.prepare<[string], Row>(
    "SELECT * FROM outbox WHERE message_id = ? AND change_id > 0 ORDER BY id",
  );
  const sending = db.prepare<[string, number], Row>(
    "SELECT * FROM outbox WHERE message_id = ? AND part = ? AND change_id = 0",
  );
  const rewrite = db.prepare<[string, number | null, number]>(
    "UPDATE outbox SET body = ?, edited_at = ? WHERE id = ?",
  );
  const gone = db.prepare<[number, number]>("UPDATE outbox SET removed_at = ? WHERE id = ?");
  const earlier = db.prepare<[string, number], { id: number }>(
    "SELECT id FROM outbox WHERE conversation_id = ? AND id < ? AND state IN ('ready', 'sending', 'retry') LIMIT 1",
  );
  const stale = db.prepare<[string, number], Row>(
    "SELECT * FROM outbox WHERE conversation_id = ? AND author = 'bot' AND state IN ('ready', 'retry', 'unknown') AND epoch < ? ORDER BY id",
  );
  // Named, as the planner would rather read all that was ever sent than sort the few rows that were not.
  const unsent = db.prepare<[], Row>(
    "SELECT * FROM outbox INDEXED BY outbox_unsettled WHERE state IN ('ready', 'sending', 'retry') ORDER BY id",
  );
  const start = db.prepare<[number, number]>(
    "UPDATE outbox SET state = 'sending', attempts = attempts + 1, started_at = ?, not_before = NULL WHERE id = ?",
  );
  const mark = db.prepare<[number]>("UPDATE outbox SET may_double = 1 WHERE id = ?");
  const stream = db.prepare<[number, number]>("UPDATE outbox SET entry_seq = ? WHERE id = ?");
  const change = db.prepare<[string, number | null, string | null, string | null, number]>(
    "UPDATE outbox SET state = ?, not_before = ?, detail = ?, external_ids = coalesce(?, external_ids) WHERE id = ?",
  );
  const renew = db.prepare<[number, number]>(
    "UPDATE outbox SET state = 'ready', attempts = 0, not_before = NULL, detail = NULL, epoch = ? WHERE id = ?",
  );

  const tell = (row: OutboxRow, state: DeliveryState, at: number, detail?: string): void => {
    const { messageId, part, conversationId, id, op } = row;
    const change = op === "send" ? {} : { change: op };
    const data = { messageId, part, state, ...change, ...(detail === undefined ? {} : { detail }) };
    feed.append({ at, conversationId, kind: "delivery", messageId, outboxId: id, data });
  };
  const move = (
    row: OutboxRow,
    state: DeliveryState,
    at: number,
    more: { notBefore?: number; detail?: string; externalIds?: string[]; mayDouble?: boolean } = {},
  ): void => {
    const ids = more.externalIds && JSON.stringify(more.externalIds);
    if (more.mayDouble) mark.run(row.id);
    change.run(state, more.notBefore ?? null, more.detail ?? null, ids ?? null, row.id);
    tell(row, state, at, more.detail);
  };

  return {
    add(row: NewOutboxRow): OutboxRef {
      const reply = row.reply === undefined ? null : JSON.stringify(row.reply);
      const { conversationId, account, author, change: { id: changeId = 0, kind: op = "send" } = {} } = row;
      const {
        change: _,
        space: { id: spaceId, kind: spaceKind },
        ...columns
      } = row;
      const done = insert.run({ ...columns, op, changeId, reply, body: JSON.stringify(row.body) });
      const space = { id: spaceId, kind: spaceKind };
      return { id: Number(done.lastInsertRowid), conversationId, account, author, space };
    },
    /** What a sender needs to know of a row. */
    ref({ id, conversationId, account, author }: OutboxRow): OutboxRef {
      const space = spaceOf.get(conversationId) ?? { id: "", kind: "dm" };
      return { id, conversationId, account, author, space };
    },
    get(id: number): OutboxRow | undefined {
      const row = get.get(id);
      return row && toRow(row);
    },
    /** A message's parts as they were first sent. */
    ofMessage: (messageId: string): OutboxRow[] => ofMessage.all(messageId).map(toRow),
    /** Changes of a message's parts, oldest first. */
    changesOf: (messageId: string): OutboxRow[] => changes.all(messageId).map(toRow),
    /** The row whose sending a change is about. */
    sendingOf(row: OutboxRow): OutboxRow | undefined {
      const found = sending.get(row.messageId, row.part);
      return found && toRow(found);
    },
    /** Gives a part other words; `at` when somebody may have seen the ones before. */
    rewrite(id: number, body: OutboundPart, at?: number): void {
      rewrite.run(JSON.stringify(body), at ?? null, id);
    },
    remove(id: number, at: number): void {
      gone.run(at, id);
    },
    unsettled: (): OutboxRow[] => unsent.all().map(toRow),
    /** True while an earlier row of the conversation is neither sent nor given up. */
    blocked: (row: OutboxRow): boolean => earlier.get(row.conversationId, row.id) !== undefined,
    /** Silences what the bot wrote before the owner changed. A row under way may still arrive and is not touched. */
    supersede(conversationId: string, epoch: number, at: number): void {
      for (const row of stale.all(conversationId, epoch).map(toRow)) move(row, "superseded", at);
    },
    move,
    /** The intent to send: counted, timed and, the first time, shown in the customer's stream. */
    start(row: OutboxRow, at: number): void {
      start.run(at, row.id);
      const { messageId, part, conversationId, id } = row;
      // A change shows in the customer's stream once it is done.
      if (row.streamed || row.op !== "send") {
        tell(row, "sending", at);
        return;
      }
      const data = { messageId, part, state: "sending" };
      const entry = { at, conversationId, messageId, outboxId: id, data };
      stream.run(feed.append({ ...entry, kind: "delivery", audience: "all" }), id);
    },
    renew(row: OutboxRow, epoch: number, at: number): void {
      renew.run(epoch, row.id);
      tell(row, "ready", at);
    },
    /** The row as the channel gets it. */
    delivery(id: number): Delivery | undefined {
      const row = get.get(id);
      const around = envelope.get(id);
      if (!row || !around) return undefined;
      const target = row.op === "send" ? undefined : sending.get(row.message_id, row.part);
      return { ...toDelivery(row, around), ...(target ? altering(row, target) : {}) };
    },
  };
}

function toRow(row: Row): OutboxRow {
  return {
    id: row.id,
    conversationId: row.conversation_id,
    account: row.account,
    author: row.author,
    messageId: row.message_id,
    part: row.part,
    op: row.op,
    changeId: row.change_id,
    body: JSON.parse(row.body) as OutboundPart,
    externalIds: idsOf(row),
    epoch: row.epoch,
    state: row.state,
    attempts: row.attempts,
    removed: row.removed_at !== null,
    streamed: row.entry_seq !== null,
    ...(row.not_before === null ? {} : { notBefore: row.not_before }),
    ...(row.started_at === null ? {} : { startedAt: row.started_at }),
  };
}

function toDelivery(row: Row, around: Envelope): Delivery {
  const reply = row.reply === null ? undefined : (JSON.parse(row.reply) as ReplyHandle);
  const usable = reply !== undefined && reply.expiresAt > (row.started_at ?? 0);
  return {
    idempotencyKey: `${row.message_id}#${row.part}`,
    conversationId: row.conversation_id,
    space: JSON.parse(around.space) as Space,
    author: row.author,
    ...(around.name === null ? {} : { authorName: around.name }),
    part: JSON.parse(row.body) as OutboundPart,
    ...(around.external_id === null ? {} : { replyTo: around.external_id }),
    ...(usable ? { reply } : {}),
    attempt: row.attempts,
  };
}

/** What makes a delivery one of a change: a key of its own, and the messages it is about. */
function altering(row: Row, target: Row): Pick<Delivery, "idempotencyKey" | "alters"> {
  const kind = row.op === "delete" ? "delete" : "edit";
  const idempotencyKey = `${row.message_id}#${row.part}~${row.change_id}`;
  return { idempotencyKey, alters: { kind, ids: idsOf(target) } };
}

function idsOf({ external_ids }: Row): string[] {
  return external_ids === null ? [] : (JSON.parse(external_ids) as string[]);
}
