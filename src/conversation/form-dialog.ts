import type { FormDialog, FormField } from "../channel/dialog.ts";
import { SLOTS, type SlotName } from "../knowledge/entry.ts";
import { ask, askNext, offersDialog } from "./form-questions.ts";
import { submitForm } from "./forms.ts";
import { fill, phrasesOf } from "./phrases/phrases.ts";
import { isFree, readSlot } from "./slots.ts";
import type { ChoiceValue, Conversation } from "./state.ts";
import { because, type Turn } from "./turn.ts";

/** The one detail no dialog can take. */
const PICTURE: SlotName = "screenshot";

/**
 * The dialog a choice opens: every detail of the form, with what is known already. Undefined where the form is over or another
 * one by now, where nobody but the bot would read it, or where nothing can be written down. Pure.
 */
export function dialogOf(conversation: Conversation, choice: ChoiceValue): FormDialog | undefined {
  const form = formOf(conversation, choice);
  const slots = form?.slots.filter((slot) => slot !== PICTURE) ?? [];
  if (form === undefined || slots.length === 0) return undefined;
  const phrases = phrasesOf(conversation.locale);
  const fields = slots.map((slot): FormField => {
    const { label, hint } = phrases.slots[slot];
    const value = form.values[slot];
    return {
      name: slot,
      label,
      hint,
      ...(value === undefined ? {} : { value }),
      ...(isFree(slot) ? { long: true as const } : {}),
    };
  });
  const { dialogTitle, formSubmit, formCancel } = phrases.buttons;
  return { title: dialogTitle, submit: formSubmit, cancel: formCancel, fields };
}

/** What a filled dialog looks like in the history: a line for each detail that was given. */
export function dialogText(
  locale: Conversation["locale"],
  values: Partial<Record<SlotName, string>>,
): string {
  const phrases = phrasesOf(locale);
  return SLOTS.flatMap((slot) => {
    const value = values[slot]?.trim();
    return value ? [`${phrases.slots[slot].label}${phrases.colon}${value}`] : [];
  }).join("\n");
}

/**
 * Takes what was written into a dialog. What is left empty counts as skipped, since it could be seen; what cannot be made out is
 * asked for once more. With nothing left to ask, the details go to a person: sending the dialog was the "yes".
 * Returns false where its form is over or another one by now.
 */
export function fillForm(
  turn: Turn,
  choice: ChoiceValue | undefined,
  values: Partial<Record<SlotName, string>>,
): boolean {
  const form = choice === undefined ? undefined : formOf(turn.conversation, choice);
  if (form === undefined) return false;
  const unclear: SlotName[] = [];
  for (const slot of form.slots) {
    const text = values[slot]?.trim();
    if (text === undefined) continue;
    const reading = text === "" ? ({ kind: "skip" } as const) : readSlot(slot, text);
    if (reading.kind === "unclear") unclear.push(slot);
    else if (reading.kind === "value") form.values[slot] = reading.value;
    else {
      delete form.values[slot];
      form.skipped.push(slot);
    }
  }
  form.started = true;
  form.paused = false;
  const [again] = unclear;
  if (again !== undefined) {
    because(turn, `form-unclear:${again}`);
    const { label, hint } = turn.phrases.slots[again];
    ask(turn, `${label}${turn.phrases.colon}${fill(turn.phrases.formUnclear, { hint })}`, again);
    return true;
  }
  const open = form.slots.some((slot) => form.values[slot] === undefined && !form.skipped.includes(slot));
  if (open || Object.keys(form.values).length === 0) askNext(turn, []);
  else submitForm(turn);
  return true;
}

/** The form a choice opens a dialog for, while the bot has the conversation. */
function formOf({ dialogue, owner, status }: Conversation, choice: ChoiceValue) {
  const { form } = dialogue;
  const listens = owner.kind === "bot" && status !== "resolved";
  return listens && offersDialog(choice) && form?.topic === choice.topic ? form : undefined;
}
