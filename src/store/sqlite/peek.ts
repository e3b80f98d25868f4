import { existsSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { reasonOf } from "../../errors.ts";
import { APPLICATION_ID } from "./migrate.ts";
import { MIGRATIONS } from "./migrations.ts";

/** What a database is, seen from outside. */
export type Peek =
  | { state: "absent" }
  | { state: "sound"; admins: number; pending: string[] }
  | { state: "foreign" | "newer" | "damaged"; detail: string };

/** Looks at the database of a data folder that nobody has open, without changing it. Never throws. */
export function peekDatabase(folder: string): Peek {
  const file = join(folder, "kefu.db");
  if (!existsSync(file)) return { state: "absent" };
  let db: InstanceType<typeof Database> | undefined;
  try {
    db = new Database(file, { readonly: true, timeout: 1_000 });
    return look(db);
  } catch (error) {
    return { state: "damaged", detail: reasonOf(error) };
  } finally {
    db?.close();
  }
}

function look(db: InstanceType<typeof Database>): Peek {
  const tables = db.prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all();
  if (tables.length === 0) return { state: "absent" };
  if (db.pragma("application_id", { simple: true }) !== APPLICATION_ID) {
    return { state: "foreign", detail: "it belongs to another program" };
  }
  const done = db.prepare<[], string>("SELECT name FROM migrations").pluck().all();
  const unknown = done.filter((name) => !MIGRATIONS.some((step) => step.name === name));
  if (unknown.length > 0) return { state: "newer", detail: `a newer kefu wrote it (${unknown.join(", ")})` };
  const check = db.pragma("quick_check(1)", { simple: true });
  if (check !== "ok") return { state: "damaged", detail: String(check) };
  const admins = tables.includes("agents")
    ? db
        .prepare<[], number>("SELECT count(*) FROM agents WHERE role = 'admin' AND disabled_at IS NULL")
        .pluck()
        .get()
    : 0;
  return { state: "sound", admins: admins ?? 0, pending: pendingOf(done) };
}

function pendingOf(done: readonly string[]): string[] {
  return MIGRATIONS.map(({ name }) => name).filter((name) => !done.includes(name));
}
