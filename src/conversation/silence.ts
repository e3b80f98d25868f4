import type { Action, Decision } from "./actions.ts";
import type { ConversationEvent } from "./events.ts";
import { inPublic } from "./in-public.ts";
import type { Conversation } from "./state.ts";
import { priorityOf } from "./timing.ts";
import { because, notice, type Turn } from "./turn.ts";

/** Words that begin the silence anew: the customer's, and an agent's answer. */
const SPOKEN: readonly ConversationEvent["type"][] = [
  "customer.wrote",
  "customer.commanded",
  "customer.chose",
  "customer.rated",
  "customer.edited",
  "agent.replied",
];

/** Whoever said that it is solved, or thanked, need not be asked. */
const CONTENT: ReadonlySet<string> = new Set(["helped", "smalltalk:thanks"]);

/**
 * Whether a conversation may end by itself once the customer stays silent: it was answered, by an agent or by the bot, and
 * nothing waits for us. Never a case that is or was urgent, never one that waits in the queue or was put off.
 */
function mayEnd(conversation: Conversation): boolean {
  const { owner, status, waitingSince, dialogue, timing, escalation } = conversation;
  if (status !== "open" || waitingSince !== undefined || inPublic(conversation)) return false;
  if (priorityOf(conversation) === "urgent" || escalation?.priority === "urgent") return false;
  if (owner.kind === "agent") return timing?.answeredAt !== undefined;
  return owner.kind === "bot" && dialogue.lastTopic !== undefined && !dialogue.form?.started;
}

/** Keeps the clock of a customer's silence: it runs after an answer, and any word of theirs stops it. */
export function keepSilence(decision: Decision, event: ConversationEvent): Decision {
  const { conversation } = decision;
  const patience = event.times?.autoResolve;
  const before = conversation.silence;
  if (patience === undefined || !mayEnd(conversation)) {
    if (before === undefined) return decision;
    delete conversation.silence;
    return withAction(decision, { type: "cancel-timer", name: "silence" });
  }
  const woke = event.type === "timer.fired" && event.name === "unsnooze";
  if (!woke && !SPOKEN.includes(event.type)) return decision;
  if (CONTENT.has(decision.reason)) {
    delete conversation.silence;
    return before === undefined ? decision : withAction(decision, { type: "cancel-timer", name: "silence" });
  }
  conversation.silence = { since: event.at };
  return withAction(decision, { type: "set-timer", name: "silence", at: event.at + patience.afterMs });
}

/** The customer was silent for the set time: they are told that we will end it, and, silent again, that we have. */
export function silenceFired(turn: Turn): void {
  const { conversation, event, phrases } = turn;
  const patience = event.times?.autoResolve;
  const { silence } = conversation;
  if (silence === undefined || patience === undefined || !mayEnd(conversation)) {
    because(turn, "silence-over");
    return;
  }
  if (silence.warnedAt === undefined) {
    because(turn, "silence-warned");
    silence.warnedAt = event.at;
    turn.actions.push({ type: "set-timer", name: "silence", at: event.at + patience.graceMs });
    if (conversation.reachable) notice(turn, phrases.time.silenceWarning);
    return;
  }
  because(turn, "silence-resolved");
  conversation.status = "resolved";
  conversation.resolvedAt = event.at;
  delete conversation.expects;
  turn.actions.push({ type: "end-escalation", how: "resolved" });
  if (!conversation.reachable) return;
  notice(turn, phrases.time.silenceResolved, [{ label: phrases.buttons.reopen, value: { kind: "reopen" } }]);
}

function withAction(decision: Decision, action: Action): Decision {
  return { ...decision, actions: [...decision.actions, action] };
}
