import { afterEach, describe, expect, it, vi } from "vitest";
import { ago, fail, oneLine, progressOn, show, table } from "../../../src/commands/output.ts";
import { AppError } from "../../../src/errors.ts";

afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
});

describe("a table", () => {
  it("stands in columns, also where Chinese characters are twice as wide", () => {
    expect(
      table([
        ["NAME", "STATE"],
        ["小美", "active"],
        ["Tom", "disabled"],
      ]),
    ).toBe("NAME  STATE\n小美  active\nTom   disabled");
  });

  it("leaves no spaces at the ends of lines, and takes rows of different lengths", () => {
    expect(table([["a", "bb"], ["ccc"]])).toBe("a    bb\nccc");
  });
});

describe("one line", () => {
  it("has no line breaks and is cut with an ellipsis, never inside a character", () => {
    expect(oneLine("  a\n b\tc ")).toBe("a b c");
    expect(oneLine("👍👍👍👍", 3)).toBe("👍👍…");
    expect(oneLine("abc", 3)).toBe("abc");
  });
});

it.each([
  [0, "0s"],
  [59_000, "59s"],
  [61_000, "1m"],
  [3_600_000, "1h"],
  [86_400_000 * 5, "5d"],
  [-5_000, "0s"],
])("%d ms ago reads %s", (ms, words) => {
  expect(ago(1_000_000, 1_000_000 + ms)).toBe(words);
});

describe("a command's result", () => {
  it("is JSON with --json and readable without", () => {
    const write = vi.spyOn(process.stdout, "write").mockReturnValue(true);
    show(true, { a: 1 }, () => "readable");
    show(undefined, { a: 1 }, () => "readable");
    expect(write.mock.calls.map(([text]) => text)).toEqual(['{\n  "a": 1\n}\n', "readable\n"]);
  });

  it.each([
    [new AppError("input_invalid", "Say who."), 2, "kefu: Say who.\n"],
    [new AppError("config_invalid", "Fix it."), 2, "kefu: Fix it.\n"],
    [new AppError("not_found", "No such case."), 1, "kefu: No such case.\n"],
    [new Error("broken"), 1, "kefu: broken\n"],
  ])("that failed is told on stderr and ends with the right code", (error, code, text) => {
    const write = vi.spyOn(process.stderr, "write").mockReturnValue(true);
    fail(error);
    expect(write.mock.calls[0]?.[0]).toBe(text);
    expect(process.exitCode).toBe(code);
  });
});

describe("progress", () => {
  it("shows on a terminal and clears itself at the end", () => {
    const written: string[] = [];
    const terminal = { isTTY: true, write: (text: string) => written.push(text) };
    const progress = progressOn(terminal as unknown as NodeJS.WriteStream, "training");
    progress?.(1, 2);
    progress?.(2, 2);
    expect(written).toEqual(["\rtraining 50 %", "\r\x1b[K"]);
  });

  it("is silent where nobody looks", () => {
    const pipe = { isTTY: false } as unknown as NodeJS.WriteStream;
    expect(progressOn(pipe, "training")).toBeUndefined();
  });
});
