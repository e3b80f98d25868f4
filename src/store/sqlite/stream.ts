import type { Choice, FileRef, OutboundPart, Space } from "../../channel/contract.ts";
import type { StreamItem } from "../../channel/stream.ts";
import type { Db } from "./transaction.ts";

interface Row {
  seq: number;
  conversation_id: string;
  message_id: string;
  author: StreamItem["author"];
  name: string | null;
  text: string;
  choices: string;
  files: string;
  at: number;
  in_reply_to: string | null;
  part: number | null;
  body: string | null;
  edited_at: number | null;
  removed: 0 | 1;
}

/** What a space's customer may see: own messages, and ours from the moment they are sent. Notes have no way in. */
export function stream(db: Db) {
  const items = db.prepare<[string, string, string, number, number], Row>(`
    SELECT f.seq, f.conversation_id, m.id AS message_id, m.author, m.name, m.text, m.choices, m.files, m.at, m.in_reply_to,
      o.part, o.body, o.edited_at, o.removed_at IS NOT NULL AS removed
    FROM conversations c
    CROSS JOIN feed f ON f.conversation_id = c.id
    JOIN messages m ON m.id = f.message_id
    LEFT JOIN outbox o ON o.id = f.outbox_id
    WHERE c.account = ? AND c.space_id = ? AND c.thread = ? AND f.audience = 'all' AND f.seq > ?
      AND (m.deleted_at IS NULL OR o.removed_at IS NOT NULL) AND (o.id IS NULL OR o.state <> 'superseded')
    ORDER BY f.seq LIMIT ?`);
  return (account: string, space: Space, afterSeq: number, limit: number): StreamItem[] =>
    items.all(account, space.id, space.thread ?? "", afterSeq, limit).map(toItem);
}

/** What is left of a part that was taken back. */
const REMOVED = { text: "", choices: [], files: [], removed: true as const };

function toItem(row: Row): StreamItem {
  const whole = { text: row.text, choices: row.choices, files: row.files };
  const content =
    row.body === null
      ? {
          text: whole.text,
          choices: JSON.parse(whole.choices) as Choice[],
          files: JSON.parse(whole.files) as FileRef[],
        }
      : (JSON.parse(row.body) as OutboundPart);
  return {
    seq: row.seq,
    messageId: row.message_id,
    part: row.part ?? 0,
    conversationId: row.conversation_id,
    author: row.author,
    ...(row.name === null ? {} : { name: row.name }),
    ...(row.removed ? REMOVED : content),
    at: row.at,
    ...(row.edited_at === null || row.removed ? {} : { editedAt: row.edited_at }),
    ...(row.in_reply_to === null ? {} : { inReplyTo: row.in_reply_to }),
  };
}
