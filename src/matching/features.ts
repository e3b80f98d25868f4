import { isHan, runsOf } from "./normalise.ts";

/**
 * Countable features of one text, each named by a 53-bit hash. The first `words` keys are the word block (stems and
 * pairs of stems), the rest the character block (2-4 letters inside a padded word, 1-2 Han characters).
 */
export interface Features {
  keys: Float64Array;
  counts: Float64Array;
  words: number;
}

/**
 * The features of a normalised text. `repair` may replace a misspelt Latin word; training lines come without it.
 */
export function featuresOf(
  normalised: string,
  repair: (word: string) => readonly string[] = (word) => [word],
): Features {
  const words = new Map<number, number>();
  const characters = new Map<number, number>();
  let previous = "^";
  for (const run of runsOf(normalised)) {
    if (isHan(run)) {
      addHan(characters, run);
      continue;
    }
    for (const word of repair(run)) {
      const stem = stemOf(word);
      add(words, hash(WORD, stem));
      add(words, hash(WORD, `${previous} ${stem}`));
      previous = stem;
      addLetters(characters, word);
    }
  }
  if (previous !== "^") add(words, hash(WORD, `${previous} $`));
  return {
    keys: Float64Array.from([...words.keys(), ...characters.keys()]),
    counts: Float64Array.from([...words.values(), ...characters.values()]),
    words: words.size,
  };
}

/** A light English stem: plural, -ing, -ed, -ly and a final e come off, so forms of a word meet. */
export function stemOf(word: string): string {
  if (word.length < 4 || /\d/.test(word)) return word;
  let stem = word;
  if (stem.endsWith("ies")) stem = `${stem.slice(0, -3)}y`;
  else if (stem.endsWith("sses")) stem = stem.slice(0, -2);
  else if (/[^su]s$/.test(stem) && !stem.endsWith("is")) stem = stem.slice(0, -1);
  const cut = /^(.*[aeiouy].*?)(?:ing|ed|ly)$/.exec(stem)?.[1];
  if (cut !== undefined && cut.length >= 3) stem = cut.replace(/([bdfgmnprt])\1$/, "$1");
  return stem.length > 3 && stem.endsWith("e") ? stem.slice(0, -1) : stem;
}

const WORD = 1;
const LETTERS = 2;
/** Kind of the features of Chinese characters, for `hash`. */
export const HAN = 3;

// Longer words (hashes, addresses) are cut: their inside says nothing and would cost time.
const LONGEST_WORD = 24;

function addLetters(into: Map<number, number>, word: string): void {
  const padded = ` ${word.slice(0, LONGEST_WORD)} `;
  for (let size = 2; size <= 4; size++) {
    for (let i = 0; i + size <= padded.length; i++) add(into, hash(LETTERS, padded, i, i + size));
  }
}

function addHan(into: Map<number, number>, run: string): void {
  for (let i = 0; i < run.length; i++) {
    add(into, hash(HAN, run, i, i + 1));
    if (i + 2 <= run.length) add(into, hash(HAN, run, i, i + 2));
  }
}

function add(into: Map<number, number>, key: number): void {
  into.set(key, (into.get(key) ?? 0) + 1);
}

/** 53 bits of two multiplicative hashes: among a million features two collide with a chance of 1 in 18,000. */
export function hash(kind: number, text: string, start = 0, end = text.length): number {
  let low = Math.imul(0x811c9dc5 ^ kind, 0x01000193);
  let high = Math.imul(0x9747b28c ^ kind, 0x85ebca6b);
  for (let i = start; i < end; i++) {
    const code = text.charCodeAt(i);
    low = Math.imul(low ^ code, 0x01000193);
    high = Math.imul(high ^ code, 0x5bd1e995);
    high ^= high >>> 13;
  }
  low = Math.imul(low ^ (low >>> 16), 0x85ebca6b);
  low ^= low >>> 13;
  return (high >>> 11) * 4294967296 + (low >>> 0);
}
