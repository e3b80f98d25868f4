import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { capabilities } from "../../../../adapters/discord/capabilities.ts";
import { contentLimit, encodePart, nonceOf, rowsOf } from "../../../../adapters/discord/encode.ts";
import { escapeText, toDiscord } from "../../../../adapters/discord/markup.ts";
import type { Choice, OutboundPart } from "../../../../src/channel/contract.ts";
import { parseMarkdown } from "../../../../src/channel/markdown.ts";
import { render } from "../../../../src/channel/render.ts";

const Z = "\u200b";

function encode(part: Partial<OutboundPart>, replyTo?: string) {
  return encodePart(
    { text: "", choices: [], files: [], ...part },
    { idempotencyKey: "k#0", ...(replyTo === undefined ? {} : { replyTo }) },
  );
}

/** Everything in a content that Discord would make a call, a link into itself or an emoji of. */
const CALLS = /@(?:everyone|here)|<(?:@[!&]?|#|a?:\w+:|t:|\/|id:)\d*/i;

describe("dressing markdown for Discord", () => {
  const cases: [what: string, markdown: string, shown: string][] = [
    ["bold and italic", "**a** *b*", "**a** *b*"],
    ["a heading, bold once", "## How **to**", "**How to**"],
    ["steps", "1. 打开\n2. 点击", "1. 打开\n2. 点击"],
    ["steps that start later", "3. c\n4. d", "3. c\n4. d"],
    ["points within steps", "1. a\n   - x\n   - y", "1. a\n   - x\n   - y"],
    ["a line of code", "use `a_b*c`", "use `a_b*c`"],
    ["code with a backtick", "``a`b``", "`` a`b ``"],
    ["a block of code", "```ts\nlet x_y\n```", "```ts\nlet x_y\n```"],
    ["a quotation, once", "> a\n> > b", "> a\n> \n> b"],
    ["a link", "[help](https://example.com/a_(b)?c=1)", "[help](<https://example.com/a_(b)?c=1>)"],
    ["a bare address", "<https://example.com/a_b_c>", "<https://example.com/a_b_c>"],
    ["an address within words", "see https://example.com/a_b. Then", "see <https://example.com/a_b>. Then"],
    ["an address before Chinese words", "看https://example.com/a。然后", "看<https://example.com/a>。然后"],
    ["no script", "[me](javascript:x)", "me"],
    [
      "words that look like markup",
      "a\\*b\\* snake_case ~~ ||x||",
      "a\\*b\\* snake\\_case \\~\\~ \\|\\|x\\|\\|",
    ],
    ["a number that ends a line's start", "2\\. not a list", "2\\. not a list"],
    ["a price", "2.5 USDT", "2.5 USDT"],
    ["tags in the source", "<b>x</b>", "\\<b>x\\</b>".replace("\\</", `\\<${Z}/`)],
    ["a rule", "a\n\n---\n\nb", "a\n\n———\n\nb"],
    ["everyone", "@everyone and @here", `@${Z}everyone and @${Z}here`],
    ["a person", "hi <@2040000000000000042>", `hi \\<${Z}@2040000000000000042>`],
    ["a role and a channel", "<@&1> <#2>", `\\<${Z}@&1> \\<${Z}#2>`],
    ["calls in code", "`@everyone <@1>`", `\`@${Z}everyone <${Z}@1>\``],
    ["everyone in an address", "<https://example.com/@everyone>", "<https://example.com/%40everyone>"],
  ];

  it.each(cases)("%s", (_what, markdown, shown) => {
    expect(toDiscord(parseMarkdown(markdown))).toBe(shown);
  });

  it("lets nobody be called, whatever a text is made of", () => {
    const signs =
      "@ everyone here @everyone @here <@1> <@!2> <@&3> <#4> <:x:5> <t:6:F> </a:7> < > @ ** * _ ` ``` > # - 1. [ ] ( ) ~~ || \\ & \u200b";
    const piece = fc.constantFrom(
      ...signs.split(" "),
      "[a](https://b.test/@everyone)",
      "https://b.test/<@1>",
      "\n",
      "\n\n",
      " ",
      "字",
      "👩‍👩‍👧",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const text = pieces.join("");
        for (const body of encode({ text, files: [{ id: "f", kind: "image", name: text }] })) {
          expect(body.content).not.toMatch(CALLS);
          expect(body.allowed_mentions).toEqual({ parse: [], replied_user: false });
        }
        expect(escapeText(text)).not.toMatch(CALLS);
      }),
      { numRuns: 600 },
    );
  });

  it("shows a customer's words as they are, once Discord has taken its backslashes away", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 60 }), (text) => {
        const shown = escapeText(text)
          .replace(/\\([^0-9A-Za-z\s])/g, "$1")
          .replaceAll(Z, "");
        fc.pre(!/https?:/i.test(text));
        expect(shown).toBe(text.replaceAll(Z, ""));
      }),
    );
  });
});

describe("writing a message as Discord's body", () => {
  it("calls nobody, unfurls nothing, and posts once however often it is sent", () => {
    expect(encode({ text: "**hi**" }, "1310000000000000001")).toEqual([
      {
        content: "**hi**",
        components: [],
        allowed_mentions: { parse: [], replied_user: false },
        flags: 4,
        nonce: "k#0",
        enforce_nonce: true,
        message_reference: { message_id: "1310000000000000001", fail_if_not_exists: false },
      },
    ]);
  });

  it("refers to no message where a command was the question", () => {
    expect(encode({ text: "hi" }, "int:1310000000000000001")[0]).not.toHaveProperty("message_reference");
  });

  it("makes a nonce that Discord takes of any key, the same each time", () => {
    const long = "3f0c9a52-6a1f-4a3e-9f57-1f0a2b3c4d5e#12";
    expect(nonceOf(long, 0)).toMatch(/^[\w-]{25}$/);
    expect(nonceOf(long, 0)).toBe(nonceOf(long, 0));
    expect(new Set([nonceOf(long, 0), nonceOf(long, 1), nonceOf("k#0", 0), nonceOf("k#0", 1)]).size).toBe(4);
  });

  it.each(["字", "👩‍👩‍👧", "a", "x_", "x<"])("never goes beyond what Discord takes: %s", (sign) => {
    for (const length of [1899, 1900, 1901, 2000, 2001, 3999, 4001]) {
      const text = sign.repeat(Math.floor(length / sign.length)).padEnd(length, "a");
      const parts = render({ text, choices: [], files: [] }, capabilities);
      const bodies = parts.flatMap((part) => encode(part));
      expect(bodies.every(({ content }) => content.length <= contentLimit && content.trim() !== "")).toBe(
        true,
      );
      const kept = bodies.map(({ content }) => content.replaceAll("\\", "")).join("");
      expect(() => encodeURIComponent(kept)).not.toThrow();
      expect(kept).toHaveLength(text.length);
    }
  });

  it("sends what escaping made too long as two messages, each with a nonce of its own", () => {
    const bodies = encode({
      text: "snake_case_ ".repeat(150),
      choices: [{ token: "t", label: "Yes" }],
    });
    expect(bodies.length).toBe(2);
    expect(bodies.map(({ components }) => components.length)).toEqual([0, 1]);
    expect(new Set(bodies.map(({ nonce }) => nonce)).size).toBe(2);
    expect(bodies.every(({ content }) => content.length <= contentLimit)).toBe(true);
  });

  it("keeps within the limit whatever the text", () => {
    const piece = fc.constantFrom(
      "**",
      "`",
      "```\n",
      "[x](https://a.test)",
      "字",
      "_",
      "<",
      "\n\n",
      " word",
      "👍🏽",
    );
    fc.assert(
      fc.property(fc.array(piece, { minLength: 200, maxLength: 600 }), (pieces) => {
        const parts = render({ text: pieces.join(""), choices: [], files: [] }, capabilities);
        for (const { content } of parts.flatMap((part) => encode(part)))
          expect(content.length).toBeLessThanOrEqual(contentLimit);
      }),
      { numRuns: 8 },
    );
  });

  it("names files it cannot carry", () => {
    const [body] = encode({ files: [{ id: "f", kind: "document", name: "a_b.pdf" }] });
    expect(body?.content).toBe("📎 a\\_b.pdf");
  });

  it("gives buttons something to stand under", () => {
    expect(encode({ choices: [{ token: "t", label: "Yes" }] })[0]?.content).toBe("👇");
    expect(encode({})).toEqual([]);
  });
});

describe("buttons", () => {
  const rows = (labels: string[], more: Partial<Choice> = {}) =>
    rowsOf(labels.map((label, index) => ({ token: `t${index}`, label, ...more }))).map((row) =>
      (Reflect.get(row, "components") as { label: string; custom_id: string }[]).map(({ label }) => label),
    );

  it("stand one a row, while a scale shares a row", () => {
    expect(rows(["重置密码怎么办", "How do I pay?"])).toEqual([["重置密码怎么办"], ["How do I pay?"]]);
    expect(rows(["1", "2", "3", "4", "5", "Not solved"])).toEqual([
      ["1", "2", "3", "4", "5"],
      ["Not solved"],
    ]);
  });

  it("fit Discord's five rows of five", () => {
    for (const count of [5, 6, 11, 20, 25]) {
      const made = rows(Array.from({ length: count }, (_, index) => `Question number ${index}`));
      expect(made.flat()).toHaveLength(count);
      expect(made.length).toBeLessThanOrEqual(5);
      expect(Math.max(...made.map((row) => row.length))).toBeLessThanOrEqual(5);
    }
  });

  it("carry the token alone, marked where the choice leads into a direct message", () => {
    const ids = [
      ...rowsOf([{ token: "a", label: "x" }]),
      ...rowsOf([{ token: "b", label: "y", private: true }]),
    ];
    expect(JSON.stringify(ids)).toContain('"custom_id":"a"');
    expect(JSON.stringify(ids)).toContain('"custom_id":"p:b"');
  });

  it("have their labels cut without halving a character", () => {
    expect(rows([`${"x".repeat(78)}😀 and more`])).toEqual([[`${"x".repeat(78)}…`]]);
  });
});
