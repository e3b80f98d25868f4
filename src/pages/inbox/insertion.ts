/** What can be looked up and put into what is being written. */
export type PickerKind = "canned" | "article";

/** A list opened by a character typed into the box: where it stood, to be put back when nothing is chosen. */
export interface Insertion {
  kind: PickerKind;
  at: number;
  /** Empty when it was opened by a button or by keys. */
  typed: string;
}

/** Also as an input method for Chinese types them. */
const TYPED: Readonly<Record<string, PickerKind>> = {
  "/": "canned",
  "／": "canned",
  "#": "article",
  "＃": "article",
};

/** The list that the character before the caret opens: at the beginning of a line, or after a space. */
export function opened(text: string, caret: number): Insertion | undefined {
  const typed = text.slice(caret - 1, caret);
  const kind = TYPED[typed];
  const before = text.slice(0, caret - 1);
  if (kind === undefined || !/(?:^|\s)$/.test(before)) return undefined;
  return { kind, at: caret - 1, typed };
}

/** The text with words put in, and where the caret stands after them. */
export function inserted(text: string, at: number, words: string): { text: string; caret: number } {
  const place = Math.min(at, text.length);
  return { text: text.slice(0, place) + words + text.slice(place), caret: place + words.length };
}
