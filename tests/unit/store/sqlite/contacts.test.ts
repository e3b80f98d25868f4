import { expect, it } from "vitest";
import { newConversation } from "../../../../src/conversation/state.ts";
import { openDatabase } from "../../../../src/store/sqlite/database.ts";
import { MIGRATIONS } from "../../../../src/store/sqlite/migrations.ts";
import { sqliteStore } from "../../../../src/store/sqlite/open.ts";
import { acceptOne, messageOf } from "../../../contract/store-scene.ts";
import { scratchFolders } from "./scratch.ts";

const folderOf = scratchFolders();

it("makes contacts of everybody in a database from before there were any", async () => {
  const folder = folderOf();
  const step = MIGRATIONS.findIndex(({ name }) => name.endsWith("-contacts"));
  const before = openDatabase({ folder, migrations: MIGRATIONS.slice(0, step) });
  const add = before.db.prepare(`
    INSERT INTO conversations (id, account, space_id, thread, actor, ordinal, reference, status, owner, epoch, priority,
      opened_at, last_at, state) VALUES (@id, @account, @id, '', '', 1, @id, 'resolved', 'bot', 1, 0, @at, @at, @state)`);
  for (const [id, account, customer, name, at] of [
    ["c1", "telegram:1", "77", "Old name", 1000],
    ["c2", "telegram:1", "77", "New name", 2000],
    ["c3", "web", "user_9", undefined, 3000],
    ["c4", "web", "v_abc", undefined, 4000],
  ] as const) {
    const space = { id, kind: "dm" } as const;
    const who = { id: customer, ...(name === undefined ? {} : { name }) };
    const state = newConversation({ id, account, space, customer: who, locale: "en", at });
    add.run({ id, account, at, state: JSON.stringify(state) });
  }
  before.close();
  const { db, close } = openDatabase({ folder });
  const { contacts } = sqliteStore(db, close);
  const [one, two] = [await contacts.find("c1"), await contacts.find("c2")];
  expect(one).toBe(two);
  expect(await contacts.show(one ?? "")).toMatchObject({
    createdAt: 1000,
    name: "New name",
    verified: false,
    identities: [{ customerId: "77", firstAt: 1000, lastAt: 2000 }],
  });
  expect((await contacts.show((await contacts.find("c3")) ?? ""))?.verified).toBe(true);
  expect((await contacts.show((await contacts.find("c4")) ?? ""))?.verified).toBe(false);
  expect(db.pragma("foreign_key_check")).toEqual([]);
  close();
});

it("leaves every row of every table as it was, byte for byte, when a merge is taken back", async () => {
  const folder = folderOf();
  const { db, close } = openDatabase({ folder });
  const store = sqliteStore(db, close);
  const ids: string[] = [];
  for (const name of ["a", "b"]) {
    const event = messageOf(name, `I am ${name}`, {
      space: { id: name, kind: "dm" },
      actor: { id: name, name },
    });
    const { conversationId } = await acceptOne(store, event);
    ids.push((await store.contacts.find(conversationId)) ?? "");
  }
  const [a = "", b = ""] = ids;
  const dump = () => {
    db.pragma("wal_checkpoint(TRUNCATE)");
    const tables = db
      .prepare<[], string>(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name",
      )
      .pluck()
      .all();
    return JSON.stringify(tables.map((table) => [table, db.prepare(`SELECT * FROM "${table}"`).all()]));
  };
  const before = dump();
  await store.contacts.merge(a, b, undefined, 5000);
  expect(dump()).not.toBe(before);
  await store.contacts.unmerge(a, b);
  expect(dump()).toBe(before);
  await store.close();
});
