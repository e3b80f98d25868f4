import { choiceFromText } from "../channel/choice.ts";
import type { CustomerWrote } from "./events.ts";
import { enterQueue, handOff } from "./handoff.ts";
import { inPublic } from "./in-public.ts";
import { waitWords } from "./line.ts";
import { fill } from "./phrases/phrases.ts";
import { bareScore } from "./route.ts";
import type { ChoiceValue } from "./state.ts";
import { because, notice, type Offer, type Turn } from "./turn.ts";

/** Scores up to this are asked about and may reopen the case. */
const LOW = 3;
/** Scores up to this reopen the case when the comment follows. */
const BAD = 2;

type AfterResolve = Extract<ChoiceValue, { kind: "rate" | "reopen" | "leave-resolved" }>;

/** Asks once how it went, whom it can reach. After an urgent case (a theft), or where others read along, nobody is asked for stars. */
export function askForRating(turn: Turn): void {
  const { conversation, phrases } = turn;
  if (!conversation.reachable) {
    // Who blocked us would get a failed message, and would stand among those who were asked.
    delete conversation.rating;
    return;
  }
  if (inPublic(conversation)) {
    delete conversation.rating;
    notice(turn, phrases.resolvedPublic);
    return;
  }
  if (conversation.escalation?.priority === "urgent") {
    delete conversation.rating;
    notice(turn, fill(phrases.resolvedUrgent, { ref: conversation.reference }), [reopenOffer(turn)]);
    return;
  }
  conversation.rating = { askedAt: turn.event.at };
  conversation.expects = { kind: "rating" };
  const scores = [1, 2, 3, 4, 5].map(
    (score): Offer => ({ label: String(score), value: { kind: "rate", score } }),
  );
  notice(turn, phrases.resolved, [...scores, reopenOffer(turn)]);
}

export function chooseAfterResolve(turn: Turn, value: AfterResolve): void {
  if (value.kind === "rate") rate(turn, value.score);
  else if (value.kind === "reopen") reopen(turn);
  else declineReopen(turn);
}

/** Takes a score; a second one replaces the first. A score for a conversation that is not resolved is only noted. */
export function rate(turn: Turn, score: number, comment?: string): void {
  const { conversation, phrases } = turn;
  const said = comment === undefined || comment.trim() === "" ? {} : { comment };
  conversation.rating = { askedAt: conversation.rating?.askedAt ?? turn.event.at, score, ...said };
  turn.actions.push({ type: "rate", score, ...said });
  because(turn, `rated:${score}`);
  if (conversation.status !== "resolved") return;
  settle(turn);
  if (score > LOW) {
    notice(turn, phrases.ratingThanks);
  } else if (said.comment !== undefined) {
    afterComment(turn, score);
  } else {
    conversation.rating.askedAt = turn.event.at;
    conversation.expects = { kind: "rating-comment" };
    notice(turn, phrases.ratingSorry, [
      reopenOffer(turn),
      { label: phrases.buttons.leaveResolved, value: { kind: "leave-resolved" } },
    ]);
  }
}

/**
 * A text after the resolve that answers the request for a rating, by number, label or in words.
 * Returns false for any other text, and for one that must be heard as what it is: a secret, an emergency.
 */
export function answersRating(turn: Turn, event: CustomerWrote): boolean {
  const { status, dialogue, expects } = turn.conversation;
  if (status !== "resolved" || event.found.length > 0 || event.urgency === "urgent") return false;
  const index = choiceFromText(event.text, dialogue.offered);
  const value = index === undefined ? undefined : dialogue.offered[index]?.value;
  if (value?.kind === "rate" || value?.kind === "reopen" || value?.kind === "leave-resolved") {
    chooseAfterResolve(turn, value);
    return true;
  }
  const score = expects === undefined ? undefined : bareScore(event.text);
  if (score !== undefined) {
    rate(turn, score);
    return true;
  }
  if (expects?.kind !== "rating-comment") return false;
  takeComment(turn, event);
  return true;
}

function takeComment(turn: Turn, event: CustomerWrote): void {
  const { conversation } = turn;
  const other = event.match?.other;
  if (other === "thanks" || other === "cancel") {
    declineReopen(turn);
    return;
  }
  const score = conversation.rating?.score ?? LOW;
  const askedAt = conversation.rating?.askedAt ?? turn.event.at;
  if (event.text.trim() !== "") {
    conversation.rating = { askedAt, score, comment: event.text };
    turn.actions.push({ type: "rate", score, comment: event.text });
  }
  settle(turn);
  afterComment(turn, score);
}

function afterComment(turn: Turn, score: number): void {
  if (score <= BAD) {
    reopen(turn);
  } else {
    because(turn, "rating-comment");
    notice(turn, turn.phrases.commentThanks);
  }
}

/** "Not solved": back to the queue, ahead of ordinary questions. In a conversation that runs, it is a wish for a person. */
function reopen(turn: Turn): void {
  const { conversation, phrases } = turn;
  const priority = conversation.escalation?.priority === "urgent" ? "urgent" : "high";
  if (conversation.status !== "resolved") {
    handOff(turn, "bad-rating", "high");
    because(turn, "reopened-another");
    return;
  }
  settle(turn);
  because(turn, "reopened");
  enterQueue(turn, "bad-rating", priority);
  delete conversation.resolvedAt;
  conversation.waitingSince ??= turn.event.at;
  const next = fill(phrases.handoff["bad-rating"], { ref: conversation.reference });
  notice(turn, [next, waitWords(turn, priority)].filter(Boolean).join("\n\n"));
}

function declineReopen(turn: Turn): void {
  because(turn, "reopen-declined");
  if (turn.conversation.status !== "resolved") return;
  settle(turn);
  notice(turn, turn.phrases.reopenDeclined);
}

function reopenOffer(turn: Turn): Offer {
  return { label: turn.phrases.buttons.reopen, value: { kind: "reopen" } };
}

/** Nothing more is expected of the customer: the next text opens a new conversation. */
function settle(turn: Turn): void {
  delete turn.conversation.expects;
  turn.conversation.dialogue.offered = [];
}
