import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { newConversation } from "../../src/conversation/state.ts";
import { openDatabase } from "../../src/store/sqlite/database.ts";
import { search } from "../../src/store/sqlite/search.ts";
import type { Db } from "../../src/store/sqlite/transaction.ts";
import { type Figure, table } from "./figures.ts";
import { folder } from "./programs.ts";
import { historyOf } from "./search-history.ts";

const MESSAGES = 1_000_000;
const ROUNDS = 40;
/** A scan of everything takes seconds: often enough to see which. */
const SCANS = 2;
const INSERTS = 5000;

/** What is looked for, by kind. Rare words stand in few messages of the history, common ones in every tenth. */
const KINDS: Record<string, (hash: string) => string[]> = {
  "two characters, common": () => ["转账", "钱包", "到账", "提现"],
  "two characters, rare": () => ["模式", "夜间", "通知", "找回"],
  "two characters, across words": () => ["经过", "个转", "在确"],
  "a word, common": () => ["transfer", "wallet", "pending"],
  "a word, rare": () => ["banono", "zudipa", "kelora"],
  "a beginning, common": () => ["tra", "wit", "con"],
  "a phrase": () => ['"the transfer"', '"is not my"', '"wallet pending"'],
  "two words": () => ["转账 wallet", "withdraw 手续费"],
  "a hash": (hash) => [hash],
  "a hash, its beginning": (hash) => [hash.slice(0, 10)],
  "a hash, its short form": (hash) => [`${hash.slice(0, 6)}…${hash.slice(-4)}`],
};

/** Search over a million messages, against `LIKE` over the same rows; what the index weighs, and what a message costs more. */
export async function benchSearch(): Promise<string> {
  const { db, close } = openDatabase({ folder: mkdtempSync(join(folder, "search-")) });
  fill(db, MESSAGES);
  const figures = searchFigures(db);
  close();
  return table(`search: ${MESSAGES} messages, newest first, 20 conversations a page (processor time)`, [
    ...figures,
    ...insertFigures(),
  ]);
}

/** Percentiles of each kind, and the size, of a filled database. */
function searchFigures(db: Db): Figure[] {
  const { find } = search(db);
  const sample = db
    .prepare<[], string>("SELECT text FROM messages WHERE text LIKE '%0x%' LIMIT 1 OFFSET 40")
    .pluck()
    .get();
  const hash = /0x[0-9a-f]{64}/.exec(sample ?? "")?.[0] ?? "";
  const like = db.prepare<[string]>(
    "SELECT conversation_id FROM messages WHERE text LIKE ? ORDER BY seq DESC LIMIT 20",
  );
  const figures = Object.entries(KINDS).flatMap(([kind, texts]): Figure[] => {
    const words = texts(hash);
    const ours = sorted(ROUNDS, (n) => find({ text: words[n % words.length] ?? "", agentId: "", limit: 20 }));
    const scan = sorted(SCANS, (n) => like.all(`%${(words[n] ?? words[0] ?? "").replace(/["…]/g, "%")}%`));
    return [
      { what: `${kind}, p50`, unit: "ms", ours: at(ours, 0.5), peer: at(scan, 0.5) },
      { what: `${kind}, p95`, unit: "ms", ours: at(ours, 0.95), goal: { most: 50 } },
      { what: `${kind}, p99`, unit: "ms", ours: at(ours, 0.99) },
    ];
  });
  return [...figures, { what: "index, a message", unit: "bytes", ours: indexBytes(db) }];
}

function indexBytes(db: Db): number {
  const bytes =
    db.prepare<[], number>("SELECT sum(length(block)) FROM search_messages_data").pluck().get() ?? 0;
  return bytes / (db.prepare<[], number>("SELECT count(*) FROM messages").pluck().get() ?? 1);
}

/** The same rows into a database that indexes them, and one that does not. */
function insertFigures(): Figure[] {
  const cost = (indexed: boolean): number => {
    const { db, close } = openDatabase({ folder: mkdtempSync(join(folder, "insert-")) });
    if (!indexed) {
      for (const name of ["search_message_added", "search_case_added"]) db.exec(`DROP TRIGGER temp.${name}`);
    }
    const begun = process.cpuUsage();
    fill(db, INSERTS);
    const spent = millisecondsSince(begun);
    close();
    return (1000 * spent) / INSERTS;
  };
  return [
    { what: "a message stored, with and without the index", unit: "µs", ours: cost(true), peer: cost(false) },
  ];
}

function sorted(rounds: number, work: (n: number) => unknown): number[] {
  const times = Array.from({ length: rounds }, (_, n) => {
    const begun = process.cpuUsage();
    work(n);
    return millisecondsSince(begun);
  });
  return times.sort((a, b) => a - b);
}

/** Of the processor's time: what is measured works without waiting, and others on the machine must not count. */
function millisecondsSince(begun: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(begun);
  return (user + system) / 1000;
}

function at(times: readonly number[], share: number): number {
  return times[Math.min(times.length - 1, Math.floor(share * times.length))] ?? 0;
}

/** Writes a history straight into the tables: what comes before a message is stored is measured elsewhere. */
function fill(db: Db, count: number): void {
  const addCase = db.prepare(`
    INSERT INTO conversations (id, account, space_id, thread, actor, ordinal, reference, status, owner, epoch, priority,
      opened_at, last_at, messages, state)
    VALUES (@id, 'web', @id, '', @id, 1, @reference, 'resolved', 'bot', 1, 0, @at, @at, 1, @state)`);
  const addMessage = db.prepare(`
    INSERT INTO messages (id, conversation_id, seq, author, text, choices, files, found, at)
    VALUES (@id, @conversation, @seq, @author, @text, '[]', '[]', '[]', @at)`);
  let seq = 0;
  let last = -1;
  db.exec("BEGIN");
  for (const { conversation: n, author, text } of historyOf(count)) {
    seq += 1;
    const at = 1_700_000_000_000 + seq * 1000;
    const id = `c${n.toString(32).padStart(9, "0")}`;
    if (n !== last) {
      const customer = { id: `u${n}`, name: `Customer ${n}` };
      const state = newConversation({
        id,
        account: "web",
        space: { id, kind: "dm" },
        customer,
        locale: "zh",
        at,
      });
      addCase.run({ id, reference: state.reference, at, state: JSON.stringify(state) });
      last = n;
    }
    addMessage.run({ id: `m${seq}`, conversation: id, seq, author, text, at });
    if (seq % 1000 === 0) db.exec("COMMIT; BEGIN");
  }
  db.exec("COMMIT");
}
