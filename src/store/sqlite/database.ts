import { chmodSync, closeSync, mkdirSync, openSync, statfsSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { AppError, reasonOf } from "../../errors.ts";
import { storeError } from "./errors.ts";
import { lockFolder } from "./lock.ts";
import { APPLICATION_ID, migrate } from "./migrate.ts";
import { MIGRATIONS, type Migration } from "./migrations.ts";
import { openSearchIndex } from "./search-index.ts";
import type { Db } from "./transaction.ts";

export interface DatabaseOptions {
  /** Made with mode 0700 when absent. ":memory:" keeps everything in memory, without a lock. */
  folder: string;
  /** Name of the file in the folder. */
  file?: string;
  now?: () => number;
  migrations?: readonly Migration[];
}

export interface OpenDatabase {
  db: Db;
  /** Closes the database and gives the folder free. */
  close(): void;
}

/**
 * Opens the database of a data folder, checked, with its settings asserted and its schema up to date.
 * Throws `data_folder_in_use`, `database_foreign`, `database_newer`, `database_unsafe` or `store_failed`.
 */
export function openDatabase(options: DatabaseOptions): OpenDatabase {
  const memory = options.folder === ":memory:";
  const at = (options.now ?? Date.now)();
  const migrations = options.migrations ?? MIGRATIONS;
  if (memory) {
    const db = new Database(":memory:");
    configure(db, true);
    migrate(db, migrations, at);
    openSearchIndex(db);
    return { db, close: () => db.close() };
  }
  makeFolder(options.folder);
  const release = lockFolder(options.folder);
  const file = join(options.folder, options.file ?? "kefu.db");
  try {
    const db = openFile(file, migrations, at);
    return {
      db,
      close() {
        db.close();
        release();
      },
    };
  } catch (error) {
    release();
    throw openError(error, file);
  }
}

/** A file system that refuses is as final as a database that does: both are told with the file's name. */
function openError(error: unknown, file: string): unknown {
  const translated = storeError(error);
  if (translated instanceof AppError) return translated;
  return new AppError("store_failed", `${file} cannot be opened: ${reasonOf(error)}`, { cause: error });
}

function openFile(file: string, migrations: readonly Migration[], at: number): Db {
  // SQLite gives its side files the mode of the main one, so the mode is set before it sees the file.
  closeSync(openSync(file, "a", 0o600));
  chmodSync(file, 0o600);
  const db = new Database(file, { timeout: 5000 });
  try {
    refuseForeign(db, file);
    configure(db, false);
    quickCheck(db, file);
    migrate(db, migrations, at, file);
    openSearchIndex(db);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

export function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw new AppError(
      "store_failed",
      `The data folder ${folder} cannot be made. Set DATA_DIR to one that can.`,
      {
        cause,
      },
    );
  }
  if (isNetworkFilesystem(statfsSync(folder).type)) {
    throw new AppError(
      "database_unsafe",
      `${folder} is on a network drive, where SQLite's locks cannot be trusted. Set DATA_DIR to a local disk.`,
    );
  }
}

/** NFS, SMB, CIFS and SMB2, by the magic numbers of statfs(2). */
export function isNetworkFilesystem(type: number): boolean {
  return [0x6969, 0x517b, 0xff534d42, 0xfe534d42].includes(type >>> 0);
}

/** Before the first setting: `journal_mode` would already change a file that is not ours. */
function refuseForeign(db: Db, file: string): void {
  if (applicationId(db) === APPLICATION_ID) return;
  if (tableCount(db) === 0) return;
  throw foreign(file);
}

function applicationId(db: Db): number {
  try {
    return db.pragma("application_id", { simple: true }) as number;
  } catch {
    return -1; // Not a database at all: counting its tables says so in a moment.
  }
}

function tableCount(db: Db): number {
  try {
    return db.prepare<[], number>("SELECT count(*) FROM sqlite_schema").pluck().get() ?? 0;
  } catch (cause) {
    if (cause instanceof Database.SqliteError && cause.code === "SQLITE_NOTADB") return -1;
    throw cause;
  }
}

function foreign(file: string): AppError {
  return new AppError(
    "database_foreign",
    `${file} belongs to another program. Move it away, or set DATA_DIR to another folder.`,
  );
}

/** Settings, each with its reason, and proof that those that matter took. */
function configure(db: Db, memory: boolean): void {
  assertVersion(db.prepare<[], string>("SELECT sqlite_version()").pluck().get() ?? "0");
  if (!memory) db.pragma("journal_mode = WAL"); // Readers and a backup go on while we write.
  db.pragma("synchronous = FULL"); // After journal_mode, which lowers it to NORMAL: "stored" must survive a power cut.
  db.pragma("foreign_keys = ON");
  db.pragma("busy_timeout = 5000"); // A backup tool may hold the lock for a moment.
  db.pragma("trusted_schema = OFF"); // A prepared file cannot make the schema call functions.
  db.pragma("journal_size_limit = 67108864"); // A long reader may swell the journal; it shrinks again.
  db.pragma("secure_delete = ON"); // What is deleted or erased is gone from the file, not only from sight.
  db.pragma("cell_size_check = ON"); // Damage is found where it is read, not where it spreads.
  const wal = db.pragma("journal_mode", { simple: true });
  const synchronous = db.pragma("synchronous", { simple: true });
  if ((!memory && wal !== "wal") || synchronous !== 2) {
    throw new AppError(
      "database_unsafe",
      "SQLite refused write-ahead logging with full sync. Set DATA_DIR to a local disk.",
    );
  }
}

/** 3.51.3 is the first without the WAL-reset fault that may damage a file (3.7.0 to 3.51.2). */
export function assertVersion(version: string): void {
  const [major = 0, minor = 0, patch = 0] = version.split(".").map(Number);
  if (major * 1_000_000 + minor * 1000 + patch >= 3_051_003) return;
  throw new AppError(
    "database_unsafe",
    `SQLite ${version} has a fault that may damage the database. Run npm ci to get 3.51.3 or newer.`,
  );
}

function quickCheck(db: Db, file: string): void {
  const result = db.pragma("quick_check(1)", { simple: true });
  if (result === "ok") return;
  throw new AppError("store_failed", `${file} is damaged (${String(result)}). Restore a backup.`);
}
