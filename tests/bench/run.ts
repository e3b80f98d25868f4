import { cpus, loadavg } from "node:os";
import { benchMemory, benchRoundtrip, benchStart, benchThroughput } from "./desk.bench.ts";
import { table, timesOf } from "./figures.ts";
import { benchMatch } from "./match.bench.ts";
import { isStale, nodeFlags } from "./programs.ts";
import { benchSearch } from "./search.bench.ts";
import { benchStore, commitTimes } from "./store.bench.ts";

const BENCHES: Record<string, () => Promise<string>> = {
  match: matching,
  store: benchStore,
  search: benchSearch,
  start: benchStart,
  roundtrip: benchRoundtrip,
  throughput: benchThroughput,
  memory: benchMemory,
};

await run(process.argv.slice(2));

/**
 * `npm run bench -- [--profile FOLDER] [name…]`: runs the named benchmarks, or all, one after the other. Data lies in
 * the folder for temporary files: with TMPDIR on a memory file system the disk is left out of the figures.
 */
async function run(args: string[]): Promise<void> {
  if (args[0] === "--profile" && args[1] !== undefined) {
    nodeFlags.push("--cpu-prof", `--cpu-prof-dir=${args[1]}`);
    args.splice(0, 2);
  }
  const unknown = args.filter((name) => !(name in BENCHES));
  if (unknown.length > 0) {
    console.error(`There is no benchmark ${unknown.join(", ")}. Known: ${Object.keys(BENCHES).join(", ")}.`);
    process.exitCode = 1;
    return;
  }
  const begun = performance.now();
  console.log(`${cpus().length} cores, Node ${process.versions.node}, load ${loads()} at the start`);
  if (isStale()) console.log("dist/ is older than the sources: run `npm run build` for figures of this code");
  const commit = timesOf(commitTimes());
  console.log(
    `disk: one row committed in ${commit.p50.toFixed(2)} ms (p50), ${commit.p99.toFixed(1)} ms (p99)\n`,
  );
  for (const [name, bench] of Object.entries(BENCHES)) {
    if (args.length === 0 || args.includes(name)) console.log(await bench());
  }
  console.log(`${Math.round((performance.now() - begun) / 1000)} s in all, load ${loads()} at the end`);
}

async function matching(): Promise<string> {
  const { ours, fuse, phrasings, ratio } = await benchMatch();
  return table(`match: a question among ${phrasings} phrasings, against Fuse.js`, [
    { what: "p50", unit: "ms", ours: ours.p50, peer: fuse.p50, goal: { most: 1 } },
    { what: "p99", unit: "ms", ours: ours.p99, peer: fuse.p99, goal: { most: 5 } },
    { what: "times as fast at the median", unit: "×", ours: ratio, goal: { least: 50 } },
  ]);
}

function loads(): string {
  return loadavg()
    .map((load) => load.toFixed(1))
    .join(" ");
}
