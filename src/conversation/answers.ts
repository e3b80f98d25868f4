import type { EntryView } from "./events.ts";
import { formOffers, inProgress } from "./form-questions.ts";
import { armForm } from "./forms.ts";
import { cancelOffer, handOff } from "./handoff.ts";
import { inPublic, privateOffer } from "./in-public.ts";
import { keepForFollowUp } from "./question-before.ts";
import { because, entriesOf, type Offer, reply, type Turn } from "./turn.ts";

/** Below this the message of an urgent "always" entry reads as a question about the subject, not as a case of it. */
const CASE_PROBABILITY = 0.25;
/** A third candidate less likely than this only makes the choice longer; two are always offered. */
const CANDIDATE_PROBABILITY = 0.08;

/** The entry of a topic in the conversation's language, else in any language it exists in. */
export function entryOf(turn: Turn, topic: string): EntryView | undefined {
  const views = entriesOf(turn.event)[topic];
  if (views === undefined) return undefined;
  return views[turn.conversation.locale] ?? Object.values(views)[0];
}

/** Answers with an entry; the same entry twice running, in the same language, counts as "did not help". */
export function answer(turn: Turn, entry: EntryView & { body: string }, question: string): void {
  const { dialogue, owner } = turn.conversation;
  if (owner.kind === "bot" && isRepetition(turn, entry)) {
    didNotHelp(turn, turn.phrases.sameAgain);
    return;
  }
  remember(turn, entry, question);
  because(turn, `answered:${entry.id}`);
  if (entry.handoff === "always" && isCase(turn, entry)) {
    reply(turn, entry.body);
    handOff(turn, "entry-asks", entry.severity, entry.collect);
  } else if (owner.kind === "queue") {
    // A person comes anyway: what is left to decide is whether one is still needed.
    reply(turn, entry.body, [cancelOffer(turn)]);
  } else if (inPublic(turn.conversation)) {
    // Short, and without a question: in a shared space "did this help?" would be put to everybody.
    reply(turn, entry.body, entry.handoff === "never" ? [] : [privateOffer(turn)]);
  } else if (inProgress(dialogue.form)) {
    // The open form already asks something; "did this help?" on top would be a second question.
    reply(turn, entry.body);
  } else {
    armForm(turn, entry, question);
    reply(turn, `${entry.body}\n\n${turn.phrases.didThisHelp}`, afterAnswer(turn, entry));
  }
}

function isRepetition(turn: Turn, entry: EntryView): boolean {
  const { dialogue, locale } = turn.conversation;
  return dialogue.lastTopic === entry.id && (dialogue.lastLocale ?? locale) === locale;
}

function remember(turn: Turn, entry: EntryView, question: string): void {
  const { dialogue, locale } = turn.conversation;
  keepForFollowUp(turn, question, entry.title, dialogue.lastTopic === entry.id);
  dialogue.misses = 0;
  dialogue.asks = 0;
  delete dialogue.lastSmalltalk;
  dialogue.lastTopic = entry.id;
  dialogue.lastLocale = locale;
  dialogue.lastSeverity = entry.severity;
  turn.topic = entry.id;
}

function isCase(turn: Turn, entry: EntryView): boolean {
  if (entry.severity !== "urgent" || turn.event.type !== "customer.wrote") return true;
  return (turn.event.match?.urgent.probability ?? 1) >= CASE_PROBABILITY;
}

function afterAnswer(turn: Turn, entry: EntryView): Offer[] {
  const { buttons } = turn.phrases;
  const { dialogue } = turn.conversation;
  const offers: Offer[] = [
    { label: buttons.yes, value: { kind: "helped", topic: entry.id, yes: true } },
    { label: buttons.no, value: { kind: "helped", topic: entry.id, yes: false } },
  ];
  if (dialogue.form?.topic === entry.id) return [...offers, ...formOffers(turn, "start")];
  return entry.handoff === "never" ? offers : [...offers, humanOffer(turn)];
}

/** Asks which of the two or three best candidates was meant. A third unsure turn in a row is a miss like any other. */
export function askBack(turn: Turn, ranked: { topic: string; probability: number }[]): void {
  const likely = ranked.slice(0, 3).filter((one, i) => i < 2 || one.probability >= CANDIDATE_PROBABILITY);
  const offers = topicOffers(
    turn,
    likely.map(({ topic }) => topic),
  );
  turn.conversation.dialogue.asks += 1;
  if (offers.length === 0 || turn.conversation.dialogue.asks > 2) {
    miss(turn);
    return;
  }
  because(turn, "asked-back");
  // Whichever it turns out to be: the details of this question need not be asked for again.
  if (turn.event.type === "customer.wrote") {
    turn.conversation.dialogue.said = turn.event.text;
    keepForFollowUp(turn, turn.event.text, "", true);
  }
  reply(turn, turn.phrases.askBack, [
    ...offers,
    { label: turn.phrases.buttons.noneOfThese, value: { kind: "none-of-these" } },
  ]);
}

/** No answer: first help to rephrase, then a person. After an answer that did not help, the first miss is the second failure. */
export function miss(turn: Turn): void {
  const { dialogue } = turn.conversation;
  dialogue.misses += 1;
  dialogue.asks = 0;
  delete dialogue.lastQuestion;
  if (dialogue.misses >= 2) {
    handOff(turn, "missed-twice", "normal");
    return;
  }
  if (dialogue.unhelped > 0) {
    handOff(turn, "not-helped-twice", "normal");
    return;
  }
  because(turn, "missed-once");
  reply(turn, turn.phrases.rephrase, [...menuOffers(turn), humanOffer(turn)]);
}

/** An answer did not help: first another angle, then a person. */
export function didNotHelp(turn: Turn, words: string): void {
  const { dialogue } = turn.conversation;
  dialogue.unhelped += 1;
  if (dialogue.unhelped >= 2) {
    handOff(turn, "not-helped-twice", "normal");
    return;
  }
  because(turn, "not-helped-once");
  reply(turn, words, [...formOffers(turn, "start"), humanOffer(turn)]);
}

export function humanOffer(turn: Turn): Offer {
  return { label: turn.phrases.buttons.human, value: { kind: "human" } };
}

export function menuButton(turn: Turn): Offer {
  return { label: turn.phrases.buttons.menu, value: { kind: "menu" } };
}

/** The tenant's main topics as choices. */
export function menuOffers(turn: Turn): Offer[] {
  return topicOffers(turn, "menu" in turn.event ? turn.event.menu : []);
}

export function topicOffers(turn: Turn, topics: string[]): Offer[] {
  return topics.flatMap((topic): Offer[] => {
    const entry = entryOf(turn, topic);
    return entry === undefined ? [] : [{ label: entry.title, value: { kind: "topic", topic } }];
  });
}
