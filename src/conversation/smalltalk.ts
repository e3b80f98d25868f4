import { humanOffer, menuButton, menuOffers, miss } from "./answers.ts";
import { confirm } from "./confirm.ts";
import { cancelForm } from "./forms.ts";
import { cancelHandOff } from "./handoff.ts";
import { because, reply, type Turn } from "./turn.ts";

/** A greeting within this time of the last is not greeted in full again. */
const GREETING_MS = 10 * 60_000;

/**
 * Answers what is not a question for the knowledge base: `other` is the name of the stock the text belongs to.
 * Recognised small talk never escalates of itself; an unknown name counts as a miss.
 */
export function smalltalk(turn: Turn, other: string, text: string): void {
  because(turn, `smalltalk:${other}`);
  switch (other) {
    case "greeting":
      greet(turn);
      break;
    case "thanks":
      turn.conversation.dialogue.unhelped = 0;
      reply(turn, turn.phrases.thanks);
      break;
    case "smalltalk":
      reply(turn, turn.phrases.smalltalk, [humanOffer(turn)]);
      break;
    case "prices":
    case "other-companies":
    case "off-topic":
      reply(turn, turn.phrases.notOurs, menuOffers(turn));
      break;
    case "cancel":
      cancel(turn);
      break;
    case "confirm":
      confirm(turn, text);
      break;
    case "nonsense":
      reply(turn, turn.phrases.nonsense, [humanOffer(turn)]);
      break;
    default:
      miss(turn);
  }
}

/** Greets with the menu; soon after a greeting, only asks what is wrong. */
export function greet(turn: Turn): void {
  const { dialogue } = turn.conversation;
  const again = dialogue.greetedAt !== undefined && turn.event.at - dialogue.greetedAt < GREETING_MS;
  dialogue.greetedAt = turn.event.at;
  because(turn, again ? "greeted-again" : "greeted");
  if (again) reply(turn, turn.phrases.greetingAgain, [menuButton(turn)]);
  else reply(turn, turn.phrases.greeting, [...menuOffers(turn), humanOffer(turn)]);
}

/** Takes back what runs: the request for a person, else the form. */
export function cancel(turn: Turn): void {
  if (turn.conversation.owner.kind === "queue") cancelHandOff(turn);
  else if (turn.conversation.dialogue.form?.started) cancelForm(turn);
  else reply(turn, turn.phrases.confirmNothing, [menuButton(turn)]);
}
