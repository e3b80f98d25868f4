import { expect, it } from "vitest";
import { openDatabase } from "../../../../src/store/sqlite/database.ts";
import { INSIGHT } from "../../../../src/store/sqlite/migration-insight.ts";
import { MIGRATIONS } from "../../../../src/store/sqlite/migrations.ts";
import { openSqlite } from "../../../../src/store/sqlite/open.ts";
import { scratchFolders } from "./scratch.ts";

const folderOf = scratchFolders();
const ID = "c1";

it("counts what happened before reports were there, from the feed, the messages and the ratings of that time", async () => {
  const folder = folderOf();
  const { db, close } = openDatabase({
    folder,
    migrations: MIGRATIONS.filter(({ name }) => name !== INSIGHT.name),
  });
  const state = JSON.stringify({ id: ID, locale: "zh", customer: { id: "p" }, collected: {} });
  db.prepare(`
    INSERT INTO conversations (id, account, space_id, thread, actor, ordinal, reference, status, owner, epoch, priority,
      opened_at, last_at, state)
    VALUES ('${ID}', 'web', 's', '', '', 1, 'K-1', 'resolved', 'agent', 1, 0, 1, 1, ?)`).run(state);
  const happened = (id: string, type: string, reason: string, at: number) =>
    db
      .prepare(
        `INSERT INTO events (event_id, conversation_id, type, reason, at, event) VALUES (?, '${ID}', ?, ?, ?, '{}')`,
      )
      .run(id, type, reason, at);
  const became = (at: number, owner: string, status: string) =>
    db
      .prepare(
        `INSERT INTO feed (at, conversation_id, kind, audience, data) VALUES (?, '${ID}', 'conversation', 'desk', ?)`,
      )
      .run(at, JSON.stringify({ owner, status }));
  const said = db.prepare(`
    INSERT INTO messages (id, conversation_id, seq, author, text, choices, files, found, at, topic)
    VALUES (?, '${ID}', ?, ?, 'words', '[]', '[]', '[]', ?, ?)`);
  happened("a", "customer.wrote", "answered:tx.failed", 1000);
  said.run("a.0", 1, "bot", 1000, "tx.failed");
  happened("b", "customer.wrote", "handed-off:wish", 2000);
  became(2000, "queue", "open");
  happened("c", "agent.replied", "agent-replied", 5000);
  became(5000, "agent", "open");
  happened("d", "agent.resolved", "agent-resolved", 9000);
  became(9000, "agent", "resolved");
  said.run("d.0", 2, "system", 9000, null);
  db.prepare("INSERT INTO choices VALUES ('d.0.0', ?, 'd.0', '1', ?)").run(ID, '{"kind":"rate","score":1}');
  happened("e", "customer.chose", "rated:4", 9500);
  db.prepare("INSERT INTO ratings (conversation_id, score, at) VALUES (?, 4, 9500)").run(ID);
  close();

  const store = openSqlite({ folder });
  while (!(await store.insight.catchUp(10)));
  const query = { from: 0, to: 1e6, now: 1e12 };
  expect(await store.insight.counts(query, "topic")).toMatchObject([
    {
      key: "tx.failed",
      engagements: 1,
      messages: 2,
      escalated: 1,
      involved: 1,
      answered: 1,
      outcomes: { escalated: 1 },
      rating: { asked: 1, scores: [0, 0, 0, 1, 0] },
    },
  ]);
  expect(await store.insight.times(query, "locale")).toMatchObject([
    { key: "zh", firstReply: { n: 1, medianMs: 3000 }, resolution: { n: 1, medianMs: 8000 } },
  ]);
  await store.close();
});
