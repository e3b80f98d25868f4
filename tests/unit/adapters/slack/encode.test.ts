import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  encodePart,
  keyOf,
  LIMITS,
  postArguments,
  type SlackContent,
} from "../../../../adapters/slack/encode.ts";
import { toMrkdwn } from "../../../../adapters/slack/mrkdwn.ts";
import type { Choice } from "../../../../src/channel/contract.ts";
import { parseMarkdown } from "../../../../src/channel/markdown.ts";

const mrkdwn = (markdown: string) => toMrkdwn(parseMarkdown(markdown));
const part = (text: string, choices: Choice[] = []) => ({ text, choices, files: [] });

/** What is read as markup in a message, all of it. */
function markupOf({ text, blocks, plain }: SlackContent): string[] {
  const sections = blocks.map((block) => Reflect.get(Reflect.get(block, "text") ?? {}, "text"));
  return [text, plain.text, ...sections.filter((one) => typeof one === "string")];
}

const CALLS = [
  "<!channel>",
  "<!here>",
  "<!everyone>",
  "<@U024LIN>",
  "<#C024HELP>",
  "<!subteam^S024>",
  "<!date^1^x|y>",
];

describe("words in Slack's markup", () => {
  it.each([
    ["**bold**, *italic* and `code`", "*bold*, _italic_ and `code`"],
    ["# A heading\n\nwords", "*A heading*\n\nwords"],
    ["## A **bold** heading", "*A bold heading*"],
    ["1. one\n2. two\n   - inner\n3. three", "1. one\n2. two\n     • inner\n3. three"],
    ["- one\n- two", "• one\n• two"],
    ["> said\n> so", "> said\n> so"],
    ["```js\na < b && c\n```", "```\na &lt; b &amp;&amp; c\n```"],
    ["[the page](https://example.com/a?b=1&c=2)", "<https://example.com/a?b=1&amp;c=2|the page>"],
    ["[https://example.com](https://example.com)", "<https://example.com>"],
    ["see https://example.com/x.", "see <https://example.com/x>."],
    ["[x](javascript:alert(1))", "x"],
    ["a < b > c & d", "a &lt; b &gt; c &amp; d"],
    ["<b>html</b>", "&lt;b&gt;html&lt;/b&gt;"],
    ["one\\\ntwo", "one\ntwo"],
    ["above\n\n---\n\nbelow", "above\n\n———\n\nbelow"],
    ["这是**重点**内容", "这是\u200b*重点*\u200b内容"],
    ["a **bold** word", "a *bold* word"],
    ["***both***", "_*both*_"],
    ["[a|b](https://example.com)", "<https://example.com|a¦b>"],
  ])("%j becomes %j", (markdown, expected) => {
    expect(mrkdwn(markdown)).toBe(expected);
  });

  it("can call nobody, wherever the call stands", () => {
    for (const call of CALLS) {
      for (const text of [
        call,
        `**${call}**`,
        `\`${call}\``,
        `# ${call}`,
        `- ${call}`,
        `> ${call}`,
        `[${call}](https://x.example)`,
        `\`\`\`\n${call}\n\`\`\``,
        `https://x.example/${call}`,
        `[a](https://x.example/${call})`,
        `[a](<https://x.example/|${call}>)`,
        `&lt;${call.slice(1)}`,
      ]) {
        for (const markup of encodePart(part(text, [{ token: "t", label: call }])).flatMap(markupOf)) {
          expect(callsIn(markup), text).toEqual([]);
        }
      }
    }
  });
});

/** Everything Slack would read as something else than text or a web link. */
function callsIn(markup: string): string[] {
  return (markup.match(/<[^>]*>?/g) ?? []).filter(
    (tag) => !/^<https?:\/\/[^<>|\s]+(\|[^<>|\n]+)?>$/.test(tag),
  );
}

const piece = fc.oneof(
  fc.constantFrom(
    ...CALLS,
    "&",
    "<",
    ">",
    "|",
    "`",
    "```\n",
    "\n",
    "\n\n",
    "**",
    "_",
    "[",
    "](",
    ")",
    "https://x.example/",
    "- ",
    "> ",
    "# ",
    "\\",
    "!",
    "字",
    "👩‍👩‍👧",
    "&lt;",
    "&amp;",
  ),
  fc.string({ maxLength: 8 }),
);
const text = fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join(""));

describe("any text", () => {
  it("calls nobody and stays within Slack's limits", () => {
    fc.assert(
      fc.property(text, fc.string(), (words, label) => {
        for (const content of encodePart(part(words, [{ token: "t1", label }]))) {
          for (const markup of markupOf(content)) expect(callsIn(markup)).toEqual([]);
          withinLimits(content);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("keeps to the limits at length, however much its signs grow", () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 200 }), (words, times) => {
        encodePart(part(words.repeat(times).slice(0, 11_000))).forEach(withinLimits);
      }),
      { numRuns: 40 },
    );
    const messages = encodePart(part("&".repeat(11_000), [{ token: "t", label: "x" }]));
    messages.forEach(withinLimits);
    expect(messages.flatMap(sectionsOf).join("")).toBe("&amp;".repeat(11_000));
    expect(messages.length).toBeGreaterThan(1);
    expect(
      messages.map(({ blocks }) => blocks.some((block) => Reflect.get(block, "type") === "actions")),
    ).toEqual(messages.map((_, index) => index === messages.length - 1));
  });

  it.each([2_999, 3_000, 3_001])("of %i Chinese characters is cut into sections, not lost", (length) => {
    const [content, ...others] = encodePart(part("字".repeat(length)));
    expect(others).toEqual([]);
    expect(sectionsOf(content).map((one) => one.length)).toEqual(length > 3_000 ? [3_000, 1] : [length]);
  });

  it("is never cut inside an emoji", () => {
    for (const ahead of [2_990, 2_995, 2_999]) {
      const family = "👩‍👩‍👧‍👦";
      const [content] = encodePart(part("a".repeat(ahead) + family.repeat(3)));
      for (const one of sectionsOf(content)) expect(one.replaceAll(family, "")).toMatch(/^a*$/);
    }
  });
});

function sectionsOf(content: SlackContent | undefined): string[] {
  return (content?.blocks ?? []).flatMap(
    (block) => Reflect.get(Reflect.get(block, "text") ?? {}, "text") ?? [],
  );
}

function withinLimits(content: SlackContent): void {
  const sections = sectionsOf(content);
  expect(content.blocks.length).toBeLessThanOrEqual(LIMITS.blocks);
  for (const section of sections) {
    expect(section.length).toBeLessThanOrEqual(LIMITS.section);
    expect(section.trim()).not.toBe("");
  }
  expect(sections.join("").length).toBeLessThanOrEqual(LIMITS.message);
  expect(content.text).not.toBe("");
  expect(content.plain.text.length).toBeLessThanOrEqual(40_000);
}

describe("a message for Slack", () => {
  it("shows words and buttons, and says the words in its notification", () => {
    const [content, ...others] = encodePart(
      part("**Done** <ok>", [
        { token: "a1", label: "转人工客服" },
        { token: "a2", label: "私聊继续", private: true },
      ]),
    );
    expect(others).toEqual([]);
    expect(content).toEqual({
      text: "Done &lt;ok&gt;",
      blocks: [
        { type: "section", text: { type: "mrkdwn", text: "*Done* &lt;ok&gt;", verbatim: true } },
        {
          type: "actions",
          elements: [button("choice:a1", "a1", "转人工客服"), button("private:a2", "a2", "私聊继续")],
        },
      ],
      plain: { text: "Done &lt;ok&gt;\n\n1. 转人工客服\n2. 私聊继续", mrkdwn: false },
    });
  });

  it("keeps labels to 75 characters and buttons to 25", () => {
    const choices = Array.from({ length: 30 }, (_, n) => ({ token: `t${n}`, label: "很".repeat(80) }));
    const [content] = encodePart(part("x", choices));
    const elements = Reflect.get(content?.blocks.at(-1) ?? {}, "elements") as { text: { text: string } }[];
    expect(elements).toHaveLength(25);
    for (const { text: shown } of elements) expect(shown.text).toBe(`${"很".repeat(74)}…`);
  });

  it("goes into its thread, unfolds no link, and carries its key", () => {
    const [content] = encodePart(part("hello"));
    const space = { id: "C1", kind: "channel" as const, thread: "1790000001.000200" };
    expect(postArguments(content ?? { text: "" }, space, keyOf("k1", 0))).toMatchObject({
      channel: "C1",
      thread_ts: "1790000001.000200",
      text: "hello",
      unfurl_links: false,
      unfurl_media: false,
      metadata: { event_type: "kefu_part", event_payload: { key: "k1" } },
    });
    expect(postArguments({ text: "x" }, { id: "D1", kind: "dm" }, "k")).not.toHaveProperty("thread_ts");
    expect(keyOf("k1", 1)).toBe("k1#2");
  });
});

function button(action_id: string, value: string, label: string) {
  return { type: "button", text: { type: "plain_text", text: label, emoji: true }, action_id, value };
}
