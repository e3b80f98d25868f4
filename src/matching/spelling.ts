import { isCommonWord } from "./common-words.ts";
import { log } from "./exact.ts";
import { slipCost } from "./keyboard.ts";

/** The Latin words of the training lines and how often each stands there, in ascending order of the word. */
export interface Vocabulary {
  words: readonly string[];
  counts: Int32Array;
}

/**
 * The words that were most likely meant by one that is misspelt: mostly one, two where a space was missed. All others
 * come back as they are.
 */
export type Speller = (word: string) => readonly string[];

const SHORTEST_REPAIRED = 3;
const TWO_EDITS_FROM = 5;
// A shorter word is only taken for one two edits away that begins alike: names nobody taught us are words as well.
const TWO_EDITS_ANYWHERE_FROM = 7;
const LONGEST_REPAIRED = 20;

/**
 * A speller over a vocabulary. A word of 3 to 20 letters that neither the vocabulary nor everyday English knows is
 * repaired to a word one edit away (two from 5 letters on; a swap of neighbours is one edit), or to two known words
 * whose space was missed. Candidates come from an index of deletions, so the time does not grow with the vocabulary.
 * (BANKING77 with 10 examples each and typos: 72.0 → 73.2, of which missed spaces .4, two edits .5, the keyboard .4.)
 */
export function spellerOf(vocabulary: Vocabulary): Speller {
  const numbers = new Map(vocabulary.words.map((word, number) => [word, number]));
  const deletions = deletionIndex(vocabulary.words);
  const familiarity = (word: string): number | undefined => {
    const number = numbers.get(word);
    if (number !== undefined) return log(vocabulary.counts[number] ?? 1);
    return isCommonWord(word) ? 0 : undefined;
  };
  return (word) => {
    if (word.length < SHORTEST_REPAIRED || word.length > LONGEST_REPAIRED || /\d/.test(word)) return [word];
    if (familiarity(word) !== undefined) return [word];
    let best: Repair = { words: [word], score: Number.NEGATIVE_INFINITY };
    const reach = word.length >= TWO_EDITS_FROM ? 2 : 1;
    for (const candidate of candidatesOf(deletions, word)) {
      const meant = vocabulary.words[candidate] ?? word;
      const distance = editDistance(word, meant, reach);
      if (distance > reach) continue;
      const familiar = meant.charCodeAt(0) === word.charCodeAt(0) ? 1 : 0;
      if (distance === 2 && word.length < TWO_EDITS_ANYWHERE_FROM && !familiar) continue;
      const cost = EDIT_COST * (distance === 1 ? 1 + slipCost(word, meant) : distance);
      const score = log(vocabulary.counts[candidate] ?? 1) + familiar - cost;
      if (score > best.score) best = { words: [meant], score };
    }
    for (const split of splits(word, familiarity)) if (split.score > best.score) best = split;
    return best.words;
  };
}

interface Repair {
  words: readonly string[];
  score: number;
}

const EDIT_COST = 3;

/** Two words with the space between them missed, or hit beside: "mycard", "mybcard". */
function* splits(word: string, familiarity: (word: string) => number | undefined): Iterable<Repair> {
  for (let end = 2; end <= word.length - 2; end++) {
    const first = word.slice(0, end);
    const known = familiarity(first);
    if (known === undefined) continue;
    for (const slip of [0, 1]) {
      const second = word.slice(end + slip);
      const other = second.length < 2 ? undefined : familiarity(second);
      if (other === undefined) continue;
      yield { words: [first, second], score: Math.min(known, other) - EDIT_COST - slip };
    }
  }
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

// Shorter words with two letters out are a letter or two, which half the vocabulary shares.
const TWO_DELETED_FROM = 5;

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
