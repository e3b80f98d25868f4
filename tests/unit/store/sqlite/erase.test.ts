import { readFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { describe, expect, it, onTestFinished } from "vitest";
import type { Conversation } from "../../../../src/conversation/state.ts";
import { openSqlite } from "../../../../src/store/sqlite/open.ts";
import type { Store } from "../../../../src/store/store.ts";
import {
  accept,
  acceptOne,
  botAnswers,
  command,
  deliver,
  handleNext,
  inboundOf,
  MEI,
  messageOf,
  say,
} from "../../../contract/store-scene.ts";
import { folder } from "../../server/bench.ts";

/** Everything of a person that must not be found: words of each kind, names, ids of the platform. */
const TRACES = [
  "zerbrechlich",
  "4815162342",
  "quince",
  "secondquestion",
  "paprika",
  "walnut",
  "turmeric",
  "saffron",
  "cardamom",
  "sumac",
  "juniper",
  "clove",
  "fennel",
  "nutmeg",
  "anise",
  "tansy",
  "thread-of-room-77",
  "ext-900",
];

const ACCOUNT = "telegram:1";
const WHO = { id: "4815162342", name: "Zerbrechlich" };
const SPACE = { id: "4815162342", kind: "dm" as const };

function open(path: string): Store {
  const store = openSqlite({ folder: path });
  onTestFinished(() => store.close());
  return store;
}

/** Somebody whose case went through all there is: bot, queue, agent, room, rating, a new question still waiting. */
async function aWholeLife(store: Store): Promise<string> {
  const mine = { actor: WHO, space: SPACE };
  const said = await acceptOne(
    store,
    messageOf(901, "quince-marmalade is stuck", {
      ...mine,
      files: [{ id: "file-handle-juniper", kind: "image" }],
    }),
  );
  const id = said.conversationId;
  const answer = await botAnswers(store, id, "paprika-answer", {
    change: { collected: { "tx-hash": "cardamom-detail" } as Conversation["collected"] },
    actions: [
      say(`${said.messageId}.0`, "paprika-answer", {
        inReplyTo: said.messageId,
        choices: [
          {
            token: "tok1",
            label: "in private",
            value: { kind: "private", question: "private-question-sumac", locale: "en" },
          },
        ],
      }),
    ],
  });
  await deliver(store, answer.rows[0] ?? 0, "ext-9001");
  await accept(store, [inboundOf("edit", { ...mine, key: "e1", msgId: "901", text: "edited-clove" })]);
  await handleNext(store, id, {
    actions: [{ type: "edit-message", messageId: said.messageId, text: "edited-clove" }],
  });
  await command(store, id, "reply", {
    change: {
      owner: { kind: "agent", agentId: MEI.id, agentName: MEI.name, since: 1 },
      epoch: 2,
      dialogue: { lastQuestion: "quince-marmalade" } as Conversation["dialogue"],
    },
    actions: [
      say("r1", "walnut-reply", { author: "agent", agentId: MEI.id, name: MEI.name }),
      { type: "note", id: "n1", agentId: MEI.id, name: MEI.name, text: "turmeric-note" },
      { type: "escalate", reason: "wish", priority: "high" },
      { type: "rate", score: 2, comment: "saffron-comment" },
      say("d1", "draft-in-outbox-fennel", { author: "agent", agentId: MEI.id, name: MEI.name }),
      { type: "set-timer", name: "unsnooze", at: 99 },
    ],
  });
  await accept(store, [messageOf(902, "secondquestion", mine), messageOf(903, "unanswered-nutmeg", mine)]);
  await store.rooms.record(
    {
      room: "discord:9/5",
      conversationId: id,
      opening: 1,
      thread: "thread-of-room-77",
      card: "card of Zerbrechlich",
      status: "",
      rating: "",
      seq: 1,
      shelved: false,
    },
    [{ kind: "message", messageId: said.messageId, part: 0, platformId: "5", shown: "quince-marmalade" }],
  );
  const inRoom = inboundOf("message", {
    key: "room1",
    msgId: "7",
    text: "room-word-anise",
    space: { id: "5", kind: "group", thread: "thread-of-room-77" },
    staff: true,
  });
  await store.rooms.accept({
    account: "discord:9",
    room: "discord:9/5",
    at: 1,
    items: [{ event: inRoom, found: [] }],
  });
  await store.tags.add({ conversationId: id, tag: "tansy", by: MEI, at: 1 });
  await store.inbound.setCursor(ACCOUNT, `seen:${SPACE.id}`, "903");
  await store.inbound.setCursor(ACCOUNT, "places", JSON.stringify([[SPACE.id, "x"]]));
  await store.inbound.setCursor(ACCOUNT, "offset", `9${SPACE.id}`);
  return id;
}

/** Every cell of every table as text, with its place. */
function cells(path: string): string[] {
  const db = new Database(join(path, "kefu.db"), { readonly: true });
  try {
    const tables = db
      .prepare<[], string>(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'",
      )
      .pluck()
      .all();
    return tables.flatMap((table) =>
      (db.prepare(`SELECT * FROM "${table}"`).all() as Record<string, unknown>[]).flatMap((row) =>
        Object.entries(row).map(([column, value]) => `${table}.${column}: ${String(value)}`),
      ),
    );
  } finally {
    db.close();
  }
}

function bytes(path: string): string {
  return ["kefu.db", "kefu.db-wal"].map((name) => readFileSync(join(path, name)).toString("latin1")).join("");
}

/** The search index writes everything small. */
const found = (text: string) => TRACES.filter((trace) => text.toLowerCase().includes(trace));
/** A number that holds the person's id is not the person's id. */
const withoutOffset = (all: string[]) => all.filter((cell) => !cell.endsWith(`9${SPACE.id}`));

async function hits(store: Store, text: string): Promise<number> {
  const { hits: all } = await store.search.find({ text, agentId: MEI.id, limit: 9 });
  return all.length;
}

function counts(path: string) {
  const db = new Database(join(path, "kefu.db"), { readonly: true });
  const all = (sql: string) => db.prepare(sql).all();
  try {
    return {
      conversations: all("SELECT account, count(*) FROM conversations GROUP BY account"),
      messages: all("SELECT author, topic, count(*), min(at), max(at) FROM messages GROUP BY author, topic"),
      events: all("SELECT type, reason, count(*), min(at) FROM events GROUP BY type, reason"),
      ratings: all("SELECT score, count(*) FROM ratings GROUP BY score"),
      escalations: all("SELECT reason, priority, count(*) FROM escalations GROUP BY reason, priority"),
      sent: all("SELECT n FROM tallies WHERE state = 'sent'"),
    };
  } finally {
    db.close();
  }
}

describe("an erased person", () => {
  it("was in every place that is looked at: the test can fail", async () => {
    const path = folder();
    const store = open(path);
    await aWholeLife(store);
    const text = cells(path).join("\n");
    expect(found(text)).toEqual(TRACES);
    for (const word of ["secondquestion", "Zerbrechlich", "walnut"]) expect(await hits(store, word)).toBe(1);
    expect(found(bytes(path))).toEqual(TRACES);
  });

  it("is in no row of any table, and in no byte of the file or the journal", async () => {
    const path = folder();
    const store = open(path);
    const id = await aWholeLife(store);
    const contact = (await store.contacts.find(id)) ?? "";
    const erased = await store.contacts.erase(contact, 9000);
    expect(erased).toMatchObject({
      conversations: 1,
      rooms: [{ room: "discord:9/5", thread: "thread-of-room-77" }],
      traces: [{ account: ACCOUNT, customerId: WHO.id, spaces: [SPACE] }],
    });
    await store.contacts.finish(true);
    const left = withoutOffset(cells(path));
    expect(left.filter((cell) => found(cell).length > 0)).toEqual([]);
    expect(found(bytes(path).replaceAll(`9${SPACE.id}`, ""))).toEqual([]);
    expect(await store.inbound.cursor(ACCOUNT, "offset")).toBe(`9${SPACE.id}`);
    expect(await store.contacts.find(contact)).toBeUndefined();
    expect(await store.contacts.find(id)).toBeUndefined();
    for (const text of ["quince", "Zerbrechlich", "walnut"]) expect(await hits(store, text)).toBe(0);
  });

  it("leaves every count that reports are made of, and other people, as they were", async () => {
    const path = folder();
    const store = open(path);
    const id = await aWholeLife(store);
    const other = await acceptOne(
      store,
      messageOf(5, "hello from Tom", { actor: { id: "tom", name: "Tom" } }),
    );
    const before = counts(path);
    const untouched = await store.desk.show(other.conversationId);
    await store.contacts.erase((await store.contacts.find(id)) ?? "", 9000);
    await store.contacts.finish(true);
    expect(counts(path)).toEqual(before);
    expect(await store.desk.show(other.conversationId)).toEqual(untouched);
    expect((await store.desk.show(id))?.conversation).toMatchObject({
      status: "resolved",
      customer: { id: expect.stringMatching(/^erased-/) },
      erasedAt: 9000,
    });
  });

  it("hears nothing any more, and is somebody new who writes again", async () => {
    const store = open(folder());
    const id = await aWholeLife(store);
    const old = (await store.contacts.find(id)) ?? "";
    const waiting = (await store.outbound.unsent()).map((row) => row.id);
    expect(waiting.length).toBeGreaterThan(0);
    await store.contacts.erase(old, 9000);
    await store.contacts.finish(true);
    expect(await store.outbound.unsent()).toEqual([]);
    for (const row of waiting) expect((await store.outbound.begin(row, 9100)).outcome).not.toBe("send");
    expect(await store.inbound.waiting()).toEqual([]);
    const again = await acceptOne(store, messageOf(950, "hello", { actor: WHO, space: SPACE }));
    expect(again.conversationId).not.toBe(id);
    expect(await store.contacts.find(again.conversationId)).not.toBe(old);
    expect((await store.desk.show(again.conversationId))?.conversation).not.toHaveProperty("previousId");
  });

  it("is cleaned out at the next start, should the program stop right after the rows were erased", async () => {
    const path = folder();
    const store = openSqlite({ folder: path });
    const id = await aWholeLife(store);
    await store.contacts.erase((await store.contacts.find(id)) ?? "", 9000);
    await store.close();
    open(path);
    const left = withoutOffset(cells(path));
    expect(left.filter((cell) => found(cell).length > 0)).toEqual([]);
    expect(
      found(readFileSync(join(path, "kefu.db")).toString("latin1").replaceAll(`9${SPACE.id}`, "")),
    ).toEqual([]);
  });

  it("is looked for in every table that has rows of a conversation: a new table must be added to src/store/sqlite/erase.ts", () => {
    const path = folder();
    open(path);
    const db = new Database(join(path, "kefu.db"), { readonly: true });
    onTestFinished(() => void db.close());
    const tables = db
      .prepare<[], string>(`
        SELECT m.name FROM sqlite_schema m JOIN pragma_table_info(m.name) c
        WHERE m.type = 'table' AND c.name IN ('conversation_id', 'message_id', 'customer_id') GROUP BY m.name`)
      .pluck()
      .all();
    const source = ["erase", "forget"]
      .map((name) =>
        readFileSync(join(import.meta.dirname, `../../../../src/store/sqlite/${name}.ts`), "utf8"),
      )
      .join("\n");
    // Ids of ours and a reason, no word of anybody's; those that are only ended stand in a list there.
    const harmless = ["idempotency", "escalations", "alerts", "waits", "engagements", "engagement_topics"];
    for (const table of tables.filter((name) => !harmless.includes(name))) {
      expect(source, table).toMatch(new RegExp(`(?:DELETE FROM|UPDATE) ${table}\\b`));
    }
  });
});
