import type { Upload, Uploaded } from "../files.ts";
import { randomId } from "./ids.ts";
import type { Db } from "./transaction.ts";

interface Row extends Omit<Upload, "spaceId"> {
  space_id: string;
}

/** What customers uploaded to accounts whose platform is ourselves. The caller holds the transaction. */
export function uploads(db: Db) {
  const insert = db.prepare(`
    INSERT INTO uploads (id, account, space_id, hash, name, kind, mime, bytes, at)
    VALUES (@id, @account, @spaceId, @hash, @name, @kind, @mime, @bytes, @at)`);
  const get = db.prepare<[string], Row>("SELECT * FROM uploads WHERE id = ?");
  const ofSpace = db.prepare<[string, string, number], Uploaded>(`
    SELECT count(*) AS count, ifnull(sum(bytes), 0) AS bytes FROM uploads
    WHERE account = ? AND space_id = ? AND at > ?`);
  const ofAll = db.prepare<[number], Uploaded>(
    "SELECT count(*) AS count, ifnull(sum(bytes), 0) AS bytes FROM uploads WHERE at > ?",
  );
  const forget = db.prepare<[number]>(`
    DELETE FROM uploads WHERE at < ? AND NOT EXISTS (
      SELECT 1 FROM conversations c JOIN messages m ON m.conversation_id = c.id
      WHERE c.account = uploads.account AND c.space_id = uploads.space_id AND instr(m.files, '"' || uploads.id || '"')
    )`);
  return {
    addUpload(upload: Omit<Upload, "id">): Upload {
      const stored = { ...upload, id: randomId() };
      insert.run(stored);
      return stored;
    },
    upload(id: string): Upload | undefined {
      const row = get.get(id);
      if (row === undefined) return undefined;
      const { space_id: spaceId, ...rest } = row;
      return { ...rest, spaceId };
    },
    uploadedSince(since: number, space?: { account: string; spaceId: string }): Uploaded {
      const found = space === undefined ? ofAll.get(since) : ofSpace.get(space.account, space.spaceId, since);
      return found ?? { count: 0, bytes: 0 };
    },
    sweep(before: number): void {
      forget.run(before);
    },
  };
}
