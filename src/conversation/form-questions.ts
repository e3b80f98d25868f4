import type { SlotName } from "../knowledge/entry.ts";
import { fill, listed } from "./phrases/phrases.ts";
import { COMMON_CHAINS, isFree } from "./slots.ts";
import type { ChoiceValue, FormState } from "./state.ts";
import { because, type Offer, reply, type Turn } from "./turn.ts";

/** Longest piece of a detail that the summary shows; agents see all of it. */
const SHOWN = 120;

/** True once a detail was asked for and until the form is sent or dropped. */
export function inProgress(form: FormState | undefined): form is FormState & { started: true } {
  return form?.started === true;
}

/** True when every slot is in or skipped and only the customer's "yes" is missing. */
export function awaitsSubmit(form: FormState | undefined): boolean {
  return inProgress(form) && !form.paused && form.asking === undefined;
}

/** Asks for the next open slot, after a word on what just came in; shows the summary when none is open. */
export function askNext(turn: Turn, justIn: SlotName[]): void {
  const form = turn.conversation.dialogue.form;
  if (form === undefined) return;
  form.started = true;
  form.paused = false;
  form.refusals = 0;
  const next = form.slots.find((slot) => form.values[slot] === undefined && !form.skipped.includes(slot));
  if (next === undefined) {
    delete form.asking;
    summarise(turn, form);
    return;
  }
  because(turn, `form-asked:${next}`);
  ask(
    turn,
    [noted(turn, form, justIn), turn.phrases.slots[next].question].filter(Boolean).join("\n\n"),
    next,
  );
}

/** Asks for one slot in the given words. */
export function ask(turn: Turn, text: string, slot: SlotName): void {
  const { buttons } = turn.phrases;
  const form = turn.conversation.dialogue.form;
  if (form === undefined) return;
  form.asking = slot;
  turn.asks = slot;
  const chains = slot === "chain" ? COMMON_CHAINS : [];
  reply(turn, text, [
    ...chains.map((value): Offer => ({ label: value, value: { kind: "slot", slot, value } })),
    { label: buttons.formSkip, value: { kind: "form", act: "skip", topic: form.topic } },
    { label: buttons.formCancel, value: { kind: "form", act: "cancel", topic: form.topic } },
  ]);
}

/** Offers to begin with the invited form, or to go on with the interrupted one; nothing where there is none. */
export function formOffers(turn: Turn, act: "start" | "resume"): Offer[] {
  const { buttons } = turn.phrases;
  const form = turn.conversation.dialogue.form;
  if (form === undefined) return [];
  if (act === "start" && !inProgress(form)) {
    return [{ label: buttons.formStart, value: { kind: "form", act, topic: form.topic } }];
  }
  return [
    { label: buttons.formResume, value: { kind: "form", act: "resume", topic: form.topic } },
    { label: buttons.formCancel, value: { kind: "form", act: "cancel", topic: form.topic } },
  ];
}

/** True for the choices that ask for a form's details, so that a dialog may open instead. */
export function offersDialog(value: ChoiceValue): value is ChoiceValue & { kind: "form" } {
  return value.kind === "form" && (value.act === "start" || value.act === "resume");
}

/** After an interruption was dealt with: the form is still there. */
export function offerResume(turn: Turn): void {
  const { dialogue, owner } = turn.conversation;
  if (owner.kind !== "bot" || !inProgress(dialogue.form) || !dialogue.form.paused) return;
  reply(turn, turn.phrases.formResume, formOffers(turn, "resume"));
}

/** "`value`": shown as it was written, whatever characters it holds. */
export function quoted(value: string): string {
  const short = value.length > SHOWN ? `${value.slice(0, SHOWN)}…` : value;
  return `\`${short.replaceAll("`", "'").replace(/\s+/gu, " ")}\``;
}

function noted(turn: Turn, form: FormState, justIn: SlotName[]): string {
  const { phrases } = turn;
  if (justIn.length === 0) return "";
  const pieces = justIn
    .filter((slot) => !isFree(slot))
    .map((slot) => `${phrases.slots[slot].label}${phrases.colon}${quoted(form.values[slot] ?? "")}`);
  return pieces.length === 0 ? phrases.gotIt : fill(phrases.formNoted, { what: listed(phrases, pieces) });
}

function summarise(turn: Turn, form: FormState): void {
  const { phrases } = turn;
  const lines = form.slots.flatMap((slot) => {
    const value = form.values[slot];
    return value === undefined ? [] : [`- ${phrases.slots[slot].label}${phrases.colon}${quoted(value)}`];
  });
  because(turn, "form-summarised");
  const text =
    lines.length === 0 ? phrases.formNothing : fill(phrases.formSummary, { lines: lines.join("\n") });
  reply(turn, text, [
    { label: phrases.buttons.formSubmit, value: { kind: "form", act: "submit", topic: form.topic } },
    { label: phrases.buttons.formCancel, value: { kind: "form", act: "cancel", topic: form.topic } },
  ]);
}
