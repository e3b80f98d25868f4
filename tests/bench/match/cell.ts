import type { Question } from "../../../src/answering/questions.ts";
import { typist } from "../../../src/answering/typos.ts";
import { ask, inOrder, type Measured, measured, mixed } from "./measure.ts";
import type { MatchSet } from "./sets.ts";
import { linesOf, REJECT } from "./system.ts";
import { SYSTEMS, type SystemName } from "./systems.ts";

/** A system on a set, for a process of its own: no other's memory or garbage disturbs it. */
export interface Task {
  system: SystemName;
  set: MatchSet;
  /** Time for the questions, and how many are asked however long they take; each also with typos. */
  budgetMs: number;
  least: number;
}

/** Times are of the processor. */
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
  const begun = processorMs();
  await system.build(lines, corpus);
  const buildMs = processorMs() - begun;
  const topics = new Set(lines.map(({ label }) => label).filter((label) => label !== REJECT));
  const put = (question: Question) => ask(system, question, topics, processorMs);
  // Lines it has learned: the questions must be new to it when they count.
  await whileTime(mixed(lines, ORDER).slice(0, WARM_UP), { budgetMs: budgetMs / 20, least: 1 }, put);
  const typed = typist(TYPOS);
  const both = questions.map((question) => ({ ...question, typos: typed(question.text) }));
  const asked = await whileTime(inOrder(both, topics, ORDER), { budgetMs, least }, async (question) => ({
    clean: await put(question),
    typos: await put({ ...question, text: question.typos }),
  }));
  return {
    buildMs,
    clean: measured(asked.map(({ clean }) => clean)),
    typos: measured(asked.map(({ typos }) => typos)),
  };
}

/** Does the work on one thing after the other until time is up, but on `least` of them in any case. */
async function whileTime<T, R>(
  things: readonly T[],
  { budgetMs, least }: { budgetMs: number; least: number },
  work: (thing: T) => Promise<R>,
): Promise<R[]> {
  const end = performance.now() + budgetMs;
  const done: R[] = [];
  for (const thing of things) {
    if (done.length >= least && performance.now() > end) break;
    done.push(await work(thing));
  }
  return done;
}

/** Time of this process on the processor: others who use the machine at the same moment do not stretch it. */
function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
