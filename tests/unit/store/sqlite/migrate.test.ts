import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { openDatabase } from "../../../../src/store/sqlite/database.ts";
import { MIGRATIONS } from "../../../../src/store/sqlite/migrations.ts";
import { scratchFolders } from "./scratch.ts";

const folderOf = scratchFolders();
const DRINKS = { name: "901-drinks", sql: "CREATE TABLE drinks (name TEXT NOT NULL) STRICT" };
const BROKEN = {
  name: "902-broken",
  sql: "CREATE TABLE half (a TEXT) STRICT; INSERT INTO nowhere VALUES (1)",
};

describe("migrating", () => {
  it("runs each step once and records it by name", () => {
    const folder = folderOf();
    openDatabase({ folder, now: () => 77 }).close();
    const { db, close } = openDatabase({ folder, migrations: [...MIGRATIONS, DRINKS], now: () => 88 });
    const rows = db.prepare("SELECT name, at FROM migrations ORDER BY n").all();
    expect(rows).toEqual([
      ...MIGRATIONS.map(({ name }) => ({ name, at: 77 })),
      { name: DRINKS.name, at: 88 },
    ]);
    close();
  });

  it("copies an existing database before it changes it, and makes no copy of a new one", () => {
    const folder = folderOf();
    const { db, close } = openDatabase({ folder });
    db.prepare("INSERT INTO cursors VALUES ('a', 'offset', '9')").run();
    close();
    expect(readdirSync(folder).filter((name) => name.includes("before"))).toEqual([]);
    openDatabase({ folder, migrations: [...MIGRATIONS, DRINKS] }).close();
    const copy = new Database(join(folder, "kefu.db.before-901-drinks"), { readonly: true });
    expect(copy.prepare("SELECT value FROM cursors").pluck().get()).toBe("9");
    expect(copy.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'drinks'").get()).toBeUndefined();
    copy.close();
  });

  it("undoes a step that fails as a whole, keeps those before it, and can go on later", () => {
    const folder = folderOf();
    openDatabase({ folder }).close();
    const failing = () => openDatabase({ folder, migrations: [...MIGRATIONS, DRINKS, BROKEN] });
    expect(failing).toThrow(/nowhere/);
    const mended = { ...BROKEN, sql: "CREATE TABLE half (a TEXT) STRICT" };
    const { db, close } = openDatabase({ folder, migrations: [...MIGRATIONS, DRINKS, mended] });
    expect(db.prepare("SELECT count(*) FROM half").pluck().get()).toBe(0);
    expect(existsSync(join(folder, "kefu.db.before-901-drinks"))).toBe(true);
    close();
  });

  it("never renames or reorders what it shipped", () => {
    const names = MIGRATIONS.map(({ name }) => name);
    const shipped =
      "001-conversations 002-inbox 003-outbox 004-people 006-access 007-rooms 008-search canned-replies 008-alerts 009-due";
    expect(names.slice(0, 10)).toEqual(shipped.split(" "));
    expect(new Set(names).size).toBe(names.length);
  });
});
