import type { ConversationEvent } from "../../conversation/events.ts";
import type { Conversation } from "../../conversation/state.ts";
import type { RoomCopy } from "../contacts.ts";
import { blankConversation, blankEvent, ERASED } from "./blank.ts";
import type { Conversations } from "./conversations.ts";
import type { Feed } from "./feed.ts";
import type { Db } from "./transaction.ts";

/** What one erased conversation held. */
interface Erased {
  messages: number;
  rooms: RoomCopy[];
}

/**
 * Rows that only say what the customer said, or where: gone. Each takes the conversation's id.
 * Every table with a `conversation_id` is dealt with in this file; a test compares it with the schema.
 */
const GONE = [
  // Theirs that another conversation carries goes with that one; what was never sent goes with the first.
  `DELETE FROM uploads WHERE id IN (
    SELECT u.id FROM conversations e JOIN uploads u ON u.account = e.account AND u.space_id = e.space_id
    WHERE e.id = ? AND NOT EXISTS (
      SELECT 1 FROM conversations c JOIN messages m ON m.conversation_id = c.id
      WHERE c.account = e.account AND c.space_id = e.space_id AND c.id <> e.id AND instr(m.files, '"' || u.id || '"')))`,
  "DELETE FROM choices WHERE conversation_id = ?",
  "DELETE FROM message_refs WHERE message_id IN (SELECT id FROM messages WHERE conversation_id = ?)",
  "DELETE FROM message_changes WHERE message_id IN (SELECT id FROM messages WHERE conversation_id = ?)",
  "DELETE FROM inbox WHERE conversation_id = ?",
  "DELETE FROM files WHERE conversation_id = ?",
  "DELETE FROM webhook_deliveries WHERE conversation_id = ?",
  "DELETE FROM conversation_tags WHERE conversation_id = ?",
  "DELETE FROM timers WHERE conversation_id = ?",
  "DELETE FROM feed WHERE conversation_id = ?",
  `UPDATE room_inbox SET state = 'done', answer = NULL, body = '{}' WHERE state <> 'done' AND EXISTS (
    SELECT 1 FROM room_threads t WHERE t.conversation_id = ? AND t.room = room_inbox.room
      AND t.thread = json_extract(room_inbox.body, '$.event.space.thread'))`,
  "DELETE FROM room_posts WHERE conversation_id = ?",
  "DELETE FROM room_threads WHERE conversation_id = ?",
] as const;

/** Rows that reports count: they stay, without what was said. What was not sent yet never leaves. */
const BLANK = [
  // A fingerprint of who they were would still tell that it was them; what was counted stays counted.
  "UPDATE engagements SET person = conversation_id WHERE conversation_id = ?",
  `UPDATE messages SET text = '', choices = '[]', files = '[]',
    name = CASE WHEN author IN ('agent', 'note') THEN name END WHERE conversation_id = ?`,
  `UPDATE outbox SET state = CASE WHEN state IN ('ready', 'sending', 'retry') THEN 'superseded' ELSE state END,
    not_before = NULL, detail = NULL, external_ids = NULL, entry_seq = NULL, reply = NULL,
    body = '{"text":"","choices":[],"files":[]}' WHERE conversation_id = ?`,
  "UPDATE ratings SET comment = NULL WHERE conversation_id = ?",
] as const;

/** Takes the person out of a conversation, wherever it left rows. The caller holds the transaction. */
export function erasing(db: Db, { conversations, feed }: { conversations: Conversations; feed: Feed }) {
  const rooms = db.prepare<[string], RoomCopy>(
    "SELECT room, thread FROM room_threads WHERE conversation_id = ? AND thread IS NOT NULL",
  );
  const spoken = db
    .prepare<[string], number>("SELECT count(*) FROM messages WHERE conversation_id = ?")
    .pluck();
  const gone = GONE.map((sql) => db.prepare<[string]>(sql));
  const blank = BLANK.map((sql) => db.prepare<[string]>(sql));
  const events = db.prepare<[string], { id: number; event: string }>(
    "SELECT id, event FROM events WHERE conversation_id = ?",
  );
  const rewrite = db.prepare<[string, number]>("UPDATE events SET event = ? WHERE id = ?");
  const ends = ["escalations", "alerts"].map((table) =>
    db.prepare<[number, string]>(
      `UPDATE ${table} SET ended_at = ?, how = 'erased' WHERE conversation_id = ? AND ended_at IS NULL`,
    ),
  );
  const bury = db.prepare<[number, string]>(`
    UPDATE conversations SET space_id = '${ERASED}', thread = '', actor = '', customer_id = '', erased_at = ?,
      last_text = '', flood_count = 0, flood_message = NULL, flood_seq = NULL WHERE id = ?`);

  return (conversation: Conversation, at: number, alias: string): Erased => {
    const { id } = conversation;
    const found = { messages: spoken.get(id) ?? 0, rooms: rooms.all(id) };
    for (const statement of [...gone, ...blank]) statement.run(id);
    for (const row of events.all(id)) {
      rewrite.run(JSON.stringify(blankEvent(JSON.parse(row.event) as ConversationEvent)), row.id);
    }
    for (const statement of ends) statement.run(at, id);
    const after = blankConversation(conversation, at, alias);
    conversations.save(after);
    bury.run(at, id);
    const { status, owner, epoch } = after;
    const data = { status, owner: owner.kind, epoch, reason: "erased" };
    feed.append({ at, conversationId: id, kind: "conversation", data });
    return found;
  };
}
