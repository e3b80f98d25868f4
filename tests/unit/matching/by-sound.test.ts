import { describe, expect, it } from "vitest";
import { soundReaderOf } from "../../../src/matching/by-sound.ts";
import { featuresOf } from "../../../src/matching/features.ts";
import { normalise } from "../../../src/matching/normalise.ts";
import { charactersOf, soundOf, soundsOf } from "../../../src/matching/pinyin.ts";
import { spaceOf } from "../../../src/matching/space.ts";

const LINES = [
  "忘记密码怎么办",
  "密码错了怎么办",
  "登录密码忘了",
  "支付密码怎么改",
  "怎么改密码",
  "密码输不进去",
  "转账一直没到账",
  "钱转过去没到账怎么办",
  "我的账户登录不上",
  "forgot my password",
  "can i change my login name",
];
const reader = soundReaderOf(spaceOf(LINES.map((line) => featuresOf(normalise(line)))));
const read = (text: string) => reader(normalise(text));

describe("Chinese typed by its sound", () => {
  it.each([
    ["忘记密马怎么办", "忘记密码怎么办"],
    ["登录蜜码忘了", "登录密码忘了"],
  ])("%s is read as %s", (typed, meant) => {
    expect(read(typed)).toBe(meant);
  });

  it.each([
    ["wangji mima zenmeban", "忘记密码怎么办"],
    ["wang ji mi ma zen me ban", "忘记密码怎么办"],
    ["Zhuanzhang yizhi mei daozhang!!", "转账一直没到账"],
    ["zenme gai mima", "怎么改密码"],
  ])("%s is written out as %s", (typed, meant) => {
    expect(read(typed)).toBe(meant);
  });

  it.each(["密码错了怎么办", "我的钱不见了", "转帐", "妈妈的手机"])("%s stays as it is", (text) => {
    expect(read(text)).toBe(text);
  });

  it.each([
    "can i change my name",
    "send me the link",
    "i cant log in to the app",
    "women can dance",
    "hello",
    "usdt bsc 0x12ab",
    "",
  ])("leaves English alone: %s", (text) => {
    expect(read(text)).toBe(normalise(text));
  });

  it("leaves a text alone that has Chinese characters beside Latin words", () => {
    expect(read("帮我写个resume")).toBe("帮我写个resume");
  });
});

describe("the sounds of Mandarin", () => {
  it("knows the sound of a character and the characters of a sound", () => {
    expect(soundOf("密")).toBe("mi");
    expect(charactersOf("mi")).toContain("密");
    expect(charactersOf("lv")).toContain("绿");
    expect(charactersOf("xyz")).toEqual([]);
  });

  it("cuts a word into as few sounds as will do", () => {
    expect(soundsOf("zhuanzhang")).toEqual(["zhuan", "zhang"]);
    expect(soundsOf("xian")).toEqual(["xian"]);
    expect(soundsOf("password")).toBeUndefined();
  });
});
