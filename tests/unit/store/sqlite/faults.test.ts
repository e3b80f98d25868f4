import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import Database from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { openDatabase } from "../../../../src/store/sqlite/database.ts";
import { openSqlite, sqliteStore } from "../../../../src/store/sqlite/open.ts";
import { ACCOUNT, accept, acceptOne, botAnswers, messageOf, textsOf } from "../../../contract/store-scene.ts";
import { scratchFolders } from "./scratch.ts";

const folderOf = scratchFolders();
const LONG = "a long question ".repeat(60);
const WRITER = fileURLToPath(new URL("./writer.ts", import.meta.url));

function writerOn(folder: string): ChildProcess {
  const tsx = import.meta.resolve("tsx");
  return spawn(process.execPath, ["--import", tsx, WRITER, folder], { stdio: ["ignore", "pipe", "inherit"] });
}

/** Kills the writer the hard way after so many keys; gives all keys it said were stored. */
async function killAfter(writer: ChildProcess, keys: number): Promise<string[]> {
  if (!writer.stdout) throw new Error("no output");
  const stored: string[] = [];
  for await (const line of createInterface({ input: writer.stdout })) {
    stored.push(line);
    if (stored.length === keys) writer.kill("SIGKILL");
  }
  return stored;
}

describe("when the disk is full", () => {
  it("stores nothing of a batch, says that it may be tried again, and goes on when there is room", async () => {
    const { db, close } = openDatabase({ folder: folderOf() });
    const store = sqliteStore(db, close);
    const { conversationId } = await acceptOne(store, messageOf("first", "hi"));
    const pages = db.pragma("page_count", { simple: true }) as number;
    db.pragma(`max_page_count = ${pages + 8}`);
    const stored: string[] = [];
    let failure: unknown;
    for (let n = 0; failure === undefined && n < 200; n += 1) {
      const batch = [0, 1, 2].map((part) => messageOf(`${n}-${part}`, `${n}-${part} ${LONG}`));
      try {
        await accept(store, batch, { cursor: { name: "offset", value: `${n}` } });
        stored.push(...batch.map(({ key }) => key));
      } catch (error) {
        failure = error;
      }
    }
    expect(failure).toMatchObject({ code: "store_failed", retryable: true });
    expect(await textsOf(store, conversationId)).toHaveLength(stored.length + 1);
    expect(await store.inbound.cursor(ACCOUNT, "offset")).toBe(`${stored.length / 3 - 1}`);
    expect(db.pragma("integrity_check", { simple: true })).toBe("ok");
    expect(db.pragma("foreign_key_check")).toEqual([]);
    db.pragma("max_page_count = 1000000");
    expect((await acceptOne(store, messageOf("later", LONG))).outcome).toBe("accepted");
    await store.close();
  });
});

describe("when another program holds the database", () => {
  it("stores nothing, says so, and goes on when it is free", async () => {
    const folder = folderOf();
    const { db, close } = openDatabase({ folder });
    db.pragma("busy_timeout = 0");
    const store = sqliteStore(db, close);
    const other = new Database(join(folder, "kefu.db"));
    other.exec("BEGIN IMMEDIATE");
    await expect(accept(store, [messageOf(1, "hi")])).rejects.toMatchObject({
      code: "store_failed",
      retryable: true,
    });
    await expect(store.probe(1)).rejects.toMatchObject({ code: "store_failed" });
    other.exec("ROLLBACK");
    other.close();
    expect((await acceptOne(store, messageOf(1, "hi"))).outcome).toBe("accepted");
    await store.close();
  });
});

describe("when the process is killed", () => {
  it("has everything it said it had, and gives the folder free by itself", async () => {
    const folder = folderOf();
    let all: string[] = [];
    for (const keys of [40, 7, 90]) {
      const writer = writerOn(folder);
      const ended = once(writer, "exit");
      all = [...all, ...(await killAfter(writer, keys))];
      await ended;
      const store = openSqlite({ folder });
      const receipts = await accept(
        store,
        all.map((key) => messageOf(key.slice(1), "x")),
      );
      expect(receipts.filter(({ outcome }) => outcome !== "duplicate")).toEqual([]);
      await store.close();
    }
    expect(all.length).toBeGreaterThanOrEqual(137);
    const { db, close } = openDatabase({ folder });
    expect(db.pragma("integrity_check", { simple: true })).toBe("ok");
    // Each event with its message: nothing half done.
    const halves = db.prepare(
      "SELECT count(*) FROM inbox WHERE message_id NOT IN (SELECT id FROM messages WHERE conversation_id = inbox.conversation_id)",
    );
    expect(halves.pluck().get()).toBe(0);
    close();
  });
});

describe("backing up", () => {
  it("copies a store that is being written to into one whole file", async () => {
    const folder = folderOf();
    const store = openSqlite({ folder });
    const { conversationId } = await acceptOne(store, messageOf(1, "hi"));
    const file = join(folderOf(), "copy.db");
    const copying = store.backup(file);
    await botAnswers(store, conversationId, "hello");
    await copying;
    await store.backup(file);
    const copy = new Database(file, { readonly: true });
    expect(copy.prepare("SELECT text FROM messages ORDER BY seq").pluck().all()).toEqual(["hi", "hello"]);
    expect(copy.pragma("journal_mode", { simple: true })).toBe("delete");
    copy.close();
    await store.close();
  });

  it("leaves the last good copy alone when it fails", async () => {
    const store = openSqlite({ folder: ":memory:" });
    await expect(store.backup(join(folderOf(), "no", "such", "folder.db"))).rejects.toMatchObject({
      code: "store_failed",
    });
    await store.close();
  });

  it("is never written over the database itself or what stands beside it, by whatever path", async () => {
    const folder = folderOf();
    const store = openSqlite({ folder });
    const link = join(folderOf(), "elsewhere");
    symlinkSync(folder, link);
    for (const name of ["kefu.db", "kefu.db-wal", "kefu.db-shm", "instance.lock", "kefu.sock"]) {
      for (const at of [folder, link]) {
        await expect(store.backup(join(at, name))).rejects.toMatchObject({ code: "input_invalid" });
      }
    }
    await store.backup(join(folder, "kefu.db.bak"));
    await store.close();
  });
});

describe("closing", () => {
  it("first stores what was asked for, then refuses more with a code of its own", async () => {
    const folder = folderOf();
    const store = openSqlite({ folder });
    const last = acceptOne(store, messageOf(1, "hi"));
    await store.close();
    expect((await last).outcome).toBe("accepted");
    await expect(accept(store, [messageOf(2, "too late")])).rejects.toMatchObject({ code: "stopping" });
    const again = openSqlite({ folder });
    expect(await again.inbound.waiting()).toHaveLength(1);
    await again.close();
  });
});
