import type { Locale } from "../knowledge/entry.ts";
import { type Blend, blended, type Opinions } from "./blend.ts";
import {
  closenessToCentre,
  DENSE_SIGNALS,
  type DenseScorer,
  type Sense,
  senseOf,
  trainDense,
} from "./dense.ts";
import { exp, log } from "./exact.ts";
import type { Features } from "./features.ts";
import { closenessOf, type Neighbours, neighboursOf } from "./neighbours.ts";
import { addPackedRow, type Packed, packRows } from "./packed.ts";
import { type Space, spaceOf, type Vector, vectorOf } from "./space.ts";
import { BIAS_INPUT, epochsFor, toProbabilities, trainSoftmax } from "./train.ts";

/** What is learned from lines: which class a text belongs to, and the means to doubt it. */
export interface Model {
  /** Classes 0 … topics-1 are topics, the rest is small talk and the like. */
  classes: number;
  topics: number;
  text: Scorer;
  /** The same from concepts alone. */
  meaning: Scorer;
  /** The same from vectors of an embedder, where lines came with them. */
  dense?: DenseScorer;
  neighbours: Neighbours;
}

/** One softmax regression and the space it reads. */
export interface Scorer {
  space: Space;
  weights: Packed;
}

/** A text as a model reads it. */
export interface Reading {
  text: Features;
  /** The concepts it mentions. */
  meaning: Features;
  /** Its vector of meaning, where an embedder gave one. */
  vector?: Float32Array;
}

export interface LabelledLines {
  readings: readonly Reading[];
  labels: Int32Array;
  /** Language of each line, as a text is judged to be of one. */
  locales: readonly Locale[];
  classes: number;
  topics: number;
}

export interface ModelOptions {
  seed: number;
  epochs?: number;
  /** Weights to go on from, given the part and the space they are wanted for. */
  initial?(part: "text" | "meaning", space: Space): Float32Array | undefined;
  onEpoch?(): void;
}

export function trainModel(lines: LabelledLines, options: ModelOptions): Model {
  const { readings, labels, classes, topics } = lines;
  const text = trainScorer(
    lines,
    readings.map((reading) => reading.text),
    "text",
    options,
  );
  const vectors = readings.flatMap(({ vector }) => vector ?? []);
  const { onEpoch: _, ...quietly } = options;
  return {
    classes,
    topics,
    text: text.scorer,
    meaning: trainScorer(
      lines,
      readings.map((reading) => reading.meaning),
      "meaning",
      quietly,
    ).scorer,
    ...(vectors.length > 0 &&
      vectors.length === readings.length && {
        dense: trainDense(vectors, labels, classes, options.seed),
      }),
    neighbours: neighboursOf(text.vectors, labels, classes, text.scorer.space.keys.length),
  };
}

// A feature of one line alone tells nothing where lines are many: without them BANKING77 stays at 92.6 %, a wallet's
// questions at 98.7 %, and the index is 11 MB instead of 19.
const MANY_LINES = 4000;

function trainScorer(
  { labels, classes }: LabelledLines,
  features: readonly Features[],
  part: "text" | "meaning",
  options: ModelOptions,
): { scorer: Scorer; vectors: Vector[] } {
  const space = spaceOf(features, part === "text" && features.length > MANY_LINES ? 2 : 1);
  const vectors = features.map((own) => vectorOf(space, own));
  const initial = options.initial?.(part, space);
  const weights = trainSoftmax(
    { vectors, labels, classes, features: space.keys.length },
    {
      seed: options.seed,
      epochs: options.epochs ?? epochsFor(vectors.length),
      ...(initial && { initial }),
      ...(options.onEpoch && { onEpoch: options.onEpoch }),
    },
  );
  return { scorer: { space, weights: packRows(weights, classes) }, vectors };
}

/**
 * Names of the signals, in the order of their values. The margin of a one-against-rest SVM was measured as well and
 * left out: it did not tell strangers better (AUROC 94.1 with, 93.5 without; at 8 % false answers fewer were answered)
 * and cost a third of the build and half of the memory.
 */
export const SIGNALS = [
  "logProbability",
  "margin",
  "nearest",
  "known",
  "energy",
  "logLength",
  "centre",
  "others",
] as const;

/** A text seen by a model. */
export interface Sighting {
  /** Probability of each class, topics and others together. */
  probabilities: Float64Array;
  /** Topics, most likely first; at most five, none when the text has no known feature and no vector. */
  best: number[];
  /** Most likely class of all. */
  winner: number;
  /** In the order of `SIGNALS`, then, where a vector was seen, of `DENSE_SIGNALS`; about `best[0]`. */
  signals: Float64Array;
  /** Cosine of the text to the closest line of `best[0]`. */
  closest: number;
}

/** A text seen by a model whose opinions are added as `blend` says. */
export function look(model: Model, reading: Reading, blend: Blend): Sighting {
  return sight(model, examine(model, reading), blend);
}

/** All that a model has to say of a text, before anything is weighed. */
export interface Examination {
  opinions: Opinions;
  vector: Vector;
  /** Features of the text, known or not. */
  features: number;
  centre: Float64Array;
  sense: Sense | undefined;
}

export function examine(model: Model, reading: Reading): Examination {
  const vector = vectorOf(model.text.space, reading.text);
  const { line, centre } = closenessOf(model.neighbours, vector);
  const sense = model.dense && reading.vector && senseOf(model.dense, reading.vector);
  const opinions: Opinions = {
    words: scores(model.text.weights, vector),
    meaning: scores(model.meaning.weights, vectorOf(model.meaning.space, reading.meaning)),
    nearest: line,
  };
  if (sense) opinions.dense = sense.logits;
  return { opinions, vector, features: reading.text.keys.length, centre, sense };
}

export function sight(model: Model, examination: Examination, blend: Blend): Sighting {
  return sightingOf(model, examination, blended(examination.opinions, blend));
}

/** The sighting of an examined text whose classes were weighed elsewhere; `logits` become its probabilities. */
export function sightingOf(model: Model, examination: Examination, logits: Float64Array): Sighting {
  const { opinions, vector, features, centre, sense } = examination;
  const probabilities = logits;
  toProbabilities(probabilities);
  const best = vector.ids.length === 0 && !sense ? [] : bestTopics(probabilities, model.topics);
  const winner = indexOfLargest(probabilities, -1);
  const signals = new Float64Array(SIGNALS.length + (sense ? DENSE_SIGNALS.length : 0));
  const top = best[0];
  let closest = 0;
  if (top !== undefined) {
    const probability = probabilities[top] ?? 0;
    closest = opinions.nearest[top] ?? 0;
    const rival = indexOfLargest(probabilities, top);
    signals.set([
      log(probability + 1e-9),
      probability - (probabilities[rival] ?? 0),
      largest(opinions.nearest),
      vector.known,
      logSumExp(opinions.words),
      log(1 + features),
      centre[top] ?? 0,
      log(sumFrom(probabilities, model.topics) + 1e-3),
      ...(model.dense && sense ? denseSignals(model.dense, sense, top) : []),
    ]);
  }
  return { probabilities, best, winner, signals, closest };
}

function denseSignals(scorer: DenseScorer, sense: Sense, top: number): number[] {
  const probabilities = sense.logits.slice();
  toProbabilities(probabilities);
  return [log((probabilities[top] ?? 0) + 1e-9), closenessToCentre(scorer, sense, top)];
}

function scores(weights: Packed, vector: Vector): Float64Array {
  const sums = new Float64Array(weights.width);
  addPackedRow(sums, weights, weights.scales.length - 1, BIAS_INPUT);
  for (let i = 0; i < vector.ids.length; i++) {
    addPackedRow(sums, weights, vector.ids[i] ?? 0, vector.values[i] ?? 0);
  }
  return sums;
}

const RANKED = 5;

/** The likeliest topics, most likely first, at most five. */
export function bestTopics(probabilities: Float64Array, topics: number): number[] {
  const best: number[] = [];
  for (let c = 0; c < topics; c++) {
    const probability = probabilities[c] ?? 0;
    let place = best.length;
    while (place > 0 && probability > (probabilities[best[place - 1] ?? 0] ?? 0)) place -= 1;
    if (place < RANKED) best.splice(place, 0, c);
    if (best.length > RANKED) best.pop();
  }
  return best;
}

function indexOfLargest(values: Float64Array, except: number): number {
  let found = -1;
  for (let c = 0; c < values.length; c++) {
    if (c !== except && (found < 0 || (values[c] ?? 0) > (values[found] ?? 0))) found = c;
  }
  return found;
}

function sumFrom(values: Float64Array, first: number): number {
  let sum = 0;
  for (let c = first; c < values.length; c++) sum += values[c] ?? 0;
  return sum;
}

function largest(values: Float64Array): number {
  return values[indexOfLargest(values, -1)] ?? 0;
}

function logSumExp(logits: Float64Array): number {
  const most = largest(logits);
  let sum = 0;
  for (const logit of logits) sum += exp(logit - most);
  return most + log(sum);
}
