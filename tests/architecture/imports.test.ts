import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { cruise } from "dependency-cruiser";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { rules } from "./rules.ts";
import { readSources } from "./sources.ts";

/** Every broken rule below `baseDir`, as "from -> to: rule", and how many files were read. */
async function inspect(baseDir: string): Promise<{ read: number; violations: string[] }> {
  const { output } = await cruise(["src", "adapters"], {
    baseDir,
    ruleSet: rules,
    validate: true,
    tsPreCompilationDeps: true,
    doNotFollow: { path: "node_modules" },
  });
  if (typeof output === "string") throw new Error(output);
  const read = output.modules.filter(({ source }) => /^(?:src|adapters)\//.test(source)).length;
  const violations = output.summary.violations.map(({ from, to, rule }) => `${from} -> ${to}: ${rule.name}`);
  return { read, violations: [...new Set(violations)].sort() };
}

/** One file and the rule its import breaks; the import leads to a file that stands here too, to Node or to a library. */
const PLANTED: [file: string, imports: string, rule: string][] = [
  ["src/channel/a.ts", "node:fs", "pure-rooms-import-no-node"],
  ["src/conversation/b.ts", "crypto", "pure-rooms-import-no-node"],
  ["src/guard/c.ts", "pino", "pure-rooms-import-only-pure-libraries"],
  ["src/knowledge/parse.ts", "node:path", "pure-rooms-import-no-node"],
  ["src/knowledge/lint.ts", "./load.ts", "pure-rooms-do-not-reach-the-shell"],
  ["src/conversation/d.ts", "../store/store.ts", "conversation-sees-only-what-is-below"],
  ["src/matching/e.ts", "../conversation/state.ts", "matching-sees-only-what-is-below"],
  ["src/store/f.ts", "../dispatch/worker.ts", "store-sees-only-what-is-below"],
  ["src/dispatch/g.ts", "../desk/queue.ts", "dispatch-sees-only-what-is-below"],
  ["src/desk/h.ts", "../server/http.ts", "desk-sees-only-what-is-below"],
  ["src/desk/i.ts", "../../adapters/telegram/index.ts", "only-the-root-reaches-adapters"],
  ["src/server/j.ts", "../../adapters/index.ts", "only-the-root-reaches-adapters"],
  ["src/insight/k.ts", "better-sqlite3", "sql-lives-in-the-store"],
  ["src/desk/l.ts", "../store/sqlite/open.ts", "only-the-root-reaches-the-store's-driver"],
  ["src/desk/m.ts", "hono", "http-lives-in-the-server"],
  ["src/server/n.ts", "telegraf", "only-telegram-speaks-telegram"],
  ["src/server/o.ts", "../config.ts", "nobody-imports-the-root"],
  ["adapters/slack/a.ts", "../telegram/index.ts", "adapters-see-only-the-port"],
  ["adapters/slack/b.ts", "../../src/store/store.ts", "adapters-see-only-the-port"],
  ["adapters/slack/c.ts", "telegraf", "only-telegram-speaks-telegram"],
  ["adapters/slack/d.ts", "better-sqlite3", "adapters-leave-the-process-alone"],
  ["src/dispatch/p.ts", "./q.ts", "no-circles"],
  ["src/pages/r.ts", "../store/store.ts", "pages-sees-only-what-is-below"],
];

/** What the planted files import, and files that keep every rule. */
const SOUND: Record<string, string> = {
  "src/errors.ts": "export const here = 1;",
  "src/config.ts": 'import "../adapters/index.ts"; export const here = 1;',
  "src/store/store.ts": 'import "../conversation/state.ts"; import "better-sqlite3"; export const here = 1;',
  "src/store/sqlite/open.ts": "export const here = 1;",
  "src/conversation/state.ts":
    'import "../channel/contract.ts"; import type { x } from "./events.ts"; export type y = x;',
  "src/conversation/events.ts": 'import type { y } from "./state.ts"; export type x = y | 1;',
  "src/channel/contract.ts": 'import "yaml"; export const here = 1;',
  "src/dispatch/worker.ts": 'import "../store/store.ts"; import "node:fs"; export const here = 1;',
  "src/dispatch/q.ts": 'import "./p.ts"; export const here = 1;',
  "src/desk/queue.ts": 'import "../store/store.ts"; export const here = 1;',
  "src/server/http.ts": 'import "../desk/queue.ts"; import "hono"; export const here = 1;',
  "src/knowledge/load.ts": 'import "node:fs"; import "./entry.ts"; export const here = 1;',
  "src/knowledge/entry.ts": "export const here = 1;",
  "adapters/index.ts": 'export const telegram = () => import("./telegram/index.ts");',
  "adapters/telegram/index.ts":
    'import "telegraf"; import "../../src/channel/contract.ts"; export const here = 1;',
};

describe("who imports whom", () => {
  it("keeps to the rules in every file", async () => {
    const sources = await readSources(["src", "adapters"]);
    const { read, violations } = await inspect(process.cwd());
    // With TypeScript 7 dependency-cruiser reads nothing and finds nothing wrong.
    expect(read, "not every file was read: is TypeScript 6 installed?").toBeGreaterThanOrEqual(
      sources.length,
    );
    expect(read).toBeGreaterThan(10);
    expect(violations).toEqual([]);
  });
});

describe("the import rules themselves", () => {
  let folder: string;
  let found: string[];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "kefu-imports-"));
    const planted = PLANTED.map(
      ([file, imports]) => [file, `import "${imports}"; export const here = 1;`] as const,
    );
    for (const [file, text] of [...Object.entries(SOUND), ...planted]) {
      await mkdir(dirname(join(folder, file)), { recursive: true });
      await writeFile(join(folder, file), text);
    }
    await writeFile(join(folder, "package.json"), '{"name":"planted","type":"module"}');
    await symlink(join(process.cwd(), "node_modules"), join(folder, "node_modules"));
    found = (await inspect(folder)).violations;
  });

  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  it.each(PLANTED)("catch it when %s imports %s", (file, _imports, rule) => {
    expect(
      found.filter((line) => line.startsWith(`${file} -> `)).map((line) => line.split(": ").at(-1)),
    ).toContain(rule);
  });

  it("have nothing against files that keep them", () => {
    const sound = Object.keys(SOUND).filter((file) => file !== "src/dispatch/q.ts");
    expect(found.filter((line) => sound.some((file) => line.startsWith(`${file} -> `)))).toEqual([]);
  });
});
