import { entryOf } from "./answers.ts";
import type { CustomerWrote } from "./events.ts";
import { handOff } from "./handoff.ts";
import { because, reply, type Turn } from "./turn.ts";

/**
 * A secret was pasted. The guard has removed it; here the customer is warned, at length the first time.
 * An exposed phrase or key alerts a person at once, whoever owns the conversation.
 */
export function warnOfSecret(turn: Turn, event: CustomerWrote): void {
  const { dialogue } = turn.conversation;
  const exposed = event.urgency === "urgent";
  if (!exposed) {
    reply(turn, turn.phrases.secretMinor);
    because(turn, "secret-minor");
    return;
  }
  reply(turn, dialogue.secretWarnings > 0 ? turn.phrases.secretAgain : turn.phrases.secretUrgent);
  dialogue.secretWarnings += 1;
  handOff(turn, "secret-pasted", "urgent");
  because(turn, "secret-pasted");
}

/** Urgent: the steps first, a person in parallel, never a form first. */
export function emergency(turn: Turn, event: CustomerWrote): void {
  const urgentTopic = event.match?.ranked
    .slice(0, 3)
    .map(({ topic }) => entryOf(turn, topic))
    .find((entry) => entry?.severity === "urgent" && entry.body !== undefined);
  if (urgentTopic?.body === undefined) {
    reply(turn, turn.phrases.emergency);
  } else {
    reply(turn, urgentTopic.body);
    turn.topic = urgentTopic.id;
    turn.conversation.dialogue.lastTopic = urgentTopic.id;
  }
  handOff(turn, "urgent", "urgent");
  because(turn, "emergency");
}
