import type { Severity, SlotName } from "../knowledge/entry.ts";
import { inPublic, privateOffer } from "./in-public.ts";
import { waitWords } from "./line.ts";
import { setQueueNote } from "./note-clock.ts";
import { fill, listed } from "./phrases/phrases.ts";
import type { EscalationReason, Owner } from "./state.ts";
import { because, notice, type Offer, reply, type Turn } from "./turn.ts";

const RANK: Record<Severity, number> = { normal: 0, high: 1, urgent: 2 };
/** What a customer can add in one line while waiting; the rest an agent asks for. */
const QUICK: readonly SlotName[] = ["chain", "tx-hash", "address", "token-amount", "time"];

export function higher(a: Severity, b: Severity): Severity {
  return RANK[a] >= RANK[b] ? a : b;
}

/** A topic alone makes nothing urgent: only the customer's own words do. */
export function atMostHigh(severity: Severity | undefined): Severity {
  return severity === "urgent" ? "high" : (severity ?? "normal");
}

/**
 * Hands the conversation to the queue and says what happens next. While it waits already, only a higher priority
 * changes anything, and keeps the place in time; while an agent owns it, the priority is only kept in mind.
 * `wanted` are details a colleague will need: named as welcome, never as a condition.
 * Where others read along nobody is handed over: the customer is shown the way to a private chat, where it happens.
 */
export function handOff(
  turn: Turn,
  reason: EscalationReason,
  priority: Severity,
  wanted: SlotName[] = [],
): void {
  const { conversation, phrases } = turn;
  because(turn, `handed-off:${reason}`);
  if (conversation.owner.kind === "agent") {
    raiseWithAgent(turn, reason, priority);
    return;
  }
  if (conversation.owner.kind === "queue") {
    raise(turn, reason, priority);
    return;
  }
  const rank = higher(priority, atMostHigh(conversation.dialogue.lastSeverity));
  if (inPublic(conversation)) {
    goPrivate(turn, reason, rank);
    return;
  }
  enterQueue(turn, reason, rank);
  conversation.waitingSince ??= turn.event.at;
  const next = fill(phrases.handoff[reason], { ref: conversation.reference });
  const words = [next, waitWords(turn, rank), welcome(turn, wanted)];
  notice(turn, words.filter(Boolean).join("\n\n"), [cancelOffer(turn)]);
}

/** The wish is heard once it is made in private; here it starts anew. An edit is answered by a system text alone. */
function goPrivate(turn: Turn, reason: EscalationReason, priority: Severity): void {
  const { phrases, conversation, event } = turn;
  const { dialogue } = conversation;
  dialogue.misses = 0;
  dialogue.asks = 0;
  dialogue.unhelped = 0;
  because(turn, `private:${reason}`);
  const say = event.type === "customer.edited" ? notice : reply;
  const words = priority === "urgent" ? phrases.goPrivateUrgent : phrases.goPrivate;
  say(turn, words, [privateOffer(turn, { reason, priority })]);
}

function raise(turn: Turn, reason: EscalationReason, priority: Severity): void {
  const { conversation, phrases, event } = turn;
  const { owner, reference } = conversation;
  if (owner.kind !== "queue") return;
  if (RANK[priority] > RANK[owner.priority]) {
    conversation.owner = { ...owner, priority, reason };
    conversation.escalation = { reason, priority, at: event.at };
    turn.actions.push({ type: "escalate", reason, priority });
    const words = [fill(phrases.handoff[reason], { ref: reference }), waitWords(turn, priority)];
    notice(turn, words.filter(Boolean).join("\n\n"), [cancelOffer(turn)]);
  } else if (reason === "wish") {
    tellWait(turn);
  }
}

/** The agent reads along; what is kept is that the case was urgent, so that nobody asks for stars after it. */
function raiseWithAgent(turn: Turn, reason: EscalationReason, priority: Severity): void {
  const { conversation, event } = turn;
  if (RANK[priority] <= RANK[conversation.escalation?.priority ?? "normal"]) return;
  conversation.escalation = { reason, priority, at: event.at };
}

export function cancelOffer(turn: Turn): Offer {
  return { label: turn.phrases.buttons.cancelHuman, value: { kind: "cancel-human" } };
}

function welcome(turn: Turn, wanted: SlotName[]): string {
  const { conversation, phrases } = turn;
  const open = wanted.filter((slot) => QUICK.includes(slot) && conversation.collected[slot] === undefined);
  // A time or a chain alone helps nobody: it is not worth a sentence to somebody in a hurry.
  if (open.length < 2) return "";
  if (open.includes("tx-hash")) turn.asks = "tx-hash";
  const labels = open.map((slot) => phrases.slots[slot].label);
  return fill(phrases.alsoUseful, { slots: listed(phrases, labels) });
}

/** Puts a conversation into the queue without a word to the customer. */
export function enterQueue(turn: Turn, reason: EscalationReason, priority: Severity): void {
  const { conversation, event } = turn;
  const forAgent = conversation.lastAgent?.id;
  const same = reason === "bad-rating" && forAgent !== undefined ? { forAgent } : {};
  changeOwner(turn, { kind: "queue", since: event.at, reason, priority, ...same });
  conversation.status = "open";
  conversation.escalation = { reason, priority, at: event.at };
  conversation.dialogue.toldPassedOn = false;
  conversation.dialogue.queueNotes = 0;
  setQueueNote(turn);
  turn.actions.push({ type: "escalate", reason, priority });
}

/** The customer no longer wants a person. It is the bot that answers: the wait is over. */
export function cancelHandOff(turn: Turn): void {
  const { conversation, phrases } = turn;
  if (conversation.owner.kind !== "queue") return;
  changeOwner(turn, { kind: "bot" });
  conversation.dialogue.misses = 0;
  conversation.dialogue.unhelped = 0;
  turn.actions.push({ type: "end-escalation", how: "cancelled" });
  because(turn, "hand-off-cancelled");
  reply(turn, phrases.handoffCancelled);
}

/** Somebody who waits asks how long: where they stand, and what can honestly be said. */
export function tellWait(turn: Turn): void {
  const { owner, reference } = turn.conversation;
  if (owner.kind !== "queue") return;
  const words = [fill(turn.phrases.alreadyWaiting, { ref: reference }), waitWords(turn, owner.priority)];
  notice(turn, words.filter(Boolean).join("\n\n"), [cancelOffer(turn)]);
}

/** Says once that what the waiting customer writes reaches the colleague. */
export function passOn(turn: Turn): void {
  const { dialogue, owner } = turn.conversation;
  if (!dialogue.toldPassedOn) {
    dialogue.toldPassedOn = true;
    const hurry = owner.kind === "queue" && owner.priority === "urgent";
    notice(turn, hurry ? turn.phrases.passedOnUrgent : turn.phrases.passedOn);
  }
  turn.reason ??= "passed-on";
}

/** Whoever takes over from the bot finds the details of its form. The turn's end grows the epoch. */
export function changeOwner(turn: Turn, owner: Owner): void {
  const { conversation } = turn;
  conversation.owner = owner;
  if (conversation.expects?.kind === "slot") delete conversation.expects;
  delete conversation.dialogue.lastQuestion;
  if (owner.kind === "bot") return;
  conversation.collected = { ...conversation.collected, ...conversation.dialogue.form?.values };
  delete conversation.dialogue.form;
}
