import { enterQueue } from "./handoff.ts";
import { fill } from "./phrases/phrases.ts";
import { bareScore } from "./route.ts";
import { because, notice, type Offer, type Turn } from "./turn.ts";

/** Scores up to this are asked about and may reopen the case. */
const LOW = 3;
/** Scores up to this reopen the case when the comment follows. */
const BAD = 2;

/** Asks once how it went. After an urgent case (a theft) nobody is asked for stars. */
export function askForRating(turn: Turn): void {
  const { conversation, phrases } = turn;
  const reopenOffer: Offer = { label: phrases.buttons.reopen, value: { kind: "reopen" } };
  if (conversation.escalation?.priority === "urgent") {
    notice(turn, fill(phrases.resolvedUrgent, { ref: conversation.reference }), [reopenOffer]);
    return;
  }
  conversation.rating = { askedAt: turn.event.at };
  conversation.expects = { kind: "rating" };
  const scores = [1, 2, 3, 4, 5].map(
    (score): Offer => ({ label: String(score), value: { kind: "rate", score } }),
  );
  notice(turn, phrases.resolved, [...scores, reopenOffer]);
}

/** Takes a score; a second one replaces the first. A score for a conversation that is not resolved is only noted. */
export function rate(turn: Turn, score: number, comment?: string): void {
  const { conversation, phrases } = turn;
  conversation.rating = {
    askedAt: conversation.rating?.askedAt ?? turn.event.at,
    score,
    ...(comment === undefined ? {} : { comment }),
  };
  turn.actions.push({ type: "rate", score, ...(comment === undefined ? {} : { comment }) });
  because(turn, `rated:${score}`);
  delete conversation.expects;
  if (conversation.status !== "resolved") return;
  if (score > LOW) {
    notice(turn, phrases.ratingThanks);
    return;
  }
  conversation.rating.askedAt = turn.event.at;
  conversation.expects = { kind: "rating-comment" };
  notice(turn, phrases.ratingSorry, [
    { label: phrases.buttons.reopen, value: { kind: "reopen" } },
    { label: phrases.buttons.leaveResolved, value: { kind: "leave-resolved" } },
  ]);
}

/** A text after the resolve that the router took for an answer to the rating. Returns false for any other text. */
export function readRating(turn: Turn, text: string): boolean {
  const { conversation } = turn;
  if (conversation.status !== "resolved") return false;
  if (conversation.expects?.kind === "rating") {
    const score = bareScore(text);
    if (score === undefined) return false;
    rate(turn, score);
    return true;
  }
  if (conversation.expects?.kind !== "rating-comment") return false;
  const score = conversation.rating?.score ?? LOW;
  conversation.rating = {
    ...conversation.rating,
    askedAt: conversation.rating?.askedAt ?? turn.event.at,
    comment: text,
  };
  turn.actions.push({ type: "rate", score, comment: text });
  delete conversation.expects;
  if (score <= BAD) {
    reopen(turn);
  } else {
    because(turn, "rating-comment");
    notice(turn, turn.phrases.commentThanks);
  }
  return true;
}

/** "Not solved": back to the queue, ahead of ordinary questions. */
export function reopen(turn: Turn): void {
  const { conversation, phrases } = turn;
  delete conversation.expects;
  because(turn, "reopened");
  if (conversation.owner.kind === "agent" && conversation.status !== "resolved") return;
  const priority = conversation.escalation?.priority === "urgent" ? "urgent" : "high";
  enterQueue(turn, "bad-rating", priority);
  conversation.waitingSince ??= turn.event.at;
  notice(turn, fill(phrases.handoff["bad-rating"], { ref: conversation.reference }));
}

export function declineReopen(turn: Turn): void {
  delete turn.conversation.expects;
  because(turn, "reopen-declined");
  if (turn.conversation.status === "resolved") notice(turn, turn.phrases.reopenDeclined);
}
