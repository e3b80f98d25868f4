import type { Question } from "../../../src/answering/questions.ts";
import { seededRandom, shuffled } from "../../../src/matching/random.ts";
import { timesOf } from "../figures.ts";
import { type Ranked, REJECT, type System } from "./system.ts";

/** How a system does on questions. Shares are from 0 to 1. */
export interface Measured {
  /** Questions put to it, and those of them whose topic it knows. */
  asked: number;
  topical: number;
  /** Topical questions whose first topic, or one of the first three, is right. */
  top1: number;
  top3: number;
  /** How well the score tells topical questions from out-of-scope ones; none without both. */
  auroc?: number;
  /** Milliseconds of a question. */
  p50: number;
  p99: number;
}

/** What came of one question. */
export interface Asked {
  /** As `kefu eval` counts: a question of a topic that the system was not taught is out of scope. */
  inScope: boolean;
  /** Place of the first right topic, from 0; Infinity when it is not among the first three. */
  place: number;
  sureness: number;
  ms: number;
}

/** Puts one question to a system. `clock` tells milliseconds that only grow. */
export async function ask(
  system: Pick<System, "rank">,
  question: Question,
  topics: ReadonlySet<string>,
  clock: () => number,
): Promise<Asked> {
  const before = clock();
  const ranked = await system.rank(question.text);
  const ms = clock() - before;
  const right = [question.label, ...(question.also ?? [])];
  const place = ranked
    .filter(({ label }) => topics.has(label))
    .slice(0, 3)
    .findIndex(({ label }) => right.includes(label));
  return {
    inScope: topics.has(question.label),
    place: place < 0 ? Number.POSITIVE_INFINITY : place,
    sureness: surenessOf(ranked),
    ms,
  };
}

export function measured(asked: readonly Asked[]): Measured {
  const topical = asked.filter(({ inScope }) => inScope);
  const area = auroc(
    topical.map(({ sureness }) => sureness),
    asked.filter(({ inScope }) => !inScope).map(({ sureness }) => sureness),
  );
  const { p50, p99 } = timesOf(asked.map(({ ms }) => ms));
  return {
    asked: asked.length,
    topical: topical.length,
    top1: share(topical, ({ place }) => place === 0),
    top3: share(topical, ({ place }) => place < 3),
    ...(area !== undefined && { auroc: area }),
    p50,
    p99,
  };
}

/**
 * The chance that one of the first scores is above one of the second, ties counting half: the area under the ROC
 * curve by ranks (Mann and Whitney). Undefined when either is empty.
 */
export function auroc(above: readonly number[], below: readonly number[]): number | undefined {
  if (above.length === 0 || below.length === 0) return undefined;
  const all = [...above.map((score) => ({ score, own: 1 })), ...below.map((score) => ({ score, own: 0 }))];
  all.sort((a, b) => (a.score === b.score ? 0 : a.score < b.score ? -1 : 1));
  let ranks = 0;
  for (let from = 0; from < all.length; ) {
    let to = from;
    let own = 0;
    for (; to < all.length && all[to]?.score === all[from]?.score; to++) own += all[to]?.own ?? 0;
    ranks += own * ((from + 1 + to) / 2);
    from = to;
  }
  return (ranks - (above.length * (above.length + 1)) / 2) / (above.length * below.length);
}

/** The same things in an order that depends on the seed alone: the first n are a fair sample, whatever n. */
export function mixed<T>(things: readonly T[], seed: number): T[] {
  return [...shuffled(things.length, seededRandom(seed))].flatMap((at) => things.slice(at, at + 1));
}

/**
 * Questions in an order that depends on the seed alone. Every third is out of scope while there are such, so that a
 * slow system, which is asked the first of them only, meets enough of either kind.
 */
export function inOrder<Q extends Question>(
  questions: readonly Q[],
  topics: ReadonlySet<string>,
  seed: number,
): Q[] {
  const all = mixed(questions, seed);
  const topical = all.filter(({ label }) => topics.has(label));
  const strangers = all.filter(({ label }) => !topics.has(label));
  const turns = Math.max(Math.ceil(topical.length / 2), strangers.length);
  return Array.from({ length: turns }, (_, i) => [
    ...topical.slice(2 * i, 2 * i + 2),
    ...strangers.slice(i, i + 1),
  ]).flat();
}

/**
 * The score of the best topic, less that of what is no question: of several rules tried the one that serves the others
 * best, and kefu no worse.
 */
function surenessOf(ranked: readonly Ranked[]): number {
  const best = ranked.find(({ label }) => label !== REJECT)?.score ?? 0;
  return best - (ranked.find(({ label }) => label === REJECT)?.score ?? 0);
}

function share<T>(all: readonly T[], counts: (one: T) => boolean): number {
  return all.length === 0 ? 0 : all.filter(counts).length / all.length;
}
