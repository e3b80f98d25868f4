import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Capabilities } from "../../../src/channel/contract.ts";
import { graphemes, lengthIn } from "../../../src/channel/measure.ts";
import { lengthOf, splitMarkdown } from "../../../src/channel/split.ts";
import { family, fence, markdown, whole, words } from "./texts.ts";

type Limits = Capabilities["text"];
type Unit = Limits["unit"];
const UNITS: Unit[] = ["utf16", "codepoint", "byte"];

function limits(limit: number, unit: Unit = "utf16", counts: Limits["counts"] = "markup"): Limits {
  return { limit, unit, counts };
}

const FENCE_LINE = /^(?:> )?(?:`{3,}|~{3,})[a-z]*$/gm;

/** What a reader reads: without fence markers and white space. */
function read(text: string): string {
  return text.replace(FENCE_LINE, "").replace(/\s+/g, "");
}

function readTogether(parts: readonly string[]): string {
  return parts.map(read).join("");
}

const unit = fc.constantFrom(...UNITS);
const counts = fc.constantFrom<Limits["counts"]>("markup", "visible");

describe("splitting a text for a channel", () => {
  it("leaves a text of exactly the limit whole, and makes two of one more", () => {
    for (const each of UNITS) {
      const text = "好".repeat(50);
      const length = lengthIn(each, text);
      expect(splitMarkdown(text, limits(length, each))).toEqual([text]);
      expect(splitMarkdown(text, limits(length - 1, each))).toHaveLength(2);
    }
  });

  it("has no part for a text of nothing", () => {
    expect(splitMarkdown("", limits(10))).toEqual([]);
    expect(splitMarkdown(" \n\n ", limits(10))).toEqual([]);
  });

  it.each([
    ["between paragraphs", "one one. two\n\nthree four", 21, ["one one. two", "three four"]],
    ["else between lines", "one one. two\nthree four", 21, ["one one. two", "three four"]],
    ["else after a sentence", "One one. Two two. three four", 24, ["One one. Two two.", "three four"]],
    [
      "else after a Chinese sentence",
      "密码忘了怎么办？点「忘记密码」。然后输入邮箱",
      18,
      ["密码忘了怎么办？点「忘记密码」。", "然后输入邮箱"],
    ],
    [
      "with the closing quote",
      "他说：“请稍等。”然后就没有消息了",
      12,
      ["他说：“请稍等。”", "然后就没有消息了"],
    ],
    ["else at a Chinese comma", "登录之后，点右上角的设置按钮", 11, ["登录之后，", "点右上角的设置按钮"]],
    ["else between words", "alpha beta gamma delta", 12, ["alpha beta", "gamma delta"]],
    ["else anywhere but in a character", "👍🏽👍🏽👍🏽", 8, ["👍🏽👍🏽", "👍🏽"]],
  ])("breaks %s", (_where, text, limit, parts) => {
    expect(splitMarkdown(text, limits(limit))).toEqual(parts);
  });

  it("does not leave a crumb for the sake of a better place", () => {
    const text = `Hi.\n\n${"word ".repeat(60)}`;
    expect(splitMarkdown(text, limits(200))[0]?.length).toBeGreaterThan(150);
  });

  it("closes a fence that goes on and opens it again with the same language", () => {
    const text = "See:\n\n```js\nfirst();\nsecond();\nthird();\n```\n\nDone.";
    expect(splitMarkdown(text, limits(34))).toEqual([
      "See:\n\n```js\nfirst();\nsecond();\n```",
      "```js\nthird();\n```\n\nDone.",
    ]);
  });

  it("keeps the indentation of code that goes on in the next message", () => {
    const text = "```py\nif a:\n    one()\n    two()\n```";
    expect(splitMarkdown(text, limits(30))).toEqual([
      "```py\nif a:\n    one()\n```",
      "```py\n    two()\n```",
    ]);
  });

  it("opens a fence inside a quotation again inside one", () => {
    const text = "> ```js\n> one();\n> two();\n> ```";
    expect(splitMarkdown(text, limits(30))).toEqual(["> ```js\n> one();\n> ```", "> ```js\n> two();\n> ```"]);
  });

  it("moves a link, a mention or code to the next message rather than tear it", () => {
    const before = "x ".repeat(20);
    for (const kept of [
      "[our help page](https://help.example/a)",
      "@wallet_help_team",
      "`some code here`",
      "**do not share**",
    ]) {
      const parts = splitMarkdown(`${before}${kept} after`, limits(46));
      expect(parts.filter((part) => part.includes(kept))).toHaveLength(1);
    }
  });

  it("counts a link by its label where formatting does not count", () => {
    const text = `[help](https://help.example/${"a".repeat(100)}) now`;
    expect(lengthOf(text, limits(10, "utf16", "visible"))).toBe("help now".length);
    expect(splitMarkdown(text, limits(10, "utf16", "visible"))).toEqual([text]);
    expect(splitMarkdown(text, limits(100, "utf16", "markup")).length).toBeGreaterThan(1);
  });

  it("tears a single character that no message could hold, and comes to an end", () => {
    const zalgo = `e${"\u0301".repeat(50)}`;
    for (const each of UNITS)
      for (const text of [zalgo, family.repeat(3), "😀😀", "a"])
        for (const limit of [1, 2, 3, 4, 7]) {
          const parts = splitMarkdown(text, limits(limit, each));
          expect(parts.join("")).toBe(text);
        }
    expect(splitMarkdown(zalgo, limits(20)).every((part) => part.length <= 20)).toBe(true);
  });

  it("keeps every part within the limit and loses nothing, in every unit and at any limit", () => {
    fc.assert(
      fc.property(markdown, unit, counts, fc.integer({ min: 90, max: 700 }), (text, each, how, limit) => {
        const rule = limits(limit, each, how);
        const parts = splitMarkdown(text, rule);
        for (const part of parts) expect(lengthOf(part, rule)).toBeLessThanOrEqual(limit);
        expect(readTogether(parts)).toBe(read(text));
        for (const part of parts) expect(part.trim()).not.toBe("");
      }),
      { numRuns: 300 },
    );
  });

  it("obeys a limit one below, at and one above the length of the text", () => {
    fc.assert(
      fc.property(markdown, unit, counts, (text, each, how) => {
        const length = lengthOf(text, limits(1, each, how));
        for (const limit of [length - 1, length, length + 1]) {
          const parts = splitMarkdown(text, limits(limit, each, how));
          if (limit >= length) expect(parts).toEqual([text.trimEnd()]);
          else if (limit > 120) expect(parts.length).toBeGreaterThan(1);
        }
      }),
      { numRuns: 150 },
    );
  });

  it("never tears a character, a word, a link, a mention or code that fits a message", () => {
    const plain = fc.array(fc.oneof(words, whole), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(plain, unit, fc.integer({ min: 140, max: 400 }), (tokens, each, limit) => {
        const parts = splitMarkdown(tokens.join(" "), limits(limit, each));
        const pieces = parts.flatMap((part) => part.split(" "));
        expect(pieces).toEqual(tokens.join(" ").split(" "));
      }),
      { numRuns: 200 },
    );
  });

  it("breaks text without spaces between characters only", () => {
    const dense = fc.array(fc.constantFrom(family, "👍🏽", "好", "e\u0301", "。", "🇨🇳", "한"), {
      minLength: 1,
      maxLength: 120,
    });
    fc.assert(
      fc.property(dense, unit, fc.integer({ min: 30, max: 60 }), (signs, each, limit) => {
        const parts = splitMarkdown(signs.join(""), limits(limit, each));
        expect(parts.flatMap(graphemes)).toEqual(graphemes(signs.join("")));
      }),
      { numRuns: 200 },
    );
  });

  it("leaves every fence closed", () => {
    fc.assert(
      fc.property(
        fc.array(fence, { minLength: 1, maxLength: 3 }),
        fc.integer({ min: 90, max: 300 }),
        (all, limit) => {
          for (const part of splitMarkdown(all.join("\n\n"), limits(limit)))
            expect((part.match(FENCE_LINE) ?? []).length % 2, part).toBe(0);
        },
      ),
      { numRuns: 200 },
    );
  });

  it("comes to an end on any text at any limit, within the limit, with nothing half", () => {
    const hostile = fc.oneof(
      fc.string({ unit: "grapheme", maxLength: 300 }),
      fc
        .array(
          fc.constantFrom(
            "`",
            "```",
            "~~~",
            "\n",
            "> ",
            "- ",
            "[",
            "](",
            ")",
            "*",
            "_",
            "<b>",
            " ",
            "\\",
            "&amp;",
            "a",
            "好",
            family,
          ),
          { maxLength: 120 },
        )
        .map((all) => all.join("")),
    );
    fc.assert(
      fc.property(hostile, unit, counts, fc.integer({ min: 1, max: 60 }), (text, each, how, limit) => {
        const parts = splitMarkdown(text, limits(limit, each, how));
        for (const part of parts) {
          expect(part).not.toMatch(/\p{Surrogate}/u);
          if (limit >= 4 && how === "markup") expect(lengthIn(each, part)).toBeLessThanOrEqual(limit);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("takes no notable time for long and hostile texts", () => {
    for (const text of [
      "`".repeat(60_000),
      "[".repeat(60_000),
      "[a](https://a.example) ".repeat(2_000),
      "好".repeat(100_000),
      "> ".repeat(3_000),
    ]) {
      const parts = splitMarkdown(text, limits(2_000));
      expect(parts.join("").length).toBeGreaterThanOrEqual(text.trim().length * 0.9);
    }
  }, 15_000);
});
