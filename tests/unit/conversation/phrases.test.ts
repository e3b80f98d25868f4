import type { Nodes } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import { describe, expect, it } from "vitest";
import { en } from "../../../src/conversation/phrases/en.ts";
import { fill, type Phrases } from "../../../src/conversation/phrases/phrases.ts";
import { zh } from "../../../src/conversation/phrases/zh.ts";

/** Every text of a language, by its path: "slots.chain.label". */
function texts(phrases: object, path = ""): [string, string][] {
  return Object.entries(phrases).flatMap(([key, value]): [string, string][] =>
    typeof value === "string" ? [[`${path}${key}`, value]] : texts(value, `${path}${key}.`),
  );
}

function literalsOf(node: Nodes): string {
  if (node.type === "text") return node.value;
  return "children" in node ? node.children.map(literalsOf).join("\n") : "";
}

const places = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([place]) => place).sort();

describe.each<[string, Phrases, number]>([
  ["zh", zh, 420],
  ["en", en, 1000],
])("what the desk says in %s", (_, phrases, screen) => {
  it.each(texts(phrases))("%s fits a screen and its emphasis closes", (_path, text) => {
    expect(text.length).toBeLessThanOrEqual(screen);
    expect(
      literalsOf(fromMarkdown(text.replace(/\{\w+\}/g, "K-ABCDEF").replace(/\*{3}@/g, "@"))),
    ).not.toContain("**");
  });

  it.each(Object.entries(phrases.handoff))(
    "a hand-off for %s says where the answer comes and gives the reference",
    (_reason, text) => {
      expect(text).toContain("{ref}");
      expect(text).toMatch(/在这里回复你|reply right here/);
      expect(text).toMatch(/助记词|seed phrase/);
    },
  );

  it("no button is longer than a phone shows, and the buttons of one list differ", () => {
    const labels = Object.values(phrases.buttons);
    for (const label of labels) expect(label.length).toBeLessThanOrEqual(24);
    const { yes, no, human, cancelHuman, noneOfThese, formStart, reopen } = phrases.buttons;
    expect(new Set([yes, no, human, cancelHuman, noneOfThese, formStart, reopen]).size).toBe(7);
  });
});

it("both languages fill the same places", () => {
  const english = new Map(texts(en));
  for (const [path, text] of texts(zh))
    expect([path, places(text)]).toEqual([path, places(english.get(path) ?? "")]);
});

it("a value is put in as it is, and an unknown place stays visible", () => {
  expect(fill("{a} and {b}", { a: "$& {b}" })).toBe("$& {b} and {b}");
});
