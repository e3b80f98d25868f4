import { describe, expect, it } from "vitest";
import { withoutDenial } from "../../../src/matching/denial.ts";
import { normalise } from "../../../src/matching/normalise.ts";

const meant = (text: string) => withoutDenial(normalise(text));

describe("what a customer says it is not", () => {
  it.each([
    ["不是没到账,是转错了", "转错了"],
    ["我问的不是换头像，而是换手机号", "我问的换手机号"],
    ["我不想删掉它，我想导出来", "想导出来"],
    ["没有要退款，只是想改地址", "想改地址"],
    ["I don't want to delete it, I want to export it", "i want to export it"],
    ["I'm not trying to log in, I'm trying to sign up", "im trying to sign up"],
    ["not to sell them but to lend them", "to lend them"],
  ])("is taken off where what it is follows: %s", (text, rest) => {
    expect(meant(text)).toBe(rest);
  });

  it.each([
    "是不是没到账,是哪里错了",
    "不是很明白怎么转账",
    "我不想要这个地址了",
    "不是",
    "the app is not working but it did yesterday",
    "I don't want to lose my coins",
    "is it not possible to go back?",
  ])("stays where nothing corrects it: %s", (text) => {
    expect(meant(text)).toBe(normalise(text));
  });
});
