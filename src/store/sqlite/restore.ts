import { chmodSync, closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { AppError, reasonOf } from "../../errors.ts";
import { makeFolder } from "./database.ts";
import { lockFolder } from "./lock.ts";
import { APPLICATION_ID } from "./migrate.ts";
import { MIGRATIONS } from "./migrations.ts";

/** What a restore put in place. */
export interface Restored {
  conversations: number;
  messages: number;
  /** When the newest message was said; absent when there is none. */
  newest?: number;
  /** Steps of the schema the next start will run. */
  pending: string[];
  /** Where the database that was here is now. */
  before?: string;
  /** Contacts that were erased here after the copy was made, and are in it again. */
  erasedSince: string[];
}

/**
 * Puts a copy in the place of a data folder's database. The copy is checked whole first (ours, undamaged, references
 * intact, not from a newer program), read with its journal if it has one, and takes its place by a rename; what was here is kept.
 * Throws `data_folder_in_use` while a program runs there, `input_invalid` for a copy that will not do, `store_failed`.
 */
export async function restoreFrom(copy: string, folder: string): Promise<Restored> {
  makeFolder(folder);
  const release = lockFolder(folder);
  const file = join(folder, "kefu.db");
  const part = `${file}.restoring`;
  try {
    removeAll(part);
    await readInto(part, copy);
    const restored = look(part);
    const since = erasedSince(file, part);
    const before = setAside(file);
    renameSync(part, file);
    syncFolder(folder);
    return { ...restored, ...(before === undefined ? {} : { before }), erasedSince: since };
  } catch (cause) {
    removeAll(part);
    if (cause instanceof AppError) throw cause;
    throw new AppError("store_failed", `Nothing was restored: ${reasonOf(cause)}`, { cause });
  } finally {
    release();
  }
}

const SIDE_FILES = ["", "-wal", "-shm"] as const;

function removeAll(file: string): void {
  for (const end of [...SIDE_FILES, "-journal"]) rmSync(file + end, { force: true });
}

/** Reads a copy page by page, so that whatever stands in a journal beside it comes along, and checks what was read. */
async function readInto(part: string, copy: string): Promise<void> {
  if (!existsSync(copy)) throw unfit(copy, "there is no such file");
  closeSync(openSync(part, "w", 0o600));
  let source: InstanceType<typeof Database> | undefined;
  try {
    source = new Database(copy, { readonly: true, fileMustExist: true });
    const fault = faultOf(source);
    if (fault !== undefined) throw unfit(copy, fault);
    await source.backup(part);
    chmodSync(part, 0o600);
  } catch (cause) {
    throw cause instanceof AppError ? cause : unfit(copy, reasonOf(cause), cause);
  } finally {
    source?.close();
  }
}

function faultOf(db: InstanceType<typeof Database>): string | undefined {
  if (db.pragma("application_id", { simple: true }) !== APPLICATION_ID) return "it is no database of kefu";
  const steps = db.prepare<[], string>("SELECT name FROM migrations").pluck().all();
  const unknown = steps.filter((name) => !MIGRATIONS.some((step) => step.name === name));
  if (unknown.length > 0) return `a newer kefu wrote it (${unknown.join(", ")}): install that version first`;
  const check = db.pragma("integrity_check(1)", { simple: true });
  if (check !== "ok") return `it is damaged (${String(check)}): take an older one`;
  const broken = db.pragma("foreign_key_check") as unknown[];
  if (broken.length > 0) return `${broken.length} of its rows refer to what is not there: take another one`;
  return undefined;
}

function unfit(copy: string, why: string, cause?: unknown): AppError {
  return new AppError("input_invalid", `${copy} cannot be restored: ${why}. Nothing was changed.`, { cause });
}

function look(part: string): Omit<Restored, "before" | "erasedSince"> {
  const db = new Database(part);
  try {
    db.pragma("journal_mode = DELETE"); // One file, that a rename takes whole.
    const steps = db.prepare<[], string>("SELECT name FROM migrations").pluck().all();
    const newest = db.prepare<[], number | null>("SELECT max(at) FROM messages").pluck().get();
    return {
      conversations: db.prepare<[], number>("SELECT count(*) FROM conversations").pluck().get() ?? 0,
      messages: db.prepare<[], number>("SELECT count(*) FROM messages").pluck().get() ?? 0,
      ...(newest == null ? {} : { newest }),
      pending: MIGRATIONS.map(({ name }) => name).filter((name) => !steps.includes(name)),
    };
  } finally {
    db.close();
  }
}

/** A copy from before an erasure holds the person still: whoever restores it must know. What cannot be read tells nothing. */
function erasedSince(file: string, part: string): string[] {
  if (!existsSync(file)) return [];
  let [here, there]: (InstanceType<typeof Database> | undefined)[] = [];
  try {
    here = new Database(file, { readonly: true });
    there = new Database(part, { readonly: true });
    const known = there.prepare<[string], number>("SELECT 1 FROM contacts WHERE id = ?").pluck();
    return here
      .prepare<[], string>(
        "SELECT DISTINCT target FROM audit WHERE action = 'contacts.erase' AND outcome = 'done' AND target IS NOT NULL",
      )
      .pluck()
      .all()
      .filter((id) => known.get(id) !== undefined);
  } catch {
    return [];
  } finally {
    here?.close();
    there?.close();
  }
}

/** The journal goes with its file: it may hold what the file does not yet. Earlier ones are kept, each under its number. */
function setAside(file: string): string | undefined {
  if (!existsSync(file)) return undefined;
  const name = (n: number): string => `${file}.before-restore${n === 1 ? "" : `-${n}`}`;
  let n = 1;
  while (existsSync(name(n))) n += 1;
  for (const end of SIDE_FILES) {
    if (existsSync(file + end)) renameSync(file + end, name(n) + end);
  }
  return name(n);
}

/** A rename is on disk only when its folder is. */
function syncFolder(folder: string): void {
  const handle = openSync(folder, "r");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
