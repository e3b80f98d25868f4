import type { SecretKind } from "../guard/marker.ts";
import { secretUrgency } from "../guard/urgency.ts";
import { entryOf } from "./answers.ts";
import type { CustomerWrote, EntryView } from "./events.ts";
import { handOff } from "./handoff.ts";
import { because, notice, reply, type Turn } from "./turn.ts";

/** A lower-ranked urgent entry is given only when it is about this likely; else the steps that fit every theft. */
const URGENT_ENTRY_PROBABILITY = 0.2;

/** Whether what the guard removed puts the customer's funds at risk this minute. */
export function exposesFunds(found: readonly string[]): boolean {
  return secretUrgency(found as readonly SecretKind[]);
}

/**
 * A secret was pasted. The guard has removed it; here the customer is warned, at length the first time.
 * An exposed phrase or key alerts a person at once, whoever owns the conversation. While an agent owns it, and for
 * an edit, which answers no message, the warning is a system text.
 */
export function warnOfSecret(turn: Turn, found: readonly string[]): void {
  const { dialogue, owner, status } = turn.conversation;
  const byBot = owner.kind !== "agent" && turn.event.type === "customer.wrote";
  const say = byBot ? reply : notice;
  if (!exposesFunds(found)) {
    say(turn, turn.phrases.secretMinor);
    because(turn, "secret-minor");
    return;
  }
  say(turn, dialogue.secretWarnings > 0 ? turn.phrases.secretAgain : turn.phrases.secretUrgent);
  dialogue.secretWarnings += 1;
  if (status !== "resolved") handOff(turn, "secret-pasted", "urgent");
  because(turn, "secret-pasted");
}

/** Urgent: the steps first, a person in parallel, never a form first. */
export function emergency(turn: Turn, event: CustomerWrote): void {
  const entry = urgentEntry(turn, event);
  if (entry?.body === undefined) {
    reply(turn, turn.phrases.emergency);
  } else {
    const { dialogue, locale } = turn.conversation;
    reply(turn, entry.body);
    turn.topic = entry.id;
    dialogue.lastTopic = entry.id;
    dialogue.lastLocale = locale;
  }
  handOff(turn, "urgent", "urgent", entry?.collect);
  because(turn, "emergency");
}

function urgentEntry(turn: Turn, event: CustomerWrote): EntryView | undefined {
  return event.match?.ranked
    .slice(0, 3)
    .filter(({ probability }, rank) => rank === 0 || probability >= URGENT_ENTRY_PROBABILITY)
    .map(({ topic }) => entryOf(turn, topic))
    .find((entry) => entry?.severity === "urgent" && entry.body !== undefined);
}
