/** Seed phrases of the English BIP-39 list, in any layout. */
import { anyWindowHolds, ENGLISH } from "./bip39.ts";
import { SEED_LABEL, seedLabelBefore } from "./seed-label.ts";
import type { Span, View } from "./span.ts";
import { latinWords, type Word } from "./words.ts";

/** List words that glue sentences together; twelve random list words hold five of them about once in 10,000. */
const SENTENCE_WORDS = new Set(
  "you this that what when then can more only very also about again all any just other into there where will must such same off over under upon use have like know make find give come good great now still first next".split(
    " ",
  ),
);

/**
 * Finds runs of list words: a valid checksum is certain; without one, at least 11 of 12 words on the list (up to two
 * misspelt) that do not read as a sentence; after the words "seed phrase" and the like, shorter pieces too.
 */
export function englishSeeds(view: View): Span[] {
  const words = latinWords(view.lower).filter((word) => word.start >= view.from);
  const spans: Span[] = [];
  for (const stretch of stretches(words, view.lower, true)) spans.push(...seedsIn(stretch, view));
  if (spans.length === 0) {
    for (const stretch of stretches(words, view.lower, false)) spans.push(...seedsIn(stretch, view));
  }
  return spans;
}

/** Whether list words read as a sentence or as a list of wallet terms rather than as a phrase. */
export function readsAsSentence(words: readonly string[]): boolean {
  return words.filter((word) => SENTENCE_WORDS.has(word)).length >= words.length * 0.4;
}

/** Words in a row without a plain word between; a colon after something that is not a number parts them if asked. */
function stretches(words: readonly Word[], lower: string, partAtColon: boolean): Word[][] {
  const result: Word[][] = [];
  let current: Word[] = [];
  let previous: Word | undefined;
  for (const word of words) {
    const parted =
      !word.follows ||
      previous?.rank === "plain" ||
      (partAtColon && previous !== undefined && /^\s*[:=]/.test(lower.slice(previous.end, previous.end + 3)));
    if (parted || word.rank === "plain") {
      if (current.length > 0) result.push(current);
      current = [];
    }
    if (word.rank !== "plain") current.push(word);
    previous = word;
  }
  if (current.length > 0) result.push(current);
  return result;
}

function seedsIn(stretch: readonly Word[], view: View): Span[] {
  const total = stretch.reduce((sum, word) => sum + word.count, 0);
  if (total < 4) return [];
  const first = stretch[0];
  const labelled = first !== undefined && labelledAt(view, first.start);
  const marked = stretch.map((word) => word.count >= 11);
  for (const size of [12, 11]) markWindows(stretch, size, labelled, marked);
  markPieces(stretch, view, labelled, marked);
  return runs(marked).flatMap(([from, to]) => spanOf(stretch, from, to, labelled));
}

function labelledAt(view: View, at: number): boolean {
  if (seedLabelBefore(view.lower, at)) return true;
  // The label itself is made of list words: "seed phrase club just panther …".
  const inside = view.lower.slice(at, at + 24).search(SEED_LABEL);
  return inside >= 0 && inside <= 8;
}

function markWindows(stretch: readonly Word[], size: number, labelled: boolean, marked: boolean[]): void {
  for (let at = 0; at + size <= stretch.length; at++) {
    const window = stretch.slice(at, at + size);
    const near = window.filter((word) => word.rank === "near").length;
    const odd = window.filter((word) => word.rank === "odd").length;
    const slips = near + odd;
    const fits =
      size === 11
        ? slips === 0 || (labelled && slips <= 2)
        : slips <= (labelled ? 3 : 2) && odd <= (labelled ? 3 : 1);
    if (fits) marked.fill(true, at, at + size);
  }
}

/** Shorter pieces: six or more after a label, or a column of at least five single list words with numbers or line breaks. */
function markPieces(stretch: readonly Word[], view: View, labelled: boolean, marked: boolean[]): void {
  let from = 0;
  for (let at = 0; at <= stretch.length; at++) {
    if (stretch[at]?.rank === "listed") continue;
    const piece = stretch.slice(from, at);
    const listed = piece.length >= (labelled ? 4 : 6) && inColumns(piece, view.lower);
    const called = labelled && piece.length >= 6 && !readsAsSentence(piece.map((word) => word.text));
    if (called || listed) marked.fill(true, from, at);
    from = at + 1;
  }
}

function inColumns(piece: readonly Word[], lower: string): boolean {
  return piece.every((word, i) => {
    const previous = piece[i - 1];
    return !previous || /\d|\n/.test(lower.slice(previous.end, word.start));
  });
}

function spanOf(stretch: readonly Word[], from: number, to: number, labelled: boolean): Span[] {
  let [start, end] = [from, to];
  // Neighbours on the list belong to it as far as anyone can tell: a word too many beats a word left over.
  while (start > 0 && stretch[start - 1]?.rank !== "odd") start--;
  while (end < stretch.length && stretch[end]?.rank !== "odd") end++;
  const words = stretch.slice(start, end);
  const sentence = !labelled && readsAsSentence(words.map((word) => word.text));
  if (sentence && !anyWindowHolds(words.map((word) => ENGLISH.get(word.text)))) return [];
  const [head, tail] = [words[0], words.at(-1)];
  return head && tail ? [{ start: head.start, end: tail.end, kind: "seed-phrase" }] : [];
}

function runs(marked: readonly boolean[]): [number, number][] {
  const result: [number, number][] = [];
  for (let at = 0; at < marked.length; at++) {
    if (!marked[at]) continue;
    const from = at;
    while (marked[at]) at++;
    result.push([from, at]);
  }
  return result;
}
