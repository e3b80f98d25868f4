import { describe, expect, it } from "vitest";
import type { Cell } from "../../bench/match/cell.ts";
import { readOptions } from "../../bench/match/options.ts";
import { meanCell, tables } from "../../bench/match/table.ts";

const CELL: Cell = {
  buildMs: 1500,
  clean: { asked: 130, topical: 100, top1: 0.9, top3: 0.95, auroc: 0.99, p50: 0.25, p99: 12.4 },
  typos: { asked: 130, topical: 100, top1: 0.8, top3: 0.9, p50: 0.25, p99: 12.4 },
};

describe("the tables", () => {
  const columns = [
    { name: "small", lines: 1200, topical: 100 },
    { name: "large", lines: 20_000, topical: 400 },
  ];

  it("say how many were asked only where that is a sample", () => {
    const text = tables(columns, [{ system: "kefu", cells: [CELL, CELL] }], true);
    expect(text).toContain("| kefu | 90.0 / 95.0 / 80.0 | 99.0 | 90.0 / 95.0 / 80.0 (n 100) | 99.0 |");
    expect(text).toContain("| kefu | 0.25 / 12; 1.5 | 0.25 / 12; 1.5 |");
  });

  it("leave a dash where a system gave nothing, and no column for an AUROC nobody has", () => {
    const { auroc: _, ...clean } = CELL.clean;
    const text = tables(columns, [{ system: "slow", cells: [{ ...CELL, clean }, undefined] }], true);
    expect(text).toContain("|  | small (1,200 lines) | large (20,000 lines) |\n");
    expect(text).toContain("| slow | 90.0 / 95.0 / 80.0 | – |");
  });

  it("are the mean of the draws of a set, of all their questions", () => {
    const second = { ...CELL, buildMs: 2500, clean: { ...CELL.clean, top1: 0.7 } };
    const mean = meanCell([CELL, second]);
    expect(mean?.buildMs).toBe(2000);
    expect(mean?.clean.top1).toBeCloseTo(0.8, 12);
    expect(mean?.clean.topical).toBe(200);
    expect(meanCell([])).toBeUndefined();
  });
});

describe("the command line of bench:match", () => {
  it("looks for BANKING77 beside the project when nothing is named", () => {
    expect(readOptions([], "there")).toMatchObject({ data: "there", sets: [], quick: false });
    expect(readOptions(["--data", "here"], "there")).toMatchObject({ data: "here" });
  });

  it("takes sets of one's own, each with its questions and name", () => {
    const args = ["--train", "a", "--test", "b", "--name", "mine", "--knowledge", "k", "--test", "c"];
    expect(readOptions(args, "there")).toMatchObject({
      data: undefined,
      sets: [
        { from: { train: "a" }, test: "b", name: "mine" },
        { from: { knowledge: "k" }, test: "c", name: "c" },
      ],
    });
  });

  it("says what is missing or not known", () => {
    expect(() => readOptions(["--train", "a"], "")).toThrow("needs a --test FILE");
    expect(() => readOptions(["--test", "b"], "")).toThrow("--test follows the --train or --knowledge");
    expect(() => readOptions(["--fast"], "")).toThrow("--fast");
  });
});
