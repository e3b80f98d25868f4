/** Seed phrases of the two Chinese BIP-39 lists: 2,048 single characters each, most of them everyday ones. */
import { checksumHolds, LENGTHS, SIMPLIFIED, TRADITIONAL } from "./bip39.ts";
import { SEED_LABEL, seedLabelBefore } from "./seed-label.ts";
import type { Span, View } from "./span.ts";

/**
 * The lists begin with the commonest characters. Prose draws most of its characters from the first 300; random
 * phrases draw one in seven.
 */
const COMMON = 300;

interface HanRun {
  text: string;
  start: number;
  end: number;
}

/**
 * Finds single characters kept apart by spaces, numbers, commas or lines; groups of equal size; and, since ordinary
 * prose is made of the same characters, unseparated runs only after a label or with a valid checksum and rare characters.
 */
export function chineseSeeds(view: View): Span[] {
  // "第1个字是" before a character is numbering; blanked, it is a separator like any other.
  const lower = view.lower.replace(
    /第 ?[\d一二三四五六七八九十]{1,3} ?[个個](?:字|词|詞|单词)?(?:是|为|為)?/g,
    (numbering) => " ".repeat(numbering.length),
  );
  const runs = [...lower.matchAll(/[\u4E00-\u9FFF]+/g)]
    .map((match): HanRun => ({ text: match[0], start: match.index, end: match.index + match[0].length }))
    .filter((run) => run.start >= view.from);
  const plain = { ...view, lower };
  return [...separated(runs, plain), ...grouped(runs, plain), ...unseparated(runs, view)];
}

/** Share of the characters that are among the commonest. */
export function commonShare(characters: string): number {
  let common = 0;
  for (const character of characters) {
    const index = SIMPLIFIED.get(character) ?? TRADITIONAL.get(character);
    if (index !== undefined && index < COMMON) common++;
  }
  return characters.length === 0 ? 0 : common / characters.length;
}

/** How many characters are on either list. */
export function listedCount(characters: string): number {
  let listed = 0;
  for (const character of characters) if (SIMPLIFIED.has(character) || TRADITIONAL.has(character)) listed++;
  return listed;
}

/** Whether characters of a standard length pass the checksum on one of the lists. */
function valid(characters: string): boolean {
  return [SIMPLIFIED, TRADITIONAL].some((list) => {
    const indices = [...characters].map((character) => list.get(character));
    return indices.every((index) => index !== undefined) && checksumHolds(indices as number[]);
  });
}

function anyValid(characters: string): boolean {
  if (characters.length > 60) return false;
  return LENGTHS.some((length) => {
    for (let at = 0; at + length <= characters.length; at++)
      if (valid(characters.slice(at, at + length))) return true;
    return false;
  });
}

function isStandard(length: number): boolean {
  return LENGTHS.some((standard) => standard === length);
}

function chains(
  runs: readonly HanRun[],
  view: View,
  belongs: (run: HanRun, first: HanRun) => boolean,
): HanRun[][] {
  const result: HanRun[][] = [];
  let current: HanRun[] = [];
  for (const run of runs) {
    const last = current.at(-1);
    const first = current[0] ?? run;
    const between = last ? view.lower.slice(last.end, run.start) : "";
    if (last && belongs(run, first) && between.length <= 12 && !/[\p{L}\uFFFC]/u.test(between))
      current.push(run);
    else {
      if (current.length > 1) result.push(current);
      current = belongs(run, run) ? [run] : [];
    }
  }
  if (current.length > 1) result.push(current);
  return result;
}

function separated(runs: readonly HanRun[], view: View): Span[] {
  return chains(runs, view, (run) => run.text.length === 1).flatMap((chain) => {
    const [head, tail] = [chain[0], chain.at(-1)];
    if (!head || !tail) return [];
    const text = chain.map((run) => run.text).join("");
    const labelled = seedLabelBefore(view.lower, head.start);
    const slips = text.length - listedCount(text);
    if (text.length < (labelled ? 5 : 11) || slips > (labelled ? 3 : 2)) return [];
    if (!labelled && commonShare(text) >= 0.6 && !anyValid(text)) return [];
    const glued = isStandard(text.length + 1);
    const left = glued
      ? runs.find(
          (run) =>
            run.end < head.start && head.start - run.end <= 4 && /[是为為::]$/.test(run.text.slice(0, -1)),
        )
      : undefined;
    const right =
      glued && !left ? runs.find((run) => run.start > tail.end && run.start - tail.end <= 4) : undefined;
    return [
      {
        start: left ? left.end - 1 : head.start,
        end: right ? right.start + 1 : tail.end,
        kind: "seed-phrase",
      },
    ];
  });
}

function grouped(runs: readonly HanRun[], view: View): Span[] {
  return [2, 3, 4, 6].flatMap((size) =>
    chains(runs, view, (run) => run.text.length === size).flatMap((chain): Span[] => {
      const [head, tail] = [chain[0], chain.at(-1)];
      const text = chain.map((run) => run.text).join("");
      if (!head || !tail || !isStandard(text.length)) return [];
      const labelled = seedLabelBefore(view.lower, head.start);
      const common = commonShare(text);
      const found = labelled
        ? listedCount(text) >= text.length - 1 && (common < 0.4 || valid(text))
        : common < 0.34 && valid(text);
      return found ? [{ start: head.start, end: tail.end, kind: "seed-phrase" }] : [];
    }),
  );
}

function unseparated(runs: readonly HanRun[], view: View): Span[] {
  return runs.flatMap((run): Span[] => {
    if (run.text.length < 12) return [];
    const from = afterLabel(run, view);
    if (from === undefined) {
      const found = isStandard(run.text.length) && commonShare(run.text) < 0.34 && valid(run.text);
      return found ? [{ start: run.start, end: run.end, kind: "seed-phrase" }] : [];
    }
    const rest = run.text.slice(from);
    if (from === 0 && isStandard(rest.length) && valid(rest))
      return [{ start: run.start, end: run.end, kind: "seed-phrase" }];
    const certain = LENGTHS.find(
      (length) =>
        length <= rest.length && valid(rest.slice(0, length)) && commonShare(rest.slice(0, length)) < 0.6,
    );
    const likely = LENGTHS.find((length) => {
      const piece = rest.slice(0, length);
      return piece.length === length && listedCount(piece) >= length - 1 && commonShare(piece) <= 0.25;
    });
    const length = Math.max(certain ?? 0, likely ?? 0);
    return length > 0
      ? [{ start: run.start + from, end: run.start + from + length, kind: "seed-phrase" }]
      : [];
  });
}

/** Where a phrase would begin in a run that holds, or closely follows, the words "seed phrase"; undefined when neither. */
function afterLabel(run: HanRun, view: View): number | undefined {
  // First the label outside: two characters of a phrase may happen to read "种子".
  const before = view.lower.slice(Math.max(0, run.start - 24), run.start);
  if (seedLabelBefore(view.lower, run.start, 24) && /[^\p{L}]$/u.test(before)) return 0;
  const label = [...run.text.matchAll(SEED_LABEL)].at(-1);
  if (!label) return undefined;
  const at = label.index + label[0].length;
  return at + (/^(?:就是|分别是|如下|是|为|為|有)/.exec(run.text.slice(at))?.[0].length ?? 0);
}
