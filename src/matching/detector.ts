import { fitLogistic, type Logistic, probabilityOf } from "./logistic.ts";
import type { Reading } from "./model.ts";
import { seededRandom, shuffled } from "./random.ts";
import { type Space, spaceOf, type Vector, vectorOf } from "./space.ts";
import { BIAS_INPUT, epochsFor, trainSoftmax } from "./train.ts";

/** Tells one kind of message from all others: the wish for a person, urgency. */
export interface Detector {
  /** For each block of `Spaces` one weight a feature, the bias last. */
  weights: readonly Float32Array[];
  /** Weighs the opinions of the blocks and, after them, what the topics say. */
  judge: Logistic;
  /** From this probability on the message is of the kind. */
  threshold: number;
}

/** What whole messages are read in: their words and characters, and their concepts. */
export type Spaces = readonly Space[];

export interface Example {
  vectors: readonly Vector[];
  /** What the topics say of it, see `alarm.ts`; the same number of values for each example, or none at all. */
  context: readonly number[];
  positive: boolean;
  /** How much it counts when the opinions are weighed. */
  weight: number;
}

export interface DetectorOptions {
  seed: number;
  /** How many false alarms a missed message is worth. */
  missCost: number;
}

const DETECTOR_FOLDS = 3;
const FEWEST_EXAMPLES = 4;
const FEWEST_JUDGED = 30;
const LARGEST_CLASS_WEIGHT = 8;

export function spacesOf(readings: readonly Reading[]): Spaces {
  return [spaceOf(readings.map(({ text }) => text)), spaceOf(readings.map(({ meaning }) => meaning))];
}

export function vectorsOf(spaces: Spaces, reading: Reading): Vector[] {
  return spaces.map((space, block) => vectorOf(space, block === 0 ? reading.text : reading.meaning));
}

/**
 * Learns from examples for and against. Each block is a classifier of its own; a second stage weighs their opinions,
 * learned on lines that trial models had not seen. (At 96 % precision words alone found 84 % of the wishes for a
 * person in a wallet's questions, words and concepts together all of them.)
 */
export function trainDetector(
  examples: readonly Example[],
  spaces: Spaces,
  options: DetectorOptions,
): Detector | undefined {
  const positives = examples.filter(({ positive }) => positive).length;
  if (positives < FEWEST_EXAMPLES || examples.length - positives < FEWEST_EXAMPLES) return undefined;
  const judge = positives < FEWEST_JUDGED ? plainJudge(spaces) : learnJudge(examples, spaces, options);
  const weights = learnFrom(examples, spaces, options.seed);
  return { weights, judge, threshold: 1 / (1 + options.missCost) };
}

function learnJudge(examples: readonly Example[], spaces: Spaces, options: DetectorOptions): Logistic {
  const group = new Int32Array(examples.length);
  shuffled(examples.length, seededRandom(options.seed)).forEach((example, place) => {
    group[example] = place % DETECTOR_FOLDS;
  });
  const rows: Float64Array[] = new Array(examples.length);
  for (let fold = 0; fold < DETECTOR_FOLDS; fold++) {
    const trial = learnFrom(
      examples.filter((_, i) => group[i] !== fold),
      spaces,
      options.seed,
    );
    examples.forEach(({ vectors, context }, i) => {
      if (group[i] === fold) rows[i] = Float64Array.from([...opinions(trial, vectors), ...context]);
    });
  }
  return fitLogistic(
    rows,
    examples.map(({ positive }) => (positive ? 1 : 0)),
    examples.map(({ weight }) => weight),
  );
}

/** For a handful of examples, which cannot spare a third for trials: the words' opinion and half of the concepts'. */
function plainJudge(spaces: Spaces): Logistic {
  return {
    mean: spaces.map(() => 0),
    deviation: spaces.map(() => 1),
    weights: spaces.map((_, block) => (block === 0 ? 1 : 0.5)),
    bias: 0,
  };
}

/** Probability that a message is of the detector's kind; 0 when nothing of it is known. */
export function detect(
  { weights, judge }: Detector,
  vectors: readonly Vector[],
  context: readonly number[],
): number {
  if (vectors.every(({ ids }) => ids.length === 0)) return 0;
  const said = judge.weights.length > weights.length ? context : [];
  return probabilityOf(judge, Float64Array.from([...opinions(weights, vectors), ...said]));
}

function opinions(weights: readonly Float32Array[], vectors: readonly Vector[]): number[] {
  return weights.map((own, block) => {
    let sum = BIAS_INPUT * (own[own.length - 1] ?? 0);
    const vector = vectors[block];
    if (!vector) return sum;
    for (let i = 0; i < vector.ids.length; i++) {
      sum += (vector.values[i] ?? 0) * (own[vector.ids[i] ?? 0] ?? 0);
    }
    return sum;
  });
}

function learnFrom(examples: readonly Example[], spaces: Spaces, seed: number): Float32Array[] {
  const labels = Int32Array.from(examples, ({ positive }) => (positive ? 1 : 0));
  const positives = labels.reduce((sum, label) => sum + label, 0);
  const balance = Math.sqrt((labels.length - positives) / Math.max(positives, 1));
  return spaces.map(({ keys }, block) => {
    const vectors = examples.flatMap((example) => example.vectors[block] ?? []);
    const both = trainSoftmax(
      { vectors, labels, classes: 2, features: keys.length },
      {
        seed,
        epochs: epochsFor(vectors.length),
        classWeights: [1, Math.min(Math.max(balance, 1), LARGEST_CLASS_WEIGHT)],
      },
    );
    return Float32Array.from(
      { length: both.length / 2 },
      (_, i) => (both[2 * i + 1] ?? 0) - (both[2 * i] ?? 0),
    );
  });
}
