import { chmodSync, realpathSync, renameSync, rmSync } from "node:fs";
import { basename, dirname } from "node:path";
import Database from "better-sqlite3";
import { AppError, reasonOf } from "../../errors.ts";
import type { Db } from "./transaction.ts";

/**
 * Copies the database while it is written to. The copy is checked before it gets its name, so a file under that name is whole.
 * Rejects with `store_failed`, or with `input_invalid` where the name is that of a file in use here; what was at the
 * name before is then still there.
 */
export async function backupTo(db: Db, file: string): Promise<void> {
  if (inUse(db, file)) {
    throw new AppError(
      "input_invalid",
      `${file} is a file the running database needs. Give the copy another name.`,
    );
  }
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

/** A copy in the place of the database itself would leave the program writing into a file without a name. */
function inUse(db: Db, file: string): boolean {
  if (db.memory) return false;
  const own = ["", "-wal", "-shm", "-journal"].map((end) => basename(db.name) + end);
  const needed = [...own, "instance.lock", "instance.lock-journal", "kefu.sock"];
  if (!needed.includes(basename(file))) return false;
  try {
    return realpathSync(dirname(file)) === realpathSync(dirname(db.name));
  } catch {
    return false; // A folder that is not there cannot be ours; the copying says so in a moment.
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
