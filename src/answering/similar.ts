import type { Vector } from "../matching/space.ts";

/** The line most like another one, by number, and the cosine of the two. */
export interface Nearest {
  line: number;
  cosine: number;
}

/**
 * For each line the one most like it, where there is one at `least` or above; of two equally like, one with the same
 * label. Exact, and quick because it must not compare all with all: two lines that are this much alike share a feature
 * among the rarest of both, so only lines that do are compared (22,000 lines: about a second).
 */
export function nearestLines(
  vectors: readonly Vector[],
  labels: readonly number[],
  features: number,
  least: number,
): (Nearest | undefined)[] {
  const ranks = ranksOf(vectors, features);
  const heads = vectors.map((vector) => headOf(vector, ranks, least));
  const sharing = new Map<number, number[]>();
  heads.forEach((head, line) => {
    for (const id of head) {
      const lines = sharing.get(id);
      if (lines === undefined) sharing.set(id, [line]);
      else lines.push(line);
    }
  });
  const weights = new Float64Array(features);
  const comparedWith = new Int32Array(vectors.length).fill(-1);
  return vectors.map((vector, line) => {
    spread(weights, vector);
    let nearest: Nearest | undefined;
    for (const id of heads[line] ?? []) {
      for (const other of sharing.get(id) ?? []) {
        if (other === line || comparedWith[other] === line) continue;
        comparedWith[other] = line;
        const cosine = dot(weights, vectors[other]);
        const better = cosine - (nearest?.cosine ?? 0);
        const asGood = Math.abs(better) <= ROUNDING && labels[other] === labels[line];
        if (cosine >= least && (better > ROUNDING || asGood)) nearest = { line: other, cosine };
      }
    }
    clear(weights, vector);
    return nearest;
  });
}

const ROUNDING = 1e-6;

/** Place of each feature when the rarest comes first. */
function ranksOf(vectors: readonly Vector[], features: number): Int32Array {
  const frequency = new Int32Array(features);
  for (const { ids } of vectors) for (const id of ids) frequency[id] = (frequency[id] ?? 0) + 1;
  const ranks = new Int32Array(features);
  Array.from(frequency.keys())
    .sort((a, b) => (frequency[a] ?? 0) - (frequency[b] ?? 0))
    .forEach((id, rank) => {
      ranks[id] = rank;
    });
  return ranks;
}

/** The rarest features of a line, as many as it takes for the others to be shorter than `least` together. */
function headOf({ ids, values }: Vector, ranks: Int32Array, least: number): number[] {
  const order = Array.from(ids.keys()).sort((a, b) => (ranks[ids[a] ?? 0] ?? 0) - (ranks[ids[b] ?? 0] ?? 0));
  const head: number[] = [];
  let rest = 1;
  for (const at of order) {
    if (rest < (least - ROUNDING) ** 2) break;
    head.push(ids[at] ?? 0);
    rest -= (values[at] ?? 0) ** 2;
  }
  return head;
}

function spread(into: Float64Array, { ids, values }: Vector): void {
  for (let i = 0; i < ids.length; i++) into[ids[i] ?? 0] = values[i] ?? 0;
}

function clear(weights: Float64Array, { ids }: Vector): void {
  for (const id of ids) weights[id] = 0;
}

function dot(weights: Float64Array, vector: Vector | undefined): number {
  let sum = 0;
  if (vector === undefined) return sum;
  for (let i = 0; i < vector.ids.length; i++)
    sum += (weights[vector.ids[i] ?? 0] ?? 0) * (vector.values[i] ?? 0);
  return sum;
}
