import fc from "fast-check";
import type { Nodes } from "mdast";
import { describe, expect, it } from "vitest";
import { escapeMarkdown, parseMarkdown, plainText, writeMarkdown } from "../../../src/channel/markdown.ts";

function nodes(root: Nodes): Nodes[] {
  return [root, ...("children" in root ? root.children.flatMap(nodes) : [])];
}

const kinds = (text: string) => new Set(nodes(parseMarkdown(text)).map(({ type }) => type));
const links = (text: string) =>
  nodes(parseMarkdown(text)).flatMap((node) => (node.type === "link" ? [node.url] : []));
const plain = (text: string) => plainText(parseMarkdown(text));

describe("reading markdown", () => {
  it("shows HTML as the text it is", () => {
    expect(plain("a <b>c</b>\n\n<script>alert(1)</script>")).toBe("a <b>c</b>\n\n<script>alert(1)</script>");
    expect(kinds("a <b>c</b>\n\n<div>\nx\n</div>")).not.toContain("html");
  });

  it("shows a picture as a link with its description, and inside a link as words", () => {
    expect(links("![chart](https://a.example/c.png)")).toEqual(["https://a.example/c.png"]);
    expect(plain("![](https://a.example/c.png)")).toBe("https://a.example/c.png");
    expect(links("[![chart](https://a.example/c.png)](https://b.example)")).toEqual(["https://b.example"]);
    expect(plain("![chart](data:image/png;base64,AAAA)")).toBe("chart");
  });

  it.each([
    "javascript:alert(1)",
    "data:text/html,x",
    "tg://resolve?domain=x",
    "file:///etc/passwd",
    "/relative",
    "https:/broken",
  ])("keeps only the words of a link to %s", (url) => {
    expect(links(`[words](<${url}>)`)).toEqual([]);
    expect(plain(`[words](<${url}>)`)).toBe("words");
  });

  it("keeps web links, written in place, in angle brackets or by reference", () => {
    const text = "[a](https://a.example) <http://b.example/x> [c][ref]\n\n[ref]: https://c.example";
    expect(links(text)).toEqual(["https://a.example", "http://b.example/x", "https://c.example"]);
    expect(kinds(text)).not.toContain("definition");
  });

  it("reads text of any length, density and depth without failing", () => {
    const hostile = [
      ">".repeat(1_900),
      "[".repeat(1_900),
      "*a ".repeat(1_900),
      "**a_ ".repeat(600),
      "- ".repeat(3_000),
      "*".repeat(500_000),
    ];
    for (const text of hostile) {
      const root = parseMarkdown(text);
      expect(plainText(root).length).toBeGreaterThanOrEqual(0);
      expect(writeMarkdown(root).length).toBeGreaterThan(0);
    }
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), (text) => {
        const root = parseMarkdown(text);
        for (const kind of ["html", "image", "definition"] as const) expect(kinds(text)).not.toContain(kind);
        writeMarkdown(root);
      }),
    );
  });
});

describe("the words alone", () => {
  it("keeps the numbers of lists and the addresses of links", () => {
    const text =
      "# Title\n\n1. **open** `Settings`\n2. see [help](https://h.example)\n   - more\n\n> quoted\n\n```js\ncode()\n```\n\nend  \nof <https://x.example>";
    expect(plain(text)).toBe(
      "Title\n\n1. open Settings\n2. see help (https://h.example)\n   - more\n\n> quoted\n\ncode()\n\nend\nof https://x.example",
    );
  });

  it("begins a list where it begins", () => {
    expect(plain("3. c\n4. d")).toBe("3. c\n4. d");
  });
});

describe("writing markdown", () => {
  it("reads back as the same words", () => {
    const text = "1. a *b*\n2. c\n\n> q\n\n```js\nx\n```\n\n- `y` [z](https://z.example)";
    expect(plain(writeMarkdown(parseMarkdown(text)))).toBe(plain(text));
  });

  it("escapes a name so that it shows as exactly itself on one line", () => {
    for (const name of [
      "*a*",
      "<b>x</b>",
      "1. x",
      "# h",
      "- a",
      "~~~",
      "![x](y)",
      "[x](https://a.example)",
      "\\",
      "a_b_c",
      "&amp;",
      "小王 @x",
    ])
      expect(plain(escapeMarkdown(name))).toBe(name);
    expect(escapeMarkdown("a\nb")).toBe("a b");
    const printable = fc.string({ maxLength: 40 });
    fc.assert(
      fc.property(printable, (name) => {
        const shown = name.replace(/\s+/g, " ").trim();
        expect(plain(escapeMarkdown(name))).toBe(shown);
      }),
    );
  });
});
