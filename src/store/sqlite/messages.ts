import type { Choice, FileRef } from "../../channel/contract.ts";
import type { OfferedChoice } from "../../conversation/state.ts";
import type { MessageView } from "../desk.ts";
import type { Conversations } from "./conversations.ts";
import type { Feed } from "./feed.ts";
import type { Db } from "./transaction.ts";

export interface NewMessage {
  id: string;
  conversationId: string;
  author: MessageView["author"];
  agentId?: string | undefined;
  name?: string | undefined;
  text: string;
  choices?: Choice[];
  files?: FileRef[];
  found?: string[];
  at: number;
  inReplyTo?: string | undefined;
  topic?: string | undefined;
}

export type Messages = ReturnType<typeof messages>;

/** The history: what everybody said, each with its place in the feed. */
export function messages(db: Db, feed: Feed, conversations: Conversations) {
  const insert = db.prepare(`
    INSERT INTO messages (id, conversation_id, seq, author, agent_id, name, text, choices, files, found, at, in_reply_to, topic)
    VALUES (@id, @conversationId, @seq, @author, @agentId, @name, @text, @choices, @files, @found, @at, @inReplyTo, @topic)`);
  const conversationOf = db
    .prepare<[string], string>("SELECT conversation_id FROM messages WHERE id = ?")
    .pluck();
  const author = db.prepare<[string], string>("SELECT author FROM messages WHERE id = ?").pluck();
  const about = db.prepare<[string], AboutRow>(
    "SELECT conversation_id, author, agent_id, text, files, deleted_at FROM messages WHERE id = ?",
  );
  const foundIn = db.prepare<[string], string>("SELECT found FROM messages WHERE id = ?").pluck();
  const change = db.prepare<[string, string, number, string]>(
    "UPDATE messages SET text = ?, found = ?, edited_at = ? WHERE id = ?",
  );
  const changeFiles = db.prepare<[string, string]>("UPDATE messages SET files = ? WHERE id = ?");
  const grow = db.prepare<[string, string, string, string]>(
    "UPDATE messages SET text = ?, files = ?, found = ? WHERE id = ?",
  );
  const remove = db.prepare<[number, string]>(
    "UPDATE messages SET deleted_at = ? WHERE id = ? AND deleted_at IS NULL",
  );
  const recent = db
    .prepare<[string], string>(
      "SELECT text FROM messages WHERE conversation_id = ? AND author = 'customer' ORDER BY seq DESC LIMIT 24",
    )
    .pluck();
  const addRef = db.prepare<[string, string, string, string]>(
    "INSERT INTO message_refs (account, space_id, external_id, message_id) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
  );
  const byRef = db
    .prepare<[string, string, string], string>(
      "SELECT message_id FROM message_refs WHERE account = ? AND space_id = ? AND external_id = ?",
    )
    .pluck();
  // A token is offered anew by its own conversation only: no other may take it over.
  const addChoice = db.prepare<[string, string, string, string, string]>(`
    INSERT INTO choices (token, conversation_id, message_id, label, value) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT (token) DO UPDATE SET message_id = excluded.message_id, label = excluded.label, value = excluded.value
    WHERE conversation_id = excluded.conversation_id`);
  const choice = db.prepare<[string], { conversation_id: string; label: string; value: string }>(
    "SELECT conversation_id, label, value FROM choices WHERE token = ?",
  );

  return {
    /** Adds to history, feed and lists. A note is for agents alone and is not what a list shows. */
    add(message: NewMessage): void {
      const { id, conversationId, author, at } = message;
      const seq = feed.append({
        at,
        conversationId,
        kind: "message",
        ...(author === "customer" ? { audience: "all" as const } : {}),
        messageId: id,
        data: { messageId: id, author },
      });
      insert.run({ ...toColumns(message), seq });
      // A list shows what people and the bot said: a hand-off notice would hide the question behind it.
      if (author !== "note" && author !== "system")
        conversations.said(conversationId, message.text, author, at);
    },
    isCustomers: (id: string): boolean => author.get(id) === "customer",
    conversationOf: (id: string): string | undefined => conversationOf.get(id),
    edit(id: string, text: string, found: string[], at: number, files?: FileRef[]): void {
      const conversationId = conversationOf.get(id);
      if (conversationId === undefined) return;
      const all = new Set([...(JSON.parse(foundIn.get(id) ?? "[]") as string[]), ...found]);
      change.run(text, JSON.stringify([...all]), at, id);
      if (files) changeFiles.run(JSON.stringify(files), id);
      feed.append({ at, conversationId, kind: "edit", messageId: id, data: { messageId: id } });
    },
    /** More of the same message came in: what it says grows, and nobody edited it. */
    extend(id: string, text: string, files: FileRef[], found: string[], at: number): void {
      const conversationId = conversationOf.get(id);
      if (conversationId === undefined) return;
      grow.run(text, JSON.stringify(files), JSON.stringify(found), id);
      feed.append({ at, conversationId, kind: "edit", messageId: id, data: { messageId: id } });
    },
    /** Marks it: agents still see what was said, and that it was taken back. */
    remove(id: string, at: number): void {
      const conversationId = conversationOf.get(id);
      if (conversationId === undefined || remove.run(at, id).changes === 0) return;
      feed.append({ at, conversationId, kind: "delete", messageId: id, data: { messageId: id } });
    },
    /** Who said it, and what goes with it. */
    about(id: string) {
      const row = about.get(id);
      return (
        row && {
          conversationId: row.conversation_id,
          author: row.author,
          ...(row.agent_id === null ? {} : { agentId: row.agent_id }),
          deleted: row.deleted_at !== null,
          files: JSON.parse(row.files) as FileRef[],
        }
      );
    },
    textOf: (id: string): string | undefined => about.get(id)?.text,
    /** Tells agents that a change of it was asked for, or came to nothing: what it says is the same. */
    touched(id: string, kind: "edit" | "delete", at: number): void {
      const conversationId = conversationOf.get(id);
      if (conversationId === undefined) return;
      feed.append({ at, conversationId, kind, messageId: id, data: { messageId: id } });
    },
    /** The customer's last texts, oldest first. */
    recentTexts: (conversationId: string): string[] => recent.all(conversationId).reverse(),
    addRef(account: string, spaceId: string, externalId: string, messageId: string): void {
      addRef.run(account, spaceId, externalId, messageId);
    },
    byRef: (account: string, spaceId: string, externalId: string): string | undefined =>
      byRef.get(account, spaceId, externalId),
    offer(conversationId: string, messageId: string, offered: OfferedChoice): void {
      addChoice.run(offered.token, conversationId, messageId, offered.label, JSON.stringify(offered.value));
    },
    offered(token: string): { conversationId: string; choice: OfferedChoice } | undefined {
      const row = choice.get(token);
      if (!row) return undefined;
      const { conversation_id, label, value } = row;
      return { conversationId: conversation_id, choice: { token, label, value: JSON.parse(value) } };
    },
  };
}

interface AboutRow {
  conversation_id: string;
  author: MessageView["author"];
  agent_id: string | null;
  text: string;
  files: string;
  deleted_at: number | null;
}

function toColumns(message: NewMessage) {
  return {
    ...message,
    agentId: message.agentId ?? null,
    name: message.name ?? null,
    choices: JSON.stringify(message.choices ?? []),
    files: JSON.stringify(message.files ?? []),
    found: JSON.stringify(message.found ?? []),
    inReplyTo: message.inReplyTo ?? null,
    topic: message.topic ?? null,
  };
}
