import { humanOffer, menuButton, menuOffers, miss } from "./answers.ts";
import { confirm } from "./confirm.ts";
import { cancelForm } from "./forms.ts";
import { cancelHandOff, passOn } from "./handoff.ts";
import { inPublic } from "./in-public.ts";
import { asksSomething } from "./slots.ts";
import { because, reply, type Turn } from "./turn.ts";

/** A greeting within this time of the last is not greeted in full again. */
const GREETING_MS = 10 * 60_000;
const NOT_OURS = new Set(["prices", "other-companies", "off-topic"]);

/**
 * Answers what is not a question for the knowledge base: `other` is the name of the stock the text belongs to.
 * Recognised small talk never escalates of itself; an unknown name counts as a miss.
 */
export function smalltalk(turn: Turn, other: string, text: string): void {
  const { dialogue, owner } = turn.conversation;
  because(turn, `smalltalk:${other}`);
  const kind = NOT_OURS.has(other) ? "not-ours" : other;
  const again = dialogue.lastSmalltalk === kind;
  dialogue.lastSmalltalk = kind;
  switch (kind) {
    case "greeting":
      greet(turn, dialogue.lastTopic !== undefined);
      break;
    case "thanks":
      if (asksSomething(text)) {
        // "ok thanks, now what": the thanks are not what it is about.
        if (owner.kind === "queue") passOn(turn);
        else miss(turn);
        break;
      }
      turn.conversation.dialogue.unhelped = 0;
      reply(turn, turn.phrases.thanks);
      break;
    case "smalltalk":
      if (again) reply(turn, turn.phrases.greetingAgain, [menuButton(turn), humanOffer(turn)]);
      else reply(turn, turn.phrases.smalltalk, [humanOffer(turn)]);
      break;
    case "not-ours":
      if (again) reply(turn, turn.phrases.notOursAgain, [menuButton(turn), humanOffer(turn)]);
      else reply(turn, turn.phrases.notOurs, menuOffers(turn));
      break;
    case "cancel":
      cancel(turn);
      break;
    case "confirm":
      confirm(turn, text);
      break;
    case "nonsense":
      if (again) reply(turn, turn.phrases.rephrase, [...menuOffers(turn), humanOffer(turn)]);
      else reply(turn, turn.phrases.nonsense, [humanOffer(turn)]);
      break;
    default:
      miss(turn);
  }
}

/** Greets with the menu; soon after a greeting, or in a running case, only asks what is wrong. */
export function greet(turn: Turn, running = false): void {
  const { dialogue } = turn.conversation;
  const soon = dialogue.greetedAt !== undefined && turn.event.at - dialogue.greetedAt < GREETING_MS;
  dialogue.greetedAt = turn.event.at;
  const again = soon || running;
  because(turn, again ? "greeted-again" : "greeted");
  if (inPublic(turn.conversation)) reply(turn, turn.phrases.publicHelp, [humanOffer(turn)]);
  else if (again) reply(turn, turn.phrases.greetingAgain, [menuButton(turn)]);
  else reply(turn, turn.phrases.greeting, [...menuOffers(turn), humanOffer(turn)]);
}

/** Takes back what runs: the request for a person, else the form. */
export function cancel(turn: Turn): void {
  if (turn.conversation.owner.kind === "queue") cancelHandOff(turn);
  else if (turn.conversation.dialogue.form?.started) cancelForm(turn);
  else reply(turn, turn.phrases.confirmNothing, [menuButton(turn)]);
}
