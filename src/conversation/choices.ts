import { answer, didNotHelp, entryOf, menuOffers, miss } from "./answers.ts";
import { cancelForm, skipSlot, startForm, submitForm } from "./forms.ts";
import { cancelHandOff, handOff } from "./handoff.ts";
import { declineReopen, rate, reopen } from "./rating.ts";
import type { ChoiceValue } from "./state.ts";
import { because, reply, type Turn } from "./turn.ts";

/** Does what a pressed choice means. While an agent owns the conversation only ratings and reopening still act. */
export function choose(turn: Turn, value: ChoiceValue): void {
  switch (value.kind) {
    case "rate":
      rate(turn, value.score);
      return;
    case "reopen":
      reopen(turn);
      return;
    case "leave-resolved":
      declineReopen(turn);
      return;
    default:
      if (turn.conversation.status === "resolved" || turn.conversation.owner.kind === "agent") {
        because(turn, "choice-too-late");
        return;
      }
      chooseWithBot(turn, value);
  }
}

function chooseWithBot(
  turn: Turn,
  value: Exclude<ChoiceValue, { kind: "rate" | "reopen" | "leave-resolved" }>,
): void {
  switch (value.kind) {
    case "topic":
      chooseTopic(turn, value.topic);
      break;
    case "none-of-these":
      miss(turn);
      break;
    case "helped":
      if (value.yes) helped(turn);
      else didNotHelp(turn, turn.phrases.helpedNo);
      break;
    case "human":
      handOff(turn, "wish", "normal");
      break;
    case "cancel-human":
      cancelHandOff(turn);
      break;
    case "menu":
      reply(turn, turn.phrases.menu, menuOffers(turn));
      break;
    case "form":
      chooseForm(turn, value.act, value.topic);
      break;
  }
}

function chooseTopic(turn: Turn, topic: string): void {
  const entry = entryOf(turn, topic);
  if (entry?.body === undefined) {
    because(turn, "choice-expired");
    reply(turn, turn.phrases.slowPress, menuOffers(turn));
    return;
  }
  answer(turn, { ...entry, body: entry.body }, "");
}

function helped(turn: Turn): void {
  const { dialogue } = turn.conversation;
  dialogue.unhelped = 0;
  delete dialogue.form;
  because(turn, "helped");
  reply(turn, turn.phrases.helpedYes);
  if (turn.conversation.owner.kind === "queue") cancelHandOff(turn);
}

function chooseForm(turn: Turn, act: "start" | "submit" | "cancel" | "resume" | "skip", topic: string): void {
  if (turn.conversation.dialogue.form?.topic !== topic) {
    because(turn, "choice-expired");
    reply(turn, turn.phrases.slowPress, menuOffers(turn));
    return;
  }
  if (act === "submit") submitForm(turn);
  else if (act === "cancel") cancelForm(turn);
  else if (act === "skip") skipSlot(turn);
  else startForm(turn);
}
