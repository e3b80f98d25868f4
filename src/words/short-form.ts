import type { Piece } from "./pieces.ts";

/** How wallets show what is too long to show: its beginning and its end ("0x1234…abcd", "TQn9...Lg2f"). */
export interface ShortForm {
  head: string;
  tail: string;
}

/** Fewer characters than this at an end point at nothing. */
const LEAST_END = 3;
/** As many characters as are shown at each end at most; "0x" counts. */
const LONGEST_HEAD = 12;
export const LONGEST_TAIL = 8;
/** From this length on a word is one that wallets shorten: the shortest addresses have 26 characters. */
const SHORTENED_FROM = 20;

const DOTS = /^(?:…|⋯|\.{2,6}|\*{2,6})$/;
const DIGIT = /[0-9]/;

/** The short form that two neighbouring pieces make, when dots stand between them and nothing else. */
export function shortFormOf(source: string, one: Piece, next: Piece | undefined): ShortForm | undefined {
  if (next === undefined || one.dense || next.dense) return undefined;
  const { text: head } = one;
  const { text: tail } = next;
  if (head.length < LEAST_END || tail.length < LEAST_END) return undefined;
  if (!DOTS.test(source.slice(one.to.at(-1), next.from[0]))) return undefined;
  return DIGIT.test(head + tail) ? { head, tail } : undefined;
}

/** A hash, an address or the like: a long word with a digit in it. */
export function isLongCode(word: string): boolean {
  return word.length >= SHORTENED_FROM && DIGIT.test(word);
}

export function shortens(form: ShortForm, word: string): boolean {
  return isLongCode(word) && word.startsWith(form.head) && word.endsWith(form.tail);
}

/** Every short form a wallet may show of a long word. */
export function shortFormsOf(word: string): ShortForm[] {
  if (!isLongCode(word)) return [];
  const forms: ShortForm[] = [];
  for (let head = LEAST_END; head <= LONGEST_HEAD; head++) {
    for (let tail = LEAST_END; tail <= LONGEST_TAIL; tail++) {
      forms.push({ head: word.slice(0, head), tail: word.slice(-tail) });
    }
  }
  return forms;
}
