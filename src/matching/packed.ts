/** A table of weights, one row a feature, in one byte a weight: `values[row * width + c] * scales[row]`. */
export interface Packed {
  width: number;
  values: Int8Array;
  scales: Float32Array;
}

/** Packs rows of `width` weights; the error is at most 1/254 of the largest weight of the row. */
export function packRows(weights: Float32Array, width: number): Packed {
  const rows = weights.length / width;
  const values = new Int8Array(weights.length);
  const scales = new Float32Array(rows);
  for (let row = 0; row < rows; row++) {
    let largest = 0;
    for (let i = row * width; i < (row + 1) * width; i++)
      largest = Math.max(largest, Math.abs(weights[i] ?? 0));
    if (largest === 0) continue;
    scales[row] = largest / 127;
    const scale = scales[row] ?? 1;
    for (let i = row * width; i < (row + 1) * width; i++) values[i] = Math.round((weights[i] ?? 0) / scale);
  }
  return { width, values, scales };
}

/** Adds `factor` times one row to `sums`. */
export function addPackedRow(sums: Float64Array, packed: Packed, row: number, factor: number): void {
  const { values, width } = packed;
  const scaled = factor * (packed.scales[row] ?? 0);
  if (scaled === 0) return;
  const start = row * width;
  for (let c = 0; c < width; c++) sums[c] = (sums[c] ?? 0) + scaled * (values[start + c] ?? 0);
}
