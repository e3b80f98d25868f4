/** Private keys in hexadecimal: 64 digits look the same as a transaction hash, so the words around decide. */
import { meaningOf, speaksOfKeys } from "./context.ts";
import type { Span, View } from "./span.ts";

interface Piece {
  start: number;
  end: number;
  digits: number;
}

/** Digits of a 32-byte key, and of a 64-byte one with its public half. */
const KEY_DIGITS: readonly number[] = [64, 128];

/** Finds 64 (or 128) hex digits, whole or split over lines and groups; next to words of a key also near misses. */
export function hexKeys(view: View): Span[] {
  const pieces = hexPieces(view.lower);
  const spans: Span[] = [];
  for (let at = 0; at < pieces.length; at++) {
    const group = groupAt(pieces, at, view.lower);
    const first = pieces[at];
    const last = group.at(-1) ?? first;
    if (!first || !last) continue;
    const kind = kindOf(view, group.length > 0 ? group : [first]);
    if (kind) spans.push({ start: first.start, end: last.end, kind });
    if (group.length > 1 && kind) at += group.length - 1;
  }
  return spans;
}

function kindOf(view: View, group: readonly Piece[]): "private-key" | "hash-or-key" | undefined {
  const [first, last] = [group[0], group.at(-1)];
  if (!first || !last) return undefined;
  const digits = group.reduce((sum, piece) => sum + piece.digits, 0);
  const whole = KEY_DIGITS.includes(digits);
  if (!whole && !(group.length === 1 && digits >= 48 && digits <= 80 && digits !== 66)) return undefined;
  const meaning = meaningOf(view, first.start, last.end);
  if (meaning === "key") return "private-key";
  if (meaning === "public" || !whole) return undefined;
  // Bytes or words of one size are a key written in groups; short pieces of any size add up to 64 by chance.
  const even = group.every((piece) => piece.digits === first.digits);
  return even || group.every((piece) => piece.digits >= 16) ? "hash-or-key" : undefined;
}

/** The pieces from `at` on that together have exactly 64 digits; one piece of 64 or 128; else none. */
function groupAt(pieces: readonly Piece[], at: number, lower: string): Piece[] {
  const group: Piece[] = [];
  let digits = 0;
  for (let i = at; i < pieces.length && digits < 64; i++) {
    const piece = pieces[i];
    const last = group.at(-1);
    if (!piece || (last && !/^[\s\-_,:;|.+"'/\\#)(\d]{1,8}$/.test(lower.slice(last.end, piece.start)))) break;
    group.push(piece);
    digits += piece.digits;
  }
  const whole = group.length === 1 ? KEY_DIGITS.includes(digits) : digits === 64;
  const text = group.map((piece) => lower.slice(piece.start, piece.end)).join("");
  return whole && /[a-f]/.test(text) && /\d/.test(text) ? group : [];
}

function hexPieces(lower: string): Piece[] {
  return [...lower.matchAll(/(?:(?<![0-9a-f])0x)?[0-9a-f]{2,}/g)]
    .map((match) => ({ match, prefix: match[0].startsWith("0x") ? 2 : 0 }))
    .filter(({ match, prefix }) => match[0].length - prefix >= 2)
    .map(({ match, prefix }) => ({
      start: match.index,
      end: match.index + match[0].length,
      digits: match[0].length - prefix,
    }));
}

/** Whether a string beside it is spoken of as a key. For detectors whose strings mean nothing on their own. */
export function besideKeyWords(view: View, start: number, end: number): boolean {
  return speaksOfKeys(view, start, end) && meaningOf(view, start, end) === "key";
}
