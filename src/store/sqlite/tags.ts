import { AppError } from "../../errors.ts";
import { MOST_TAGS, type TagChange, type TagCount, type TagStore } from "../tags.ts";
import type { Feed } from "./feed.ts";
import type { Db, Inside, Write } from "./transaction.ts";

/** Tags of conversations. */
export function tags(db: Db, write: Write, feed: Feed): Inside<TagStore> {
  const exists = db.prepare<[string], number>("SELECT 1 FROM conversations WHERE id = ?").pluck();
  const counts = db.prepare<[], TagCount>(`
    SELECT t.tag, count(*) AS conversations, sum(c.status <> 'resolved') AS open
    FROM conversation_tags t JOIN conversations c ON c.id = t.conversation_id
    GROUP BY t.tag ORDER BY conversations DESC, t.tag`);
  const insert = db.prepare<[string, string, string, number]>(
    "INSERT INTO conversation_tags (conversation_id, tag, by_id, at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
  );
  const remove = db.prepare<[string, string]>(
    "DELETE FROM conversation_tags WHERE conversation_id = ? AND tag = ?",
  );
  const of = tagsOf(db);

  const changed = (change: TagChange, added: boolean): string[] => {
    const { conversationId, tag, by, at } = change;
    const data = { tag, added, by: by.id, name: by.name };
    feed.append({ at, conversationId, kind: "tags", data });
    return of(conversationId);
  };

  return {
    list: () => counts.all(),
    add: (change) =>
      write(() => {
        const { conversationId: id, tag, by, at } = change;
        if (exists.get(id) === undefined) return undefined;
        const before = of(id);
        if (before.includes(tag)) return before;
        if (before.length >= MOST_TAGS) {
          throw new AppError(
            "conflict",
            `A conversation carries ${MOST_TAGS} tags at most. Take one away first.`,
          );
        }
        insert.run(id, tag, by.id, at);
        return changed(change, true);
      }),
    remove: (change) =>
      write(() => {
        const { conversationId: id, tag } = change;
        if (exists.get(id) === undefined) return undefined;
        return remove.run(id, tag).changes > 0 ? changed(change, false) : of(id);
      }),
  };
}

/** What a conversation carries, by name. */
export function tagsOf(db: Db): (conversationId: string) => string[] {
  const of = db
    .prepare<[string], string>("SELECT tag FROM conversation_tags WHERE conversation_id = ? ORDER BY tag")
    .pluck();
  return (conversationId) => of.all(conversationId);
}
