import { describe, expect, it } from "vitest";
import { asksSomething, extract, onlyDetails, readSlot } from "../../../src/conversation/slots.ts";
import type { SlotName } from "../../../src/knowledge/entry.ts";

const HEX = "c4".repeat(32);
const SIG = "5".repeat(87);

describe("a detail in running text", () => {
  it.each<[SlotName, string, string | undefined]>([
    ["chain", "我是在BSC链上转的", "BNB Smart Chain"],
    ["chain", "用的幣安智能鏈", "BNB Smart Chain"],
    ["chain", "TRC20 的", "TRON"],
    ["chain", "波場", "TRON"],
    ["chain", "it went out on Polygon", "Polygon"],
    ["chain", "I sent it on base", "Base"],
    ["chain", "eth 主網", "Ethereum"],
    ["chain", "I sent 2 ETH to a friend", undefined],
    ["chain", "tons of trouble", undefined],
    ["tx-hash", `hash: 0x${HEX}`, `0x${HEX}`],
    ["tx-hash", `TRON，${HEX}`, HEX],
    ["tx-hash", `${HEX}ab`, undefined],
    ["tx-hash", `签名 ${SIG}`, SIG],
    ["address", `to 0x${"a1".repeat(20)} please`, `0x${"a1".repeat(20)}`],
    ["address", `地址TQ${"m".repeat(32)}`, `TQ${"m".repeat(32)}`],
    ["address", `0x${HEX}`, undefined],
    ["token-amount", "转了100 USDT过去", "100 USDT"],
    ["token-amount", "大概3.5个以太币", undefined],
    ["token-amount", "1,200.50 usdc", "1,200.50 usdc"],
    ["token-amount", "USDT 250 没到", "USDT 250"],
    ["token-amount", "2000u没了", "2000u"],
    ["token-amount", "5 tonnes", undefined],
    ["token-amount", "version 2.3", undefined],
    ["time", "我昨天晚上八点转的钱", "昨天晚上八点"],
    ["time", "剛才轉的", "剛才"],
    ["time", "about 3 hours ago on Polygon", "3 hours ago"],
    ["time", "yesterday around 3 pm, I think", "yesterday around 3 pm"],
    ["time", "12月5日下午", "12月5日下午"],
    ["time", "I sent 30 minutes of video", undefined],
    ["registered-email", "邮箱是 li***@example.com 谢谢", "li***@example.com"],
    ["app-version", "app version 2.3", "2.3"],
    ["app-version", "版本号：1.10.2", "1.10.2"],
    ["app-version", "I sent 2.5 ETH", undefined],
    ["details", "anything", undefined],
  ])("%s in «%s»", (slot, text, value) => {
    expect(extract(slot, text)).toBe(value);
  });
});

describe("the answer to a question for a detail", () => {
  it.each<[SlotName, string, string | undefined]>([
    ["chain", "eth", "Ethereum"],
    ["chain", "以太链", "Ethereum"],
    ["chain", "Sui", "Sui"],
    ["chain", "火币生态链", "火币生态链"],
    ["chain", "怎么看是哪条", undefined],
    ["chain", "ok", undefined],
    ["chain", "how can I tell?", undefined],
    ["chain", "就是那个最常用的", undefined],
    ["token-amount", "大概三百多", "大概三百多"],
    ["token-amount", "all of it", undefined],
    ["time", "上周吧", "上周吧"],
    ["time", "a while", undefined],
    ["app-version", "2.3", "2.3"],
    ["app-version", "the latest", "the latest"],
    ["app-version", "blue", undefined],
    ["tx-hash", "in the picture", undefined],
    ["registered-email", "my usual one", undefined],
    ["device", "iPhone 15, iOS 18", "iPhone 15, iOS 18"],
    ["counterparty", "Binance", "Binance"],
    ["details", "⟦password⟧", undefined],
    ["error-text", "gas required exceeds allowance", "gas required exceeds allowance"],
  ])("%s: «%s»", (slot, text, value) => {
    expect(readSlot(slot, text)).toEqual(
      value === undefined ? { kind: "unclear" } : { kind: "value", value },
    );
  });

  it.each([
    ["跳过"],
    ["跳過。"],
    ["没有截图"],
    ["沒有"],
    ["不知道"],
    ["查不到"],
    ["Skip"],
    ["no hash"],
    ["I don't have one"],
    ["n/a"],
  ])("«%s» skips", (text) => {
    expect(readSlot("tx-hash", text)).toEqual({ kind: "skip" });
  });

  it("is bounded in length", () => {
    expect(readSlot("details", "x".repeat(2000))).toEqual({ kind: "value", value: "x".repeat(500) });
  });
});

it.each([
  ["30 TRX，昨天中午", true],
  ["Polygon, yesterday around 3 pm", true],
  [`hash: ${HEX}`, true],
  ["昨天币被转走了 30 TRX", false],
  ["they took 30 TRX", false],
  ["hello", false],
  ["", false],
])("«%s» is details alone: %s", (text, only) => {
  expect(onlyDetails(text)).toBe(only);
});

it.each([
  ["怎么开启", true],
  ["這是什麼", true],
  ["能找回来吗", true],
  ["is it safe", true],
  ["why did it fail", true],
  ["it failed again", false],
  ["卡在第二步", false],
])("«%s» asks something: %s", (text, asks) => {
  expect(asksSomething(text)).toBe(asks);
});
