import type { Verdict } from "./verdict.ts";

/** One question on which two runs differ in worth. */
export interface Change {
  text: string;
  label: string;
  before: string;
  now: string;
}

/** How a run compares with an earlier one, question by question. */
export interface RunDiff {
  /** Questions that fare better, and worse, than before. */
  fixed: number;
  broken: number;
  /** Questions that only this run, or only the earlier one, has. */
  added: number;
  removed: number;
  fixedLines: Change[];
  brokenLines: Change[];
}

/** So many changes of each kind are told in full; all are counted. */
const TOLD = 100;

/** Questions are the same when text and label are. */
export function compareRuns(before: readonly Verdict[], now: readonly Verdict[]): RunDiff {
  const earlier = new Map(before.map((verdict) => [keyOf(verdict), verdict]));
  const present = new Set(now.map(keyOf));
  const fixed: Change[] = [];
  const broken: Change[] = [];
  let added = 0;
  for (const verdict of now) {
    const old = earlier.get(keyOf(verdict));
    if (old === undefined) added += 1;
    else if (old.score !== verdict.score)
      (verdict.score > old.score ? fixed : broken).push({
        text: verdict.text,
        label: verdict.label,
        before: old.did,
        now: verdict.did,
      });
  }
  return {
    fixed: fixed.length,
    broken: broken.length,
    added,
    removed: [...earlier.keys()].filter((key) => !present.has(key)).length,
    fixedLines: fixed.slice(0, TOLD),
    brokenLines: broken.slice(0, TOLD),
  };
}

function keyOf({ text, label }: Verdict): string {
  return `${label} ${text}`;
}
