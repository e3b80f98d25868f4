import { expect, it } from "vitest";
import { languageOf } from "../../../src/conversation/language.ts";
import { zh } from "../../../src/conversation/phrases/zh.ts";
import type { Locale } from "../../../src/knowledge/entry.ts";
import { about, Scene, small } from "./given.ts";

it.each<[string, Locale, Locale]>([
  ["怎么转账", "en", "zh"],
  ["這個要怎麼用", "en", "zh"],
  ["我的 wallet 打不开 error 500", "en", "zh"],
  ["how do I send", "zh", "en"],
  ["thanks", "zh", "en"],
  ["USDT", "zh", "zh"],
  ["TRC20 USDT", "zh", "zh"],
  ["ok", "zh", "zh"],
  ["100", "en", "en"],
  ["👍", "zh", "zh"],
  ["li***@example.com", "zh", "zh"],
  ["https://example.com/tx/abc", "zh", "zh"],
  [`0x${"ab".repeat(32)}`, "zh", "zh"],
  ["⟦seed-phrase⟧", "zh", "zh"],
  ["Binance", "zh", "zh"],
  ["K-7Q2MXA", "zh", "zh"],
  ["iPhone 15 Pro", "zh", "zh"],
  ["送金できません", "en", "en"],
])("«%s» after %s is answered in %s", (text, before, locale) => {
  expect(languageOf(text, before)).toBe(locale);
});

it("follows the customer message by message", () => {
  const scene = new Scene().wrote("hello there", small("greeting")).wrote("您好", small("greeting"));
  expect(scene.bot).toBe(zh.greetingAgain);
  expect(scene.wrote("怎麼轉帳", about("tx.failed")).bot).toContain("答案 tx.failed");
  expect(scene.wrote("sorry, in English please: password", about("account.reset-password")).bot).toContain(
    "Answer",
  );
});

it("takes for Chinese what was read as pinyin", () => {
  expect(languageOf("zhuanzhang mei daozhang", "en", true)).toBe("zh");
});
