import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bound, name } from "../../../src/guard/bound.ts";

describe("a text that is stored", () => {
  it("is cut at the limit and says how much is missing", () => {
    expect(bound("x".repeat(8_005))).toBe(`${"x".repeat(8_000)}…[+5]`);
    expect(bound("😀".repeat(12), 10)).toBe(`${"😀".repeat(10)}…[+2]`);
  });

  it("keeps lines and tabs and loses other controls", () =>
    expect(bound("a\u0000b\tc\r\nd\u001B[0me\u0085")).toBe("ab\tc\nd[0me"));

  it("cannot turn the order of what is shown", () =>
    expect(bound("photo\u202Egnp.exe\u2066\u200F")).toBe("photognp.exe"));

  it("is always well formed", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) =>
        encodeURIComponent(bound(`${text}\uD800`)).includes("%EF%BF%BD"),
      ),
    );
  });

  it("is left alone when there is nothing wrong", () =>
    expect(bound("你好, hello 👨‍👩‍👧")).toBe("你好, hello 👨‍👩‍👧"));
});

describe("a display name", () => {
  it("is one short line", () => {
    expect(name("  Li\n Na\u202E\u200B ")).toBe("Li Na");
    expect(Array.from(name("很".repeat(200)))).toHaveLength(64);
    expect(name("\u200B\n")).toBe("");
  });
});
