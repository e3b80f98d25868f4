import type { Corpus, CorpusClass } from "../../src/matching/corpus.ts";
import { seededRandom } from "../../src/matching/random.ts";

/**
 * A language in which everything has ten names that look nothing like each other. Nobody who knows the first eight can
 * tell what the last two mean, but who knows the meaning can: what a matcher of words cannot do, and vectors can.
 */
export const TOY_DIMENSIONS = 48;

const TOPICS = 12;
const THINGS = 3;
const NAMES = 10;
const LEARNED = 8;
const LINES = 16;

const random = seededRandom(7);
const pick = (size: number) => Math.floor(random() * size);
const words = Array.from({ length: TOPICS * THINGS }, () => Array.from({ length: NAMES }, newWord));
const thingOf = new Map(words.flatMap((names, thing) => names.map((name) => [name, thing])));

/** Twelve topics of sixteen lines each, in the names that are learned. Another `name` is another corpus. */
export function toyCorpus(name = "toy", more: readonly CorpusClass[] = []): Corpus {
  return { classes: [...classes, ...more], hash: name.padEnd(64, "0") };
}

const classes = Array.from({ length: TOPICS }, (_, topic): CorpusClass => {
  const lines = Array.from({ length: LINES }, () => sentence(topic, () => pick(LEARNED)));
  return { id: topicId(topic), kind: "topic", locale: "en", lines };
});

/** A question about a topic in names that no line has. */
export function strangeQuestion(topic: number): string {
  return sentence(topic, (thing) => LEARNED + (thing % 2));
}

export function topicId(topic: number): string {
  return `toy.topic-${String(topic).padStart(2, "0")}`;
}

/** The meaning of a text: the sum of a direction for each thing named, at unit length. Same text, same vector. */
export function toyVector(text: string, dimensions = TOY_DIMENSIONS): Float32Array {
  const vector = new Float32Array(dimensions).fill(0.05);
  for (const word of text.toLowerCase().match(/[a-z0-9]+|\p{Script=Han}/gu) ?? []) {
    const direction = seededRandom(thingOf.get(word) ?? hashOf(word));
    for (let i = 0; i < dimensions; i++) vector[i] = (vector[i] ?? 0) + 2 * direction() - 1;
  }
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}

/** Every word of the language. */
export function toyWords(): string[] {
  return [...thingOf.keys()];
}

function sentence(topic: number, nameOf: (thing: number) => number): string {
  return Array.from({ length: THINGS }, (_, n) => {
    const thing = topic * THINGS + n;
    return words[thing]?.[nameOf(thing)] ?? "";
  }).join(" ");
}

function newWord(): string {
  const letter = () => String.fromCharCode(97 + pick(26));
  return Array.from({ length: 9 }, letter).join("");
}

function hashOf(word: string): number {
  let hash = 1_000_003;
  for (const character of word) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 16_777_619) >>> 0;
  return hash;
}
