import type { EntryView } from "./events.ts";
import { armForm } from "./forms.ts";
import { handOff } from "./handoff.ts";
import { because, entriesOf, type Offer, reply, type Turn } from "./turn.ts";

/** Below this the message of an "always" entry reads as a question about the subject, not as a case of it. */
const CASE_PROBABILITY = 0.25;

/** The entry of a topic in the conversation's language, else in any language it exists in. */
export function entryOf(turn: Turn, topic: string): EntryView | undefined {
  const views = entriesOf(turn.event)[topic];
  if (views === undefined) return undefined;
  return views[turn.conversation.locale] ?? Object.values(views)[0];
}

/** Answers with an entry; the same entry twice running counts as "did not help". */
export function answer(turn: Turn, entry: EntryView & { body: string }, question: string): void {
  const { dialogue, owner } = turn.conversation;
  if (dialogue.lastTopic === entry.id && owner.kind === "bot") {
    didNotHelp(turn, turn.phrases.sameAgain);
    return;
  }
  dialogue.misses = 0;
  dialogue.asks = 0;
  dialogue.lastTopic = entry.id;
  turn.topic = entry.id;
  because(turn, `answered:${entry.id}`);
  const offer = owner.kind === "bot" ? armForm(turn, entry, question) : undefined;
  reply(
    turn,
    [entry.body, offer, turn.phrases.didThisHelp].filter(Boolean).join("\n\n"),
    afterAnswer(turn, entry),
  );
  if (entry.handoff === "always" && isCase(turn)) handOff(turn, "entry-asks", entry.severity);
}

function isCase(turn: Turn): boolean {
  if (turn.event.type !== "customer.wrote") return true;
  return (turn.event.match?.urgent.probability ?? 1) >= CASE_PROBABILITY;
}

function afterAnswer(turn: Turn, entry: EntryView): Offer[] {
  const { buttons } = turn.phrases;
  const offers: Offer[] = [
    { label: buttons.yes, value: { kind: "helped", topic: entry.id, yes: true } },
    { label: buttons.no, value: { kind: "helped", topic: entry.id, yes: false } },
  ];
  if (turn.conversation.owner.kind !== "bot") return offers;
  if (turn.conversation.dialogue.form?.topic === entry.id) {
    offers.push({ label: buttons.formStart, value: { kind: "form", act: "start", topic: entry.id } });
  } else if (entry.handoff !== "never") {
    offers.push({ label: buttons.human, value: { kind: "human" } });
  }
  return offers;
}

/** Asks which of the best candidates was meant. A third unsure turn in a row is a miss like any other. */
export function askBack(turn: Turn, topics: string[]): void {
  const offers = topics.flatMap((topic): Offer[] => {
    const entry = entryOf(turn, topic);
    return entry === undefined ? [] : [{ label: entry.title, value: { kind: "topic", topic } }];
  });
  turn.conversation.dialogue.asks += 1;
  if (offers.length === 0 || turn.conversation.dialogue.asks > 2) {
    miss(turn);
    return;
  }
  because(turn, "asked-back");
  reply(turn, turn.phrases.askBack, [
    ...offers,
    { label: turn.phrases.buttons.noneOfThese, value: { kind: "none-of-these" } },
  ]);
}

/** No answer: first help to rephrase, then a person. */
export function miss(turn: Turn): void {
  const { dialogue } = turn.conversation;
  dialogue.misses += 1;
  dialogue.asks = 0;
  if (dialogue.misses >= 2) {
    handOff(turn, "missed-twice", "normal");
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
  const form = dialogue.form;
  const offers: Offer[] =
    form === undefined
      ? [humanOffer(turn)]
      : [
          { label: turn.phrases.buttons.formStart, value: { kind: "form", act: "start", topic: form.topic } },
          humanOffer(turn),
        ];
  reply(turn, words, offers);
}

export function humanOffer(turn: Turn): Offer {
  return { label: turn.phrases.buttons.human, value: { kind: "human" } };
}

/** The tenant's main topics as choices. */
export function menuOffers(turn: Turn): Offer[] {
  const topics = "menu" in turn.event ? turn.event.menu : [];
  return topics.flatMap((topic): Offer[] => {
    const entry = entryOf(turn, topic);
    return entry === undefined ? [] : [{ label: entry.title, value: { kind: "topic", topic } }];
  });
}
