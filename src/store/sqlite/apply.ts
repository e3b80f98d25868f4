import type { Choice, ReplyHandle } from "../../channel/contract.ts";
import type { Action, Decision } from "../../conversation/actions.ts";
import { offersDialog } from "../../conversation/form-questions.ts";
import type { Conversation } from "../../conversation/state.ts";
import type { HandleRequest, OutboxRef } from "../store.ts";
import type { AlertRaising } from "./alert-raising.ts";
import type { Alterations } from "./alterations.ts";
import type { Conversations } from "./conversations.ts";
import type { Feed } from "./feed.ts";
import { leftBehind, NOTHING_LEFT } from "./left-behind.ts";
import type { Messages } from "./messages.ts";
import type { Outbox } from "./outbox.ts";
import type { Timers } from "./timers.ts";
import type { Db } from "./transaction.ts";

interface Parts {
  conversations: Conversations;
  messages: Messages;
  alterations: Alterations;
  outbox: Outbox;
  timers: Timers;
  feed: Feed;
  alerts: AlertRaising;
}

type Say = Extract<Action, { type: "say" }>;
type Alter = Extract<Action, { type: "alter" }>;

export type Apply = ReturnType<typeof applying>;

/** Writes a decision down: the state and everything it causes. The caller holds the transaction. */
export function applying(db: Db, parts: Parts) {
  const { conversations, messages, alterations, outbox, timers, feed, alerts } = parts;
  const escalate = db.prepare<[string, string, string, number]>(
    "INSERT INTO escalations (conversation_id, reason, priority, at) VALUES (?, ?, ?, ?)",
  );
  const endEscalation = db.prepare<[number, string, string]>(
    "UPDATE escalations SET ended_at = ?, how = ? WHERE conversation_id = ? AND ended_at IS NULL",
  );
  const rate = db.prepare<[string, number, string | null, number]>(
    "INSERT INTO ratings (conversation_id, score, comment, at) VALUES (?, ?, ?, ?)",
  );
  const wait = db.prepare(`
    INSERT INTO waits (conversation_id, target, priority, since, at, open_ms, all_ms, due_at, late, ahead)
    VALUES (@conversationId, @target, @priority, @since, @at, @openMs, @allMs, @dueAt, @late, @ahead)`);
  const record = db.prepare<[Record<string, string | number | null>]>(`
    INSERT INTO events (event_id, conversation_id, type, reason, at, event, owner, status, locale, topic, bot, score, rating_asked)
    VALUES (@id, @conversationId, @type, @reason, @at, @event, @owner, @status, @locale, @topic, @bot, @score, @ratingAsked)`);

  const say = (action: Say, request: HandleRequest, after: Conversation, reply?: ReplyHandle) => {
    const { id: messageId, author, text, files, takeDown } = action;
    const { id: conversationId, account, epoch, space } = after;
    const choices = action.choices.map(toChoice);
    messages.add({ ...action, choices, conversationId, at: request.at });
    for (const offered of action.choices) messages.offer(conversationId, messageId, offered);
    return request.fit({ text, choices, files }, account).map((fitted, part) => {
      const body = takeDown && part === 0 ? { ...fitted, takeDown } : fitted;
      return outbox.add({ messageId, part, conversationId, account, author, epoch, space, reply, body });
    });
  };

  const act = (action: Exclude<Action, Say | Alter>, { at, event }: HandleRequest, id: string): void => {
    switch (action.type) {
      case "note":
        messages.add({ ...action, author: "note", conversationId: id, at });
        return;
      case "escalate":
        escalate.run(id, action.reason, action.priority, at);
        alerts.raise({ ...action, conversationId: id, cause: "escalation", at });
        return;
      case "end-escalation":
        endEscalation.run(at, action.how, id);
        return;
      case "edit-message":
        messages.edit(action.messageId, action.text, foundIn(event), at);
        return;
      case "delete-messages":
        for (const messageId of action.messageIds) messages.remove(messageId, at);
        return;
      case "rate":
        rate.run(id, action.score, action.comment ?? null, at);
        feed.append({ at, conversationId: id, kind: "rating", data: { score: action.score } });
        return;
      case "tell-target": {
        const { type: _, ...data } = action;
        feed.append({ at, conversationId: id, kind: "sla", data });
        return;
      }
      case "end-target":
        wait.run({
          ...action,
          conversationId: id,
          at,
          dueAt: action.dueAt ?? null,
          ahead: action.ahead ?? null,
          late: action.late ? 1 : 0,
        });
        return;
      case "set-timer":
        timers.set(id, action.name, action.at);
        return;
      case "cancel-timer":
        timers.cancel(id, action.name);
        return;
      default:
        throw unreachable(action);
    }
  };

  return {
    decision(request: HandleRequest, before: Conversation, decision: Decision, reply?: ReplyHandle) {
      const { at } = request;
      const { conversation: after, reason } = decision;
      const deliveries: OutboxRef[] = [];
      // Before the new words: the bot's old ones must be silent first, whatever else this event says.
      if (after.epoch > before.epoch) outbox.supersede(after.id, after.epoch, at);
      // Before the actions, one of which may raise the next.
      alerts.settle(request, before, after);
      for (const action of decision.actions) {
        if (action.type === "say") deliveries.push(...say(action, request, after, reply));
        else if (action.type === "alter") {
          const { id: conversationId, account, epoch, space } = after;
          deliveries.push(...alterations.apply(action, { conversationId, account, epoch, space }, at));
        } else act(action, request, after.id);
      }
      conversations.save(after);
      this.event(request, reason, after, leftBehind(before, decision));
      if (shown(before) !== shown(after)) {
        feed.append({
          at,
          conversationId: after.id,
          kind: "conversation",
          data: told(before, after, reason),
        });
      }
      return deliveries;
    },
    /** Keeps the event with the reason of its outcome, and with what it left behind, which reports are made of. */
    event(
      { event, conversationId, at }: HandleRequest,
      reason: string,
      after: Conversation,
      more = NOTHING_LEFT,
    ) {
      const { id, type } = event;
      const { status, locale, owner } = after;
      const state = { owner: owner.kind, status, locale, ...more };
      record.run({ id, conversationId, type, reason, at, event: JSON.stringify(event), ...state });
    },
  };
}

/** The state as the feed tells it; `from` and `was` say whom it came from and what it was, where that changed. */
function told(before: Conversation, after: Conversation, reason: string): Record<string, unknown> {
  const { status, owner, epoch } = after;
  const more =
    owner.kind === "agent"
      ? { agentId: owner.agentId }
      : owner.kind === "queue"
        ? { why: owner.reason, priority: owner.priority }
        : {};
  return {
    status,
    owner: owner.kind,
    epoch,
    reason,
    ...more,
    ...(epoch > before.epoch ? { from: before.owner.kind } : {}),
    ...(status === before.status ? {} : { was: before.status }),
  };
}

/** What travels: the value stays here. */
function toChoice({ token, label, value }: Say["choices"][number]): Choice {
  return {
    token,
    label,
    ...(value.kind === "private" ? { private: true } : {}),
    ...(offersDialog(value) ? { form: true } : {}),
  };
}

/** What agents and customers can see of the state: all of it but the bot's own memory. */
function shown({ dialogue: _, expects, ...rest }: Conversation): string {
  return JSON.stringify([rest, expects?.kind === "rating"]);
}

function foundIn(event: HandleRequest["event"]): string[] {
  return "found" in event ? event.found : [];
}

function unreachable(action: never): Error {
  return new Error(`Nobody writes down ${JSON.stringify(action)}.`);
}
