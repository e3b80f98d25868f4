import { describe, expect, it } from "vitest";
import { readSources, type Source } from "./sources.ts";

const MOST_LINES = 300;
/** Data in the shape of code: tables, and whatever a script has written. */
const TABLE = /(?:\.generated|-table)\.ts$/;

function tooLong(sources: readonly Source[]): string[] {
  return sources
    .map(({ path, text }) => ({ path, lines: text.trimEnd().split("\n").length }))
    .filter(({ path, lines }) => lines > MOST_LINES && !TABLE.test(path))
    .map(({ path, lines }) => `${path}: ${lines} lines`);
}

describe("the size of files", () => {
  it(`is ${MOST_LINES} lines at most: one that grows beyond is two ideas`, async () => {
    const sources = await readSources(["src", "adapters"]);
    expect(sources.length).toBeGreaterThan(10);
    expect(tooLong(sources)).toEqual([]);
  });

  it("is counted in every file but tables", () => {
    const text = "const x = 1;\n".repeat(301);
    expect(tooLong([{ path: "src/a.ts", text }])).toEqual(["src/a.ts: 301 lines"]);
    expect(tooLong([{ path: "src/a.ts", text: text.slice(text.indexOf("\n") + 1) }])).toEqual([]);
    expect(tooLong([{ path: "src/matching/pinyin-table.ts", text }])).toEqual([]);
  });
});
