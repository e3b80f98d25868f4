import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openDatabase } from "../../../../src/store/sqlite/database.ts";
import { sqliteStore } from "../../../../src/store/sqlite/open.ts";
import type { Db } from "../../../../src/store/sqlite/transaction.ts";
import type { Store } from "../../../../src/store/store.ts";
import { acceptOne, messageOf } from "../../../contract/store-scene.ts";
import { scratchFolders } from "./scratch.ts";

const folderOf = scratchFolders();

function open(folder: string): { db: Db; store: Store } {
  const { db, close } = openDatabase({ folder });
  return { db, store: sqliteStore(db, close) };
}

async function count(store: Store, text: string): Promise<number> {
  return (await store.search.find({ text, agentId: "a", limit: 9 })).hits.length;
}

describe("the search index of SQLite", () => {
  it("forgets what any statement deletes or blanks, and leaves no trace of it in the file", async () => {
    const folder = folderOf();
    const { db, store } = open(folder);
    const { messageId } = await acceptOne(store, messageOf(1, "zanzibar 桑给巴尔"));
    await acceptOne(store, messageOf(2, "quixotic rest"));
    expect([await count(store, "zanzibar"), await count(store, "给巴")]).toEqual([1, 1]);
    for (const table of ["feed", "inbox", "message_refs"]) db.exec(`DELETE FROM ${table}`);
    db.prepare("DELETE FROM messages WHERE id = ?").run(messageId);
    db.exec("UPDATE messages SET text = ''; UPDATE conversations SET last_text = ''");
    expect([await count(store, "zanzibar"), await count(store, "给巴"), await count(store, "rest")]).toEqual([
      0, 0, 0,
    ]);
    expect(db.pragma("integrity_check", { simple: true })).toBe("ok");
    db.pragma("wal_checkpoint(TRUNCATE)");
    await store.close();
    const bytes = readdirSync(folder).map((name) => readFileSync(join(folder, name)));
    for (const word of ["zanzibar", "桑给", "quixotic"]) {
      expect(
        bytes.some((file) => file.includes(word)),
        word,
      ).toBe(false);
    }
  });

  it("forgets a customer's name and details when the case is changed or deleted", async () => {
    const { db, store } = open(folderOf());
    const { conversationId } = await acceptOne(store, messageOf(1, "hello"));
    expect(await count(store, "Lin")).toBe(1);
    db.prepare(
      "UPDATE conversations SET state = json_set(state, '$.customer', json('{\"id\":\"gone\"}')) WHERE id = ?",
    ).run(conversationId);
    expect([await count(store, "Lin"), await count(store, "gone")]).toEqual([0, 1]);
    for (const table of ["feed", "inbox", "message_refs", "messages", "conversations"])
      db.exec(`DELETE FROM ${table}`);
    expect(await count(store, "gone")).toBe(0);
    await store.close();
  });

  it("is made anew when it is missing or was made by other rules", async () => {
    const folder = folderOf();
    const { db, store } = open(folder);
    await acceptOne(store, messageOf(1, "我昨天转账了"));
    db.exec(
      "INSERT INTO search_messages (search_messages) VALUES ('delete-all'); UPDATE search_version SET version = 0",
    );
    expect(await count(store, "转账")).toBe(0);
    await store.close();
    const again = open(folder);
    expect(await count(again.store, "转账")).toBe(1);
    await again.store.close();
  });
});
