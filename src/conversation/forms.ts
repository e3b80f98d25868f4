import type { SlotName } from "../knowledge/entry.ts";
import type { EntryView } from "./events.ts";
import { handOff } from "./handoff.ts";
import { fill } from "./phrases/phrases.ts";
import { extract, isFree, readSlot } from "./slots.ts";
import type { FormState } from "./state.ts";
import { because, type Offer, reply, type Turn } from "./turn.ts";

/** How often a detail is asked for again before it is skipped. */
const MAX_REFUSALS = 2;

/**
 * Readies the form of an entry without asking yet, filled with what the question said already.
 * Returns the sentence that invites the details, undefined where the entry collects none.
 */
export function armForm(turn: Turn, entry: EntryView, question: string): string | undefined {
  if (entry.collect.length === 0 || entry.handoff === "never") {
    return undefined;
  }
  const known = turn.conversation.collected;
  const form: FormState = {
    topic: entry.id,
    slots: entry.collect,
    values: Object.fromEntries(entry.collect.flatMap((slot) => (known[slot] ? [[slot, known[slot]]] : []))),
    skipped: [],
    refusals: 0,
    paused: true,
  };
  fillFrom(form, question);
  turn.conversation.dialogue.form = form;
  const open = form.slots.filter((slot) => form.values[slot] === undefined);
  const names = open
    .map((slot) => turn.phrases.slots[slot].label)
    .join(turn.conversation.locale === "zh" ? "、" : ", ");
  return open.length === 0 ? undefined : fill(turn.phrases.formOffer, { slots: names });
}

/** Starts or resumes asking. */
export function startForm(turn: Turn): void {
  const form = turn.conversation.dialogue.form;
  if (form === undefined) return;
  form.paused = false;
  askNext(turn, []);
}

/**
 * Reads a text as an answer to the form in progress. Returns false where it is none of the form's business:
 * then the text is an interruption, and the form waits.
 */
export function continueForm(turn: Turn, text: string, isOtherQuestion: boolean): boolean {
  const form = turn.conversation.dialogue.form;
  if (form === undefined) return false;
  const found = fillFrom(form, text);
  const asking = form.asking;
  if (found.length > 0) {
    form.paused = false;
    form.refusals = 0;
    askNext(turn, found);
    return true;
  }
  if (form.paused || asking === undefined) return false;
  if (isOtherQuestion) {
    form.paused = true;
    return false;
  }
  const reading = readSlot(asking, text);
  if (reading.kind === "value") {
    form.values[asking] = reading.value;
    form.refusals = 0;
    askNext(turn, [asking]);
  } else if (reading.kind === "skip" || form.refusals >= MAX_REFUSALS - 1) {
    skipSlot(turn);
  } else {
    form.refusals += 1;
    because(turn, `form-unclear:${asking}`);
    ask(turn, fill(turn.phrases.formUnclear, { hint: turn.phrases.slots[asking].hint }), asking);
  }
  return true;
}

/** Takes a file as the answer where a screenshot was asked for. */
export function takeFile(turn: Turn, name: string): boolean {
  const form = turn.conversation.dialogue.form;
  if (form?.asking !== "screenshot" || form.paused) return false;
  form.values.screenshot = name;
  askNext(turn, ["screenshot"]);
  return true;
}

export function skipSlot(turn: Turn): void {
  const form = turn.conversation.dialogue.form;
  if (form?.asking === undefined) return;
  form.skipped.push(form.asking);
  form.refusals = 0;
  reply(turn, turn.phrases.formSkipped);
  askNext(turn, []);
}

/** Hands the form's values to a person. */
export function submitForm(turn: Turn): void {
  const severity = turn.conversation.dialogue.form === undefined ? "normal" : "high";
  handOff(turn, "form-sent", severity);
}

export function cancelForm(turn: Turn): void {
  delete turn.conversation.dialogue.form;
  because(turn, "form-cancelled");
  reply(turn, turn.phrases.formCancelled);
}

/** The offer to go on with a form that an interruption stopped. */
export function resumeOffer(turn: Turn): Offer[] {
  const form = turn.conversation.dialogue.form;
  if (form === undefined || !form.paused || form.asking === undefined) return [];
  return [
    { label: turn.phrases.buttons.formResume, value: { kind: "form", act: "resume", topic: form.topic } },
  ];
}

function fillFrom(form: FormState, text: string): SlotName[] {
  const found: SlotName[] = [];
  for (const slot of form.slots) {
    if (form.values[slot] !== undefined || isFree(slot)) continue;
    const value = extract(slot, text);
    if (value === undefined) continue;
    form.values[slot] = value;
    found.push(slot);
  }
  return found;
}

function askNext(turn: Turn, justIn: SlotName[]): void {
  const { phrases, conversation } = turn;
  const form = conversation.dialogue.form;
  if (form === undefined) return;
  const next = form.slots.find((slot) => form.values[slot] === undefined && !form.skipped.includes(slot));
  const noted = justIn.map((slot) => `${phrases.slots[slot].label}: ${form.values[slot] ?? ""}`);
  const lead = noted.length === 0 ? "" : fill(phrases.formNoted, { what: noted.join(", ") });
  if (next === undefined) {
    delete form.asking;
    summarise(turn, form);
    return;
  }
  because(turn, `form-asked:${next}`);
  ask(turn, [lead, phrases.slots[next].question].filter(Boolean).join("\n\n"), next);
}

function ask(turn: Turn, text: string, slot: SlotName): void {
  const { buttons } = turn.phrases;
  const form = turn.conversation.dialogue.form;
  if (form === undefined) return;
  form.asking = slot;
  turn.conversation.expects = { kind: "slot", slot };
  reply(turn, text, [
    { label: buttons.formSkip, value: { kind: "form", act: "skip", topic: form.topic } },
    { label: buttons.formCancel, value: { kind: "form", act: "cancel", topic: form.topic } },
  ]);
}

function summarise(turn: Turn, form: FormState): void {
  const { phrases } = turn;
  const lines = form.slots.flatMap((slot) => {
    const value = form.values[slot];
    return value === undefined ? [] : [`- ${phrases.slots[slot].label}: \`${value.replaceAll("`", "'")}\``];
  });
  because(turn, "form-summarised");
  reply(turn, fill(phrases.formSummary, { lines: lines.join("\n") }), [
    { label: phrases.buttons.formSubmit, value: { kind: "form", act: "submit", topic: form.topic } },
    { label: phrases.buttons.formCancel, value: { kind: "form", act: "cancel", topic: form.topic } },
  ]);
}

/** True when every slot is in or skipped and only the customer's "yes" is missing. */
export function awaitsSubmit(form: FormState | undefined): boolean {
  return form !== undefined && !form.paused && form.asking === undefined;
}
