import type { Locale } from "../knowledge/entry.ts";
import type { Match } from "../matching/match.ts";
import {
  answer,
  askBack,
  didNotHelp,
  entryOf,
  humanOffer,
  menuButton,
  menuOffers,
  miss,
  topicOffers,
} from "./answers.ts";
import { choose, typedChoice } from "./choices.ts";
import type { CustomerWrote } from "./events.ts";
import { awaitsSubmit, inProgress, offerResume } from "./form-questions.ts";
import { continueForm, keepDetails, startForm, takeFile } from "./forms.ts";
import { atMostHigh, handOff, higher } from "./handoff.ts";
import { languageWished } from "./language.ts";
import { phrasesOf } from "./phrases/phrases.ts";
import { quotesReference, saysSolved } from "./plain-words.ts";
import { onlyDetails, onlyLookup } from "./slots.ts";
import { smalltalk } from "./smalltalk.ts";
import { because, reply, type Turn } from "./turn.ts";
import { askWhichItWas } from "./while-waiting.ts";

/** Short words that say an answer was of no use. */
const NO_USE =
  /没用|沒用|[没沒](?:有)?(?:什么|什麼)?(?:帮助|幫助|效果)|(?:还是|還是|仍然|依旧|依舊)[^\s,，。]{0,2}(?:没有?|不|沒有?)|不管用|不行|没解决|沒解決|not? (?:any )?(?:help(?:ful|ing)?|use(?:ful)?)|useless|did(?:n'?t| not) (?:help|work)|does(?:n'?t| not) (?:help|work)|still (?:nothing|not|no|the same|does(?:n'?t)?|can'?t?|stuck)|same (?:problem|thing|error)/iu;
const NO_USE_LENGTH = 40;
/** With so little beside the complaint, whatever the matcher recognised in it is chance. */
const REST_LENGTH = 6;

/** The bot owns: what the customer's words lead to, in the order of how surely they mean it. */
export function withBot(turn: Turn, event: CustomerWrote, match: Match): void {
  const { dialogue } = turn.conversation;
  if (event.files.length > 0 && takeFile(turn, event.text)) return;
  if (saidPlainly(turn, event.text)) return;
  if (match.human.wished) {
    keepDetails(turn, event.text);
    handOff(turn, "wish", wishPriority(turn, event, match));
    return;
  }
  const picked = typedChoice(turn, event.text);
  if (picked !== undefined) {
    choose(turn, picked.value);
    offerResume(turn);
    return;
  }
  if (event.ambiguousHash) {
    askWhichItWas(turn);
    if (dialogue.form?.asking !== undefined && !dialogue.form.paused) turn.asks = dialogue.form.asking;
    return;
  }
  const best = match.ranked[0]?.topic;
  const otherQuestion = match.outcome === "answer" && best !== dialogue.form?.topic;
  if (!inProgress(dialogue.form) && saysNoUse(event.text, dialogue.lastTopic, match)) {
    didNotHelp(turn, turn.phrases.helpedNo);
    return;
  }
  const mayAskOther = match.outcome !== "decline" && best !== dialogue.form?.topic;
  if (continueForm(turn, event.text, { otherQuestion, mayAskOther, other: match.other })) return;
  if (onlyDetails(event.text) && detailsAfterAsking(turn, event.text)) return;
  if (onlyLookup(event.text)) {
    lookupAlone(turn, event.text);
    return;
  }
  answerOrAsk(turn, event, match);
  offerResume(turn);
}

/** What needs no matcher: a wish for a language, a case's reference, "solved!". */
function saidPlainly(turn: Turn, text: string): boolean {
  const { dialogue } = turn.conversation;
  const wished = languageWished(text);
  if (wished !== undefined) {
    speakAs(turn, wished);
  } else if (quotesReference(text)) {
    handOff(turn, "wish", "normal");
  } else if (dialogue.lastTopic !== undefined && !awaitsSubmit(dialogue.form) && saysSolved(text)) {
    choose(turn, { kind: "helped", topic: dialogue.lastTopic, yes: true });
  } else {
    return false;
  }
  return true;
}

/** Says the last answer again in the language that was wished for; with none, that the language is welcome. */
function speakAs(turn: Turn, wished: Locale): void {
  const { conversation } = turn;
  const { lastTopic, lastLocale, form } = conversation.dialogue;
  conversation.locale = wished;
  turn.phrases = phrasesOf(wished);
  because(turn, "language-wished");
  const entry = lastTopic === undefined || lastLocale === wished ? undefined : entryOf(turn, lastTopic);
  if (inProgress(form)) startForm(turn);
  else if (entry?.body !== undefined) answer(turn, { ...entry, body: entry.body }, "");
  else
    reply(turn, turn.phrases.languageWelcome, [
      ...topicOffers(turn, lastTopic === undefined ? [] : [lastTopic]),
      menuButton(turn),
    ]);
}

/** "Yesterday, 500 USDT" in reply to "which do you mean?": about the likeliest of them. */
function detailsAfterAsking(turn: Turn, text: string): boolean {
  const { dialogue } = turn.conversation;
  const likeliest = dialogue.asks > 0 ? dialogue.offered[0]?.value : undefined;
  const entry = likeliest?.kind === "topic" ? entryOf(turn, likeliest.topic) : undefined;
  if (entry?.body === undefined) return false;
  answer(turn, { ...entry, body: entry.body }, text);
  return true;
}

/** A hash or an address without a question: kept for the question that follows. */
function lookupAlone(turn: Turn, text: string): void {
  turn.conversation.dialogue.said = text;
  because(turn, "details-alone");
  reply(turn, turn.phrases.detailsAlone, [...menuOffers(turn), humanOffer(turn)]);
}

function answerOrAsk(turn: Turn, event: CustomerWrote, match: Match): void {
  const best = match.ranked[0];
  const entry = best === undefined ? undefined : entryOf(turn, best.topic);
  if (match.outcome === "answer" && entry?.body !== undefined) {
    answer(turn, { ...entry, body: entry.body }, event.text);
  } else if (match.other !== undefined) {
    smalltalk(turn, match.other, event.text);
  } else if (match.outcome === "decline") {
    miss(turn);
  } else {
    askBack(turn, match.ranked);
  }
}

/** "Still not working" about the last answer, unless the words plainly ask something else. */
function saysNoUse(text: string, lastTopic: string | undefined, match: Match): boolean {
  const complaint = NO_USE.exec(text)?.[0];
  if (lastTopic === undefined || complaint === undefined || text.length > NO_USE_LENGTH) return false;
  if (match.outcome !== "answer" || match.ranked[0]?.topic === lastTopic) return true;
  return text.trim().length - complaint.length <= REST_LENGTH;
}

function wishPriority(turn: Turn, event: CustomerWrote, match: Match) {
  const about = match.outcome === "answer" ? match.ranked[0]?.topic : undefined;
  const severity = about === undefined ? undefined : entryOf(turn, about)?.severity;
  return higher(event.urgency, atMostHigh(severity));
}
