import { cpus, loadavg } from "node:os";
import { fileURLToPath } from "node:url";
import { reasonOf } from "../../../src/errors.ts";
import { runIsolated } from "./isolated.ts";
import { type Options, readOptions, USAGE } from "./options.ts";
import { banking77, type MatchSet, readMatchSet } from "./sets.ts";
import { linesOf } from "./system.ts";
import { SYSTEMS, type SystemName } from "./systems.ts";
import { type Column, meanCell, type Row, tables } from "./table.ts";

const DATA = fileURLToPath(new URL("../../../../shared/eval", import.meta.url));
/** Of a quick run. A large set takes some systems minutes to learn. */
const FEW_LINES = 1000;
/** Nobody waits longer for one system on one set. */
const LONGEST_MS = 420_000;
const FULL = { budgetMs: 20_000, least: 60 };
const QUICK = { budgetMs: 3000, least: 20 };

try {
  await run(readOptions(process.argv.slice(2), DATA));
} catch (error) {
  console.error(`${reasonOf(error)}\n\n${USAGE}`);
  process.exitCode = 1;
}

/** `npm run bench:match`: kefu and others on the same sets in one run, one after the other. */
async function run(options: Options): Promise<void> {
  const begun = performance.now();
  const systems = systemsOf(options);
  const columns = columnsOf(await setsOf(options), options.quick);
  if (columns.length === 0) return;
  const rows: Row[] = systems.map((system) => ({ system: SYSTEMS[system].title, cells: [] }));
  for (const { draws } of columns) {
    for (const [i, system] of systems.entries()) {
      const row = rows[i];
      if (row) rows[i] = { ...row, cells: [...row.cells, await cellOf(system, draws, options.quick)] };
    }
  }
  console.log(tables(columns, rows, options.markdown));
  const load = loadavg()[0]?.toFixed(1);
  console.error(
    `\n${Math.round((performance.now() - begun) / 1000)} s in all; ${cpus().length} cores, load ${load}, Node ${process.versions.node}`,
  );
}

function systemsOf({ only }: Options): SystemName[] {
  const known = Object.keys(SYSTEMS) as SystemName[];
  const unknown = only?.filter((name) => !known.some((system) => system === name)) ?? [];
  if (unknown.length > 0) throw new Error(`There is no system ${unknown.join(", ")}.`);
  return known.filter((name) => only === undefined || only.includes(name));
}

async function setsOf({ data, sets }: Options): Promise<MatchSet[]> {
  const banking = data === undefined ? [] : banking77(data);
  if (!banking) {
    console.error(
      `BANKING77 is left out: ${data} does not hold it. It is PolyAI's (CC-BY-4.0), to be had from\ngithub.com/PolyAI-LDN/task-specific-datasets: save it there as banking77.train.jsonl and banking77.test.jsonl,\na line {"text", "label"} for each row, and draws of it as banking77.5shot.s1.train.jsonl and the like.`,
    );
  }
  return Promise.all([...(banking ?? []), ...sets].map(readMatchSet));
}

/** Sets of one name make one column. */
function columnsOf(sets: readonly MatchSet[], quick: boolean): (Column & { draws: MatchSet[] })[] {
  const columns = new Map<string, Column & { draws: MatchSet[] }>();
  for (const set of sets) {
    const lines = linesOf(set.corpus).length;
    const column = columns.get(set.name) ?? { name: set.name, lines, topical: 0, draws: [] };
    if (quick && (lines > FEW_LINES || column.draws.length > 0)) {
      console.error(`Left out of a quick run: ${set.name}, ${lines} lines`);
      continue;
    }
    const topics = new Set(set.corpus.classes.map(({ id }) => id));
    column.topical += set.questions.filter(({ label }) => topics.has(label)).length;
    column.draws.push(set);
    columns.set(set.name, column);
  }
  return [...columns.values()];
}

async function cellOf(system: SystemName, draws: readonly MatchSet[], quick: boolean) {
  const cells = [];
  for (const set of draws) {
    const begun = performance.now();
    const cell = await runIsolated({ system, set, ...(quick ? QUICK : FULL) }, LONGEST_MS);
    const seconds = ((performance.now() - begun) / 1000).toFixed(1);
    console.error(`${set.name}: ${system} ${cell ? "done" : "gave nothing"}, ${seconds} s`);
    if (cell) cells.push(cell);
  }
  return meanCell(cells);
}
