import { choiceFromText } from "../channel/choice.ts";
import { answer, didNotHelp, entryOf, menuOffers, miss } from "./answers.ts";
import { awaitsSubmit, inProgress } from "./form-questions.ts";
import { cancelForm, skipSlot, startForm, submitForm, takeTapped } from "./forms.ts";
import { cancelHandOff, handOff, passOn } from "./handoff.ts";
import { privateOffer } from "./in-public.ts";
import { chooseAfterResolve } from "./rating.ts";
import type { ChoiceValue, OfferedChoice } from "./state.ts";
import { because, notice, reply, type Turn } from "./turn.ts";

/** Only this is a number off a list while a detail is being asked for: "2 ETH" or "2号" answers the question. */
const BARE_NUMBER = /^\s*[#(（]?\s*[\d１-９①-⑨]{1,2}[\uFE0F\u20E3]*\s*[.)）。、]?\s*$/u;

/** Does what a pressed choice means. While an agent owns the conversation only ratings and reopening still act. */
export function choose(turn: Turn, value: ChoiceValue): void {
  switch (value.kind) {
    case "rate":
    case "reopen":
    case "leave-resolved":
      chooseAfterResolve(turn, value);
      return;
    default:
      if (turn.conversation.status === "resolved" || turn.conversation.owner.kind === "agent") tooLate(turn);
      else chooseWithBot(turn, value);
  }
}

/** The choice of the list offered last that a text names, by number or label. */
export function typedChoice(turn: Turn, text: string): OfferedChoice | undefined {
  const { offered, form } = turn.conversation.dialogue;
  const index = choiceFromText(text, offered);
  const choice = index === undefined ? undefined : offered[index];
  if (choice === undefined || form?.asking === undefined || form.paused) return choice;
  return BARE_NUMBER.test(text) || choice.label.toLowerCase() === text.trim().toLowerCase()
    ? choice
    : undefined;
}

/** A press that came too late. An agent sees it in the history; a closed case says so itself. */
export function tooLate(turn: Turn): void {
  because(turn, "choice-too-late");
  if (turn.conversation.status === "resolved") notice(turn, turn.phrases.slowPress);
}

/** A choice that no longer means anything here. */
export function expired(turn: Turn): void {
  because(turn, "choice-expired");
  reply(turn, turn.phrases.slowPress, menuOffers(turn));
}

function chooseWithBot(
  turn: Turn,
  value: Exclude<ChoiceValue, { kind: "rate" | "reopen" | "leave-resolved" }>,
): void {
  const waits = turn.conversation.owner.kind === "queue";
  switch (value.kind) {
    case "topic":
      chooseTopic(turn, value.topic);
      break;
    case "none-of-these":
      if (waits) passOn(turn);
      else miss(turn);
      break;
    case "helped":
      if (value.yes) helped(turn);
      else if (waits) passOn(turn);
      else didNotHelp(turn, turn.phrases.helpedNo);
      break;
    case "human":
      handOff(turn, "wish", "normal");
      break;
    case "cancel-human":
      if (waits) cancelHandOff(turn);
      else expired(turn);
      break;
    case "menu":
      because(turn, "menu");
      reply(turn, turn.phrases.menu, menuOffers(turn));
      break;
    case "form":
      chooseForm(turn, value.act, value.topic);
      break;
    case "private":
      // Typed, or pressed where it is no link: the way there is shown once more.
      because(turn, "private");
      reply(turn, turn.phrases.goPrivate, [privateOffer(turn, value.handOff)]);
      break;
    case "slot":
      if (!takeTapped(turn, value.slot, value.value)) expired(turn);
      break;
  }
}

function chooseTopic(turn: Turn, topic: string): void {
  const entry = entryOf(turn, topic);
  if (entry?.body === undefined) {
    expired(turn);
    return;
  }
  const { form } = turn.conversation.dialogue;
  if (inProgress(form)) form.paused = true;
  answer(turn, { ...entry, body: entry.body }, "");
}

function helped(turn: Turn): void {
  const { dialogue } = turn.conversation;
  dialogue.unhelped = 0;
  delete dialogue.form;
  delete dialogue.lastTopic;
  delete dialogue.lastSeverity;
  reply(turn, turn.phrases.helpedYes);
  cancelHandOff(turn);
  because(turn, "helped");
}

function chooseForm(turn: Turn, act: "start" | "submit" | "cancel" | "resume" | "skip", topic: string): void {
  const { form } = turn.conversation.dialogue;
  const stale = form?.topic !== topic || (act === "submit" && !awaitsSubmit(form) && !form.paused);
  if (stale) expired(turn);
  else if (act === "submit") submitForm(turn);
  else if (act === "cancel") cancelForm(turn);
  else if (act === "skip" && form.asking !== undefined) skipSlot(turn);
  else startForm(turn);
}
