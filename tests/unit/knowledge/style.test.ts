import { describe, expect, it } from "vitest";
import type { Entry } from "../../../src/knowledge/entry.ts";
import { styleFaults } from "../../../src/knowledge/style.ts";

function complaints(locale: "zh" | "en", body: string): string[] {
  const entry: Entry = {
    id: "a.b",
    locale,
    title: "T",
    severity: "normal",
    handoff: "offer",
    collect: [],
    related: [],
    body,
    file: `${locale}/a/b.md`,
  };
  return styleFaults(entry, 8).map(({ line, reason }) => `${line}: ${reason}`);
}

describe("the style of an answer", () => {
  it.each([
    ["en", "Open Settings, then Language.\n\n1. Choose one.\n2. Tap Save."],
    [
      "en",
      "Did you install it from a store? **Stop and act now:**\n\n1. Move your USDT, TRX or MATIC first.",
    ],
    ["zh", "打开 App 的设置，点「语言」。\n\n1. 选一种，例如 English（英文）。\n2. 点保存。"],
    ["zh", "先别急着重发：看到 `out of gas!` 就先充主币。"],
    ["zh", "先看[官网](https://wallet.example/a?b=1)公告，再点「更新」。"],
    ["zh", "写法如 12:30、1,000 USDT 或 https://wallet.example/a?b=1 都可以。"],
  ] as const)("has nothing against a plain answer (%s) %j", (locale, body) => {
    expect(complaints(locale, body)).toEqual([]);
  });

  it.each([
    ["en", "Dear customer, open Settings.", "8: The answer begins with a greeting"],
    ["en", "**Hello!**", "8: The answer begins with a greeting"],
    ["en", "Thank you for writing to us.", "8: The answer begins with a greeting"],
    ["zh", "您好，打开设置。", "8: The answer begins with a greeting"],
    ["zh", "亲，打开设置。", "8: The answer begins with a greeting"],
    ["en", "## Language\n\nOpen it.", "8: The answer begins with a heading"],
    ["en", "Open it.\n\nDon't wait!", "10: An exclamation mark"],
    ["zh", "打开它。\n马上！", "9: An exclamation mark"],
    ["en", "NEVER SHARE IT with anyone.", '8: "NEVER SHARE IT" is in capitals'],
    ["en", "It is IMPORTANT.", '8: "IMPORTANT" is in capitals'],
    ["en", `${"word ".repeat(31).trim()}.`, "8: A sentence has 31 words"],
    ["zh", `${"字".repeat(61)}。`, "8: A sentence has 61 characters"],
    ["zh", "打开设置,点语言。", '8: Half-width punctuation beside Chinese: "打开设置,点语言。"'],
    ["zh", "打开App的设置。", '8: No space between Chinese and Latin: "打开App的设置。"'],
    ["en", "Please look. Please wait.\nPlease retry.", '9: "please" stands 3 times'],
    ["zh", "请看。请等。\n请再试。", '9: "请" stands 3 times'],
  ] as const)("finds what would put off a customer in trouble (%s) %j", (locale, body, complaint) => {
    expect(complaints(locale, body)).toContain(complaint);
  });

  it("names the line of the first step too many", () => {
    const steps = Array.from({ length: 9 }, (_, index) => `${index + 1}. Tap.`);
    expect(complaints("en", ["Do this:", "", ...steps.slice(0, 8)].join("\n"))).toEqual([]);
    expect(complaints("en", ["Do this:", "", ...steps].join("\n"))).toEqual(["18: The answer has 9 steps"]);
  });

  it("does not take a request or an application for a please", () => {
    expect(complaints("zh", "申请退款、邀请朋友、请求授权、请教客服都在这里。请看。请等。")).toEqual([]);
  });
});
