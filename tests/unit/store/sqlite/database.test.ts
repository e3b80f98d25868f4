import { mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { assertVersion, isNetworkFilesystem, openDatabase } from "../../../../src/store/sqlite/database.ts";
import { MIGRATIONS } from "../../../../src/store/sqlite/migrations.ts";
import { scratchFolders } from "./scratch.ts";

const folderOf = scratchFolders();

describe("opening the database", () => {
  it("makes a folder and a file that nobody else may read", () => {
    const folder = join(folderOf(), "deep", "data");
    const { close } = openDatabase({ folder });
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    for (const name of ["kefu.db", "kefu.db-wal"]) {
      expect(statSync(join(folder, name)).mode & 0o777, name).toBe(0o600);
    }
    close();
  });

  it("syncs fully, checks references, and waits for a lock rather than giving up", () => {
    const { db, close } = openDatabase({ folder: folderOf() });
    const settings = ["journal_mode", "synchronous", "foreign_keys", "busy_timeout", "trusted_schema"];
    const values = settings.map((name) => db.pragma(name, { simple: true }));
    expect(values).toEqual(["wal", 2, 1, 5000, 0]);
    expect(db.pragma("journal_size_limit", { simple: true })).toBe(64 * 1024 * 1024);
    expect(db.pragma("cell_size_check", { simple: true })).toBe(1);
    close();
  });

  it("keeps every table strict, so that a wrong type is an error and not a surprise", () => {
    const { db, close } = openDatabase({ folder: ":memory:" });
    const loose = db
      .prepare(
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 0 AND name NOT LIKE 'sqlite_%'",
      )
      .all();
    expect(loose).toEqual([]);
    close();
  });

  it("refuses a second instance on the same folder and says what to do", () => {
    const folder = folderOf();
    const { close } = openDatabase({ folder });
    const second = () => openDatabase({ folder });
    expect(second).toThrow(expect.objectContaining({ code: "data_folder_in_use" }));
    expect(second).toThrow(/Stop it first, or set DATA_DIR/);
    close();
    expect(() => second().close()).not.toThrow();
  });

  it("leaves another program's database as it was", () => {
    const folder = folderOf();
    const file = join(folder, "kefu.db");
    const other = new Database(file);
    other.exec("CREATE TABLE diary (entry TEXT); INSERT INTO diary VALUES ('dear')");
    other.close();
    const before = readFileSync(file);
    expect(() => openDatabase({ folder })).toThrow(expect.objectContaining({ code: "database_foreign" }));
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  it("refuses a file that is no database, and gives the folder free again", () => {
    const folder = folderOf();
    writeFileSync(join(folder, "kefu.db"), "this is a shopping list, long enough to be looked at".repeat(40));
    const open = () => openDatabase({ folder });
    expect(open).toThrow(expect.objectContaining({ code: "database_foreign" }));
    expect(open).toThrow(expect.objectContaining({ code: "database_foreign" }));
  });

  it("refuses what a newer program wrote", () => {
    const folder = folderOf();
    const newer = [...MIGRATIONS, { name: "900-tomorrow", sql: "CREATE TABLE tomorrow (id INTEGER) STRICT" }];
    openDatabase({ folder, migrations: newer }).close();
    expect(() => openDatabase({ folder })).toThrow(expect.objectContaining({ code: "database_newer" }));
    expect(() => openDatabase({ folder })).toThrow(/900-tomorrow/);
  });

  it("refuses a damaged file instead of working on it", () => {
    const folder = folderOf();
    openDatabase({ folder }).close();
    const file = join(folder, "kefu.db");
    const bytes = readFileSync(file);
    bytes.fill(0x5a, 4096 * 3, 4096 * 6);
    writeFileSync(file, bytes);
    expect(() => openDatabase({ folder })).toThrow(expect.objectContaining({ code: "store_failed" }));
  });

  it("says so when the folder cannot hold files", () => {
    const folder = folderOf();
    writeFileSync(join(folder, "data"), "a file where a folder should be");
    expect(() => openDatabase({ folder: join(folder, "data") })).toThrow(
      expect.objectContaining({ code: "store_failed" }),
    );
    mkdirSync(join(folder, "kefu.db"));
    expect(() => openDatabase({ folder })).toThrow(expect.objectContaining({ code: "store_failed" }));
  });

  it("refuses SQLite versions that may damage a file, and network drives", () => {
    expect(() => assertVersion("3.51.2")).toThrow(expect.objectContaining({ code: "database_unsafe" }));
    expect(() => assertVersion("3.51.3")).not.toThrow();
    expect(() => assertVersion("3.53.2")).not.toThrow();
    expect([0x6969, 0xff534d42, 0xef53, 0x01021994].map(isNetworkFilesystem)).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});
