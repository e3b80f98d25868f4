import type { Question } from "../../../src/answering/questions.ts";
import { typist } from "../../../src/answering/typos.ts";
import { inOrder, type Measured, measure, mixed } from "./measure.ts";
import type { MatchSet } from "./sets.ts";
import { linesOf, REJECT } from "./system.ts";
import { SYSTEMS, type SystemName } from "./systems.ts";

/** A system on a set, for a process of its own: no other's memory or garbage disturbs it. */
export interface Task {
  system: SystemName;
  set: MatchSet;
  /** Time for the questions, and how many are asked however long they take. The same ones are asked with typos. */
  budgetMs: number;
  least: number;
}

export interface Cell {
  buildMs: number;
  clean: Measured;
  typos: Measured;
}

/** The same typos as `kefu eval --typos 1`, and the same questions first for every system. */
const TYPOS = 1;
const ORDER = 7;
const WARM_UP = 30;

process.once("message", async (task: Task) => {
  const cell = await run(task);
  process.send?.(cell, () => process.disconnect());
});

async function run({ system: name, set, budgetMs, least }: Task): Promise<Cell> {
  const { corpus, questions } = set;
  const system = await SYSTEMS[name].open();
  const lines = linesOf(corpus);
  const clock = () => performance.now();
  const begun = clock();
  await system.build(lines, corpus);
  const buildMs = clock() - begun;
  const topics = new Set(lines.map(({ label }) => label).filter((label) => label !== REJECT));
  const ask = (own: readonly Question[], limit: { budgetMs: number; least: number }) =>
    measure(system, own, { topics, clock, ...limit });
  // Lines it has learned: the questions must be new to it when they count.
  await ask(mixed(lines, ORDER).slice(0, WARM_UP), { budgetMs: budgetMs / 10, least: 1 });
  const order = (own: readonly Question[]) => inOrder(own, topics, ORDER);
  const clean = await ask(order(questions), { budgetMs, least });
  const typed = typist(TYPOS);
  const mistyped = questions.map((question) => ({ ...question, text: typed(question.text) }));
  const asked = order(mistyped).slice(0, clean.asked);
  return { buildMs, clean, typos: await ask(asked, { budgetMs: 0, least: asked.length }) };
}
