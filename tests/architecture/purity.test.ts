import { describe, expect, it } from "vitest";
import { impurities } from "./purity.ts";
import { readSources } from "./sources.ts";

const PURE_ROOMS = [
  "src/channel",
  "src/conversation",
  "src/matching",
  "src/guard",
  "src/hours",
  "src/knowledge",
  "src/words",
];
const SHELL = new Set(["src/knowledge/load.ts", "src/knowledge/watch.ts", "src/knowledge/files.ts"]);

describe("the pure rooms", () => {
  it("know no clock, no chance, no process and no timer", async () => {
    const sources = (await readSources(PURE_ROOMS)).filter(({ path }) => !SHELL.has(path));
    expect(sources.length).toBeGreaterThan(10);
    expect(sources.flatMap(impurities)).toEqual([]);
  });

  it.each([
    ["const at = Date.now();", "Date.now"],
    ["const at = new Date();", "new Date()"],
    ["const at = Date();", "Date()"],
    ["const x = Math.random();", "Math.random"],
    ["const dir = process.env.HOME;", "process"],
    ["const b = Buffer.from(text);", "Buffer"],
    ["setTimeout(() => {}, 1);", "setTimeout"],
    ["const later = globalThis.setTimeout;", "globalThis"],
    ["export const f = async () => fetch(url);", "fetch"],
    ["const { now } = { now: performance };", "performance"],
    ["crypto.randomUUID();", "crypto"],
  ])("would not get away with %s", (text, name) => {
    expect(impurities({ path: "a.ts", text })).toEqual([`a.ts:1: ${name}`]);
  });

  it("may speak of such things, turn a given time into a date, and have names of their own", () => {
    const text = `
      // In the process. Date.now() is not called; Math.random neither.
      const words = "process.exit(1); setTimeout";
      const day = new Date(at).getUTCDay();
      interface Queue { process: string; fetch(): void }
      const queue = { process: 1 };
      queue.process;
    `;
    expect(impurities({ path: "a.ts", text })).toEqual([]);
  });
});

describe("settings", () => {
  it("are read from the environment by the root alone", async () => {
    const readers = (await readSources(["src", "adapters"]))
      .filter(({ text }) => /\bprocess\.env\b|\benv\b.*from "node:process"/.test(text))
      .map(({ path }) => path);
    const allowed = ["src/cli.ts", "src/compose.ts", "src/config.ts", "src/main.ts"];
    expect(readers.filter((path) => !allowed.includes(path) && !path.startsWith("src/commands/"))).toEqual(
      [],
    );
  });
});
