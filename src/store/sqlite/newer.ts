import type { NewerMessages } from "../store.ts";
import type { Db } from "./transaction.ts";

type Shown = NewerMessages["messages"][number];

/** What the customer and other agents have said in a conversation after a message; undefined when that is nothing. */
export function newerMessages(
  db: Db,
): (conversationId: string, agentId: string, seenSeq: number) => NewerMessages | undefined {
  const newer = db.prepare<
    [string, number, string],
    Omit<Shown, "name"> & { name: string | null; total: number }
  >(`
    SELECT seq, author, name, substr(text, 1, 300) AS text, at, count(*) OVER () AS total FROM messages
    WHERE conversation_id = ? AND seq > ? AND deleted_at IS NULL
      AND (author = 'customer' OR (author IN ('agent', 'note') AND agent_id <> ?))
    ORDER BY seq DESC LIMIT 5`);
  return (conversationId, agentId, seenSeq) => {
    const rows = newer.all(conversationId, seenSeq, agentId);
    const [newest] = rows;
    if (!newest) return undefined;
    const messages = rows
      .reverse()
      .map(({ total: _, name, ...shown }) => ({ ...shown, ...(name === null ? {} : { name }) }));
    return { count: newest.total, seq: newest.seq, messages };
  };
}
