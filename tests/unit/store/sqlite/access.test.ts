import { expect, it } from "vitest";
import { openDatabase } from "../../../../src/store/sqlite/database.ts";
import { MIGRATIONS } from "../../../../src/store/sqlite/migrations.ts";
import { sqliteStore } from "../../../../src/store/sqlite/open.ts";
import { scratchFolders } from "./scratch.ts";

const folderOf = scratchFolders();

it("keeps people, keys and sessions of a database from before there were four roles", async () => {
  const folder = folderOf();
  const before = openDatabase({ folder, migrations: MIGRATIONS.slice(0, 4) });
  before.db.exec(`
    INSERT INTO agents VALUES ('a1', 'ada@example.org', 'Ada', 'admin', 'h', NULL, 1), ('a2', 'bo@example.org', 'Bo', 'agent', NULL, 9, 2);
    INSERT INTO agent_keys VALUES ('k1', 'a1', 1);
    INSERT INTO sessions VALUES ('s1', 'a1', 1, 1, 1000);`);
  before.close();
  const { db, close } = openDatabase({ folder });
  const { people } = sqliteStore(db, close);
  expect(await people.list()).toEqual([
    { id: "a1", email: "ada@example.org", name: "Ada", role: "admin", createdAt: 1 },
    { id: "a2", email: "bo@example.org", name: "Bo", role: "agent", createdAt: 2, disabledAt: 9 },
  ]);
  expect(await people.byKey("k1")).toMatchObject({ id: "a1", role: "admin" });
  expect(await people.sessions("a1", { at: 2, idleMs: 100 }, "s1")).toMatchObject([{ current: true }]);
  expect(db.pragma("foreign_key_check")).toEqual([]);
  await people.setRole("a2", "supervisor");
  close();
});

it("cannot change or remove a line of the audit log", async () => {
  const { db, close } = openDatabase({ folder: folderOf() });
  const { audit } = sqliteStore(db, close);
  await audit.add({ at: 1, via: "door", action: "login", address: "ip", outcome: "done" });
  expect(() => db.exec("UPDATE audit SET outcome = 'other'")).toThrow(/append-only/);
  expect(() => db.exec("DELETE FROM audit")).toThrow(/append-only/);
  close();
});
