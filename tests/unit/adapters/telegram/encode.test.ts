import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { encodePart } from "../../../../adapters/telegram/encode.ts";
import { toHtml, visibleLength } from "../../../../adapters/telegram/markup.ts";
import type { FileRef, OutboundPart, Space } from "../../../../src/channel/contract.ts";
import { parseMarkdown } from "../../../../src/channel/markdown.ts";
import { readHtml } from "../../../fakes/telegram-html.ts";

const dm: Space = { id: "9007199254740991", kind: "dm" };

function encode(part: Partial<OutboundPart>, target: { space?: Space; replyTo?: string } = {}) {
  return encodePart({ text: "", choices: [], files: [], ...part }, { space: dm, ...target });
}

describe("dressing markdown for Telegram", () => {
  const cases: [what: string, markdown: string, html: string][] = [
    ["bold and italic", "**a** *b*", "<b>a</b> <i>b</i>"],
    ["the three characters that matter", "a < b && c > d", "a &lt; b &amp;&amp; c &gt; d"],
    ["a heading, bold once", "## How **to**", "<b>How to</b>"],
    ["steps", "1. 打开\n2. 点击", "1. 打开\n2. 点击"],
    ["steps that start later", "3. c\n4. d", "3. c\n4. d"],
    ["points", "- a\n- b", "• a\n• b"],
    ["points within steps", "1. a\n   - x\n   - y", "1. a\n   • x\n   • y"],
    ["code within steps", "1. a\n   ```\n   x\n   y\n   ```", "1. a\n   <pre>x\ny</pre>"],
    ["a line of code", "use `a<b`", "use <code>a&lt;b</code>"],
    ["a block of code", "```\nx < 1\n```", "<pre>x &lt; 1</pre>"],
    ["code with its language", "```ts\nlet x\n```", '<pre><code class="language-ts">let x</code></pre>'],
    ["a quotation, once", "> a\n> > b", "<blockquote>a\n\nb</blockquote>"],
    [
      "a link",
      '[help](https://example.com/?a=1&b="2")',
      '<a href="https://example.com/?a=1&amp;b=%222%22">help</a>',
    ],
    ["a bare address", "<https://example.com>", "https://example.com"],
    ["no link into Telegram itself", "[me](tg://user?id=1)", "me"],
    ["no script", "[me](javascript:x)", "me"],
    ["tags in the source", "<b>x</b> <script>", "&lt;b&gt;x&lt;/b&gt; &lt;script&gt;"],
    ["paragraphs and lines", "a\nb\n\nc", "a\nb\n\nc"],
    ["a rule", "a\n\n---\n\nb", "a\n\n———\n\nb"],
  ];

  it.each(cases)("%s", (_what, markdown, html) => {
    expect(toHtml(parseMarkdown(markdown))).toBe(html);
  });

  it("never writes markup Telegram would refuse, and counts what is seen as Telegram does", () => {
    const signs = "** * _ ` ``` > # - 1. [ ] ( ) < > & </b> <a href=x> ! \\ ~~ https://a.test/?x=1&y=2";
    const piece = fc.constantFrom(
      ...signs.split(" "),
      "[a](https://b.test)",
      "\n",
      "\n\n",
      " ",
      "字",
      "👩‍👩‍👧",
      "word",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const html = toHtml(parseMarkdown(pieces.join("")));
        const read = readHtml(html);
        expect(read).not.toHaveProperty("error");
        expect(visibleLength(html)).toBe("text" in read ? read.text.length : -1);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe("writing a message as Telegram's calls", () => {
  it("keeps chat ids as text and switches link previews off", () => {
    expect(encode({ text: "hi" }, { replyTo: "7" })).toEqual([
      {
        method: "sendMessage",
        payload: {
          chat_id: dm.id,
          reply_parameters: { message_id: 7, allow_sending_without_reply: true },
          link_preview_options: { is_disabled: true },
          text: "hi",
          parse_mode: "HTML",
        },
        plain: {
          chat_id: dm.id,
          reply_parameters: { message_id: 7, allow_sending_without_reply: true },
          link_preview_options: { is_disabled: true },
          text: "hi",
        },
      },
    ]);
  });

  it("writes into the topic it was asked from", () => {
    const [call] = encode({ text: "hi" }, { space: { id: "-100", kind: "group", thread: "5" } });
    expect(call?.payload).toMatchObject({ chat_id: "-100", message_thread_id: 5 });
  });

  it("gives each choice a row, and a scale one row", () => {
    const rows = (labels: string[]) => {
      const choices = labels.map((label, index) => ({ token: `t${index}`, label }));
      const markup = encode({ text: "x", choices })[0]?.payload.reply_markup as {
        inline_keyboard: { text: string }[][];
      };
      return markup.inline_keyboard.map((row) => row.map(({ text }) => text));
    };
    expect(rows(["重置密码", "How do I pay?"])).toEqual([["重置密码"], ["How do I pay?"]]);
    expect(rows(["1", "2", "3", "4", "5"])).toEqual([["1", "2", "3", "4", "5"]]);
    expect(rows(["Yes", "No"])).toEqual([["Yes", "No"]]);
  });

  it("cuts a long label without halving a character", () => {
    const label = `${"x".repeat(62)}😀 and more`;
    const [call] = encode({ text: "x", choices: [{ token: "t", label }] });
    const keyboard = call?.payload.reply_markup as { inline_keyboard: { text: string }[][] };
    const text = keyboard.inline_keyboard[0]?.[0]?.text ?? "";
    expect(text).toBe(`${"x".repeat(62)}…`);
  });

  const file = (kind: FileRef["kind"], name?: string): FileRef => ({
    id: "F1",
    kind,
    ...(name ? { name } : {}),
  });
  const kinds: [FileRef, method: string, field: string][] = [
    [file("image"), "sendPhoto", "photo"],
    [file("document"), "sendDocument", "document"],
    [file("other"), "sendDocument", "document"],
    [file("voice"), "sendVoice", "voice"],
    [file("audio"), "sendAudio", "audio"],
    [file("video"), "sendVideo", "video"],
    [file("video", "animation.mp4"), "sendAnimation", "animation"],
  ];
  it.each(kinds)("puts the words beside the file: %o", (ref, method, field) => {
    const calls = encode({ text: "**see**", files: [ref] });
    expect(calls).toHaveLength(1);
    expect(calls[0]).toMatchObject({
      method,
      payload: { [field]: "F1", caption: "<b>see</b>", parse_mode: "HTML" },
      plain: { [field]: "F1", caption: "see" },
    });
  });

  it("sends words first where they cannot stand beside the file", () => {
    const methods = (part: Partial<OutboundPart>) => encode(part).map((call) => call.method);
    expect(methods({ text: "see", files: [file("sticker")] })).toEqual(["sendMessage", "sendSticker"]);
    expect(methods({ text: "x".repeat(1_025), files: [file("image")] })).toEqual([
      "sendMessage",
      "sendPhoto",
    ]);
    expect(methods({ text: "x".repeat(1_024), files: [file("image")] })).toEqual(["sendPhoto"]);
  });

  it("sends a file alone when there is nothing to say", () => {
    expect(encode({ files: [file("video", "video-note.mp4")] })).toMatchObject([
      { method: "sendVideoNote", payload: { video_note: "F1" } },
    ]);
    expect(encode({ files: [{ id: "1.5,-2.5", kind: "location" }] })).toMatchObject([
      { method: "sendLocation", payload: { latitude: 1.5, longitude: -2.5 } },
    ]);
  });
});
