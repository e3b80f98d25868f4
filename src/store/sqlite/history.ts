import type { DecisionView, MessageView } from "../desk.ts";
import type { DeliveryState } from "../store.ts";
import type { Db } from "./transaction.ts";

interface MessageRow {
  id: string;
  seq: number;
  author: MessageView["author"];
  agent_id: string | null;
  name: string | null;
  text: string;
  choices: string;
  files: string;
  found: string;
  at: number;
  in_reply_to: string | null;
  topic: string | null;
  edited_at: number | null;
  deleted_at: number | null;
}

interface PartRow {
  message_id: string;
  part: number;
  state: DeliveryState;
  detail: string | null;
  may_double: 0 | 1;
}

interface ChangeRow {
  message_id: string;
  kind: "edit" | "delete";
  name: string;
  text: string;
  before: string | null;
  at: number;
  state: "pending" | "done" | "failed" | "unknown";
  detail: string | null;
}

type DecisionRow = Omit<DecisionView, "event"> & { event: string };

/** All of one conversation as agents see it: what was said, how it was delivered, and why. */
export function history(db: Db) {
  const messages = db.prepare<[string], MessageRow>(
    "SELECT * FROM messages WHERE conversation_id = ? ORDER BY seq",
  );
  const parts = db.prepare<[string], PartRow>(`
    SELECT o.message_id, o.part, o.state, o.detail, o.may_double
    FROM messages m JOIN outbox o ON o.message_id = m.id AND o.change_id = 0
    WHERE m.conversation_id = ? ORDER BY m.seq, o.part`);
  const changes = db.prepare<[string], ChangeRow>(`
    SELECT c.message_id, c.kind, c.name, c.text, c.before, c.at, c.state, c.detail
    FROM messages m JOIN message_changes c ON c.message_id = m.id
    WHERE m.conversation_id = ? AND c.state <> 'superseded' ORDER BY c.id`);
  const decisions = db.prepare<[string], DecisionRow>(
    "SELECT at, type, reason, event FROM events WHERE conversation_id = ? ORDER BY id",
  );
  return (conversationId: string): { messages: MessageView[]; decisions: DecisionView[] } => {
    const delivered = byMessage(parts.all(conversationId));
    const changed = byMessage(changes.all(conversationId));
    return {
      messages: messages.all(conversationId).map((row) => ({
        ...toView(row, delivered.get(row.id)),
        ...changesOf(changed.get(row.id) ?? []),
      })),
      decisions: decisions
        .all(conversationId)
        .map((row) => ({ ...row, event: JSON.parse(row.event) as DecisionView["event"] })),
    };
  };
}

function byMessage<R extends { message_id: string }>(rows: readonly R[]): Map<string, R[]> {
  const found = new Map<string, R[]>();
  for (const row of rows) {
    const known = found.get(row.message_id);
    if (known === undefined) found.set(row.message_id, [row]);
    else known.push(row);
  }
  return found;
}

function changesOf(rows: readonly ChangeRow[]): Pick<MessageView, "earlier" | "change" | "deletedBy"> {
  const done = rows.filter(({ state }) => state === "done");
  const earlier = done
    .filter(({ kind }) => kind === "edit")
    .map(({ before, at, name }) => ({ text: before ?? "", at, name }));
  const taken = done.find(({ kind }) => kind === "delete");
  const last = rows.at(-1);
  return {
    ...(earlier.length === 0 ? {} : { earlier }),
    ...(taken === undefined ? {} : { deletedBy: taken.name }),
    ...(last === undefined || last.state === "done" ? {} : { change: toChange(last, last.state) }),
  };
}

function toChange(
  { kind, at, name, text, detail }: ChangeRow,
  state: NonNullable<MessageView["change"]>["state"],
): NonNullable<MessageView["change"]> {
  return {
    kind,
    state,
    at,
    name,
    ...(kind === "edit" ? { text } : {}),
    ...(detail === null ? {} : { detail }),
  };
}

function toView(row: MessageRow, parts: PartRow[] | undefined): MessageView {
  return {
    id: row.id,
    seq: row.seq,
    author: row.author,
    ...(row.agent_id === null ? {} : { agentId: row.agent_id }),
    ...(row.name === null ? {} : { name: row.name }),
    text: row.text,
    choices: JSON.parse(row.choices),
    files: JSON.parse(row.files),
    at: row.at,
    ...(row.in_reply_to === null ? {} : { inReplyTo: row.in_reply_to }),
    ...(row.topic === null ? {} : { topic: row.topic }),
    found: JSON.parse(row.found),
    ...(row.edited_at === null ? {} : { editedAt: row.edited_at }),
    ...(row.deleted_at === null ? {} : { deletedAt: row.deleted_at }),
    ...(parts === undefined ? {} : { delivery: parts.map(toPart) }),
  };
}

function toPart({ part, state, detail, may_double }: PartRow) {
  return {
    part,
    state,
    ...(detail === null ? {} : { detail }),
    ...(may_double === 1 ? { mayHaveArrivedTwice: true as const } : {}),
  };
}
