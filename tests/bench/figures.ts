/** Times in milliseconds, summed up. */
export interface Times {
  count: number;
  p50: number;
  p99: number;
  worst: number;
}

export function timesOf(values: readonly number[]): Times {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  return { count: sorted.length, p50: at(0.5), p99: at(0.99), worst: sorted.at(-1) ?? 0 };
}

/** One line of a table: a figure of ours, the peer's of the same run, and what we aim at. */
export interface Figure {
  what: string;
  unit: string;
  ours: number;
  peer?: number;
  /** Which way is better, and how far is far enough. */
  goal?: { most: number } | { least: number };
}

/** A plain table. The ratio says how many times better ours is than the peer's. */
export function table(title: string, figures: readonly Figure[], notes: readonly string[] = []): string {
  const rows = [["", "ours", "peer", "ratio", "goal", ""], ...figures.map(cells)];
  const widths = [0, 1, 2, 3, 4, 5].map((column) =>
    Math.max(...rows.map((row) => [...(row[column] ?? "")].length)),
  );
  const lines = rows.map((row) =>
    row
      .map((cell, i) => (i === 0 || i === 5 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)))
      .join("  ")
      .trimEnd(),
  );
  return [title, ...lines.map((line) => `  ${line}`), ...notes.map((note) => `  ${note}`), ""].join("\n");
}

function cells({ what, unit, ours, peer, goal }: Figure): string[] {
  const lessIsBetter = goal === undefined ? unit !== "/s" : "most" in goal;
  const ratio = peer === undefined ? "" : `${short(lessIsBetter ? peer / ours : ours / peer)}×`;
  const wanted =
    goal === undefined ? "" : "most" in goal ? `≤ ${short(goal.most)}` : `≥ ${short(goal.least)}`;
  const met = goal === undefined || ("most" in goal ? ours <= goal.most : ours >= goal.least);
  return [
    `${what} (${unit})`,
    short(ours),
    peer === undefined ? "" : short(peer),
    ratio,
    wanted,
    met ? "" : "MISSED",
  ];
}

function short(value: number): string {
  if (!Number.isFinite(value)) return "–";
  if (Math.abs(value) >= 100) return String(Math.round(value));
  return value.toFixed(Math.abs(value) >= 10 ? 1 : 2).replace(/\.?0+$/, "");
}
