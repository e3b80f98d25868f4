import type { Fence, Layout, Span } from "./layout.ts";
import { graphemes } from "./measure.ts";

/** A stretch of text that is torn only when it is too long for a message by itself. */
export interface Atom extends Span {
  /** What it is torn into, if it must be: a span into words, a word into graphemes, those into code points. */
  kind: "span" | "space" | "newline" | "word" | "grapheme" | "codepoint";
  /** The fence whose content or closing line this belongs to. */
  fence?: Fence;
  cost: number;
}

/** A sign of a word: names, hashes and addresses stay whole. Scripts that write no spaces have no words here. */
const WORD_SIGN = /^[\p{L}\p{N}\p{M}_]/u;
const SPACELESS = /^[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmr}\p{sc=Mymr}]/u;

/** Cuts a stretch into atoms. They lie between graphemes and fill the stretch; `cost` measures each. */
export function atomsOf(text: string, layout: Layout, stretch: Span, cost: (span: Span) => number): Atom[] {
  const spans = outermost(layout.spans, stretch);
  const atoms: Atom[] = [];
  let open: { atom: Atom; span: Span | undefined } | undefined;
  let [nextSpan, nextFence, start] = [0, 0, stretch.start];
  for (const sign of graphemes(text.slice(stretch.start, stretch.end))) {
    const end = start + sign.length;
    while ((spans[nextSpan]?.end ?? Infinity) <= start) nextSpan++;
    while ((layout.fences[nextFence]?.closing.end ?? Infinity) <= start) nextFence++;
    const span = (spans[nextSpan]?.start ?? Infinity) < end ? spans[nextSpan] : undefined;
    const fence =
      (layout.fences[nextFence]?.content.start ?? Infinity) <= start ? layout.fences[nextFence] : undefined;
    const kind = span === undefined ? kindOf(sign, fence !== undefined) : "span";
    const grows =
      kind === "span"
        ? open?.span === span
        : kind === open?.atom.kind && kind !== "newline" && kind !== "grapheme";
    if (open !== undefined && grows && open.atom.fence === fence) open.atom.end = end;
    else {
      const atom: Atom = { start, end, kind, cost: 0, ...(fence === undefined ? {} : { fence }) };
      atoms.push(atom);
      open = { atom, span };
    }
    start = end;
  }
  for (const atom of atoms) atom.cost = cost(atom);
  return atoms;
}

/** The pieces of an atom that is too long by itself; none when it cannot be torn. */
export function tear(text: string, layout: Layout, atom: Atom, cost: (span: Span) => number): Atom[] {
  if (atom.kind === "span") return atomsOf(text, layout, atom, cost);
  if (atom.kind === "codepoint") return [];
  const source = text.slice(atom.start, atom.end);
  const kind = atom.kind === "grapheme" ? "codepoint" : "grapheme";
  const pieces: Atom[] = [];
  let start = atom.start;
  for (const piece of kind === "codepoint" ? source : graphemes(source)) {
    const span = { start, end: start + piece.length };
    pieces.push({ ...atom, ...span, kind, cost: cost(span) });
    start = span.end;
  }
  return pieces;
}

/** Inside a fence every space is content: only line ends are ever left out there, and one at a time. */
function kindOf(sign: string, fenced: boolean): Atom["kind"] {
  if (/^\s+$/.test(sign)) return fenced ? (sign === "\n" ? "newline" : "grapheme") : "space";
  return WORD_SIGN.test(sign) && !SPACELESS.test(sign) ? "word" : "grapheme";
}

/** Spans inside the stretch that lie in no other; one that fills the stretch is the one being opened up. */
function outermost(spans: readonly Span[], stretch: Span): Span[] {
  const inside = spans
    .filter(({ start, end }) => start >= stretch.start && end <= stretch.end)
    .filter(({ start, end }) => end - start < stretch.end - stretch.start)
    .sort((a, b) => a.start - b.start || b.end - a.end);
  const found: Span[] = [];
  for (const span of inside) if (span.start >= (found.at(-1)?.end ?? 0)) found.push(span);
  return found;
}
