import { describe, expect, it } from "vitest";
import { csv, list, table } from "../../../src/insight/csv.ts";

describe("a report as a table", () => {
  it("ends lines with CRLF and quotes what needs it", () => {
    expect(
      csv([
        ["a", 'say "hi"'],
        ["b,c", "two\nlines"],
        [1.5, undefined],
      ]),
    ).toBe('a,"say ""hi"""\r\n"b,c","two\nlines"\r\n1.5,\r\n');
  });

  it.each(["=1+1", "+SUM(A1)", "-2+3", "@cmd", "\t=1", " =1", "\r=1"])(
    "lets no spreadsheet run %j",
    (text) => {
      expect(csv([[text]]).replace(/^"/, "")).toMatch(/^'/);
    },
  );

  it("leaves numbers numbers, also negative ones", () => {
    expect(csv([[-3, "3"]])).toBe("-3,3\r\n");
  });

  it("gives what is within a field columns of their own, and lines without it an empty cell", () => {
    const lines = [
      { by: "day", key: "2026-03-01", firstReply: { n: 2, medianMs: 5 }, scores: [1, 0] },
      { by: "day", key: "2026-03-02", firstReply: { n: 0 }, scores: [0, 0] },
    ];
    expect(table(lines)).toEqual([
      ["by", "key", "firstReply.n", "firstReply.medianMs", "scores.1", "scores.2"],
      ["day", "2026-03-01", 2, 5, 1, 0],
      ["day", "2026-03-02", 0, undefined, 0, 0],
    ]);
    expect(list({ queue: { waiting: 3 }, messages: 4 })).toEqual([
      ["figure", "value"],
      ["queue.waiting", 3],
      ["messages", 4],
    ]);
  });
});
