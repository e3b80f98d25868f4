import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import type { Space } from "../../src/channel/contract.ts";
import { openSqlite } from "../../src/store/sqlite/open.ts";
import type { Store } from "../../src/store/store.ts";
import { accept, acceptOne, botAnswers, deliver, messageOf } from "../contract/store-scene.ts";
import { table } from "./figures.ts";
import { folder } from "./programs.ts";

const CYCLES = 600;
const TOGETHER = 16;
const BATCHES = 50;
const BATCH = 100;
const QUESTION = "how do I get my password back?";
const ANSWER = "1. Open the sign-in page.\n2. Tap **Forgot password**.\n3. Follow the mail.";

/** What a message costs on disk: accepted, decided, begun and settled, against a single plain row. */
export async function benchStore(): Promise<string> {
  const store = openSqlite({ folder: mkdtempSync(join(folder, "store-")) });
  const file = openPlain();
  const figures = [
    {
      what: "cycle, one at a time",
      unit: "/s",
      ours: await rate(CYCLES, (n) => cycle(store, n)),
      peer: await rate(CYCLES, () => Promise.resolve(file.insert())),
    },
    {
      what: `cycle, ${TOGETHER} at once`,
      unit: "/s",
      ours: await rate(CYCLES, (n) => cycle(store, CYCLES + n), TOGETHER),
      peer: await rate(CYCLES, () => Promise.resolve(file.insert()), TOGETHER),
      goal: { least: 300 },
    },
    {
      what: `accept, batches of ${BATCH}`,
      unit: "/s",
      ours: BATCH * (await rate(BATCHES, (n) => accept(store, batchOf(n)))),
      peer: await rate(CYCLES, () => Promise.resolve(file.insert())),
      goal: { least: 5000 },
    },
  ];
  await store.close();
  file.close();
  return table(
    "store: messages a second (WAL, synchronous=FULL); cycle = accept, handle, begin, settle",
    figures,
    ["peer: one INSERT and one commit for each message, with the same pragmas"],
  );
}

/** What the disk is worth at this moment: milliseconds for each of some one-row commits. */
export function commitTimes(): number[] {
  const file = openPlain();
  const times = Array.from({ length: 200 }, () => {
    const begun = performance.now();
    file.insert();
    return performance.now() - begun;
  });
  file.close();
  return times;
}

async function cycle(store: Store, n: number): Promise<void> {
  const space: Space = { id: `customer-${n % 200}`, kind: "dm" };
  const event = messageOf(`c${n}`, QUESTION, { space, actor: { id: space.id, name: "Lin" } });
  const { conversationId } = await acceptOne(store, event);
  const { rows } = await botAnswers(store, conversationId, ANSWER);
  for (const id of rows) await deliver(store, id, `sent-${n}`);
}

function batchOf(n: number) {
  return Array.from({ length: BATCH }, (_, i) => {
    const space: Space = { id: `batch-${i}`, kind: "dm" };
    return messageOf(`b${n}-${i}`, QUESTION, { space, actor: { id: space.id, name: "Lin" } });
  });
}

/** Runs `work` `count` times, `together` at once; how many a second? */
async function rate(count: number, work: (n: number) => Promise<unknown>, together = 1): Promise<number> {
  let next = 0;
  const begun = performance.now();
  const line = async () => {
    while (next < count) await work(next++);
  };
  await Promise.all(Array.from({ length: together }, line));
  return (count * 1000) / (performance.now() - begun);
}

function openPlain() {
  const db = new Database(join(mkdtempSync(join(folder, "plain-")), "plain.db"));
  db.pragma("journal_mode = WAL");
  db.pragma("synchronous = FULL");
  db.exec(
    "CREATE TABLE messages (id INTEGER PRIMARY KEY, chat TEXT, text TEXT, answer TEXT, at INTEGER) STRICT",
  );
  const insert = db.prepare("INSERT INTO messages (chat, text, answer, at) VALUES (?, ?, ?, ?)");
  return { insert: () => insert.run("lin", QUESTION, ANSWER, Date.now()), close: () => db.close() };
}
