import Database from "better-sqlite3";
import { AppError } from "../../errors.ts";

/**
 * What went wrong in the database, as an error a person can act on. Errors of callbacks and of our own pass through unchanged.
 * A full disk, a lock and a failing disk are `store_failed` and retryable: the transaction was rolled back as a whole.
 */
export function storeError(error: unknown): unknown {
  if (error instanceof Database.SqliteError) return sqliteError(error);
  if (error instanceof TypeError && error.message.includes("database connection is not open")) {
    return new AppError("stopping", "The store is closed: the program is stopping.", { cause: error });
  }
  return error;
}

function sqliteError(error: InstanceType<typeof Database.SqliteError>): AppError {
  const { code, message } = error;
  if (code.startsWith("SQLITE_CONSTRAINT")) return constraintError(message, error);
  const failed = (text: string, retryable = true) =>
    new AppError("store_failed", text, { cause: error, retryable });
  if (code === "SQLITE_FULL") return failed("The disk is full: nothing was stored. Free some space.");
  if (code.startsWith("SQLITE_BUSY") || code.startsWith("SQLITE_LOCKED")) {
    return failed("Another program holds the database: nothing was stored. Close it.");
  }
  if (code.startsWith("SQLITE_CORRUPT") || code === "SQLITE_NOTADB") {
    return failed("The database file is damaged. Stop the program and restore a backup.", false);
  }
  return failed(`The database could not be written (${code}): nothing was stored.`);
}

function constraintError(message: string, cause: Error): AppError {
  if (message.includes("messages.in_reply_to")) {
    return new AppError("conflict", "This message has an answer of the bot already.", { cause });
  }
  if (message.includes("conversations.account")) {
    return new AppError("conflict", "The customer has a newer open conversation here: use that one.", {
      cause,
    });
  }
  return new AppError("conflict", "What was to be stored contradicts what is there.", { cause });
}
