/** The word lists of BIP-39 as look-ups, and its checksum. https://github.com/bitcoin/bips/blob/master/bip-0039.mediawiki */
import { sha256 } from "@noble/hashes/sha2.js";
import { wordlist as english } from "@scure/bip39/wordlists/english.js";
import { wordlist as simplified } from "@scure/bip39/wordlists/simplified-chinese.js";
import { wordlist as traditional } from "@scure/bip39/wordlists/traditional-chinese.js";

/** How many words a phrase can have. */
export const LENGTHS = [24, 21, 18, 15, 12] as const;

export const ENGLISH: ReadonlyMap<string, number> = indexed(english);
export const SIMPLIFIED: ReadonlyMap<string, number> = indexed(simplified);
export const TRADITIONAL: ReadonlyMap<string, number> = indexed(traditional);

/** Whether word numbers (0 to 2047) of a standard length end in the checksum of their entropy. One random phrase in 16 (12 words) to 256 (24) does. */
export function checksumHolds(indices: readonly number[]): boolean {
  if (!LENGTHS.some((length) => length === indices.length)) return false;
  const bits = indices.map((index) => index.toString(2).padStart(11, "0")).join("");
  const checkBits = bits.length / 33;
  const entropy = new Uint8Array((bits.length - checkBits) / 8);
  for (let i = 0; i < entropy.length; i++) entropy[i] = Number.parseInt(bits.slice(i * 8, i * 8 + 8), 2);
  const sum = sha256(entropy)[0] ?? 0;
  return sum.toString(2).padStart(8, "0").slice(0, checkBits) === bits.slice(-checkBits);
}

/** Whether any window of a standard length passes the checksum. Past 60 words the sums would prove nothing: one in 16 holds by chance. */
export function anyWindowHolds(indices: readonly (number | undefined)[]): boolean {
  if (indices.length > 60) return false;
  for (const length of LENGTHS) {
    for (let at = 0; at + length <= indices.length; at++) {
      const window = indices.slice(at, at + length);
      if (window.every((index) => index !== undefined) && checksumHolds(window)) return true;
    }
  }
  return false;
}

/** Whether an unlisted word is one slip (a letter more, fewer, other or swapped) or the usual four-letter short form away from a list word. */
export function nearEnglish(word: string): boolean {
  if (word.length < 4 || word.length > 9) return false;
  near ??= deletions();
  if (near.has(word)) return true;
  for (let i = 0; i < word.length; i++) {
    const shorter = word.slice(0, i) + word.slice(i + 1);
    if (near.has(shorter) || ENGLISH.has(shorter)) return true;
  }
  return false;
}

/** Splits letters without spaces into list words, or returns undefined when they are not made of list words only. */
export function unglued(letters: string): number | undefined {
  const best: (number | undefined)[] = [0];
  for (let end = 1; end <= letters.length; end++) {
    for (let length = 3; length <= 8 && length <= end; length++) {
      const words = best[end - length];
      if (words === undefined || !ENGLISH.has(letters.slice(end - length, end))) continue;
      best[end] = Math.max(best[end] ?? 0, words + 1);
    }
  }
  return best[letters.length];
}

let near: Set<string> | undefined;

function deletions(): Set<string> {
  const set = new Set<string>();
  for (const word of english) {
    set.add(word.slice(0, 4));
    if (word.length < 4) continue;
    for (let i = 0; i < word.length; i++) set.add(word.slice(0, i) + word.slice(i + 1));
  }
  return set;
}

function indexed(list: readonly string[]): Map<string, number> {
  return new Map(list.map((word, index) => [word, index]));
}
