import { existsSync, renameSync, rmSync } from "node:fs";
import { AppError, reasonOf } from "../../errors.ts";
import type { Migration } from "./migrations.ts";
import type { Db } from "./transaction.ts";

/** "kefu" in ASCII: how our files are told from those of other programs. */
export const APPLICATION_ID = 0x6b656675;

/**
 * Brings the schema up to date, each step in a transaction of its own, recorded by name. Returns the names it ran.
 * An existing database is copied to `<file>.before-<first step>` first; pass no file for a database in memory.
 * Throws `database_newer` when the database has steps this program does not know.
 */
export function migrate(db: Db, steps: readonly Migration[], at: number, file?: string): string[] {
  const done = appliedNames(db);
  const unknown = done.filter((name) => !steps.some((step) => step.name === name));
  if (unknown.length > 0) {
    throw new AppError(
      "database_newer",
      `A newer kefu wrote this database (${unknown.join(", ")}). Install that version again, or restore the backup made before the upgrade.`,
    );
  }
  const pending = steps.filter((step) => !done.includes(step.name));
  const [first] = pending;
  if (first && done.length > 0 && file !== undefined) copyBefore(db, file, first.name);
  for (const step of pending) apply(db, step, at);
  return pending.map((step) => step.name);
}

function appliedNames(db: Db): string[] {
  const table = db.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'migrations'").get();
  if (!table) return [];
  return db.prepare<[], string>("SELECT name FROM migrations ORDER BY n").pluck().all();
}

function apply(db: Db, step: Migration, at: number): void {
  const run = db.transaction(() => {
    db.pragma(`application_id = ${APPLICATION_ID}`);
    db.exec(
      "CREATE TABLE IF NOT EXISTS migrations (n INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, at INTEGER NOT NULL) STRICT",
    );
    db.exec(step.sql);
    db.prepare("INSERT INTO migrations (name, at) VALUES (?, ?)").run(step.name, at);
  });
  try {
    run.immediate();
  } catch (cause) {
    throw new AppError(
      "store_failed",
      `The database step ${step.name} failed: ${reasonOf(cause)}. Nothing of it was kept; the version before this one still works.`,
      { cause },
    );
  }
}

/** Written beside and renamed, so that a copy under its final name is always whole. */
function copyBefore(db: Db, file: string, name: string): void {
  const copy = `${file}.before-${name}`;
  if (existsSync(copy)) return; // An earlier try got this far: its copy is the older truth.
  rmSync(`${copy}.part`, { force: true });
  db.prepare("VACUUM INTO ?").run(`${copy}.part`);
  renameSync(`${copy}.part`, copy);
}
