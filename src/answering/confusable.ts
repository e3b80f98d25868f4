import type { Knowledge, Phrasings } from "../knowledge/entry.ts";
import type { Fault } from "../knowledge/fault.ts";
import { sameness } from "../knowledge/lint.ts";
import type { Places } from "../knowledge/places.ts";
import { featuresOf } from "../matching/features.ts";
import { normalise } from "../matching/normalise.ts";
import { withoutPoliteness } from "../matching/politeness.ts";
import { spaceOf, vectorOf } from "../matching/space.ts";
import { nearestLines } from "./similar.ts";

/**
 * From these on the matcher, and a reader, hardly tell two lines apart. The cosine alone is no guide: in a Chinese line
 * its one English word weighs half ("有 polygon 没", "切到 polygon": 0.94), so most of the letters must agree as well.
 * Chosen on 20,000 phrasings of a wallet: with both, 3 pairs, all to be confused; with the cosine alone, 80, few of them.
 */
const LEAST_COSINE = 0.85;
const LEAST_SHARED = 0.8;

/** Two lines of different topics that read nearly the same. */
interface Pair {
  line: Line;
  other: Line;
  cosine: number;
}

interface Line {
  text: string;
  label: string;
  file: string;
}

/**
 * Warnings of lines whose nearest line stands under another topic, the most alike first, `most` of them, and how many
 * there are. Equal lines are left to the lint, and small talk beside small talk: there only a pleasantry is at stake.
 */
export function confusableLines(
  { topics, phrasings }: Pick<Knowledge, "topics" | "phrasings">,
  places: Places,
  most: number,
): { warnings: Fault[]; found: number } {
  const lines = phrasings.filter(({ label }) => topics.has(label) || isSmallTalk(label)).flatMap(linesOf);
  const pairs = pairsOf(lines).sort((a, b) => b.cosine - a.cosine);
  const warnings = pairs.slice(0, most).map(({ line, other }) => ({
    file: line.file,
    line: places.lineOf(line.file, line.text),
    reason: `"${line.text}" is hardly told from "${other.text}" in ${other.file}:${places.lineOf(other.file, other.text)}`,
    mend: `If a customer means the same, keep it under ${line.label} or ${other.label}, not both; else word the difference.`,
  }));
  return { warnings, found: pairs.length };
}

function linesOf({ lines, label, file }: Phrasings): Line[] {
  return lines.map((text) => ({ text, label, file }));
}

function isSmallTalk(label: string): boolean {
  return label.startsWith("_other.");
}

function pairsOf(lines: readonly Line[]): Pair[] {
  const features = lines.map(({ text }) => featuresOf(withoutPoliteness(normalise(text))));
  const space = spaceOf(features);
  const names = [...new Set(lines.map(({ label }) => label))];
  const numbers = new Map(names.map((name, number) => [name, number]));
  const nearest = nearestLines(
    features.map((own) => vectorOf(space, own)),
    lines.map(({ label }) => numbers.get(label) ?? -1),
    space.keys.length,
    LEAST_COSINE,
  );
  const told = new Set<string>();
  return nearest.flatMap((found, at) => {
    const [line, other] = [lines[at], found && lines[found.line]];
    if (found === undefined || line === undefined || other === undefined) return [];
    if (told.has(`${found.line} ${at}`) || !confusing(line, other)) return [];
    told.add(`${at} ${found.line}`);
    return [{ line, other, cosine: found.cosine }];
  });
}

function confusing(line: Line, other: Line): boolean {
  if (line.label === other.label || (isSmallTalk(line.label) && isSmallTalk(other.label))) return false;
  return sameness(line.text) !== sameness(other.text) && shared(line.text, other.text) >= LEAST_SHARED;
}

/** Share of the pairs of neighbouring letters that two texts have in common, 0 to 1. */
function shared(one: string, two: string): number {
  const [a, b] = [letterPairs(one), letterPairs(two)];
  const left = new Map<string, number>();
  for (const pair of a) left.set(pair, (left.get(pair) ?? 0) + 1);
  let common = 0;
  for (const pair of b) {
    const count = left.get(pair) ?? 0;
    if (count > 0) common += 1;
    left.set(pair, count - 1);
  }
  return a.length + b.length === 0 ? 0 : (2 * common) / (a.length + b.length);
}

function letterPairs(text: string): string[] {
  const letters = [...normalise(text).replace(/[^\p{L}\p{N}]/gu, "")];
  return letters.slice(1).map((letter, at) => `${letters[at]}${letter}`);
}
