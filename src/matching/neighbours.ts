import type { Vector } from "./space.ts";

/** Inverted index of the training lines: for each feature the lines that have it, their values in one byte. */
export interface Neighbours {
  /** Where the postings of a feature begin; one more than there are features. */
  starts: Int32Array;
  lines: Uint32Array;
  values: Uint8Array;
  /** Largest value of a feature; a stored 255 stands for it. */
  scales: Float32Array;
  classOf: Uint16Array;
  /** Length of the sum of a class's lines. */
  classLengths: Float32Array;
}

/** Cosine of a text to each class: the closest line of it, and the mean of its lines. */
export interface Closeness {
  line: Float64Array;
  centre: Float64Array;
}

export function neighboursOf(
  vectors: readonly Vector[],
  labels: Int32Array,
  classes: number,
  features: number,
): Neighbours {
  const starts = new Int32Array(features + 1);
  const scales = new Float32Array(features);
  for (const { ids, values } of vectors) {
    for (let i = 0; i < ids.length; i++) {
      const id = ids[i] ?? 0;
      starts[id + 1] = (starts[id + 1] ?? 0) + 1;
      scales[id] = Math.max(scales[id] ?? 0, values[i] ?? 0);
    }
  }
  for (let id = 0; id < features; id++) starts[id + 1] = (starts[id + 1] ?? 0) + (starts[id] ?? 0);
  const size = starts[features] ?? 0;
  const lines = new Uint32Array(size);
  const packed = new Uint8Array(size);
  const next = starts.slice();
  vectors.forEach(({ ids, values }, line) => {
    for (let i = 0; i < ids.length; i++) {
      const id = ids[i] ?? 0;
      const at = next[id] ?? 0;
      lines[at] = line;
      packed[at] = Math.round((255 * (values[i] ?? 0)) / (scales[id] ?? 1));
      next[id] = at + 1;
    }
  });
  return {
    starts,
    lines,
    values: packed,
    scales,
    classOf: Uint16Array.from(labels),
    classLengths: classLengths(vectors, labels, classes, features),
  };
}

export function closenessOf(neighbours: Neighbours, vector: Vector): Closeness {
  const { starts, lines, values, scales, classOf, classLengths } = neighbours;
  const cosines = new Float32Array(classOf.length);
  for (let i = 0; i < vector.ids.length; i++) {
    const id = vector.ids[i] ?? 0;
    const factor = ((vector.values[i] ?? 0) * (scales[id] ?? 0)) / 255;
    const end = starts[id + 1] ?? 0;
    for (let at = starts[id] ?? 0; at < end; at++) {
      const line = lines[at] ?? 0;
      cosines[line] = (cosines[line] ?? 0) + factor * (values[at] ?? 0);
    }
  }
  const line = new Float64Array(classLengths.length);
  const centre = new Float64Array(classLengths.length);
  for (let i = 0; i < cosines.length; i++) {
    const cosine = cosines[i] ?? 0;
    const c = classOf[i] ?? 0;
    if (cosine > (line[c] ?? 0)) line[c] = cosine;
    centre[c] = (centre[c] ?? 0) + cosine;
  }
  for (let c = 0; c < centre.length; c++) {
    const length = classLengths[c] ?? 0;
    centre[c] = length > 0 ? (centre[c] ?? 0) / length : 0;
  }
  return { line, centre };
}

function classLengths(
  vectors: readonly Vector[],
  labels: Int32Array,
  classes: number,
  features: number,
): Float32Array {
  const lengths = new Float32Array(classes);
  const members: Vector[][] = Array.from({ length: classes }, () => []);
  vectors.forEach((vector, line) => {
    members[labels[line] ?? 0]?.push(vector);
  });
  const sum = new Float64Array(features);
  members.forEach((own, c) => {
    sum.fill(0);
    for (const { ids, values } of own) {
      for (let i = 0; i < ids.length; i++) sum[ids[i] ?? 0] = (sum[ids[i] ?? 0] ?? 0) + (values[i] ?? 0);
    }
    let squares = 0;
    for (const value of sum) squares += value * value;
    lengths[c] = Math.sqrt(squares);
  });
  return lengths;
}
