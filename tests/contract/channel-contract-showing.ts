import { describe, expect } from "vitest";
import type { Choice } from "../../src/channel/contract.ts";
import { graphemes } from "../../src/channel/measure.ts";
import { type Case, read, stored, tell } from "./channel-cases.ts";
import type { Stage } from "./channel-stage.ts";

const SCRIPTS: readonly [name: string, sign: string][] = [
  ["Latin", "x"],
  ["Chinese", "字"],
  ["emoji", "👍"],
];

/** What a customer's or an agent's words may hold that would call people, run, or pretend to be ours. */
const TRAPS: readonly [name: string, text: string][] = [
  ["everyone", "hello @everyone and @here"],
  ["a person by number", "ask <@2040000000000000042> and <@U024LIN>"],
  ["a group or channel", "see <#3040000000000000002> <@&99> <!channel> <!here> <!subteam^S1>"],
  ["HTML", "<b>bold</b> <script>alert(1)</script> &lt;i&gt;"],
  ["a broken tag", "a < b <c and </b>"],
  ["a link into the app itself", "[tap](tg://user?id=42) [x](javascript:alert(1)) [f](file:///etc/passwd)"],
  ["a link that Slack would show as another", "<https://evil.example|https://bank.example>"],
  ["signs of every markup", "__a__ ||b|| ~~~c ||| > d\n# e\n* f *"],
  ["a fence that is never closed", "```\n@everyone\n<!channel>"],
  ["inline code with ticks", "`` a`@here`b ``"],
];

export function showing(when: Case): void {
  describe("the limit of a text", () => {
    for (const [name, sign] of SCRIPTS) {
      for (const off of [-1, 0, 1]) {
        const what = off === 0 ? "at it" : off < 0 ? "one below" : "one above";
        when(`is kept, and no letter lost: ${name}, ${what}`, [], async (stage) => {
          await ready(stage);
          const { limit } = stage.channel.capabilities.text;
          const text = filled(stage, sign, limit + off);
          const shown = await tell(stage, { text });
          expect(read(shown)).toBe(text);
          if (off > 0) expect(shown.length).toBeGreaterThan(1);
          expect(shown.every((one) => graphemes(one.text).every((g) => !g.includes("\ufffd")))).toBe(true);
        });
      }
    }

    when("three times over is parts in order", [], async (stage) => {
      await ready(stage);
      const { limit } = stage.channel.capabilities.text;
      const sentence = "第一句话在这里。 And an English one. ";
      const text = Array.from(
        { length: Math.ceil((3 * limit) / sentence.length) },
        (_, n) => `${n} ${sentence}`,
      );
      expect(read(await tell(stage, { text: text.join("") }))).toBe(text.join("").replace(/\s+/g, ""));
    });
  });

  buttons(when);
  files(when);
  traps(when);
}

async function ready(stage: Stage): Promise<void> {
  await stage.begin();
  await stage.say("lin", "hi");
  await stored(stage, 1);
}

/** So much of a sign as makes `length` in the channel's own count, with Latin letters where a sign does not fit. */
function filled(stage: Stage, sign: string, length: number): string {
  const { unit } = stage.channel.capabilities.text;
  const size =
    unit === "utf16" ? sign.length : unit === "codepoint" ? 1 : new TextEncoder().encode(sign).length;
  return sign.repeat(Math.floor(length / size)) + "x".repeat(length % size);
}

function choicesOf(labels: readonly string[]): Choice[] {
  return labels.map((label, n) => ({ token: `t${n}`, label }));
}

function buttons(when: Case): void {
  describe("choices", () => {
    when("are buttons, in order, below the words", ["buttons"], async (stage) => {
      await ready(stage);
      const labels = ["转人工客服", "Common questions", "No"];
      const [shown] = await tell(stage, { text: "Which?", choices: choicesOf(labels) });
      expect(shown).toMatchObject({ text: "Which?", buttons: labels });
    });

    for (const [name, sign] of SCRIPTS) {
      when(`have labels as long as promised, whole: ${name}`, ["buttons"], async (stage) => {
        await ready(stage);
        const { buttonLabel } = stage.channel.capabilities;
        const label = sign.repeat(Math.floor(buttonLabel / sign.length));
        const [shown] = await tell(stage, { text: "Which?", choices: choicesOf([label, "No"]) });
        expect(shown?.buttons).toEqual([label, "No"]);
      });

      when(`have longer labels cut, between letters: ${name}`, ["buttons"], async (stage) => {
        await ready(stage);
        const { buttonLabel } = stage.channel.capabilities;
        const label = sign.repeat(buttonLabel + 1);
        const [shown] = await tell(stage, { text: "Which?", choices: choicesOf([label]) });
        const button = shown?.buttons[0] ?? "";
        expect(button).toMatch(/…$/);
        expect(button.length).toBeLessThanOrEqual(buttonLabel);
        expect(label.startsWith(button.slice(0, -1))).toBe(true);
      });
    }

    when("are as many buttons as promised", ["buttons"], async (stage) => {
      await ready(stage);
      const labels = Array.from({ length: stage.channel.capabilities.buttons }, (_, n) => `Choice ${n + 1}`);
      const [shown] = await tell(stage, { text: "Which?", choices: choicesOf(labels) });
      expect(shown?.buttons).toEqual(labels);
    });

    when("one more than that are a numbered list", [], async (stage) => {
      await ready(stage);
      const count = stage.channel.capabilities.buttons + 1;
      const labels = Array.from({ length: count }, (_, n) => `Choice ${n + 1}`);
      const [shown] = await tell(stage, { text: "Which?", choices: choicesOf(labels) });
      expect(shown?.buttons).toEqual([]);
      expect(shown?.text).toContain(`${count}. Choice ${count}`);
    });

    when("stand under the last part of a long text only", ["buttons"], async (stage) => {
      await ready(stage);
      const text = "word ".repeat(stage.channel.capabilities.text.limit / 4);
      const shown = await tell(stage, { text, choices: choicesOf(["Yes"]) });
      expect(shown.length).toBeGreaterThan(1);
      expect(shown.map((one) => one.buttons.length)).toEqual([...Array(shown.length - 1).fill(0), 1]);
    });
  });
}

function files(when: Case): void {
  describe("files", () => {
    when("go out by the handle they came by", ["file"], async (stage) => {
      await ready(stage);
      const shown = await tell(stage, { text: "See here", files: [stage.file(1)] });
      expect(shown.reduce((sum, one) => sum + one.files, 0)).toBe(1);
      expect(read(shown)).toContain("Seehere");
    });

    when("as many as promised arrive, all of them", ["file"], async (stage) => {
      await ready(stage);
      const count = stage.channel.capabilities.files;
      const all = Array.from({ length: count }, (_, n) => stage.file(n));
      const shown = await tell(stage, { text: "See here", files: all });
      expect(shown.reduce((sum, one) => sum + one.files, 0)).toBe(count);
    });

    for (const off of [-1, 0, 1]) {
      const what = off === 0 ? "at its limit" : off < 0 ? "one below its limit" : "one above";
      when(
        `have their words beside them or before them, none lost: ${what}`,
        ["file", "caption"],
        async (stage) => {
          await ready(stage);
          const text = "字".repeat(stage.channel.capabilities.caption + off);
          const shown = await tell(stage, { text, files: [stage.file(1)] });
          expect(read(shown)).toBe(text);
          expect(shown.reduce((sum, one) => sum + one.files, 0)).toBe(1);
        },
      );
    }

    when("that cannot be carried are named", [], async (stage) => {
      await ready(stage);
      const foreign = {
        id: "elsewhere",
        account: "other:1",
        kind: "document",
        name: "bill_*1*.pdf",
      } as const;
      if (stage.channel.capabilities.files > 0) return;
      expect(read(await tell(stage, { text: "See", files: [foreign] }))).toContain("bill_*1*.pdf");
    });
  });
}

function traps(when: Case): void {
  describe("words that try to be more than words", () => {
    for (const [name, text] of TRAPS) {
      when(`call nobody and lead nowhere: ${name}`, [], async (stage) => {
        await ready(stage);
        const shown = await tell(stage, { text });
        expect(shown.flatMap((one) => one.calls)).toEqual([]);
        expect(shown.length).toBeGreaterThan(0);
      });

      when(`call nobody as a button either: ${name}`, ["buttons"], async (stage) => {
        await ready(stage);
        const shown = await tell(stage, { text: "Which?", choices: choicesOf([text]) });
        expect(shown.flatMap((one) => one.calls)).toEqual([]);
        expect(shown[0]?.buttons).toHaveLength(1);
      });
    }

    for (const [name, text, seen] of [
      ["bold and italic", "**Done** and *soon*", "Doneandsoon"],
      ["a link", "See [the help page](https://help.example/zh/a?b=1&c=2)", "thehelppage"],
      ["code", "Run `kefu doctor` now", "kefudoctor"],
      ["a list", "1. one\n2. two", "1.one2.two"],
      ["a quotation", "> as you said", "asyousaid"],
      ["a heading", "# Fees\n\ntext", "Feestext"],
    ] as const) {
      when(`are formatted where we format: ${name}`, [], async (stage) => {
        await ready(stage);
        expect(read(await tell(stage, { text }))).toContain(seen);
      });
    }
  });
}
