import type { SlotName } from "../knowledge/entry.ts";
import type { EntryView } from "./events.ts";
import { ask, askNext, awaitsSubmit } from "./form-questions.ts";
import { atMostHigh, handOff } from "./handoff.ts";
import { fill } from "./phrases/phrases.ts";
import { asksSomething, extract, isFree, onlyDetails, readSlot, saysSkip } from "./slots.ts";
import type { FormState } from "./state.ts";
import { because, reply, type Turn } from "./turn.ts";

/** How often an answer may be unclear before its detail is skipped. */
const MAX_REFUSALS = 2;
/** Details that stay true for the next question too; a hash or an amount belongs to one case alone. */
const LASTING: readonly SlotName[] = ["registered-email", "device", "app-version", "chain", "address"];
/** So short a text around a detail is the detail, not a question that happens to name one. */
const BARE_LENGTH = 12;
/** So short an answer to "when?" is kept as it was written: "yesterday evening, before dinner". */
const TIME_LENGTH = 40;
/** Small talk that interrupts a question instead of answering it. */
const INTERRUPTING = new Set(["greeting", "thanks", "smalltalk", "prices", "off-topic", "other-companies"]);
const YES =
  /^\s*(?:好|行|可以|对|對|是的|嗯|没错|沒錯|确认|確認|提交|发吧|發吧|ok|okay|yes|yep|yeah|sure|submit|send|correct|please do|go ahead)/iu;
const NO = /^\s*(?:不|别|別|no\b|nope|don'?t|cancel)|取消/iu;

/** What the matcher made of the text that a form may claim. */
export interface Heard {
  /** Confidently a question about something else. */
  otherQuestion: boolean;
  /** Perhaps one: enough to set a question mark apart from an answer. */
  mayAskOther: boolean;
  /** The `_other` stock it belongs to. */
  other?: string | undefined;
}

/**
 * Readies the form of an entry without asking yet, filled with what the question said already. A button invites to
 * it: the entries' own words say what helps.
 */
export function armForm(turn: Turn, entry: EntryView, question: string): void {
  const { dialogue, collected } = turn.conversation;
  const before = dialogue.form?.values ?? {};
  const said = dialogue.said ?? "";
  delete dialogue.form;
  delete dialogue.said;
  if (entry.collect.length === 0 || entry.handoff === "never") return;
  const form: FormState = {
    topic: entry.id,
    slots: entry.collect,
    values: {},
    skipped: [],
    refusals: 0,
    paused: true,
    severity: entry.severity,
  };
  for (const slot of entry.collect) {
    const known = before[slot] ?? (LASTING.includes(slot) ? collected[slot] : undefined);
    if (known !== undefined) form.values[slot] = known;
  }
  Object.assign(form.values, detailsIn(form, said, true), detailsIn(form, question, true));
  dialogue.form = form;
  if (form.slots.includes("tx-hash") && form.values["tx-hash"] === undefined) turn.asks = "tx-hash";
}

/** Starts or resumes asking. */
export function startForm(turn: Turn): void {
  askNext(turn, []);
}

/**
 * Reads a text as an answer to the form. Returns false where it is none of the form's business:
 * then it is an interruption, and a form in progress waits.
 */
export function continueForm(turn: Turn, text: string, heard: Heard): boolean {
  const form = turn.conversation.dialogue.form;
  if (form === undefined) return false;
  if (takeDetails(turn, form, text, heard)) return true;
  if (awaitsSubmit(form)) return answerSummary(turn, form, text, heard);
  if (form.paused || form.asking === undefined) return false;
  if (!saysSkip(text) && interrupts(form.asking, text, heard)) {
    form.paused = true;
    return false;
  }
  readAnswer(turn, form, form.asking, heard.other === "confirm" && !saysSkip(text) ? "" : text);
  return true;
}

/** Takes every detail that the text plainly holds, whichever was asked for. */
function takeDetails(turn: Turn, form: FormState, text: string, heard: Heard): boolean {
  // Before the first question, and at the summary, what is said anew counts: later it would be a stray mention.
  const details = detailsIn(form, text, form.started !== true || awaitsSubmit(form));
  const found = Object.keys(details) as SlotName[];
  // A mention of time alone ("the thing from yesterday") begins no form.
  const begins = form.started === true || found.some((slot) => slot !== "time");
  if (found.length === 0 || !begins || (heard.otherQuestion && !isPlain(found, text))) return false;
  const { asking } = form;
  // The name of an exchange in passing ("币安客服电话") is no answer.
  const named = found.every((slot) => slot === "counterparty" || slot === "device");
  if (named && !found.some((slot) => slot === asking) && !onlyDetails(text)) return false;
  Object.assign(form.values, details);
  if (asking === "time" && found.join() === "time" && text.length <= TIME_LENGTH)
    form.values.time = text.trim();
  const told = asking !== undefined && asking !== "screenshot" && isFree(asking) && text.length > BARE_LENGTH;
  if (told) form.values[asking] = text;
  askNext(turn, found);
  return true;
}

function isPlain(found: SlotName[], text: string): boolean {
  if (onlyDetails(text) || found.some((slot) => slot === "tx-hash" || slot === "address")) return true;
  return !asksSomething(text) && (found.length >= 2 || text.length <= BARE_LENGTH);
}

function interrupts(asking: SlotName, text: string, heard: Heard): boolean {
  if (heard.other === "cancel") return true;
  // Any description of a problem resembles some topic: only a plain question interrupts it.
  if (isFree(asking)) return heard.otherQuestion && asksSomething(text);
  if (heard.mayAskOther && asksSomething(text)) return true;
  return heard.otherQuestion || (heard.other !== undefined && INTERRUPTING.has(heard.other));
}

function readAnswer(turn: Turn, form: FormState, asking: SlotName, text: string): void {
  const reading = readSlot(asking, text);
  if (reading.kind === "value") {
    form.values[asking] = reading.value;
    askNext(turn, [asking]);
  } else if (reading.kind === "skip" || form.refusals >= MAX_REFUSALS - 1) {
    skipSlot(turn);
  } else {
    form.refusals += 1;
    because(turn, `form-unclear:${asking}`);
    ask(turn, fill(turn.phrases.formUnclear, { hint: turn.phrases.slots[asking].hint }), asking);
  }
}

/** "Yes, send it" or "no" to the summary; anything else lets the form wait. */
function answerSummary(turn: Turn, form: FormState, text: string, heard: Heard): boolean {
  if (!heard.otherQuestion || text.length <= BARE_LENGTH) {
    if (NO.test(text) || heard.other === "cancel") {
      cancelForm(turn);
      return true;
    }
    if (YES.test(text) || heard.other === "confirm") {
      submitForm(turn);
      return true;
    }
  }
  form.paused = true;
  return false;
}

/** Takes a file as the answer where a screenshot was asked for, with what its caption says. */
export function takeFile(turn: Turn, caption: string): boolean {
  const form = turn.conversation.dialogue.form;
  if (form?.asking !== "screenshot" || form.paused) return false;
  Object.assign(form.values, detailsIn(form, caption, false), { screenshot: "✓" });
  askNext(turn, ["screenshot"]);
  return true;
}

/** A tapped answer. Returns false when something else is being asked by now. */
export function takeTapped(turn: Turn, slot: SlotName, value: string): boolean {
  const form = turn.conversation.dialogue.form;
  if (form?.asking !== slot) return false;
  form.values[slot] = value;
  askNext(turn, [slot]);
  return true;
}

export function skipSlot(turn: Turn): void {
  const form = turn.conversation.dialogue.form;
  if (form?.asking === undefined) return;
  form.skipped.push(form.asking);
  reply(turn, turn.phrases.formSkipped);
  askNext(turn, []);
}

/** Keeps what a text says for the form before a person takes over. */
export function keepDetails(turn: Turn, text: string): void {
  const form = turn.conversation.dialogue.form;
  if (form !== undefined) Object.assign(form.values, detailsIn(form, text, false));
}

/** Hands the form's values to a person. */
export function submitForm(turn: Turn): void {
  handOff(turn, "form-sent", atMostHigh(turn.conversation.dialogue.form?.severity));
}

export function cancelForm(turn: Turn): void {
  delete turn.conversation.dialogue.form;
  because(turn, "form-cancelled");
  reply(turn, turn.phrases.formCancelled);
}

function detailsIn(form: FormState, text: string, anew: boolean): FormState["values"] {
  const details: FormState["values"] = {};
  for (const slot of form.slots) {
    // Named again in answer to another question, an exchange is a word on the same matter, not small talk.
    if (!anew && form.values[slot] !== undefined && slot !== "counterparty") continue;
    const value = extract(slot, text);
    if (value !== undefined) details[slot] = value;
  }
  return details;
}
