import type { Match } from "../matching/match.ts";
import { answer, entryOf } from "./answers.ts";
import { choose, typedChoice } from "./choices.ts";
import type { CustomerWrote } from "./events.ts";
import { quoted } from "./form-questions.ts";
import { handOff, passOn, tellWait } from "./handoff.ts";
import { fill, listed } from "./phrases/phrases.ts";
import { asksHowLong } from "./plain-words.ts";
import { extract } from "./slots.ts";
import { cancel, smalltalk } from "./smalltalk.ts";
import { because, notice, reply, type Turn } from "./turn.ts";

const NOTED = ["chain", "tx-hash", "address", "token-amount", "time", "registered-email"] as const;

/** The queue owns: the bot still answers what it knows, notes what it hears, and otherwise says once that it passes things on. */
export function whileWaiting(turn: Turn, event: CustomerWrote, match: Match): void {
  const picked = typedChoice(turn, event.text);
  if (picked !== undefined) choose(turn, picked.value);
  else if (event.ambiguousHash) askWhichItWas(turn);
  else if (match.other === "cancel") cancel(turn);
  else if (match.human.wished) handOff(turn, "wish", event.urgency);
  else if (asksHowLong(event.text)) {
    tellWait(turn);
    because(turn, "told-wait");
  } else if (noteDetails(turn, event.text)) because(turn, "details-noted");
  else if (answers(turn, event, match)) return;
  else if (match.other === "thanks" || match.other === "smalltalk") smalltalk(turn, match.other, event.text);
  else passOn(turn);
}

/** The guard masked what may be a hash or a key: only the customer knows which. */
export function askWhichItWas(turn: Turn): void {
  if (turn.conversation.owner.kind === "agent") notice(turn, turn.phrases.hashOrKey);
  else reply(turn, turn.phrases.hashOrKey);
  because(turn, "hash-or-key");
}

function answers(turn: Turn, event: CustomerWrote, match: Match): boolean {
  const { dialogue, locale } = turn.conversation;
  const entry = match.ranked[0] === undefined ? undefined : entryOf(turn, match.ranked[0].topic);
  if (match.outcome !== "answer" || entry?.body === undefined) return false;
  if (entry.id === dialogue.lastTopic && (dialogue.lastLocale ?? locale) === locale) return false;
  answer(turn, { ...entry, body: entry.body }, event.text);
  return true;
}

/** Keeps the details a waiting customer adds, and says so. A mention of time alone is only kept. */
function noteDetails(turn: Turn, text: string): boolean {
  const { conversation, phrases } = turn;
  const { collected } = conversation;
  const said: string[] = [];
  for (const slot of NOTED) {
    const value = extract(slot, text);
    if (value === undefined || collected[slot] === value) continue;
    if (slot === "time" && collected.time !== undefined) continue;
    collected[slot] = value;
    if (conversation.expects?.kind === "slot" && conversation.expects.slot === slot)
      delete conversation.expects;
    if (slot !== "time") said.push(`${phrases.slots[slot].label}${phrases.colon}${quoted(value)}`);
  }
  if (said.length === 0) return false;
  notice(turn, fill(phrases.noted, { what: listed(phrases, said) }));
  return true;
}
