import type { Capabilities } from "./contract.ts";

type TextUnit = Capabilities["text"]["unit"];

/** Length of a text as a platform counts it. Half of a surrogate pair counts as the replacement character sent for it. */
export function lengthIn(unit: TextUnit, text: string): number {
  if (unit === "utf16") return text.length;
  let length = 0;
  for (const sign of text) length += unit === "codepoint" ? 1 : bytesOf(sign.codePointAt(0) ?? 0);
  return length;
}

function bytesOf(codePoint: number): number {
  if (codePoint < 0x80) return 1;
  if (codePoint < 0x800) return 2;
  return codePoint < 0x10000 ? 3 : 4;
}

const GRAPHEMES = new Intl.Segmenter("und", { granularity: "grapheme" });

/** The segmenter's time grows with the square of the text (100,000 signs: 20 s), so it is given a piece at a time. */
const PIECE = 1_000;

/** What a reader takes for one character each: an emoji with its joiners, a letter with its accents. */
export function graphemes(text: string): string[] {
  const found: string[] = [];
  for (let start = 0, size = PIECE; start < text.length; ) {
    const pieces = Array.from(GRAPHEMES.segment(text.slice(start, start + size)), ({ segment }) => segment);
    // The last one may go on beyond the piece: it is found again, whole, in the next.
    const isLast = start + size >= text.length;
    if (!isLast) pieces.pop();
    size = pieces.length === 0 ? size * 2 : PIECE;
    for (const piece of pieces) {
      found.push(piece);
      start += piece.length;
    }
  }
  return found;
}

/** Shortens a plain text to `limit` UTF-16 units, cut between graphemes and ended with "…". */
export function shorten(text: string, limit: number): string {
  if (text.length <= limit) return text;
  let kept = "";
  for (const grapheme of graphemes(text.slice(0, limit * 2))) {
    if (kept.length + grapheme.length > limit - 1) break;
    kept += grapheme;
  }
  return limit < 1 ? "" : `${kept.trimEnd()}…`;
}
