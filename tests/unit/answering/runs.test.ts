import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { compareRuns } from "../../../src/answering/compare-runs.ts";
import { formatDiff } from "../../../src/answering/format-report.ts";
import { readRun, runName, writeRun } from "../../../src/answering/kept-runs.ts";
import type { Verdict } from "../../../src/answering/verdict.ts";

function verdict(text: string, did: string, score: number, label = "tx.send"): Verdict {
  return { text, label, did, score };
}

const before = [
  verdict("how to send", "answered rightly", 3),
  verdict("where is it", "declined", 1),
  verdict("send it", "answered with tx.swap", 0),
  verdict("gone by now", "declined", 1),
];
const now = [
  verdict("how to send", "answered with tx.swap", 0),
  verdict("where is it", "answered rightly", 3),
  verdict("send it", "answered with tx.bridge", 0),
  verdict("quite new", "declined", 1),
];

async function folder(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), "kefu-runs-"));
  onTestFinished(() => rm(made, { recursive: true, force: true }));
  return made;
}

describe("two runs over a question set", () => {
  it("are told apart by what became better and what became worse", () => {
    expect(compareRuns(before, now)).toEqual({
      fixed: 1,
      broken: 1,
      added: 1,
      removed: 1,
      fixedLines: [{ text: "where is it", label: "tx.send", before: "declined", now: "answered rightly" }],
      brokenLines: [
        { text: "how to send", label: "tx.send", before: "answered rightly", now: "answered with tx.swap" },
      ],
    });
    expect(compareRuns(now, now)).toMatchObject({ fixed: 0, broken: 0, added: 0, removed: 0 });
  });

  it("do not compare a question with itself under another label", () => {
    const relabelled = before.map((one) => ({ ...one, label: "tx.receive", score: 0 }));
    expect(compareRuns(before, relabelled)).toMatchObject({ broken: 0, added: 4, removed: 4 });
  });

  it("read well in a terminal, the broken lines first", () => {
    expect(formatDiff(compareRuns(before, now), "the last run").split("\n")).toEqual([
      "Against the last run: 1 fixed, 1 broken; 1 new, 1 gone",
      '  broken  "how to send" [tx.send]: answered rightly → answered with tx.swap',
      '  fixed  "where is it" [tx.send]: declined → answered rightly',
    ]);
  });

  it("list a bounded number of changes and count the rest", () => {
    const many = Array.from({ length: 150 }, (_, n) => verdict(`question ${n}`, "answered rightly", 3));
    const worse = many.map((one) => ({ ...one, did: "declined", score: 1 }));
    const diff = compareRuns(many, worse);
    expect(diff.broken).toBe(150);
    expect(diff.brokenLines).toHaveLength(100);
    const shown = formatDiff(diff, "base").split("\n");
    expect(shown).toHaveLength(22);
    expect(shown.at(-1)).toBe("  … and 130 more broken");
  });
});

describe("a kept run", () => {
  it("comes back as it was, one question a line, for its owner's eyes only", async () => {
    const file = join(await folder(), "cache/eval/run.jsonl");
    await writeRun(file, before);
    await writeRun(file, now);
    expect(await readRun(file)).toEqual(now);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await readFile(file, "utf8")).trim().split("\n")).toHaveLength(now.length);
    expect(await readdir(join(file, ".."))).toEqual(["run.jsonl"]);
  });

  it("is nothing where there is none, and refused by name where it is something else", async () => {
    const file = join(await folder(), "baseline.jsonl");
    expect(await readRun(file)).toBeUndefined();
    await writeFile(file, '{"text":"hi","label":"oos"}\n');
    await expect(readRun(file)).rejects.toThrow(/baseline\.jsonl is no run of kefu eval/);
  });

  it("has another name for another set, other training or other typos", () => {
    const names = [["a"], ["b"], ["a", "c"], ["a", undefined, "7"]].map((contents) => runName(contents));
    expect(new Set(names).size).toBe(4);
    expect(runName(["a", undefined])).toBe(runName(["a", undefined]));
  });
});
