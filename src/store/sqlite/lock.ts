import { join } from "node:path";
import Database from "better-sqlite3";
import { AppError, reasonOf } from "../../errors.ts";

/**
 * Takes the folder for this process until it is released or the process ends in any way.
 * Two processes on one folder would send every message twice. Throws `data_folder_in_use`.
 */
export function lockFolder(folder: string): () => void {
  const file = join(folder, "instance.lock");
  const lock = openLock(file);
  try {
    // A lock of the operating system: unlike a file with a process id, it cannot outlive a kill -9.
    lock.exec("BEGIN EXCLUSIVE");
  } catch (cause) {
    lock.close();
    if (!(cause instanceof Database.SqliteError) || !cause.code.startsWith("SQLITE_BUSY")) {
      throw unusable(file, cause);
    }
    throw new AppError(
      "data_folder_in_use",
      `Another kefu is running on ${folder}. Stop it first, or set DATA_DIR to a folder of its own.`,
      { cause },
    );
  }
  return () => lock.close();
}

function openLock(file: string): InstanceType<typeof Database> {
  try {
    return new Database(file, { timeout: 0 });
  } catch (cause) {
    throw unusable(file, cause);
  }
}

function unusable(file: string, cause: unknown): AppError {
  return new AppError(
    "store_failed",
    `${file} cannot be locked (${reasonOf(cause)}). Check who owns the data folder.`,
    { cause },
  );
}
