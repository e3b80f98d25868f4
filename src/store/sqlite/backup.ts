import { chmodSync, renameSync, rmSync } from "node:fs";
import Database from "better-sqlite3";
import { AppError, reasonOf } from "../../errors.ts";
import type { Db } from "./transaction.ts";

/**
 * Copies the database while it is written to. The copy is checked before it gets its name, so a file under that name is whole.
 * Rejects with `store_failed`; what was at the name before is then still there.
 */
export async function backupTo(db: Db, file: string): Promise<void> {
  const part = `${file}.part`;
  rmSync(part, { force: true });
  try {
    await db.backup(part);
    chmodSync(part, 0o600);
    verify(part);
    renameSync(part, file);
  } catch (cause) {
    for (const end of ["", "-wal", "-shm", "-journal"]) rmSync(part + end, { force: true });
    throw new AppError("store_failed", `The backup to ${file} failed: ${reasonOf(cause)}`, {
      cause,
      retryable: true,
    });
  }
}

function verify(file: string): void {
  const copy = new Database(file, { fileMustExist: true });
  try {
    copy.pragma("journal_mode = DELETE"); // One file that can be carried away, without side files.
    const result = copy.pragma("integrity_check(1)", { simple: true });
    if (result !== "ok") throw new Error(`the copy is damaged (${String(result)})`);
  } finally {
    copy.close();
  }
}
