/** Words that mean the same, for vectors in miniature. The second of each pair stands in no line of `smallCorpus`. */
const SYNONYMS: Record<string, string> = {
  passphrase: "password",
  amnesia: "forgot",
  regain: "reset",
  levy: "fee",
  steep: "expensive",
  extortionate: "high",
};
const LITTLE = new Set([
  "i",
  "my",
  "the",
  "is",
  "a",
  "do",
  "how",
  "why",
  "so",
  "to",
  "with",
  "an",
  "are",
  "it",
]);

export const TOY_DIMENSIONS = 48;

/** A vector of a text: the sum of a direction a word, synonyms sharing one, at unit length. Same text, same vector. */
export function toyVector(text: string, dimensions = TOY_DIMENSIONS): Float32Array {
  const vector = new Float32Array(dimensions).fill(0.05);
  for (const word of text.toLowerCase().match(/[a-z0-9]+|\p{Script=Han}/gu) ?? []) {
    if (LITTLE.has(word)) continue;
    addDirection(vector, SYNONYMS[word] ?? word);
  }
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}

function addDirection(vector: Float32Array, word: string): void {
  let state = 2166136261;
  for (const character of word) state = Math.imul(state ^ (character.codePointAt(0) ?? 0), 16777619);
  for (let i = 0; i < vector.length; i++) {
    state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9;
    vector[i] = (vector[i] ?? 0) + ((state >>> 8) / 2 ** 23 - 1);
  }
}
