import type { Severity } from "../knowledge/entry.ts";
import { fill } from "./phrases/phrases.ts";
import type { EscalationReason, Owner } from "./state.ts";
import { because, notice, type Turn } from "./turn.ts";

const RANK: Record<Severity, number> = { normal: 0, high: 1, urgent: 2 };

export function higher(a: Severity, b: Severity): Severity {
  return RANK[a] >= RANK[b] ? a : b;
}

/**
 * Hands the conversation to the queue and says what happens next. While it waits already, only a higher priority
 * changes anything, and keeps the place in time; while an agent owns it, nothing happens.
 */
export function handOff(turn: Turn, reason: EscalationReason, priority: Severity): void {
  const { conversation, phrases } = turn;
  because(turn, `handed-off:${reason}`);
  if (conversation.owner.kind === "agent") return;
  if (conversation.owner.kind === "queue") {
    raise(turn, reason, priority);
    return;
  }
  enterQueue(turn, reason, priority);
  const text = fill(phrases.handoff[reason], { ref: conversation.reference });
  notice(turn, text, [{ label: phrases.buttons.cancelHuman, value: { kind: "cancel-human" } }]);
}

function raise(turn: Turn, reason: EscalationReason, priority: Severity): void {
  const owner = turn.conversation.owner;
  if (owner.kind !== "queue") return;
  if (RANK[priority] > RANK[owner.priority]) {
    turn.conversation.owner = { ...owner, priority, reason };
    turn.conversation.escalation = { reason, priority, at: turn.event.at };
    turn.actions.push({ type: "escalate", reason, priority });
    notice(turn, fill(turn.phrases.handoff[reason], { ref: turn.conversation.reference }));
  } else if (reason === "wish") {
    notice(turn, fill(turn.phrases.alreadyWaiting, { ref: turn.conversation.reference }), [
      { label: turn.phrases.buttons.cancelHuman, value: { kind: "cancel-human" } },
    ]);
  }
}

/** Puts a conversation into the queue without a word to the customer. */
export function enterQueue(turn: Turn, reason: EscalationReason, priority: Severity): void {
  const { conversation, event } = turn;
  changeOwner(turn, { kind: "queue", since: event.at, reason, priority });
  conversation.status = "open";
  conversation.escalation = { reason, priority, at: event.at };
  conversation.collected = { ...conversation.collected, ...conversation.dialogue.form?.values };
  delete conversation.dialogue.form;
  conversation.dialogue.toldPassedOn = false;
  turn.actions.push({ type: "escalate", reason, priority });
}

/** The customer no longer wants a person. */
export function cancelHandOff(turn: Turn): void {
  const { conversation, phrases } = turn;
  if (conversation.owner.kind !== "queue") return;
  changeOwner(turn, { kind: "bot" });
  conversation.dialogue.misses = 0;
  conversation.dialogue.unhelped = 0;
  turn.actions.push({ type: "end-escalation", how: "cancelled" });
  because(turn, "hand-off-cancelled");
  notice(turn, phrases.handoffCancelled);
}

/** Every change of owner grows the epoch: what the bot wrote before never leaves. */
export function changeOwner(turn: Turn, owner: Owner): void {
  turn.conversation.owner = owner;
  turn.conversation.epoch += 1;
}
