import type { SecretKind } from "../guard/marker.ts";
import { secretUrgency } from "../guard/urgency.ts";
import { entryOf } from "./answers.ts";
import type { CustomerWrote, EntryView } from "./events.ts";
import { handOff } from "./handoff.ts";
import { inPublic } from "./in-public.ts";
import { because, notice, reply, type Turn } from "./turn.ts";

/** A lower-ranked urgent entry is given only when it is about this likely; else the steps that fit every theft. */
const URGENT_ENTRY_PROBABILITY = 0.2;

const DYING =
  /不想活|活不下去|活不了了|我(?:真的|好|只)?想死|自杀|自殺|轻生|輕生|跳[楼樓](?![价價])|寻短见|尋短見|结束(?:我的|自己的)?生命|結束(?:我的|自己的)?生命|kill(?:ing)? myself|suicid|end(?:ing)? my life|(?:want|going) to die\b|(?:don'?t|do not) want to (?:live|be alive)/iu;

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
  if (inPublic(turn.conversation)) {
    turn.takeDown = true;
    say(turn, turn.phrases.seenByOthers);
  }
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

/** True where a life may be at stake. */
export function speaksOfDying(text: string): boolean {
  return DYING.test(text);
}

/** The person before the wallet: where to find help at once, and a colleague with the highest priority. */
export function care(turn: Turn): void {
  reply(turn, turn.phrases.care);
  handOff(turn, "urgent", "urgent");
  because(turn, "life-at-stake");
}

function urgentEntry(turn: Turn, event: CustomerWrote): EntryView | undefined {
  return event.match?.ranked
    .slice(0, 3)
    .filter(({ probability }, rank) => rank === 0 || probability >= URGENT_ENTRY_PROBABILITY)
    .map(({ topic }) => entryOf(turn, topic))
    .find((entry) => entry?.severity === "urgent" && entry.body !== undefined);
}
