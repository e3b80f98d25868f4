import { sigmoid } from "./exact.ts";

/** A logistic regression over standardised signals. */
export interface Logistic {
  mean: number[];
  deviation: number[];
  weights: number[];
  bias: number;
}

const RIDGE = 1;
const STEPS = 12;

/** Fits by Newton's method with a ridge of 1. `rows` are signals, `right` 0 or 1, `weights` 1 each when left out. */
export function fitLogistic(
  rows: readonly Float64Array[],
  right: readonly number[],
  weights?: readonly number[],
): Logistic {
  const width = rows[0]?.length ?? 0;
  const mean = column(width, (c) => average(rows.map((row) => row[c] ?? 0)));
  const deviation = column(width, (c) => {
    const spread = Math.sqrt(average(rows.map((row) => ((row[c] ?? 0) - (mean[c] ?? 0)) ** 2)));
    return spread > 1e-9 ? spread : 1;
  });
  const inputs = rows.map((row) => [...standardise(row, mean, deviation), 1]);
  let beta = new Array<number>(width + 1).fill(0);
  for (let n = 0; n < STEPS; n++) beta = newtonStep(inputs, right, weights, beta);
  return { mean, deviation, weights: beta.slice(0, width), bias: beta[width] ?? 0 };
}

export function probabilityOf(logistic: Logistic, signals: Float64Array): number {
  const inputs = standardise(signals, logistic.mean, logistic.deviation);
  return sigmoid(inputs.reduce((sum, value, c) => sum + value * (logistic.weights[c] ?? 0), logistic.bias));
}

function newtonStep(
  inputs: readonly number[][],
  right: readonly number[],
  weights: readonly number[] | undefined,
  beta: number[],
): number[] {
  const size = beta.length;
  const gradient = new Array<number>(size).fill(0);
  const curvature = Array.from({ length: size }, () => new Array<number>(size + 1).fill(0));
  inputs.forEach((input, i) => {
    const p = sigmoid(input.reduce((sum, value, c) => sum + value * (beta[c] ?? 0), 0));
    const weight = weights?.[i] ?? 1;
    const error = weight * ((right[i] ?? 0) - p);
    const spread = weight * p * (1 - p);
    for (let a = 0; a < size; a++) {
      gradient[a] = (gradient[a] ?? 0) + error * (input[a] ?? 0);
      const row = curvature[a] ?? [];
      for (let b = 0; b < size; b++) row[b] = (row[b] ?? 0) + spread * (input[a] ?? 0) * (input[b] ?? 0);
    }
  });
  for (let a = 0; a < size; a++) {
    const row = curvature[a] ?? [];
    const ridge = a < size - 1 ? RIDGE : 1e-6;
    row[a] = (row[a] ?? 0) + ridge;
    row[size] = (gradient[a] ?? 0) - ridge * (beta[a] ?? 0);
  }
  const change = solve(curvature);
  return beta.map((value, a) => value + (change[a] ?? 0));
}

/** Solves the linear equations whose last column is the right side, by elimination with pivots. */
export function solve(equations: number[][]): number[] {
  const size = equations.length;
  for (let c = 0; c < size; c++) {
    let pivot = c;
    for (let r = c + 1; r < size; r++) {
      if (Math.abs(equations[r]?.[c] ?? 0) > Math.abs(equations[pivot]?.[c] ?? 0)) pivot = r;
    }
    const row = equations[pivot] ?? [];
    equations[pivot] = equations[c] ?? [];
    equations[c] = row;
    for (let r = 0; r < size; r++) {
      const other = equations[r] ?? [];
      const factor = r === c ? 0 : (other[c] ?? 0) / (row[c] ?? 1);
      if (factor !== 0) for (let k = c; k <= size; k++) other[k] = (other[k] ?? 0) - factor * (row[k] ?? 0);
    }
  }
  return equations.map((row, c) => (row[size] ?? 0) / (row[c] ?? 1));
}

function standardise(row: Float64Array, mean: number[], deviation: number[]): number[] {
  return Array.from(row, (value, c) => (value - (mean[c] ?? 0)) / (deviation[c] ?? 1));
}

function column(width: number, of: (c: number) => number): number[] {
  return Array.from({ length: width }, (_, c) => of(c));
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(values.length, 1);
}
