import type { Corpus } from "../../../src/matching/corpus.ts";

/** A line to learn from, and what it stands for: a topic, or REJECT. */
export interface Line {
  text: string;
  label: string;
}

export interface Ranked {
  label: string;
  /** Larger is surer; what it measures is each system's own affair. */
  score: number;
}

/**
 * One way to match questions, as its makers ship it, in the configuration that serves it best here. Its file says
 * which, and what else was tried.
 */
export interface System {
  /** Learns the lines. Kefu reads the corpus they come from, which also holds the concepts of a knowledge base. */
  build(lines: readonly Line[], corpus: Corpus): void | Promise<void>;
  /** Labels, best first, each with the score of its best line. */
  rank(text: string): readonly Ranked[] | Promise<readonly Ranked[]>;
}

/** The label of all that a knowledge base says is no question for it (`_other/`). Sets of questions alone have none. */
export const REJECT = "_other";

/** What every system learns of a corpus. Lines that only tell urgency or a wish for a person are no topic's. */
export function linesOf({ classes }: Corpus): Line[] {
  return classes.flatMap(({ id, kind, lines }) => {
    if (kind !== "topic" && kind !== "other") return [];
    return lines.map((text) => ({ text, label: kind === "topic" ? id : REJECT }));
  });
}

/** Each label once, with the score of its best line; the best label first. */
export function bestLines(hits: Iterable<Ranked>): Ranked[] {
  const best = new Map<string, number>();
  for (const { label, score } of hits) {
    if (score > (best.get(label) ?? Number.NEGATIVE_INFINITY)) best.set(label, score);
  }
  return [...best].map(([label, score]) => ({ label, score })).sort((a, b) => b.score - a.score);
}
