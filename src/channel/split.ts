import { type Atom, atomsOf, tear } from "./atoms.ts";
import type { Capabilities } from "./contract.ts";
import { type Fence, type Layout, layoutOf, type Span } from "./layout.ts";
import { lengthIn } from "./measure.ts";

/** A part that ends at a good place may stay this empty, and no emptier. */
const LEAST_FILLED = 0.3;
/** Breaks from best to worst; a place of rank 0 is used only when there is no other. */
const RANK = { paragraph: 6, line: 5, sentence: 4, fenceLine: 3, space: 2, grapheme: 1, never: 0 };

/**
 * Splits markdown into parts within a channel's limit. Together the parts are the text, apart from white space
 * at their edges and code fences that are closed and opened again. Breaks lie between paragraphs, else lines,
 * sentences, words, graphemes; links, mentions, emphasis and code are torn only when too long for one message,
 * and a grapheme only when it alone is. Empty text has no parts.
 */
export function splitMarkdown(text: string, limits: Capabilities["text"]): string[] {
  const source = tidy(text);
  if (source === "") return [];
  // What is seen is never longer than what is written: a short text need not be parsed.
  if (lengthIn(limits.unit, source) <= limits.limit) return [source];
  const splitter = splitterOf(source, limits);
  if (splitter.cost({ start: 0, end: source.length }) <= limits.limit) return [source];
  const { atoms } = splitter;
  atoms.push(...atomsOf(source, splitter.layout, { start: 0, end: source.length }, splitter.cost));

  const parts: string[] = [];
  for (let from = afterGap(atoms, 0); from < atoms.length; ) {
    const to = endOfPart(splitter, from);
    const reopened = fenceBefore(atoms, from)?.open ?? "";
    const closed = fenceBefore(atoms, to)?.close ?? "";
    const body = source.slice(atoms[from]?.start, atoms[to - 1]?.end);
    parts.push(reopened + (closed === "" ? body.trimEnd() : body) + closed);
    from = afterGap(atoms, to);
  }
  return parts;
}

/** Length of markdown as the channel's limit counts it: of what is seen, where formatting does not count. */
export function lengthOf(text: string, limits: Capabilities["text"]): number {
  const source = tidy(text);
  return splitterOf(source, limits).cost({ start: 0, end: source.length });
}

interface Splitter {
  source: string;
  limit: number;
  layout: Layout;
  atoms: Atom[];
  length(text: string): number;
  cost(span: Span): number;
}

function tidy(text: string): string {
  return text
    .replace(/\r\n?/g, "\n")
    .replace(/^(?:[^\S\n]*\n)+/, "")
    .trimEnd();
}

function splitterOf(source: string, { limit, unit, counts }: Capabilities["text"]): Splitter {
  const length = (text: string) => lengthIn(unit, text);
  const usable = ({ open, close }: Fence) => length(open) + length(close) <= limit / 2;
  const layout = layoutOf(source, usable);
  // Signs of emphasis are counted although they are not seen: a little room is lost, never a message.
  const unseen =
    counts === "markup" ? [] : layout.links.map((link) => ({ ...link, saved: spare(source, link, length) }));
  const cost = ({ start, end }: Span) =>
    unseen.reduce(
      (sum, link) => (link.start >= start && link.end <= end ? sum - link.saved : sum),
      length(source.slice(start, end)),
    );
  return { source, limit, layout, atoms: [], length, cost };
}

function spare(source: string, link: Layout["links"][number], length: (text: string) => number): number {
  return length(source.slice(link.start, link.end)) - length(source.slice(link.label.start, link.label.end));
}

/** Index after the last atom of the part that begins at `from`; always later than `from`. Tears atoms where it must. */
function endOfPart(splitter: Splitter, from: number): number {
  const { atoms, limit, length } = splitter;
  for (;;) {
    let used = length(fenceBefore(atoms, from)?.open ?? "");
    const last: (number | undefined)[] = [];
    const filled: number[] = [];
    let at = from;
    for (; at < atoms.length; at++) {
      used += atoms[at]?.cost ?? 0;
      if (used > limit) break;
      if (used + length(fenceBefore(atoms, at + 1)?.close ?? "") > limit) continue;
      const rank = at + 1 === atoms.length ? RANK.paragraph : rankBefore(splitter, at + 1);
      last[rank] = at + 1;
      filled[rank] = at + 1 === atoms.length ? limit : used;
    }
    for (let rank = RANK.paragraph; rank > RANK.never; rank--) {
      const end = last[rank];
      if (end !== undefined && (filled[rank] ?? 0) >= limit * LEAST_FILLED) return end;
    }
    const best = last.findLast((end, rank) => end !== undefined && rank > RANK.never) ?? last[RANK.never];
    if (best !== undefined) return best;
    const atom = atoms[at];
    const pieces = atom === undefined ? [] : tear(splitter.source, splitter.layout, atom, splitter.cost);
    if (pieces.length === 0) return Math.max(from + 1, at);
    atoms.splice(at, 1, ...pieces);
  }
}

/** The fence that is open between the atom before `at` and the one there. */
function fenceBefore(atoms: readonly Atom[], at: number): Fence | undefined {
  return at === 0 ? undefined : atoms[at]?.fence;
}

const SENTENCE_END = /[。！？；…!?.][”’」』）】》"')\]*_]*$/;
const WIDE_SENTENCE_END = /[。！？；…][”’」』）】》"')\]*_]*$/;
const WIDE_PAUSE = /[，、：]$/;
const CLOSER = /^[，。！？、；：…”’」』）】》,.!?;:)\]}"'*_]/;

/** How good it is to break before the atom at `at`. */
function rankBefore({ source, atoms }: Splitter, at: number): number {
  const [before, after] = [atoms[at - 1], atoms[at]];
  if (before === undefined || after === undefined) return RANK.never;
  if (after.fence !== undefined) return rankInFence(source, before, after, after.fence);
  const text = source.slice(Math.max(0, before.end - 8), before.end);
  if (after.kind === "space") {
    const lineEnds = source.slice(after.start, after.end).split("\n").length - 1;
    if (lineEnds > 0) return lineEnds > 1 ? RANK.paragraph : RANK.line;
    return SENTENCE_END.test(text) ? RANK.sentence : RANK.space;
  }
  if (before.kind === "space" || CLOSER.test(source.slice(after.start, after.start + 1))) return RANK.never;
  if (WIDE_SENTENCE_END.test(text)) return RANK.sentence;
  return WIDE_PAUSE.test(text) ? RANK.space : RANK.grapheme;
}

function rankInFence(source: string, before: Atom, after: Atom, fence: Fence): number {
  if (before.fence !== fence || after.start >= fence.closing.start) return RANK.never;
  if (after.kind === "newline") return RANK.fenceLine;
  return /^\s/.test(source.slice(after.start, after.end)) ? RANK.space : RANK.grapheme;
}

/** First atom at or after `at` that a new part begins with: without the line end or the spaces it was broken at. */
function afterGap(atoms: readonly Atom[], at: number): number {
  const fence = fenceBefore(atoms, at);
  if (fence === undefined) {
    let next = at;
    while (atoms[next]?.kind === "space") next++;
    return next;
  }
  // Nothing but line ends and the marker is left: a part of its own would be an empty block.
  let rest = at;
  while (
    atoms[rest]?.fence === fence &&
    (atoms[rest]?.kind === "newline" || (atoms[rest]?.start ?? 0) >= fence.closing.start)
  )
    rest++;
  if (atoms[rest]?.fence !== fence) return afterGap(atoms, rest);
  return atoms[at]?.kind === "newline" ? at + 1 : at;
}
