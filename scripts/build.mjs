// Builds dist/: the program, the pages and the matcher's index. Written beside and renamed, so that a running
// installation never sees half a build. `--if-changed` returns at once when dist/ matches the sources.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..");
const DIST = join(ROOT, "dist");
const FRESH = join(ROOT, `dist.${process.pid}`);
const STAMP = ".sources";
const SOURCES = [
  "src",
  "adapters",
  "knowledge",
  "scripts",
  "package.json",
  "tsconfig.json",
  "vite.config.ts",
];

const stamp = hashOf(SOURCES);
if (process.argv.includes("--if-changed") && stampOf(DIST) === stamp) process.exit(0);
if (!hasDevDependencies()) {
  console.error(
    "kefu: the development dependencies are not installed, so nothing was built.\n" +
      "Run `npm ci` without --omit=dev, or copy a dist/ folder built elsewhere from the same sources.",
  );
  process.exit(0);
}
try {
  build();
  await buildMatcher();
  writeFileSync(join(FRESH, STAMP), stamp);
  swap();
} finally {
  rmSync(FRESH, { recursive: true, force: true });
}

function build() {
  run("typescript", "bin/tsc", ["-p", "tsconfig.json", "--outDir", FRESH]);
  // `npx kefu` runs this file itself; npm makes it executable only when it first links it.
  chmodSync(join(FRESH, "src", "cli.js"), 0o755);
  run("vite", "bin/vite.js", [
    "build",
    "--outDir",
    join(FRESH, "pages"),
    "--emptyOutDir",
    "--logLevel",
    "warn",
  ]);
}

/** Trains the matcher on knowledge/, or takes the last build's index when it is still the right one. */
async function buildMatcher() {
  const { buildIndex } = await import(pathToFileURL(join(FRESH, "src", "build-index.js")).href);
  const where = { folder: join(FRESH, "index"), previous: join(DIST, "index"), stamp };
  const progress = process.stderr.isTTY
    ? (done, total) => process.stderr.write(`\rtraining the matcher ${Math.round((100 * done) / total)} %`)
    : undefined;
  const result = await buildIndex(ROOT, where, progress);
  if (progress) process.stderr.write("\r\x1b[K");
  const how = result.built ? `trained in ${(result.ms / 1000).toFixed(1)} s` : "kept from the last build";
  console.error(`matcher: ${result.phrasings} phrasings, ${how}`);
}

function swap() {
  const old = `${DIST}.old.${process.pid}`;
  if (existsSync(DIST)) renameSync(DIST, old);
  renameSync(FRESH, DIST);
  rmSync(old, { recursive: true, force: true });
}

function run(name, bin, args) {
  const file = join(dirname(createRequire(join(ROOT, "package.json")).resolve(`${name}/package.json`)), bin);
  const { status } = spawnSync(process.execPath, [file, ...args], { cwd: ROOT, stdio: "inherit" });
  if (status !== 0) {
    rmSync(FRESH, { recursive: true, force: true });
    console.error(`kefu: the build stopped at ${name}; dist/ is as it was.`);
    process.exit(1);
  }
}

function hasDevDependencies() {
  return ["typescript", "vite"].every((name) => existsSync(join(ROOT, "node_modules", name, "package.json")));
}

function stampOf(folder) {
  const file = join(folder, STAMP);
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}

function hashOf(paths) {
  const hash = createHash("sha256").update(process.versions.modules);
  const visit = (path) => {
    if (!existsSync(path)) return;
    if (statSync(path).isDirectory()) for (const name of readdirSync(path).sort()) visit(join(path, name));
    else
      hash
        .update(`${relative(ROOT, path)}\n`)
        .update(readFileSync(path))
        .update("\0");
  };
  for (const path of paths) visit(join(ROOT, path));
  return hash.digest("hex");
}
