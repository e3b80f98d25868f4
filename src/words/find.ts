import { type Piece, piecesOf } from "./pieces.ts";
import type { Term } from "./query.ts";
import { shortens, shortFormOf } from "./short-form.ts";

/** From and to in a text, in UTF-16 code units. */
export type Mark = [from: number, to: number];

/** Where the words of a query stand in a text: in order, without overlap. Undefined unless all of them are there. */
export function findAll(terms: readonly Term[], source: string): Mark[] | undefined {
  const pieces = piecesOf(source);
  const marks: Mark[] = [];
  for (const term of terms) {
    const found = findTerm(term, source, pieces);
    if (found.length === 0) return undefined;
    marks.push(...found);
  }
  return joined(marks);
}

function findTerm(term: Term, source: string, pieces: readonly Piece[]): Mark[] {
  if (term.kind === "short") return findShort(term.form, source, pieces);
  const [only] = term.pieces;
  if (term.pieces.length === 1 && only !== undefined) {
    return pieces.flatMap((piece, n) => [
      ...findOne(only, term.open, piece),
      ...findShortened(only, source, piece, pieces[n + 1]),
    ]);
  }
  return pieces.flatMap((_, n) => findRow(term.pieces, term.open, pieces, n));
}

/** Every place in one piece: anywhere in a dense run, at the beginning of a word. */
function findOne(wanted: Piece, open: boolean, piece: Piece): Mark[] {
  if (wanted.dense !== piece.dense) return [];
  if (!piece.dense) return isLast(wanted, open, piece) ? [markOf(piece, 0, wanted.chars.length)] : [];
  const marks: Mark[] = [];
  for (let at = 0; at + wanted.chars.length <= piece.chars.length; at++) {
    if (wanted.chars.every((char, n) => piece.chars[at + n] === char)) {
      marks.push(markOf(piece, at, at + wanted.chars.length));
    }
  }
  return marks;
}

/** The pieces of a row in a text from its n-th piece on: the first may begin, and the last end, within a dense run. */
function findRow(wanted: readonly Piece[], open: boolean, pieces: readonly Piece[], from: number): Mark[] {
  const last = wanted.length - 1;
  const fits = wanted.every((want, n) => {
    const piece = pieces[from + n];
    if (piece === undefined || piece.dense !== want.dense) return false;
    if (n === 0) return want.dense ? piece.text.endsWith(want.text) : piece.text === want.text;
    return n === last ? isLast(want, open, piece) : piece.text === want.text;
  });
  const [first, end] = [pieces[from], pieces[from + last]];
  const [head, tail] = [wanted[0], wanted[last]];
  if (!fits || !first || !end || !head || !tail) return [];
  const [start] = markOf(first, first.chars.length - head.chars.length, first.chars.length);
  return [[start, markOf(end, 0, tail.chars.length)[1]]];
}

function isLast(want: Piece, open: boolean, piece: Piece): boolean {
  return want.dense || open ? piece.text.startsWith(want.text) : piece.text === want.text;
}

/** A short form finds the hash it stands for, and itself. */
function findShort(form: { head: string; tail: string }, source: string, pieces: readonly Piece[]): Mark[] {
  return pieces.flatMap((piece, n): Mark[] => {
    if (shortens(form, piece.text)) return [markOf(piece, 0, piece.chars.length)];
    const next = pieces[n + 1];
    const shown = shortFormOf(source, piece, next);
    const same = shown !== undefined && shown.head === form.head && shown.tail === form.tail;
    return same && next ? [[markOf(piece, 0, 1)[0], markOf(next, 0, next.chars.length)[1]]] : [];
  });
}

/** A hash finds the short forms of itself. */
function findShortened(wanted: Piece, source: string, piece: Piece, next: Piece | undefined): Mark[] {
  const shown = shortFormOf(source, piece, next);
  if (shown === undefined || next === undefined || !shortens(shown, wanted.text)) return [];
  return [[markOf(piece, 0, 1)[0], markOf(next, 0, next.chars.length)[1]]];
}

function markOf(piece: Piece, from: number, to: number): Mark {
  return [piece.from[from] ?? 0, piece.to[to - 1] ?? 0];
}

function joined(marks: Mark[]): Mark[] {
  const result: Mark[] = [];
  for (const [from, to] of marks.sort((a, b) => a[0] - b[0] || a[1] - b[1])) {
    const before = result.at(-1);
    if (before && from <= before[1]) before[1] = Math.max(before[1], to);
    else result.push([from, to]);
  }
  return result;
}
