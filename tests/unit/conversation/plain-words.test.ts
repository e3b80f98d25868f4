import { describe, expect, it } from "vitest";
import { en } from "../../../src/conversation/phrases/en.ts";
import { zh } from "../../../src/conversation/phrases/zh.ts";
import { quotesReference, saysSolved } from "../../../src/conversation/plain-words.ts";
import { about, between, nothing, Scene, small, wish } from "./given.ts";

const HASH = `0x${"7d".repeat(32)}`;

it.each([["到账了！谢谢"], ["搞定了"], ["found it, thanks"], ["it works now"], ["已经解决了"]])(
  "%s says that it is solved",
  (text) => expect(saysSolved(text)).toBe(true),
);

it.each([["还没到账"], ["解决了吗？"], ["收到了一条诈骗短信"], ["not fixed"], ["it still has not arrived"]])(
  "%s does not say that it is solved",
  (text) => expect(saysSolved(text)).toBe(false),
);

it("a case's reference goes to a person, who can look it up", () => {
  const scene = new Scene().wrote("my ticket is K-7Q2MXA", small("confirm"));
  expect(scene.escalations).toEqual(["wish normal"]);
  expect(quotesReference("工单号：K-7Q2MXA")).toBe(true);
  expect(quotesReference("K-7Q2MXA was closed but my transfer failed again")).toBe(false);
});

describe("a wish for a language", () => {
  it("says the last answer again in it", () => {
    const scene = new Scene().wrote("how", about("account.enable-2fa")).wrote("中文可以吗", nothing);
    expect(scene.bot).toContain("答案 account.enable-2fa");
  });

  it("offers the last topic where its words are not at hand", () => {
    const scene = new Scene().wrote("how", about("account.enable-2fa"));
    scene.now.dialogue.lastLocale = "zh";
    expect(scene.wrote("中文可以吗", nothing).labels).toContain("关于 account.enable-2fa");
  });

  it("is no wish for a person", () => {
    expect(new Scene().wrote("in English please", wish).bot).toBe(en.languageWelcome);
  });

  it("may be said in the other language", () => {
    expect(new Scene().wrote("可以說英文嗎，英文可以吗", nothing).bot).not.toBe(zh.languageWelcome);
    expect(new Scene().wrote("英文可以吗", nothing).bot).toBe(en.languageWelcome);
  });

  it("is not a question about the app's settings", () => {
    const scene = new Scene().wrote("怎么把app换成英文", about("account.enable-2fa"));
    expect(scene.bot).toContain("答案 account.enable-2fa");
  });
});

it("a bare hash is kept for the question that follows", () => {
  const scene = new Scene().wrote(HASH, nothing);
  expect(scene.bot).toBe(en.detailsAlone);
  scene.wrote("this transfer failed", about("tx.failed"));
  expect(scene.now.dialogue.form?.values["tx-hash"]).toBe(HASH);
});

it("bare details in reply to 'which do you mean?' are about the likeliest, and join those of the question", () => {
  const scene = new Scene()
    .wrote("500 USDT on TRON are missing", between("tx.failed", "tx.not-received"))
    .wrote("yesterday", nothing);
  expect(scene.bot).toContain("Answer tx.failed");
  expect(scene.now.dialogue.form?.values).toEqual({
    chain: "TRON",
    "token-amount": "500 USDT",
    time: "yesterday",
  });
});

describe("small talk", () => {
  it.each([["smalltalk"], ["prices"], ["nonsense"]])("does not say the same twice running: %s", (kind) => {
    const scene = new Scene().wrote("hm", small(kind));
    const first = scene.bot;
    expect(scene.wrote("hmm", small(kind)).bot).not.toBe(first);
  });

  it("a greeting in a running case is not greeted with the menu", () => {
    const scene = new Scene()
      .wrote("my transfer failed", about("tx.failed"))
      .wrote("hello", small("greeting"));
    expect(scene.bot).toBe(en.greetingAgain);
  });

  it("thanks with a question in it is not only thanks", () => {
    expect(new Scene().wrote("ok thanks, now what", small("thanks")).bot).toBe(en.rephrase);
  });
});

it("'still cannot receive it' says that the answer was of no use", () => {
  const scene = new Scene().wrote("转账失败", about("tx.failed")).wrote("还是收不到", nothing);
  expect(scene.bot).toBe(zh.helpedNo);
});
