import type { Conversation } from "../../conversation/state.ts";
import type { Feed } from "./feed.ts";
import { floodIdOf } from "./ids.ts";
import type { NewMessage } from "./messages.ts";
import type { Db } from "./transaction.ts";

interface Row {
  flood_count: number;
  flood_message: string | null;
  flood_seq: number | null;
}

export type Flood = ReturnType<typeof flood>;

/** Counts messages that are too many to keep: agents see one line that says how many, however many they are. */
export function flood(db: Db, feed: Feed, addMessage: (message: NewMessage) => void) {
  const get = db.prepare<[string], Row>(
    "SELECT flood_count, flood_message, flood_seq FROM conversations WHERE id = ?",
  );
  const set = db.prepare<[number, string | null, number | null, string]>(
    "UPDATE conversations SET flood_count = ?, flood_message = ?, flood_seq = ? WHERE id = ?",
  );
  const retell = db.prepare<[string, string]>("UPDATE messages SET text = ? WHERE id = ?");
  const nth = db
    .prepare<[string], number>(
      "SELECT count(*) FROM messages WHERE conversation_id = ? AND author = 'system'",
    )
    .pluck();

  return {
    count(conversation: Conversation, at: number): void {
      const { id, locale } = conversation;
      const before = get.get(id);
      const count = (before?.flood_message == null ? 0 : before.flood_count) + 1;
      const text =
        locale === "zh" ? `还有 ${count} 条消息,没有逐条保存` : `+${count} more messages, not kept`;
      if (before?.flood_message == null) {
        const messageId = floodIdOf(id, nth.get(id) ?? 0);
        addMessage({ id: messageId, conversationId: id, author: "system", text, at });
        set.run(count, messageId, null, id);
        return;
      }
      retell.run(text, before.flood_message);
      // One entry that moves to the end, so that watchers hear of it and the feed does not grow with the flood.
      if (before.flood_seq !== null) feed.remove(before.flood_seq);
      const data = { messageId: before.flood_message };
      const seq = feed.append({
        at,
        conversationId: id,
        kind: "edit",
        messageId: before.flood_message,
        data,
      });
      set.run(count, before.flood_message, seq, id);
    },
    /** After a message that is kept, the next flood gets a line of its own. */
    ended(conversationId: string): void {
      if (get.get(conversationId)?.flood_message != null) set.run(0, null, null, conversationId);
    },
  };
}
