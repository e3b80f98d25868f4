import type { Conversation } from "../../conversation/state.ts";
import type { Severity } from "../../knowledge/entry.ts";
import type { HandleRequest } from "../store.ts";
import { ALERT, type AlertRow, alertOf, tellAlert } from "./alert-rows.ts";
import type { Feed, FeedEntry } from "./feed.ts";
import type { Db } from "./transaction.ts";

export type AlertRaising = ReturnType<typeof alertRaising>;

const RANK: Record<Severity, number> = { normal: 0, high: 1, urgent: 2 };
/** What an agent does that shows they have seen the case. A note or a release is no such act. */
const TAKES_UP = new Set([
  "agent.claimed",
  "agent.replied",
  "agent.transferred",
  "agent.resolved",
  "agent.returned",
  "agent.snoozed",
]);

/** Raises and ends alerts with what happens to conversations. The caller holds the transaction. */
export function alertRaising(db: Db, feed: Feed) {
  const open = db.prepare<[string], AlertRow>(`${ALERT} WHERE a.conversation_id = ? AND a.ended_at IS NULL`);
  const one = db.prepare<[string], AlertRow>(`${ALERT} WHERE a.id = ?`);
  const count = db.prepare<[string], number>("SELECT count(*) FROM alerts WHERE conversation_id = ?").pluck();
  const add = db.prepare(`
    INSERT INTO alerts (id, conversation_id, cause, reason, priority, raised_at, since, rung, next_at)
    VALUES (@id, @conversationId, @cause, @reason, @priority, @at, @since, 1, @at)`);
  const addStep = db.prepare<[string, number]>(
    "INSERT INTO alert_steps (alert_id, rung, way, at) VALUES (?, 1, 'browser', ?)",
  );
  const end = db.prepare<[number, string, string | null, string]>(
    "UPDATE alerts SET ended_at = ?, how = ?, ended_by = ? WHERE conversation_id = ? AND ended_at IS NULL",
  );

  /** The first rung, the browser, is taken with it: its entry in the feed is what rings. */
  function raise(asked: {
    conversationId: string;
    cause: "escalation" | "breach";
    reason: string;
    priority: Severity;
    at: number;
  }): void {
    const { conversationId, at } = asked;
    const before = open.get(conversationId);
    if (before !== undefined) end.run(at, "raised", null, conversationId);
    const id = `${conversationId}.${(count.get(conversationId) ?? 0) + 1}`;
    const known = before?.priority ?? "normal";
    const priority = RANK[known] > RANK[asked.priority] ? known : asked.priority;
    add.run({ ...asked, id, priority, since: before?.since ?? at });
    addStep.run(id, at);
    const row = one.get(id);
    if (row !== undefined) tellAlert(feed, alertOf(row), "raised", at, { ways: ["browser"] });
  }

  function finish(conversationId: string, how: string, agentId: string | undefined, at: number): void {
    const row = open.get(conversationId);
    if (row === undefined) return;
    end.run(at, how, agentId ?? null, conversationId);
    const by = agentId === undefined ? {} : { by: agentId };
    tellAlert(feed, alertOf(row), "ended", at, { how, ...by });
  }

  return {
    raise,
    /** Ends the open alert when the event shows that a person has it, or that none is needed any more. */
    settle({ event, at }: HandleRequest, before: Conversation, after: Conversation): void {
      if ("agent" in event && TAKES_UP.has(event.type)) {
        finish(after.id, event.type.slice("agent.".length), event.agent.id, at);
      } else if (after.status === "resolved" && before.status !== "resolved") {
        finish(after.id, "resolved", undefined, at);
      } else if (after.owner.kind === "bot" && before.owner.kind === "queue") {
        finish(after.id, "cancelled", undefined, at);
      } else if (after.owner.kind === "bot" && after.waitingSince === undefined) {
        finish(after.id, "answered", undefined, at);
      }
    },
    /** A broken target, told in the feed as `sla` with the stage "breach", raises an alert in the same transaction. */
    heard({ kind, data, conversationId, at }: FeedEntry): void {
      if ((kind as string) !== "sla" || data.stage !== "breach") return;
      const name = typeof data.target === "string" ? data.target : "target";
      const { priority } = data;
      const given = priority === "urgent" ? "urgent" : "high";
      raise({ conversationId, cause: "breach", reason: name, priority: given, at });
    },
  };
}
