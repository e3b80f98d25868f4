import Database from "better-sqlite3";
import { AppError } from "../../errors.ts";
import type { CannedDraft, CannedReply, CannedStore } from "../canned.ts";
import { randomId } from "./ids.ts";
import type { Db, Inside, Write } from "./transaction.ts";

interface Row {
  id: string;
  shortcut: string;
  name: string;
  zh: string | null;
  en: string | null;
  changed_by: string | null;
  changed_at: number;
}

/** Replies kept for use again. */
export function canned(db: Db, write: Write): Inside<CannedStore> {
  const list = db.prepare<[], Row>("SELECT * FROM canned ORDER BY shortcut");
  const insert = db.prepare<[Record<string, unknown>], Row>(`
    INSERT INTO canned (id, shortcut, name, zh, en, changed_by, changed_at)
    VALUES (@id, @shortcut, @name, @zh, @en, @by, @at) RETURNING *`);
  const update = db.prepare<[Record<string, unknown>], Row>(`
    UPDATE canned SET shortcut = @shortcut, name = @name, zh = @zh, en = @en, changed_by = @by, changed_at = @at
    WHERE id = @id RETURNING *`);
  const remove = db.prepare<[string]>("DELETE FROM canned WHERE id = ?");

  const save = (
    statement: typeof insert,
    id: string,
    { shortcut, name, texts }: CannedDraft,
    { by, at }: { by: string; at: number },
  ): CannedReply | undefined => {
    try {
      const row = statement.get({ id, shortcut, name, zh: texts.zh ?? null, en: texts.en ?? null, by, at });
      return row && toReply(row);
    } catch (cause) {
      if (!(cause instanceof Database.SqliteError) || !cause.message.includes("canned.shortcut")) throw cause;
      const message = `The shortcut ${shortcut} belongs to another reply. Choose another.`;
      throw new AppError("conflict", message, { cause });
    }
  };

  return {
    list: () => list.all().map(toReply),
    add: (reply, by, at) => write(() => save(insert, randomId(), reply, { by, at }) as CannedReply),
    change: (id, reply, by, at) => write(() => save(update, id, reply, { by, at })),
    remove: (id) => write(() => remove.run(id).changes > 0),
  };
}

function toReply({ id, shortcut, name, zh, en, changed_by, changed_at }: Row): CannedReply {
  return {
    id,
    shortcut,
    name,
    texts: { ...(zh === null ? {} : { zh }), ...(en === null ? {} : { en }) },
    changedAt: changed_at,
    ...(changed_by === null ? {} : { changedBy: changed_by }),
  };
}
