import type { Severity } from "../knowledge/entry.ts";
import type { ChoiceValue, Conversation, EscalationReason } from "./state.ts";
import type { Offer, Turn } from "./turn.ts";

/** How much of a question is carried into the private chat, in UTF-16 units. */
const CARRIED = 2_000;

/** What a choice that goes on in a private chat carries there. */
export type PrivateChoice = Extract<ChoiceValue, { kind: "private" }>;

/** True where others read along: then no detail is asked for, nobody is handed over and nobody rates. */
export function inPublic(conversation: Conversation): boolean {
  return conversation.space.kind !== "dm";
}

/**
 * The way into the private chat, with what was asked here. `handOff` is what happens on arrival; without it the
 * customer is first asked what else there is to say.
 */
export function privateOffer(turn: Turn, handOff?: { reason: EscalationReason; priority: Severity }): Offer {
  const { dialogue, locale } = turn.conversation;
  const topic = turn.topic ?? dialogue.lastTopic;
  return {
    label: turn.phrases.buttons.private,
    value: {
      kind: "private",
      question: questionOf(turn, handOff?.reason),
      locale,
      ...(topic === undefined ? {} : { topic }),
      ...(handOff === undefined ? {} : { handOff }),
    },
  };
}

/** Offers as they may stand where others read along: people and forms are reached in private, by one button. */
export function forEverybody(turn: Turn, offers: Offer[]): Offer[] {
  if (!inPublic(turn.conversation)) return offers;
  const shown = offers.flatMap((offer): Offer[] => {
    if (offer.value.kind === "form") return [];
    return offer.value.kind === "human" ? [privateOffer(turn)] : [offer];
  });
  const first = shown.findIndex(({ value }) => value.kind === "private");
  return shown.filter(({ value }, n) => value.kind !== "private" || n === first);
}

/** Keeps the customer's last question, for the choice that a later press or wish offers. */
export function keepQuestion(turn: Turn): void {
  const { conversation, event } = turn;
  if (!inPublic(conversation) || event.type !== "customer.wrote" || event.text.trim() === "") return;
  conversation.dialogue.lastText = event.text.slice(0, CARRIED);
}

/** A bare wish for a person says nothing of the matter: the question before it does. */
function questionOf(turn: Turn, reason: EscalationReason | undefined): string {
  const said = turn.event.type === "customer.wrote" ? turn.event.text.trim() : "";
  const before = turn.conversation.dialogue.lastText?.trim() ?? "";
  const words = reason === "wish" && before !== "" && before !== said ? `${before}\n${said}` : said || before;
  return words.trim().slice(0, CARRIED);
}
