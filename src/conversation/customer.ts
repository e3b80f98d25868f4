import { choiceFromText } from "../channel/choice.ts";
import type { Match } from "../matching/match.ts";
import type { Decision } from "./actions.ts";
import { answer, askBack, didNotHelp, entryOf, menuOffers, miss } from "./answers.ts";
import { choose } from "./choices.ts";
import type { ConversationEvent, CustomerWrote } from "./events.ts";
import { continueForm, resumeOffer, takeFile } from "./forms.ts";
import { handOff, higher } from "./handoff.ts";
import { languageOf } from "./language.ts";
import { fill, phrasesOf } from "./phrases/phrases.ts";
import { rate, readRating } from "./rating.ts";
import { emergency, warnOfSecret } from "./safety.ts";
import { extract } from "./slots.ts";
import { greet, smalltalk } from "./smalltalk.ts";
import { type Conversation, freshDialogue } from "./state.ts";
import { because, beginTurn, endTurn, notice, reply, type Turn } from "./turn.ts";

/** Short words that say an answer was of no use. */
const NO_USE =
  /没用|沒用|没(?:有)?(?:什么)?(?:帮助|效果)|(?:还是|還是|仍然|依旧)(?:没|不|沒)|不管用|不行|没解决|沒解決|not help|no(?:t)? use|useless|did(?:n'?t| not) (?:help|work)|does(?:n'?t| not) (?:help|work)|still (?:not|no|nothing|the same|does|can|stuck)|same (?:problem|thing|error)/iu;
const NO_USE_LENGTH = 40;

/** What a customer's message leads to. The order is the order of concern: safety, people, forms, answers. */
export function customerWrote(conversation: Conversation, event: CustomerWrote): Decision {
  const turn = beginTurn(conversation, event);
  speak(turn, event.text);
  welcomeBack(turn);
  if (!readRating(turn, event.text)) {
    reopenIfResolved(turn);
    turn.conversation.waitingSince ??= event.at;
    respond(turn, event);
  }
  settleWaiting(turn);
  return endTurn(turn, event.messageId);
}

function respond(turn: Turn, event: CustomerWrote): void {
  const expected = turn.conversation.expects;
  delete turn.conversation.expects;
  if (event.found.length > 0) {
    warnOfSecret(turn, event);
    if (event.urgency === "urgent" || turn.conversation.owner.kind === "agent") return;
  }
  if (turn.conversation.owner.kind === "agent") {
    because(turn, "agent-owns");
    return;
  }
  if (event.urgency === "urgent" && event.match !== undefined) {
    emergency(turn, event);
    return;
  }
  if (event.flood !== "ok") {
    if (expected !== undefined) turn.conversation.expects = expected;
    because(turn, `flood-${event.flood}`);
    if (event.flood === "notice") notice(turn, turn.phrases.slowDown);
    return;
  }
  if (event.late || event.match === undefined) {
    handOff(turn, "bot-late", event.urgency);
    return;
  }
  if (event.text.trim() === "") {
    filesAlone(turn, event);
    return;
  }
  if (turn.conversation.owner.kind === "queue") whileWaiting(turn, event, event.match);
  else withBot(turn, event, event.match);
}

function withBot(turn: Turn, event: CustomerWrote, match: Match): void {
  const { dialogue } = turn.conversation;
  const chosen = choiceFromText(event.text, dialogue.offered);
  const picked = chosen === undefined ? undefined : dialogue.offered[chosen];
  if (match.human.wished && dialogue.form?.asking === undefined) {
    handOff(turn, "wish", wishPriority(turn, event, match));
    return;
  }
  if (picked !== undefined && !(dialogue.form?.asking !== undefined && /^\s*\d/u.test(event.text))) {
    choose(turn, picked.value);
    return;
  }
  if (event.ambiguousHash && turn.conversation.dialogue.form?.asking !== "tx-hash") {
    reply(turn, turn.phrases.hashOrKey);
    because(turn, "hash-or-key");
    return;
  }
  const best = match.ranked[0]?.topic;
  const sure = match.outcome === "answer" && best !== undefined && best !== dialogue.form?.topic;
  const leaves = sure || match.other === "cancel" || match.human.wished;
  if (continueForm(turn, event.text, leaves)) return;
  if (match.human.wished) handOff(turn, "wish", wishPriority(turn, event, match));
  else if (saysNoUse(event.text, dialogue.lastTopic, best)) didNotHelp(turn, turn.phrases.helpedNo);
  else answerOrAsk(turn, event, match);
}

function saysNoUse(text: string, lastTopic: string | undefined, best: string | undefined): boolean {
  if (lastTopic === undefined || text.length > NO_USE_LENGTH || !NO_USE.test(text)) return false;
  return best === undefined || best === lastTopic || text.length <= NO_USE_LENGTH / 2;
}

function answerOrAsk(turn: Turn, event: CustomerWrote, match: Match): void {
  if (match.other === "confirm" && confirmHelped(turn, event.text)) return;
  const best = match.ranked[0];
  const entry = best === undefined ? undefined : entryOf(turn, best.topic);
  if (match.outcome === "answer" && entry?.body !== undefined) {
    answer(turn, { ...entry, body: entry.body }, event.text);
    turn.botOffers.push(...resumeOffer(turn));
  } else if (match.other !== undefined) {
    smalltalk(turn, match.other, event.text);
  } else if (match.outcome === "ask") {
    askBack(
      turn,
      match.ranked.slice(0, 3).map(({ topic }) => topic),
    );
  } else {
    miss(turn);
  }
}

/** "yes" or "no" after "did this help?". */
function confirmHelped(turn: Turn, text: string): boolean {
  const offered = turn.conversation.dialogue.offered.filter((choice) => choice.value.kind === "helped");
  if (offered.length === 0) return false;
  const yes = !/^\s*(?:不|没|沒|否|还|還|no|nope|nah|not)/iu.test(text);
  const choice = offered.find(({ value }) => value.kind === "helped" && value.yes === yes);
  if (choice === undefined) return false;
  choose(turn, choice.value);
  return true;
}

function wishPriority(turn: Turn, event: CustomerWrote, match: Match) {
  const about = match.outcome === "answer" ? match.ranked[0]?.topic : turn.conversation.dialogue.lastTopic;
  const severity = (about === undefined ? undefined : entryOf(turn, about))?.severity ?? "normal";
  return higher(event.urgency, severity === "urgent" ? "high" : severity);
}

/** The queue owns: the bot still answers what it knows, notes what it hears, and otherwise says once that it passes things on. */
function whileWaiting(turn: Turn, event: CustomerWrote, match: Match): void {
  const { conversation, phrases } = turn;
  const best = match.ranked[0];
  const entry = best === undefined ? undefined : entryOf(turn, best.topic);
  const noted = noteDetails(turn, event.text);
  const chosen = choiceFromText(event.text, conversation.dialogue.offered);
  const picked = chosen === undefined ? undefined : conversation.dialogue.offered[chosen];
  if (picked !== undefined) choose(turn, picked.value);
  else if (match.other === "cancel") smalltalk(turn, "cancel", event.text);
  else if (match.human.wished) handOff(turn, "wish", event.urgency);
  else if (noted.length > 0) notice(turn, fill(phrases.noted, { what: noted.join(", ") }));
  else if (
    match.outcome === "answer" &&
    entry?.body !== undefined &&
    entry.id !== conversation.dialogue.lastTopic
  ) {
    answer(turn, { ...entry, body: entry.body }, event.text);
    return;
  } else if (match.other === "thanks" || match.other === "smalltalk")
    smalltalk(turn, match.other, event.text);
  else if (!conversation.dialogue.toldPassedOn) {
    conversation.dialogue.toldPassedOn = true;
    notice(turn, phrases.passedOn);
  }
  turn.reason ??= "passed-on";
}

function noteDetails(turn: Turn, text: string): string[] {
  const { collected } = turn.conversation;
  const noted: string[] = [];
  for (const slot of ["chain", "tx-hash", "address", "token-amount", "time", "registered-email"] as const) {
    const value = extract(slot, text);
    if (value === undefined || collected[slot] === value) continue;
    collected[slot] = value;
    if (slot !== "time") noted.push(`${turn.phrases.slots[slot].label} \`${value.replaceAll("`", "'")}\``);
  }
  return noted;
}

function filesAlone(turn: Turn, event: CustomerWrote): void {
  const { dialogue, owner } = turn.conversation;
  if (takeFile(turn, event.files[0]?.name ?? event.files[0]?.kind ?? "file")) return;
  if (owner.kind === "queue") {
    because(turn, "passed-on");
    return;
  }
  dialogue.misses += 1;
  if (dialogue.misses >= 2) handOff(turn, "file-without-words", "normal");
  else {
    reply(turn, turn.phrases.fileWithoutWords);
    because(turn, "file-without-words");
  }
}

/** The language of this message, for this turn and until the customer changes it. */
function speak(turn: Turn, text: string): void {
  turn.conversation.locale = languageOf(text, turn.conversation.locale);
  turn.phrases = phrasesOf(turn.conversation.locale);
}

function welcomeBack(turn: Turn): void {
  turn.conversation.reachable = true;
  if (turn.conversation.status !== "snoozed") return;
  turn.conversation.status = "open";
  delete turn.conversation.snoozedUntil;
  turn.actions.push({ type: "cancel-timer", name: "unsnooze" });
}

/** A message that was under way while an agent resolved: nobody is missed, the bot takes it up afresh. */
function reopenIfResolved(turn: Turn): void {
  const { conversation } = turn;
  if (conversation.status !== "resolved") return;
  conversation.status = "open";
  conversation.owner = { kind: "bot" };
  conversation.epoch += 1;
  conversation.dialogue = freshDialogue();
  delete conversation.expects;
}

/** Only our words end the customer's wait: the bot's and an agent's do, system texts do not. */
function settleWaiting(turn: Turn): void {
  if (turn.conversation.owner.kind === "bot" && turn.botTexts.length > 0)
    delete turn.conversation.waitingSince;
}

export function customerCommanded(
  conversation: Conversation,
  event: Extract<ConversationEvent, { type: "customer.commanded" }>,
): Decision {
  const turn = beginTurn(conversation, event);
  welcomeBack(turn);
  reopenIfResolved(turn);
  if (turn.conversation.owner.kind === "agent") because(turn, "agent-owns");
  else if (event.name === "human") handOff(turn, "wish", "normal");
  else if (event.name === "start" && turn.conversation.owner.kind === "bot") greet(turn);
  else if (event.name === "menu") reply(turn, turn.phrases.menu, menuOffers(turn));
  else reply(turn, turn.phrases.help, menuOffers(turn));
  settleWaiting(turn);
  return endTurn(turn, event.messageId);
}

export function customerChose(
  conversation: Conversation,
  event: Extract<ConversationEvent, { type: "customer.chose" }>,
): Decision {
  const turn = beginTurn(conversation, event);
  turn.conversation.reachable = true;
  if (event.choice === undefined) {
    because(turn, "choice-expired");
    const bot = turn.conversation.owner.kind === "bot" && turn.conversation.status !== "resolved";
    if (bot) reply(turn, turn.phrases.slowPress, menuOffers(turn));
  } else {
    choose(turn, event.choice.value);
  }
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
