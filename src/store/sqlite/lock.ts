import { join } from "node:path";
import Database from "better-sqlite3";
import { AppError } from "../../errors.ts";

/**
 * Takes the folder for this process until it is released or the process ends in any way.
 * Two processes on one folder would send every message twice. Throws `data_folder_in_use`.
 */
export function lockFolder(folder: string): () => void {
  const lock = new Database(join(folder, "instance.lock"), { timeout: 0 });
  try {
    // A lock of the operating system: unlike a file with a process id, it cannot outlive a kill -9.
    lock.exec("BEGIN EXCLUSIVE");
  } catch (cause) {
    lock.close();
    throw new AppError(
      "data_folder_in_use",
      `Another kefu is running on ${folder}. Stop it first, or set DATA_DIR to a folder of its own.`,
      { cause },
    );
  }
  return () => lock.close();
}
