import type { Decision } from "./actions.ts";
import { humanOffer, menuOffers } from "./answers.ts";
import { arrive } from "./arrival.ts";
import { choose, expired, tooLate } from "./choices.ts";
import type { ConversationEvent, CustomerWrote } from "./events.ts";
import { fillForm } from "./form-dialog.ts";
import { offerResume } from "./form-questions.ts";
import { changeOwner, handOff, passOn } from "./handoff.ts";
import { inPublic } from "./in-public.ts";
import { languageOf } from "./language.ts";
import { phrasesOf } from "./phrases/phrases.ts";
import { VISIT_MS } from "./question-before.ts";
import { answersRating, rate } from "./rating.ts";
import { respond } from "./respond.ts";
import { warnOfSecret } from "./safety.ts";
import { cancel, greet } from "./smalltalk.ts";
import { type Conversation, freshDialogue } from "./state.ts";
import { because, beginTurn, endTurn, reply, type Turn } from "./turn.ts";

/** Details that everybody gives in Latin letters: they do not tell the customer's language. */
const LATIN_ANSWERS: readonly string[] = ["error-text", "device", "app-version", "counterparty", "chain"];

/** What a customer's message leads to. */
export function customerWrote(conversation: Conversation, event: CustomerWrote): Decision {
  const turn = beginTurn(conversation, event);
  speak(turn, event.text);
  welcomeBack(turn);
  heard(turn, event.messageId);
  if (!answersRating(turn, event)) {
    reopenIfResolved(turn);
    turn.conversation.waitingSince ??= event.at;
    respond(turn, event);
  }
  settleWaiting(turn);
  return endTurn(turn, event.messageId);
}

export function customerCommanded(
  conversation: Conversation,
  event: Extract<ConversationEvent, { type: "customer.commanded" }>,
): Decision {
  const turn = beginTurn(conversation, event);
  welcomeBack(turn);
  heard(turn, event.messageId);
  reopenIfResolved(turn);
  turn.conversation.waitingSince ??= event.at;
  if (event.choice?.value.kind === "private") arrive(turn, event.choice.value);
  else command(turn, event.name);
  settleWaiting(turn);
  return endTurn(turn, event.messageId);
}

function command(turn: Turn, name: string): void {
  const { owner } = turn.conversation;
  because(turn, `command:${name}`);
  if (owner.kind === "agent") because(turn, "agent-owns");
  else if (name === "human") handOff(turn, "wish", "normal");
  else if (name === "cancel") cancel(turn);
  else if (name === "start" && owner.kind === "bot") greet(turn);
  else if (name === "menu") reply(turn, turn.phrases.menu, menuOffers(turn));
  else if (inPublic(turn.conversation)) reply(turn, turn.phrases.publicHelp, [humanOffer(turn)]);
  else reply(turn, turn.phrases.help, menuOffers(turn));
}

export function customerChose(
  conversation: Conversation,
  event: Extract<ConversationEvent, { type: "customer.chose" }>,
): Decision {
  const turn = beginTurn(conversation, event);
  welcomeBack(turn);
  const listens = turn.conversation.owner.kind !== "agent" && turn.conversation.status !== "resolved";
  if (listens) turn.conversation.waitingSince ??= event.at;
  if (event.choice !== undefined) choose(turn, event.choice.value);
  else if (listens) expired(turn);
  else tooLate(turn);
  offerResume(turn);
  settleWaiting(turn);
  return endTurn(turn, event.messageId);
}

/** A dialog that was sent: its details are taken all at once. Whoever owns by now, a secret in it is warned of. */
export function customerFilled(
  conversation: Conversation,
  event: Extract<ConversationEvent, { type: "customer.filled" }>,
): Decision {
  const turn = beginTurn(conversation, event);
  welcomeBack(turn);
  const { owner, status } = turn.conversation;
  if (status !== "resolved") turn.conversation.waitingSince ??= event.at;
  if (status === "resolved") tooLate(turn);
  else if (owner.kind === "agent") because(turn, "agent-owns");
  else if (owner.kind === "queue") passOn(turn);
  else if (!fillForm(turn, event.choice?.value, event.values)) expired(turn);
  if (event.found.length > 0) warnOfSecret(turn, event.found);
  settleWaiting(turn);
  return endTurn(turn, event.messageId);
}

export function customerRated(
  conversation: Conversation,
  event: Extract<ConversationEvent, { type: "customer.rated" }>,
): Decision {
  const turn = beginTurn(conversation, event);
  rate(turn, event.score, event.comment);
  return endTurn(turn);
}

/** The language of this message, for this turn and until the customer changes it. */
function speak(turn: Turn, text: string): void {
  const { conversation, event } = turn;
  const { form } = conversation.dialogue;
  const pinyin = event.type === "customer.wrote" && event.match?.pinyin;
  const language = languageOf(text, conversation.locale, pinyin);
  const quotes = form?.asking !== undefined && !form.paused && LATIN_ANSWERS.includes(form.asking);
  if (language === "en" && quotes) return;
  conversation.locale = language;
  turn.phrases = phrasesOf(language);
}

/** The customer is here: reachable, no longer snoozed, and after a long silence with a clean slate. */
function welcomeBack(turn: Turn): void {
  const { conversation, event } = turn;
  const { dialogue } = conversation;
  conversation.reachable = true;
  if (conversation.status === "snoozed") {
    conversation.status = "open";
    delete conversation.snoozedUntil;
    turn.actions.push({ type: "cancel-timer", name: "unsnooze" });
  }
  const silent = dialogue.lastAt !== undefined && event.at - dialogue.lastAt > VISIT_MS;
  if (silent && conversation.owner.kind === "bot") {
    dialogue.misses = 0;
    dialogue.asks = 0;
    dialogue.unhelped = 0;
    delete dialogue.lastTopic;
    delete dialogue.lastQuestion;
    delete dialogue.lastSeverity;
  }
  dialogue.lastAt = event.at;
}

/** In a shared space it must be plain whom we answer: also what an agent says later is a reply to this. */
function heard({ conversation }: Turn, messageId: string): void {
  if (inPublic(conversation)) conversation.lastHeard = messageId;
}

/** A message that was under way while an agent resolved: nobody is missed, the bot takes it up afresh. */
function reopenIfResolved(turn: Turn): void {
  const { conversation } = turn;
  if (conversation.status !== "resolved") return;
  conversation.status = "open";
  delete conversation.resolvedAt;
  changeOwner(turn, { kind: "bot" });
  conversation.dialogue = freshDialogue();
  delete conversation.expects;
}

/** Only our words end the customer's wait: the bot's and an agent's do, system texts do not. */
function settleWaiting(turn: Turn): void {
  const { conversation } = turn;
  if (conversation.owner.kind === "bot" && turn.botTexts.length > 0) delete conversation.waitingSince;
}
