import { type Piece, piecesOf } from "./pieces.ts";
import { isLongCode, LONGEST_TAIL, type ShortForm, shortFormOf } from "./short-form.ts";

/** Grows with every change of what `indexTokens` answers: an index made under another number is made anew. */
export const TOKENS_VERSION = 1;

/** A longer word is found by its beginning; no hash or signature is longer. */
const LONGEST_WORD = 120;

/**
 * The tokens a text is found by. First its pieces in order, so that phrases can be asked for: words whole, Chinese,
 * Japanese and Korean runs as overlapping pairs (a run of one character as itself). Then, in no order, what else points
 * at it: single characters, the ends of hashes and addresses, short forms. Tokens beginning with "_" cannot be typed.
 */
export function indexTokens(source: string): string[] {
  const pieces = piecesOf(source);
  const tokens = pieces.flatMap(tokensOf);
  const further = new Set<string>();
  pieces.forEach((piece, n) => {
    if (piece.dense && piece.chars.length > 1) for (const char of piece.chars) further.add(char);
    if (isLongCode(piece.text)) further.add(tailToken(piece.text));
    const form = shortFormOf(source, piece, pieces[n + 1]);
    if (form) further.add(shortFormToken(form));
  });
  return [...tokens, ...further];
}

/** One piece in the order of the text. */
export function tokensOf(piece: Pick<Piece, "dense" | "text" | "chars">): string[] {
  const { dense, text, chars } = piece;
  if (!dense) return [text.slice(0, LONGEST_WORD)];
  if (chars.length === 1) return [text];
  return chars.slice(1).map((char, n) => `${chars[n]}${char}`);
}

/** The end of a long word read backwards, so that a shorter end is its beginning. */
export function tailToken(end: string): string {
  return `_r${[...end.slice(-LONGEST_TAIL)].reverse().join("")}`;
}

export function shortFormToken({ head, tail }: ShortForm): string {
  return `_a${head}_${tail}`;
}
