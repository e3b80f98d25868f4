import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { choiceFromText } from "../../../src/channel/choice.ts";
import type { Capabilities, Choice, FileRef, OutboundMessage } from "../../../src/channel/contract.ts";
import { parseMarkdown, plainText } from "../../../src/channel/markdown.ts";
import { render } from "../../../src/channel/render.ts";
import { lengthOf } from "../../../src/channel/split.ts";

const rich: Capabilities = {
  text: { limit: 400, unit: "utf16", counts: "markup" },
  caption: 40,
  buttons: 3,
  buttonLabel: 20,
  files: 2,
  edits: true,
  deletes: true,
  typing: true,
  idempotent: false,
};

const bare: Capabilities = { ...rich, caption: 0, buttons: 0, files: 0 };

function choices(...labels: string[]): Choice[] {
  return labels.map((label, index) => ({ token: `t${index}`, label }));
}

function files(count: number): FileRef[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `f${index}`,
    kind: "image",
    name: `shot_${index}.png`,
  }));
}

function message(more: Partial<OutboundMessage>): OutboundMessage {
  return { text: "Hello", choices: [], files: [], ...more };
}

describe("fitting a message to a channel", () => {
  it("leaves alone what fits", () => {
    const whole = message({ choices: choices("Yes", "No"), files: files(1) });
    expect(render(whole, rich)).toEqual([{ text: "Hello", choices: whole.choices, files: whole.files }]);
  });

  it("has nothing to send for a message of nothing", () => {
    expect(render(message({ text: " \n" }), rich)).toEqual([]);
  });

  it("lists choices by number where there are no buttons, or more choices than buttons", () => {
    const list = "Hello\n\n1. Yes\n2. No";
    expect(render(message({ choices: choices("Yes", "No") }), bare)).toEqual([
      { text: list, choices: [], files: [] },
    ]);
    const many = render(message({ choices: choices("a", "b", "c", "d") }), rich);
    expect(many).toEqual([{ text: "Hello\n\n1. a\n2. b\n3. c\n4. d", choices: [], files: [] }]);
  });

  it("numbers choices so that the number a customer types is the choice it stands beside", () => {
    const offered = choices("重置密码", "修改密码", "2. trick", "*stars*");
    const [part] = render(message({ text: "你想问哪一个？", choices: offered }), bare);
    const lines = plainText(parseMarkdown(part?.text ?? ""))
      .split("\n")
      .slice(-4);
    for (const [index, line] of lines.entries()) {
      expect(line).toBe(`${index + 1}. ${offered[index]?.label}`);
      expect(choiceFromText(`${index + 1}`, offered)).toBe(index);
    }
  });

  it.each(["1. one\n2. two", "* a\n* b", "> quoted", "# Title", "```js\ncode()", "text\n1) one"])(
    "begins the numbers at one after %j",
    (text) => {
      const [part] = render(message({ text, choices: choices("Yes", "No") }), bare);
      const last = parseMarkdown(part?.text ?? "").children.at(-1);
      expect(last).toMatchObject({ type: "list", ordered: true, start: 1 });
      expect(last?.type === "list" && last.children.length).toBe(2);
    },
  );

  it("shortens a label that is too long for a button, between characters", () => {
    const long = choices("我想知道为什么我的转账一直没有到账", "👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦", "two\nlines");
    const labels = render(message({ choices: long }), { ...rich, buttonLabel: 12 })[0]?.choices.map(
      ({ label }) => label,
    );
    expect(labels).toEqual(["我想知道为什么我的转账…", "👩‍👩‍👧‍👦…", "two lines"]);
  });

  it("puts buttons below the last part of a long text", () => {
    const parts = render(
      message({ text: "A sentence of words. ".repeat(60), choices: choices("Yes") }),
      rich,
    );
    expect(parts.length).toBeGreaterThan(2);
    expect(parts.map((part) => part.choices.length)).toEqual([...parts.slice(1).map(() => 0), 1]);
  });

  it("sends a text too long for a caption by itself, before the files", () => {
    const text = "x".repeat(41);
    expect(render(message({ text, files: files(1) }), rich)).toEqual([
      { text, choices: [], files: [] },
      { text: "", choices: [], files: files(1) },
    ]);
  });

  it("sends files in as many messages as it takes, the caption with the first", () => {
    const parts = render(message({ files: files(5) }), rich);
    expect(parts.map((part) => [part.text, part.files.length])).toEqual([
      ["Hello", 2],
      ["", 2],
      ["", 1],
    ]);
  });

  it("puts text and buttons below several files, because an album carries no buttons", () => {
    const parts = render(message({ files: files(3), choices: choices("Yes") }), rich);
    expect(parts.map((part) => [part.text, part.files.length, part.choices.length])).toEqual([
      ["", 2, 0],
      ["", 1, 0],
      ["Hello", 0, 1],
    ]);
    const silent = render(message({ text: "", files: files(2), choices: choices("Yes") }), rich);
    expect(silent.map((part) => [part.files.length, part.choices.length])).toEqual([
      [1, 0],
      [1, 1],
    ]);
  });

  it("names the files a channel cannot carry", () => {
    const [part] = render(message({ files: [...files(1), { id: "v", kind: "voice" }] }), bare);
    expect(plainText(parseMarkdown(part?.text ?? ""))).toBe("Hello\n\n📎 shot_0.png\n📎 voice");
  });

  it("keeps a link by reference whole when its definition would be in another part", () => {
    const text = `${"Some words here. ".repeat(24)}\n\nSee [help][1].\n\n${"More words here. ".repeat(24)}\n\n[1]: https://help.example/a`;
    const texts = render(message({ text }), rich).map((part) => part.text);
    expect(texts.join("\n")).toContain("[help](https://help.example/a)");
  });

  it("keeps every part within every limit, all files, and each choice once, whatever the message and the channel", () => {
    const capabilities = fc.record({
      limit: fc.integer({ min: 60, max: 500 }),
      unit: fc.constantFrom("utf16" as const, "codepoint" as const, "byte" as const),
      caption: fc.integer({ min: 0, max: 60 }),
      buttons: fc.integer({ min: 0, max: 4 }),
      buttonLabel: fc.integer({ min: 4, max: 30 }),
      files: fc.integer({ min: 0, max: 3 }),
    });
    const text = fc
      .array(
        fc.constantFrom(
          "hello ",
          "转账没有到账。",
          "\n\n",
          "**b** ",
          "👩‍👩‍👧‍👦",
          "[a](https://a.example/b) ",
        ),
        { maxLength: 80 },
      )
      .map((all) => all.join(""));
    const labels = fc.array(fc.string({ unit: "grapheme", minLength: 1, maxLength: 40 }), { maxLength: 6 });
    fc.assert(
      fc.property(capabilities, text, labels, fc.nat(5), ({ limit, unit, ...rest }, words, names, count) => {
        const fitted: Capabilities = { ...rich, ...rest, text: { limit, unit, counts: "markup" } };
        const parts = render({ text: words, choices: choices(...names), files: files(count) }, fitted);
        for (const part of parts) {
          const length = lengthOf(part.text, fitted.text);
          expect(length).toBeLessThanOrEqual(
            part.files.length > 0 && part.text !== "" ? rest.caption : limit,
          );
          expect(part.files.length).toBeLessThanOrEqual(rest.files);
          for (const { label } of part.choices) expect(label.length).toBeLessThanOrEqual(rest.buttonLabel);
        }
        expect(parts.flatMap((part) => part.files)).toEqual(rest.files > 0 ? files(count) : []);
        const tokens = parts.flatMap((part) => part.choices.map(({ token }) => token));
        expect(tokens).toEqual(
          names.length <= rest.buttons ? choices(...names).map(({ token }) => token) : [],
        );
        expect(parts.slice(0, -1).every((part) => part.choices.length === 0)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});
