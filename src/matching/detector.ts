import { sigmoid } from "./exact.ts";
import type { Features } from "./features.ts";
import { seededRandom, shuffled } from "./random.ts";
import { type Space, spaceOf, vectorOf } from "./space.ts";
import { BIAS_INPUT, epochsFor, trainSoftmax } from "./train.ts";

/** Tells one kind of message from all others: the wish for a person, urgency. */
export interface Detector {
  space: Space;
  /** One weight a feature, the bias last. */
  weights: Float32Array;
  /** From this probability on the message is of the kind. */
  threshold: number;
}

export interface DetectorOptions {
  seed: number;
  /** How many times a missed message weighs a false alarm when the threshold is chosen (the beta of F-beta). */
  recallWeight: number;
  onStep?(): void;
}

const FOLDS = 4;
const FEWEST_EXAMPLES = 4;
const LARGEST_CLASS_WEIGHT = 8;

/** Learns from examples for and against; the threshold comes from lines that the trial models had not seen. */
export function trainDetector(
  positives: readonly Features[],
  negatives: readonly Features[],
  options: DetectorOptions,
): Detector | undefined {
  if (positives.length < FEWEST_EXAMPLES || negatives.length < FEWEST_EXAMPLES) return undefined;
  const features = [...positives, ...negatives];
  const labels = Int32Array.from(features, (_, i) => (i < positives.length ? 1 : 0));
  const group = new Int32Array(features.length);
  shuffled(features.length, seededRandom(options.seed)).forEach((line, place) => {
    group[line] = place % FOLDS;
  });
  const probabilities = new Float64Array(features.length);
  for (let fold = 0; fold < FOLDS; fold++) {
    const seen = features.flatMap((_, line) => (group[line] === fold ? [] : [line]));
    const trial = learnFrom(
      seen.flatMap((line) => features[line] ?? []),
      Int32Array.from(seen, (line) => labels[line] ?? 0),
      options.seed,
    );
    features.forEach((own, line) => {
      if (group[line] === fold) probabilities[line] = detect({ ...trial, threshold: 1 }, own);
    });
    options.onStep?.();
  }
  const threshold = bestThreshold(probabilities, labels, options.recallWeight);
  return { ...learnFrom(features, labels, options.seed), threshold };
}

/** Probability that a text is of the detector's kind. */
export function detect(detector: Detector, features: Features): number {
  const { space, weights } = detector;
  const { ids, values } = vectorOf(space, features);
  if (ids.length === 0) return 0;
  let sum = BIAS_INPUT * (weights[weights.length - 1] ?? 0);
  for (let i = 0; i < ids.length; i++) sum += (values[i] ?? 0) * (weights[ids[i] ?? 0] ?? 0);
  return sigmoid(sum);
}

function learnFrom(
  features: readonly Features[],
  labels: Int32Array,
  seed: number,
): { space: Space; weights: Float32Array } {
  const space = spaceOf(features);
  const vectors = features.map((own) => vectorOf(space, own));
  const positives = labels.reduce((sum, label) => sum + label, 0);
  const balance = Math.sqrt((labels.length - positives) / Math.max(positives, 1));
  const both = trainSoftmax(
    { vectors, labels, classes: 2, features: space.keys.length },
    {
      seed,
      epochs: epochsFor(vectors.length),
      classWeights: [1, Math.min(Math.max(balance, 1), LARGEST_CLASS_WEIGHT)],
    },
  );
  const weights = Float32Array.from({ length: both.length / 2 }, (_, i) => {
    return (both[2 * i + 1] ?? 0) - (both[2 * i] ?? 0);
  });
  return { space, weights };
}

function bestThreshold(probabilities: Float64Array, labels: Int32Array, recallWeight: number): number {
  const square = recallWeight * recallWeight;
  let best = 0.5;
  let bestScore = -1;
  for (let threshold = 0.1; threshold < 0.95; threshold += 0.05) {
    let hits = 0;
    let alarms = 0;
    let all = 0;
    probabilities.forEach((probability, line) => {
      const positive = labels[line] === 1;
      if (positive) all += 1;
      if (probability < threshold) return;
      if (positive) hits += 1;
      else alarms += 1;
    });
    const score = ((1 + square) * hits) / (square * all + hits + alarms);
    if (score > bestScore) {
      best = threshold;
      bestScore = score;
    }
  }
  return best;
}
