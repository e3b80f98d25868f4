import { addPackedRow, type Packed, packRows } from "./packed.ts";
import { BIAS_INPUT } from "./train.ts";
import { trainDenseSoftmax } from "./train-dense.ts";

/** A softmax regression over vectors of meaning that came from outside, and where each class lies among them. */
export interface DenseScorer {
  /** What all lines have in common; taken off every vector, since it tells nothing. */
  mean: Float32Array;
  weights: Packed;
  /** One row of unit length a class: the middle of its lines. */
  centres: Float32Array;
}

/** Names of what a vector adds to the signals, in the order of their values. */
export const DENSE_SIGNALS = ["senseProbability", "senseCentre"] as const;

/** What the vector of one text says. */
export interface Sense {
  logits: Float64Array;
  /** The vector without what all lines have in common, of unit length. */
  own: Float32Array;
}

/** Learns from one vector a line, all of the same length. The same vectors give the same bytes. */
export function trainDense(
  vectors: readonly Float32Array[],
  labels: Int32Array,
  classes: number,
  seed: number,
): DenseScorer {
  const mean = meanOf(vectors);
  const rows = vectors.map((vector) => centred(vector, mean));
  const weights = trainDenseSoftmax({ rows, labels, classes }, { seed, epochs: epochsFor(rows.length) });
  return {
    mean,
    weights: packRows(weights, classes),
    centres: centresOf(rows, labels, classes, mean.length),
  };
}

/** With many lines few passes do: of 8,000 lines, two passes gave 88.3 % right, six 89.0 %, twelve 88.6 %. */
function epochsFor(lines: number): number {
  return Math.min(12, Math.max(2, Math.round(48_000 / lines)));
}

/** Undefined when the vector has another length than those that were learned from. */
export function senseOf({ mean, weights }: DenseScorer, vector: Float32Array): Sense | undefined {
  if (vector.length !== mean.length) return undefined;
  const own = centred(vector, mean);
  const logits = new Float64Array(weights.width);
  addPackedRow(logits, weights, mean.length, BIAS_INPUT);
  for (let i = 0; i < own.length; i++) addPackedRow(logits, weights, i, own[i] ?? 0);
  return { logits, own };
}

/** Cosine of a vector to the middle of a class. */
export function closenessToCentre({ centres }: DenseScorer, { own }: Sense, of: number): number {
  const start = of * own.length;
  let sum = 0;
  for (let i = 0; i < own.length; i++) sum += (own[i] ?? 0) * (centres[start + i] ?? 0);
  return sum;
}

function meanOf(vectors: readonly Float32Array[]): Float32Array {
  const sums = new Float64Array(vectors[0]?.length ?? 0);
  for (const vector of vectors) {
    for (let i = 0; i < sums.length; i++) sums[i] = (sums[i] ?? 0) + (vector[i] ?? 0);
  }
  return Float32Array.from(sums, (sum) => sum / vectors.length);
}

function centred(vector: Float32Array, mean: Float32Array): Float32Array {
  return toUnitLength(Float64Array.from(vector, (value, i) => value - (mean[i] ?? 0)));
}

function centresOf(
  own: readonly Float32Array[],
  labels: Int32Array,
  classes: number,
  size: number,
): Float32Array {
  const sums = new Float64Array(classes * size);
  own.forEach((vector, line) => {
    const start = (labels[line] ?? 0) * size;
    for (let i = 0; i < size; i++) sums[start + i] = (sums[start + i] ?? 0) + (vector[i] ?? 0);
  });
  const centres = new Float32Array(classes * size);
  for (let c = 0; c < classes; c++) {
    centres.set(toUnitLength(sums.subarray(c * size, (c + 1) * size)), c * size);
  }
  return centres;
}

/** All zeros stay so. */
function toUnitLength(values: Float64Array): Float32Array {
  let sum = 0;
  for (const value of values) sum += value * value;
  const scale = sum === 0 ? 0 : 1 / Math.sqrt(sum);
  return Float32Array.from(values, (value) => value * scale);
}
