import type { BotLate } from "../../conversation/events.ts";
import type { LateAnswer, LateStore } from "../late.ts";
import type { Db } from "./transaction.ts";

export type Watchdog = ReturnType<typeof watchdog>;

interface Row {
  id: number;
  conversation_id: string;
  account: string;
}

type Kind = LateAnswer["kind"];

/** Only what the bot still owes: once a person has the case, or the words are from before, nothing is late. */
const BOTS = "c.owner = 'bot' AND c.status = 'open'";
const UNSEEN = (kind: Kind, row: string) =>
  `NOT EXISTS (SELECT 1 FROM watchdog_seen w WHERE w.kind = '${kind}' AND w.row_id = ${row}.id)`;
/** A customer who blocked us or left is not waiting. */
const REACHABLE = `coalesce(json_extract(c.state, '$.reachable'), 1) = 1
  AND coalesce(o.detail, '') NOT LIKE 'blocked:%' AND coalesce(o.detail, '') NOT LIKE 'left:%'`;
const ASKS = "json_extract(i.body, '$.event.kind') IN ('message', 'command', 'press')";

/** Finds customers whom the bot owes an answer. */
export function watchdog(db: Db) {
  // Named, as the planner would rather read all that ever came and went.
  const inbox = (index: string) => `SELECT i.id, i.conversation_id, c.account FROM inbox i INDEXED BY ${index}
    JOIN conversations c ON c.id = i.conversation_id
    WHERE ${BOTS} AND ${ASKS} AND ${UNSEEN("inbox", "i")}`;
  const outbox = (
    index: string,
  ) => `SELECT o.id, o.conversation_id, o.account, o.state FROM outbox o INDEXED BY ${index}
    JOIN conversations c ON c.id = o.conversation_id JOIN messages m ON m.id = o.message_id
    WHERE o.author = 'bot' AND o.epoch = c.epoch AND ${BOTS} AND ${REACHABLE} AND ${UNSEEN("outbox", "o")}`;
  const undecided = db.prepare<[number, number], Row>(
    `${inbox("inbox_waiting")} AND i.state = 'new' AND i.received_at <= ? ORDER BY i.id LIMIT ?`,
  );
  const given = db.prepare<[number], Row>(
    `${inbox("inbox_failed")} AND i.state = 'failed' ORDER BY i.id LIMIT ?`,
  );
  const unsent = db.prepare<[number, number], Row>(
    `${outbox("outbox_unsettled")} AND o.state IN ('ready', 'sending', 'retry') AND o.state <> 'retry' AND m.at <= ?
      AND NOT EXISTS (SELECT 1 FROM outbox e WHERE e.conversation_id = o.conversation_id AND e.state = 'retry')
      ORDER BY o.id LIMIT ?`,
  );
  const lost = db.prepare<[number], Row & { state: "failed" | "unknown" }>(
    `${outbox("outbox_lost_bot")} AND o.state IN ('failed', 'unknown') ORDER BY o.id LIMIT ?`,
  );
  const seen = db
    .prepare<[Kind, number], 1>("SELECT 1 FROM watchdog_seen WHERE kind = ? AND row_id = ?")
    .pluck();
  const mark = db.prepare<[Kind, number]>(
    "INSERT INTO watchdog_seen (kind, row_id) VALUES (?, ?) ON CONFLICT DO NOTHING",
  );
  const inboxState = db.prepare<[number], string>("SELECT state FROM inbox WHERE id = ?").pluck();
  const outboxState = db.prepare<[number], string>("SELECT state FROM outbox WHERE id = ?").pluck();

  const late: LateStore["late"] extends (...args: infer Args) => unknown
    ? (...args: Args) => LateAnswer[]
    : never = ({ undecidedBefore, unsentBefore }, limit) => [
    ...undecided.all(undecidedBefore, limit).map((row) => answer("inbox", "undecided", row)),
    ...given.all(limit).map((row) => answer("inbox", "undecided", row)),
    ...lost.all(limit).map((row) => answer("outbox", row.state === "failed" ? "failed" : "uncertain", row)),
    ...unsent.all(unsentBefore, limit).map((row) => answer("outbox", "unsent", row)),
  ];

  return {
    late,
    /** False when it was answered meanwhile, or acted on before. */
    stillLate(kind: Kind, id: number): boolean {
      const state = kind === "inbox" ? inboxState.get(id) : outboxState.get(id);
      return state !== undefined && !SETTLED.has(state) && seen.get(kind, id) === undefined;
    },
    mark(kind: Kind, id: number): void {
      mark.run(kind, id);
    },
  };
}

const SETTLED = new Set(["done", "sent", "superseded"]);

function answer(kind: Kind, what: BotLate["what"], row: Row): LateAnswer {
  return { kind, id: row.id, what, conversationId: row.conversation_id, account: row.account };
}
