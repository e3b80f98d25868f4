import { describe, expect, it } from "vitest";
import { cardContent } from "../../../../adapters/slack/card.ts";

const choices = ["claim", "resolve", "return", "snooze", "live"].map((token) => ({ token, label: token }));

describe("a card", () => {
  it.each([
    ["short", "Lin asks for a person"],
    ["at the limit", "字".repeat(9_000)],
    ["full of signs that grow in Slack's writing", "&<>".repeat(3_000)],
    ["empty", ""],
  ])("that is %s is one message with its title and all its buttons", (_, text) => {
    const content = cardContent({ text, choices, files: [] }, "KF-1 · Lin");
    const types = content.blocks.map((block) => Reflect.get(block, "type"));
    expect(types[0]).toBe("header");
    expect(types.at(-1)).toBe("actions");
    expect(Reflect.get(content.blocks.at(-1) ?? {}, "elements")).toHaveLength(5);
    const sections = content.blocks.map((block) =>
      String(Reflect.get(Object(Reflect.get(block, "text")), "text") ?? ""),
    );
    expect(sections.join("").length).toBeLessThan(13_200 - 5 * 75);
    expect(content.plain.text.startsWith("KF-1 · Lin\n\n")).toBe(true);
  });

  it("never cuts a sign of its title in two, and escapes it where Slack would read it", () => {
    const content = cardContent({ text: "x", choices: [], files: [] }, `${"题".repeat(149)}😀<!here>`);
    const header = String(Reflect.get(Object(Reflect.get(content.blocks[0] ?? {}, "text")), "text"));
    expect(header.length).toBeLessThanOrEqual(150);
    expect(header).not.toMatch(/[\ud800-\udbff]$/);
    const called = cardContent({ text: "x", choices: [], files: [] }, "<!here>");
    expect([called.text, called.plain.text].join()).not.toContain("<!");
  });
});
