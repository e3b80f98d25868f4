import type { ReplyHandle } from "../../channel/contract.ts";
import type { Refusal } from "../../conversation/actions.ts";
import type { Conversation } from "../../conversation/state.ts";
import { AppError } from "../../errors.ts";
import type { HandleOutcome, HandleRequest, OutboundStore } from "../store.ts";
import type { Alterations } from "./alterations.ts";
import type { Apply } from "./apply.ts";
import type { Conversations } from "./conversations.ts";
import type { Inbox } from "./inbox.ts";
import { newerMessages } from "./newer.ts";
import type { Timers } from "./timers.ts";
import type { Db, Write } from "./transaction.ts";
import type { Watchdog } from "./watchdog.ts";

interface Parts {
  conversations: Conversations;
  inbox: Inbox;
  timers: Timers;
  watchdog: Watchdog;
  alterations: Alterations;
  apply: Apply;
}

type Cause = HandleRequest["cause"];

/** Load, decide, save, in one transaction: of two that want the same, the second decides on what the first left. */
export function handling(db: Db, write: Write, parts: Parts): OutboundStore["handle"] {
  const { conversations, inbox, timers, watchdog, alterations, apply } = parts;
  const seen = db.prepare<[string, string], { conversation_id: string; route: string; reason: string }>(
    "SELECT conversation_id, route, reason FROM idempotency WHERE agent_id = ? AND key = ?",
  );
  const remember = db.prepare<[string, string, string, string, string, number]>(
    "INSERT INTO idempotency (agent_id, key, route, conversation_id, reason, at) VALUES (?, ?, ?, ?, ?, ?)",
  );

  const newer = newerMessages(db);

  const repeated = (cause: Cause & { kind: "command" }, conversation: Conversation) => {
    const before = seen.get(cause.agentId, cause.key);
    if (!before) return undefined;
    if (before.route !== cause.route || before.conversation_id !== conversation.id) {
      throw new AppError(
        "conflict",
        "This idempotency key was used for something else. Use a new key for each act.",
      );
    }
    return { outcome: "repeated", conversation, reason: before.reason } as const;
  };

  /** The right to act on the cause; undefined when somebody else has dealt with it, or it has changed. */
  const valid = (cause: Cause, conversationId: string): { reply?: ReplyHandle } | undefined => {
    if (cause.kind === "command") return {};
    if (cause.kind === "timer") {
      return timers.dueAt(conversationId, cause.name) === cause.dueAt ? {} : undefined;
    }
    if (cause.kind === "watchdog") return watchdog.stillLate(cause.row, cause.id) ? {} : undefined;
    const item = inbox.claimable(cause.id, cause.revision, conversationId);
    return item && (item.event.reply === undefined ? {} : { reply: item.event.reply });
  };

  const consume = (cause: Cause, conversationId: string): void => {
    if (cause.kind === "inbox") inbox.finish(cause.id);
    if (cause.kind === "timer") timers.cancel(conversationId, cause.name);
    if (cause.kind === "watchdog") watchdog.mark(cause.row, cause.id);
  };

  const refused = (request: HandleRequest, refusal: Refusal, conversation: Conversation): HandleOutcome => {
    // An agent may ask again; a customer's event or a clock would come back for ever.
    if (request.cause.kind !== "command") {
      consume(request.cause, conversation.id);
      apply.event(request, refusal.refusal, conversation);
    }
    return { outcome: "refused", refusal, conversation };
  };

  /** An agent's change of what was said is decided by that message as it stands at this moment. */
  const completed = (request: HandleRequest, { account, id }: Conversation): HandleRequest => {
    const { event } = request;
    if (event.type !== "agent.edited" && event.type !== "agent.withdrew") return request;
    const sent = alterations.sent(event.messageId, id);
    const able = request.able?.(account);
    const about = { ...(sent === undefined ? {} : { sent }), ...(able === undefined ? {} : { able }) };
    if (event.type === "agent.withdrew") return { ...request, event: { ...event, ...about } };
    const parts = request.fit({ text: event.text, choices: [], files: sent?.files ?? [] }, account);
    return { ...request, event: { ...event, ...about, parts } };
  };

  return (given) =>
    write((): HandleOutcome => {
      const { cause, conversationId, at } = given;
      const before = conversations.get(conversationId);
      if (!before) return { outcome: "not_found" };
      const again = cause.kind === "command" ? repeated(cause, before) : undefined;
      if (again) return again;
      if (cause.kind === "command" && cause.seenSeq !== undefined) {
        const unseen = newer(conversationId, cause.agentId, cause.seenSeq);
        if (unseen) return { outcome: "newer", newer: unseen };
      }
      const right = valid(cause, conversationId);
      if (!right) return { outcome: "stale" };
      const request = completed(given, before);
      const decision = request.decide(before, request.event);
      if (!decision.ok) return refused(request, decision, before);
      const { conversation, reason, actions } = decision;
      consume(cause, conversationId); // Before the actions, which may set the same timer again.
      const deliveries = apply.decision(request, before, decision, right.reply);
      if (cause.kind === "command") {
        remember.run(cause.agentId, cause.key, cause.route, conversationId, reason, at);
      }
      return { outcome: "done", conversation, reason, actions, deliveries };
    });
}
