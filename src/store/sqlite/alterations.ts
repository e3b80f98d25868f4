import type { Action } from "../../conversation/actions.ts";
import type { SentMessage, SentPart } from "../../conversation/sent.ts";
import type { OutboxRef } from "../store.ts";
import type { Feed } from "./feed.ts";
import type { Messages } from "./messages.ts";
import type { NewOutboxRow, Outbox, OutboxRow } from "./outbox.ts";
import type { Db } from "./transaction.ts";

type Alter = Extract<Action, { type: "alter" }>;
type ChangeState = "pending" | "done" | "failed" | "unknown" | "superseded";

interface ChangeRow {
  id: number;
  message_id: string;
  kind: Alter["kind"];
  text: string;
  state: ChangeState;
}

export type Alterations = ReturnType<typeof alterations>;

/**
 * Changes of what was sent. The history says what the customer sees: it takes the new words when the last part of a change is
 * done at the platform, or at once where nothing had left.
 */
export function alterations(db: Db, parts: { outbox: Outbox; messages: Messages; feed: Feed }) {
  const { outbox, messages, feed } = parts;
  const insert = db.prepare<[string, string, string, string, string, number]>(
    "INSERT INTO message_changes (message_id, kind, agent_id, name, text, at, state) VALUES (?, ?, ?, ?, ?, ?, 'pending')",
  );
  const get = db.prepare<[number], ChangeRow>(
    "SELECT id, message_id, kind, text, state FROM message_changes WHERE id = ?",
  );
  const end = db.prepare<[ChangeState, string | null, string | null, number]>(
    "UPDATE message_changes SET state = ?, detail = ?, before = ? WHERE id = ?",
  );

  /** The customer's stream shows it from here on. */
  const show = (change: OutboxRow, target: OutboxRow, at: number): void => {
    const { messageId, part, conversationId } = change;
    const kind = change.op === "delete" ? "delete" : "edit";
    if (kind === "delete") outbox.remove(target.id, at);
    else outbox.rewrite(target.id, change.body, at);
    const data = { messageId, part };
    feed.append({ at, conversationId, kind, audience: "all", messageId, outboxId: target.id, data });
  };

  const finish = (changeId: number, state: ChangeState, at: number, detail?: string): void => {
    const change = get.get(changeId);
    if (change?.state !== "pending") return;
    const { message_id: id, kind, text } = change;
    const shown = messages.textOf(id);
    end.run(state, detail ?? null, state === "done" ? (shown ?? null) : null, changeId);
    if (state !== "done") messages.touched(id, kind, at);
    else if (kind === "edit") messages.edit(id, text, [], at);
    else messages.remove(id, at);
  };

  /** Ends a change when none of its rows is on its way any more. */
  const settle = (row: OutboxRow, at: number): void => {
    const rows = outbox.changesOf(row.messageId).filter(({ changeId }) => changeId === row.changeId);
    if (rows.some(({ state }) => state === "ready" || state === "sending" || state === "retry")) return;
    finish(row.changeId, rows.some(({ state }) => state === "unknown") ? "unknown" : "done", at);
  };

  const fail = (row: OutboxRow, detail: string, at: number): void => {
    outbox.move(row, "failed", at, { detail });
    for (const other of outbox.changesOf(row.messageId)) {
      const waits = other.state === "ready" || other.state === "retry";
      if (other.changeId === row.changeId && waits) outbox.move(other, "failed", at, { detail });
    }
    finish(row.changeId, "failed", at, detail);
  };

  return {
    /** A message of a conversation, for deciding what may become of it. */
    sent(messageId: string, conversationId: string): SentMessage | undefined {
      const message = messages.about(messageId);
      if (message === undefined || message.conversationId !== conversationId) return undefined;
      const unsettled = outbox.changesOf(messageId).filter(({ state }) => isOnItsWay(state));
      const { author, agentId, deleted, files } = message;
      return {
        author,
        ...(agentId === undefined ? {} : { agentId }),
        takenBack: deleted || unsettled.some(({ op }) => op === "delete"),
        files,
        parts: outbox.ofMessage(messageId).map((row) => toPart(row, unsettled)),
      };
    },
    /** Writes a change down: at once where nothing has left, else as rows that wait for what they are about. */
    apply(
      action: Alter,
      place: Pick<NewOutboxRow, "account" | "epoch" | "conversationId" | "space">,
      at: number,
    ) {
      const { messageId, kind, steps, agentId, name, text } = action;
      for (const row of outbox.changesOf(messageId)) {
        if (row.state !== "ready" || row.attempts > 0) continue;
        outbox.move(row, "superseded", at);
        finish(row.changeId, "superseded", at);
      }
      const changeId = Number(insert.run(messageId, kind, agentId, name, text, at).lastInsertRowid);
      const rows = new Map(outbox.ofMessage(messageId).map((row) => [row.part, row]));
      const deliveries: OutboxRef[] = [];
      for (const step of steps) {
        const row = rows.get(step.part);
        if (row === undefined) continue;
        if (step.do === "rewrite") outbox.rewrite(row.id, step.body);
        else if (step.do === "withdraw") outbox.move(row, "superseded", at);
        else {
          const body = step.do === "edit" ? step.body : row.body;
          const change = { id: changeId, kind: step.do };
          const whose = { author: row.author, reply: undefined, ...place };
          deliveries.push(outbox.add({ messageId, part: step.part, body, change, ...whose }));
        }
      }
      if (deliveries.length === 0) finish(changeId, "done", at);
      else messages.touched(messageId, kind, at);
      return deliveries;
    },
    /** Before an attempt: what became of the sending it is about? False when there is nothing to be done at the platform. */
    mayBegin(row: OutboxRow, at: number): boolean {
      const target = outbox.sendingOf(row);
      if (target?.state === "sent" && target.externalIds.length > 0) return true;
      if (target?.state === "failed" || target?.state === "superseded") {
        if (row.op === "edit") outbox.rewrite(target.id, row.body);
        else if (target.state === "failed") outbox.move(target, "superseded", at);
        outbox.move(row, "superseded", at);
        settle(row, at);
      } else if (target?.state === "sent") {
        fail(row, "bad_format: the platform did not say which message it is", at);
      } else {
        fail(row, "forbidden: nobody knows whether the message arrived", at);
      }
      return false;
    },
    done(row: OutboxRow, at: number): void {
      outbox.move(row, "sent", at);
      const target = outbox.sendingOf(row);
      if (target !== undefined) show(row, target, at);
      settle(row, at);
    },
    unknown(row: OutboxRow, detail: string, at: number): void {
      outbox.move(row, "unknown", at, { detail });
      settle(row, at);
    },
    fail,
  };
}

function isOnItsWay(state: OutboxRow["state"]): boolean {
  return state === "ready" || state === "sending" || state === "retry";
}

function toPart(row: OutboxRow, unsettled: readonly OutboxRow[]): SentPart {
  return {
    part: row.part,
    state: stateOf(row),
    changing: unsettled.some(({ part }) => part === row.part),
    body: row.body,
    ...(row.startedAt === undefined ? {} : { sentAt: row.startedAt }),
  };
}

/** What was ever begun may be there, also where it now waits for another attempt. */
function stateOf({ state, streamed, removed }: OutboxRow): SentPart["state"] {
  if (removed || state === "superseded") return "withdrawn";
  if (state === "sent" || state === "failed") return state;
  if (state === "unknown") return "uncertain";
  return state === "ready" && !streamed ? "waiting" : "underway";
}
