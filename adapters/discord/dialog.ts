import { z } from "zod";
import type { FormDialog, FormField } from "../../src/channel/dialog.ts";
import { shorten } from "../../src/channel/measure.ts";

/** In front of the token of a choice that may open a dialog, and of the dialog itself. */
export const formMark = "f:";

/** Discord's limits of a modal: fields, and characters of its title, of a label, its description, a placeholder, an answer. */
const fieldLimit = 5;
const titleLimit = 45;
const labelLimit = 45;
const hintLimit = 100;
const answerLimit = 1_000;

const LABEL = 18;
const TEXT_INPUT = 4;
const ONE_LINE = 1;
const SEVERAL_LINES = 2;

/** The modal of a form, as an interaction's answer carries it. What does not fit is asked for afterwards, one by one. */
export function modalOf(token: string, { title, fields }: FormDialog): object {
  return {
    custom_id: `${formMark}${token}`,
    title: shorten(title, titleLimit),
    components: fields.slice(0, fieldLimit).map(fieldOf),
  };
}

function fieldOf({ name, label, hint, value, long }: FormField): object {
  return {
    type: LABEL,
    label: shorten(label, labelLimit),
    description: shorten(hint, hintLimit),
    component: {
      type: TEXT_INPUT,
      custom_id: name,
      style: long ? SEVERAL_LINES : ONE_LINE,
      required: false,
      max_length: answerLimit,
      ...(value === undefined ? {} : { value: value.slice(0, answerLimit) }),
    },
  };
}

const input = z.looseObject({ custom_id: z.string().max(100), value: z.string() });
/** A label holds one input; the older action row, which Discord still sends for older modals, a list of them. */
const row = z.looseObject({
  component: z.unknown().optional(),
  components: z.array(z.unknown()).optional(),
});

/** What was written into a modal, by field. Whatever is no text field of ours is passed over. */
export function answersIn(rows: readonly unknown[] | undefined): Record<string, string> {
  const values: Record<string, string> = {};
  for (const raw of rows ?? []) {
    const { component, components = [] } = row.safeParse(raw).data ?? {};
    for (const one of [component, ...components]) {
      const answer = input.safeParse(one).data;
      if (answer !== undefined) values[answer.custom_id] = answer.value;
    }
  }
  return values;
}
