import { describe, expect, it } from "vitest";
import { choiceFromText } from "../../../src/channel/choice.ts";

const choices = ["重置密码", "Change password", "转账没到账", "Something else"].map((label, index) => ({
  token: `t${index}`,
  label,
}));

function chosen(text: string): string | undefined {
  const index = choiceFromText(text, choices);
  return index === undefined ? undefined : choices[index]?.label;
}

describe("a typed answer to numbered choices", () => {
  it.each([
    "2",
    "2.",
    "２",
    " 2 ",
    "2、",
    "(2)",
    "#2",
    "②",
    "2️⃣",
    "2号",
    "第二个",
    "第2个",
    "第 2 项",
    "选2",
    "选第二个吧",
    "我选二",
    "二",
    "选项2",
    "option 2",
    "Option #2",
    "number two",
    "no. 2",
    "2nd",
    "second",
    "the second one",
    "2 please",
    "I want 2",
  ])("takes %j for the second", (text) => {
    expect(chosen(text)).toBe("Change password");
  });

  it.each([
    ["change  PASSWORD", "Change password"],
    ["Change password!", "Change password"],
    ["转账没到账。", "转账没到账"],
    ["转账 没到账", "转账没到账"],
    ["最后一个", "Something else"],
    ["the last one", "Something else"],
  ])("takes %j for the words of a choice", (text, label) => {
    expect(chosen(text)).toBe(label);
  });

  it.each([
    "",
    "0",
    "5",
    "第五个",
    "十二",
    "99999",
    "2 USDT",
    "2个小时还没到账",
    "两个",
    "2个",
    "第二天",
    "second time",
    "1 or 2",
    "一个问题",
    "one moment",
    "no",
    "不是",
    "密码",
    "2".repeat(300),
  ])("does not take %j for a choice", (text) => {
    expect(chosen(text)).toBeUndefined();
  });

  it("prefers a label to a number, so that a scale may be listed in any order", () => {
    const scale = ["5", "4", "3", "2", "1"].map((label) => ({ token: label, label }));
    expect(choiceFromText("4", scale)).toBe(1);
  });

  it("does not guess between two choices of the same words", () => {
    const twins = ["Yes", "yes."].map((label, index) => ({ token: `${index}`, label }));
    expect(choiceFromText("yes", twins)).toBeUndefined();
    expect(choiceFromText("2", twins)).toBe(1);
  });

  it("counts beyond ten", () => {
    const many = Array.from({ length: 25 }, (_, index) => ({ token: `${index}`, label: `choice ${index}x` }));
    expect([
      choiceFromText("第十一个", many),
      choiceFromText("二十", many),
      choiceFromText("25", many),
    ]).toEqual([10, 19, 24]);
  });

  it("has no choice where none was offered", () => {
    expect(choiceFromText("1", [])).toBeUndefined();
  });
});
