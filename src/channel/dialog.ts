/** A dialog that asks for several details at once, in the customer's language. Plain text; the adapter cuts it to size. */
export interface FormDialog {
  title: string;
  submit: string;
  cancel: string;
  fields: FormField[];
}

/** One field of a dialog. Leaving it empty is always allowed. */
export interface FormField {
  /** ASCII, at most 32 characters; the field's name in the "form" event. */
  name: string;
  label: string;
  hint: string;
  /** What is known already. */
  value?: string;
  /** True where an answer may take several lines. */
  long?: true;
}
