import type { FileStore, StoredFile } from "../files.ts";
import { randomId } from "./ids.ts";
import type { Db, Inside, Write } from "./transaction.ts";
import { uploads } from "./uploads.ts";

interface Row {
  id: string;
  conversation_id: string;
  hash: string;
  name: string;
  kind: StoredFile["kind"];
  mime: string;
  bytes: number;
  agent_id: string;
  at: number;
}

/** What agents and customers uploaded. Whether it was sent is read from the messages: ids nobody can guess stand nowhere by chance. */
export function files(db: Db, write: Write): Inside<FileStore> {
  const insert = db.prepare(`
    INSERT INTO files (id, conversation_id, hash, name, kind, mime, bytes, agent_id, at)
    VALUES (@id, @conversationId, @hash, @name, @kind, @mime, @bytes, @agentId, @at)`);
  const get = db.prepare<[string], Row>("SELECT * FROM files WHERE id = ?");
  const forget = db.prepare<[number]>(`
    DELETE FROM files WHERE at < ? AND NOT EXISTS (
      SELECT 1 FROM messages m WHERE m.conversation_id = files.conversation_id AND instr(m.files, '"' || files.id || '"')
    )`);
  const hashes = db.prepare<[], string>("SELECT hash FROM files UNION SELECT hash FROM uploads").pluck();
  const { sweep, ...theirs } = uploads(db);
  return {
    ...theirs,
    addUpload: (upload) => write(() => theirs.addUpload(upload)),
    add: (file) =>
      write(() => {
        const stored = { ...file, id: randomId() };
        insert.run(stored);
        return stored;
      }),
    get(id) {
      const row = get.get(id);
      return row && toFile(row);
    },
    sweep: (before) =>
      write(() => {
        forget.run(before);
        sweep(before);
      }),
    hashes: () => hashes.all(),
  };
}

function toFile({ conversation_id, agent_id, ...row }: Row): StoredFile {
  return { ...row, conversationId: conversation_id, agentId: agent_id };
}
