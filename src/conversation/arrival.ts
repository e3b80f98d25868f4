import { entryOf, humanOffer } from "./answers.ts";
import { formOffers, inProgress, quoted } from "./form-questions.ts";
import { armForm } from "./forms.ts";
import { handOff } from "./handoff.ts";
import type { PrivateChoice } from "./in-public.ts";
import { fill, phrasesOf } from "./phrases/phrases.ts";
import { because, notice, reply, type Turn } from "./turn.ts";

/**
 * A customer comes from a shared space into the private chat. What was asked there is said again, so that nobody has to
 * repeat it, and what was promised there happens here.
 */
export function arrive(turn: Turn, { question, locale, topic, handOff: promised }: PrivateChoice): void {
  const { conversation } = turn;
  const { dialogue } = conversation;
  because(turn, "arrived-in-private");
  // The agent reads along: what was asked is in the history.
  if (conversation.owner.kind === "agent") return;
  conversation.locale = locale;
  turn.phrases = phrasesOf(locale);
  dialogue.greetedAt = turn.event.at;
  const { privateHere, privateBare, privateMore, alreadyWaiting } = turn.phrases;
  reply(turn, question === "" ? privateBare : fill(privateHere, { question: quoted(question) }));
  const entry = topic === undefined ? undefined : entryOf(turn, topic);
  if (entry !== undefined) {
    dialogue.lastTopic = entry.id;
    dialogue.lastLocale = locale;
    dialogue.lastSeverity = entry.severity;
    if (!inProgress(dialogue.form)) armForm(turn, entry, question);
  }
  if (promised !== undefined) {
    handOff(turn, promised.reason, promised.priority, entry?.collect);
    if (turn.notices.length === 0) notice(turn, fill(alreadyWaiting, { ref: conversation.reference }));
    because(turn, "arrived-in-private");
  } else if (conversation.owner.kind === "bot") {
    reply(turn, privateMore, [...formOffers(turn, "start"), humanOffer(turn)]);
  }
}
