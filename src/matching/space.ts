import { log } from "./exact.ts";
import type { Features } from "./features.ts";

/** What a set of lines knows: its features in ascending order of hash, and how telling each one is. */
export interface Space {
  keys: Float64Array;
  idf: Float32Array;
  /** Lines it was made from. */
  lines: number;
}

/** One text in a space: unit length over the known features. */
export interface Vector {
  ids: Int32Array;
  values: Float32Array;
  /** Share of the text's IDF mass that the space knows, 0 to 1. */
  known: number;
}

/** `fewest`: a feature of fewer lines than this is not kept. */
export function spaceOf(texts: readonly Features[], fewest = 1): Space {
  const frequency = new Map<number, number>();
  for (const { keys } of texts) {
    for (const key of keys) frequency.set(key, (frequency.get(key) ?? 0) + 1);
  }
  const kept =
    fewest === 1 ? frequency.keys() : [...frequency].flatMap(([key, n]) => (n < fewest ? [] : key));
  const keys = Float64Array.from(kept).sort();
  const idf = Float32Array.from(keys, (key) => inverseFrequency(texts.length, frequency.get(key) ?? 0));
  return { keys, idf, lines: texts.length };
}

/** TF-IDF of both blocks, each of unit length, added, and the sum of unit length. Unknown features are left out. */
export function vectorOf(space: Space, features: Features): Vector {
  const { keys, counts } = features;
  const ids = new Int32Array(keys.length);
  const values = new Float64Array(keys.length);
  const unseen = inverseFrequency(space.lines, 0);
  let size = 0;
  let wordsEnd = 0;
  let mass = 0;
  let knownMass = 0;
  for (let i = 0; i < keys.length; i++) {
    if (i === features.words) wordsEnd = size;
    const id = indexOf(space.keys, keys[i] ?? 0);
    const idf = id < 0 ? unseen : (space.idf[id] ?? 0);
    mass += idf;
    if (id < 0) continue;
    knownMass += idf;
    ids[size] = id;
    values[size] = (1 + log(counts[i] ?? 1)) * idf;
    size += 1;
  }
  if (features.words === keys.length) wordsEnd = size;
  toUnitLength(values, 0, wordsEnd);
  toUnitLength(values, wordsEnd, size);
  toUnitLength(values, 0, size);
  return {
    ids: ids.slice(0, size),
    values: Float32Array.from(values.subarray(0, size)),
    known: mass === 0 ? 0 : knownMass / mass,
  };
}

function inverseFrequency(lines: number, frequency: number): number {
  return log((1 + lines) / (1 + frequency)) + 1;
}

/** Where `key` stands in the ascending `keys`, or -1. */
export function indexOf(keys: Float64Array, key: number): number {
  let low = 0;
  let high = keys.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = keys[middle] ?? 0;
    if (found === key) return middle;
    if (found < key) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

function toUnitLength(values: Float64Array, start: number, end: number): void {
  let sum = 0;
  for (let i = start; i < end; i++) sum += (values[i] ?? 0) ** 2;
  if (sum === 0) return;
  const scale = 1 / Math.sqrt(sum);
  for (let i = start; i < end; i++) values[i] = (values[i] ?? 0) * scale;
}
