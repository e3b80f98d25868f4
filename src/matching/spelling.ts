import { isCommonWord } from "./common-words.ts";
import { log } from "./exact.ts";

/** The Latin words of the training lines and how often each stands there, in ascending order of the word. */
export interface Vocabulary {
  words: readonly string[];
  counts: Int32Array;
}

/** Replaces a misspelt word by the word of the vocabulary that was most likely meant; returns all others as they are. */
export type Speller = (word: string) => string;

const SHORTEST_REPAIRED = 3;
const TWO_EDITS_FROM = 7;
const LONGEST_REPAIRED = 20;

/**
 * A speller over a vocabulary. A word of 3 to 20 letters that neither the vocabulary nor everyday English knows is
 * repaired to a word one edit away (two from 7 letters on; a swap of neighbours is one edit). Candidates come from an
 * index of deletions, so the time does not grow with the vocabulary.
 */
export function spellerOf(vocabulary: Vocabulary): Speller {
  const known = new Set(vocabulary.words);
  const deletions = deletionIndex(vocabulary.words);
  return (word) => {
    if (word.length < SHORTEST_REPAIRED || word.length > LONGEST_REPAIRED || /\d/.test(word)) return word;
    if (known.has(word) || isCommonWord(word)) return word;
    let best = word;
    let bestScore = Number.NEGATIVE_INFINITY;
    const reach = editsAllowed(word);
    for (const candidate of candidatesOf(deletions, word)) {
      const meant = vocabulary.words[candidate] ?? word;
      const distance = editDistance(word, meant, reach);
      if (distance > reach) continue;
      const familiar = meant.charCodeAt(0) === word.charCodeAt(0) ? 1 : 0;
      const score = -3 * distance + log(vocabulary.counts[candidate] ?? 1) + familiar;
      if (score > bestScore) {
        best = meant;
        bestScore = score;
      }
    }
    return best;
  };
}

export function vocabularyOf(words: Iterable<string>): Vocabulary {
  const counts = new Map<string, number>();
  for (const word of words) {
    if (word.length >= SHORTEST_REPAIRED && word.length <= LONGEST_REPAIRED && !/\d/.test(word)) {
      counts.set(word, (counts.get(word) ?? 0) + 1);
    }
  }
  const sorted = [...counts.keys()].sort();
  return { words: sorted, counts: Int32Array.from(sorted, (word) => counts.get(word) ?? 0) };
}

function editsAllowed(word: string): number {
  return word.length >= TWO_EDITS_FROM ? 2 : 1;
}

// One number an entry, hash of the shortened word above, number of the word below: sorts natively, found by bisection.
const WORD_NUMBERS = 1 << 20;

function deletionIndex(words: readonly string[]): Float64Array {
  let size = 0;
  for (const word of words) size += shortenings(word);
  const entries = new Float64Array(size);
  let at = 0;
  words.forEach((word, number) => {
    eachShortening(word, (hash) => {
      entries[at] = hash * WORD_NUMBERS + number;
      at += 1;
    });
  });
  return entries.sort();
}

function candidatesOf(deletions: Float64Array, word: string): Set<number> {
  const found = new Set<number>();
  eachShortening(word, (hash) => {
    const first = hash * WORD_NUMBERS;
    for (let i = lowerBound(deletions, first); i < deletions.length; i++) {
      const entry = deletions[i] ?? 0;
      if (entry >= first + WORD_NUMBERS) break;
      found.add(entry - first);
    }
  });
  return found;
}

// A vocabulary word of 5 or 6 letters can be two edits from a query of 7 or 8.
const TWO_DELETED_FROM = TWO_EDITS_FROM - 2;

/** Visits the hashes of the word itself and of the word with one (from 5 letters on also two) letters taken out. */
function eachShortening(word: string, visit: (hash: number) => void): void {
  visit(hashWithout(word, -1, -1));
  for (let i = 0; i < word.length; i++) {
    visit(hashWithout(word, i, -1));
    if (word.length < TWO_DELETED_FROM) continue;
    for (let j = i + 1; j < word.length; j++) visit(hashWithout(word, i, j));
  }
}

/** How many hashes `eachShortening` visits. */
function shortenings({ length }: string): number {
  return 1 + length + (length < TWO_DELETED_FROM ? 0 : (length * (length - 1)) / 2);
}

/** Hash of the text without the characters at two places; -1 for no place. */
function hashWithout(text: string, first: number, second: number): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    if (i !== first && i !== second) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  }
  return (hash ^ (hash >>> 15)) >>> 0;
}

function lowerBound(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Insertions, deletions, replacements and swaps of neighbours from `a` to `b`; anything above `limit` is limit + 1. */
export function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replace = (last[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      let cost = Math.min(replace, (last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cost = Math.min(cost, (beforeLast[j - 2] ?? 0) + 1);
      }
      row.push(cost);
    }
    beforeLast = last;
    last = row;
  }
  return Math.min(last[b.length] ?? 0, limit + 1);
}
