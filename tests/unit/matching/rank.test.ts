import { beforeAll, describe, expect, it } from "vitest";
import { buildIndex } from "../../../src/matching/build.ts";
import { type MatchIndex, match } from "../../../src/matching/rank.ts";
import { smallCorpus } from "./corpora.ts";

let index: MatchIndex;

beforeAll(() => {
  index = buildIndex(smallCorpus());
});

function topicOf(text: string): string | undefined {
  return match(index, text).ranked[0]?.topic;
}

describe("a question", () => {
  it("finds its topic in both languages", () => {
    expect(topicOf("我的转账失败了")).toBe("tx.failed");
    expect(topicOf("gas fee is way too high")).toBe("tx.fee");
  });

  it("is answered outright when it is clear", () => {
    expect(match(index, "忘记密码怎么办")).toMatchObject({ outcome: "answer", locale: "zh" });
    expect(match(index, "how do i reset my password")).toMatchObject({ outcome: "answer", locale: "en" });
  });

  it("reads the same in traditional characters, full width and capitals", () => {
    const plain = match(index, "转账卡住了一直没确认");
    expect(match(index, "轉賬卡住了一直沒確認")).toEqual(plain);
    expect(match(index, "ＨＯＷ　ＴＯ　ＵＰＧＲＡＤＥ")).toEqual(match(index, "how to upgrade"));
  });

  it("is understood in spite of typos", () => {
    expect(topicOf("trnasaction stuck pendign")).toBe("tx.pending");
    expect(topicOf("i forgto my pasword")).toBe("account.reset-password");
  });

  it("is found in a story about other things as well", () => {
    const story = "我在外地出差。外面下着大雨。忘记密码怎么办？我朋友也说不清楚。";
    const found = match(index, story);
    expect(found.outcome).not.toBe("decline");
    expect(found.ranked[0]?.topic).toBe("account.reset-password");
    expect(found.ranked.reduce((sum, { probability }) => sum + probability, 0)).toBeLessThanOrEqual(1.000001);
  });

  it("is understood in pinyin, and is then Chinese", () => {
    expect(match(index, "wangji mima zenmeban")).toMatchObject({
      ranked: [{ topic: "account.reset-password" }, {}, {}, {}, {}],
      locale: "zh",
      pinyin: true,
    });
    expect(match(index, "忘记密码怎么办").pinyin).toBeUndefined();
  });

  it("is still right behind a greeting and before thanks", () => {
    const plain = match(index, "手续费太高了");
    const wrapped = match(index, "你好，在吗？请问手续费太高了，谢谢！");
    expect(wrapped.ranked).toEqual(plain.ranked);
    expect(wrapped.outcome).toBe(plain.outcome);
    expect(match(index, "Hello there, update the app please").ranked).toEqual(
      match(index, "update the app").ranked,
    );
  });

  it("asks what its writer corrects it to, not what was denied", () => {
    expect(topicOf("不是忘记密码，是手续费太高了")).toBe("tx.fee");
    expect(topicOf("不是手续费太高了，是忘记密码")).toBe("account.reset-password");
    expect(topicOf("I don't want to update the app, I want to turn on 2fa")).toBe("security.two-factor");
  });

  it("is read up to its 300th character and no further", () => {
    const text = `转账失败了${"。".repeat(295)}`;
    expect(match(index, `${text}忘记密码怎么办`)).toEqual(match(index, text));
    expect(match(index, `${text}${"比特币".repeat(100_000)}`)).toEqual(match(index, text));
  });

  it("shares out at most 1 among at most five topics, best first", () => {
    const { ranked } = match(index, "密码和手续费");
    const shares = ranked.map(({ probability }) => probability);
    expect(ranked).toHaveLength(5);
    expect(shares).toEqual([...shares].sort((a, b) => b - a));
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeLessThanOrEqual(1);
  });
});

describe("what is no question", () => {
  it("is named after the small talk it belongs to, and declined", () => {
    expect(match(index, "你好呀")).toMatchObject({ other: "greeting", outcome: "decline" });
    expect(match(index, "以太坊今天会涨吗")).toMatchObject({ other: "prices", outcome: "decline" });
  });

  it("is declined without a topic when nothing of it is known", () => {
    for (const text of ["", "？？？", "😀😀", "ыыы"]) {
      expect(match(index, text)).toMatchObject({ ranked: [], confidence: 0, outcome: "decline" });
    }
  });

  it("is never answered when it is far from everything", () => {
    expect(match(index, "番茄炒蛋要放多少盐").outcome).not.toBe("answer");
  });
});

describe("beside the question", () => {
  it("hears the wish for a person, and does not hear it in talk about robots", () => {
    expect(match(index, "我要找真人").human.wished).toBe(true);
    expect(match(index, "手续费太高了").human.wished).toBe(false);
  });

  it("takes a bare word for a person as the wish it is, however it is dressed", () => {
    for (const text of ["人工", "轉人工！", "你好，人工客服", "Agent", "a real person please", "HUMAN!!!"]) {
      expect(match(index, text).human, text).toEqual({ probability: 1, wished: true });
    }
    expect(match(index, "人工智能").human.probability).toBeLessThan(1);
  });

  it("takes a bare request for contact details as a question, not as a wish for a person", () => {
    for (const text of ["客服电话", "请问客服熱線？", "What's your phone number?", "hotline"]) {
      expect(match(index, text).human, text).toEqual({ probability: 0, wished: false });
    }
  });

  it("takes contact details asked for in a plain sentence for the same question", () => {
    for (const text of [
      "给我客服电话",
      "把你们的客服热线发给我",
      "有客服电话吗？",
      "Can I have your support number?",
    ]) {
      expect(match(index, text).human, text).toEqual({ probability: 0, wished: false });
    }
    expect(match(index, "给我客服电话，叫人工来").human.probability).toBeGreaterThan(0);
  });

  it("hears no wish in what is written down as none, however it is dressed", () => {
    expect(match(index, "你好，你是机器人吗？？").human).toEqual({ probability: 0, wished: false });
    expect(match(index, "Is this a BOT?").human.wished).toBe(false);
  });

  it("hears nothing in numbers and signs, which only answer a question of ours", () => {
    for (const text of ["5", "2026-11-25 15:00", "100", "！！！", "12 34 56"]) {
      const { human, urgent, outcome, confidence } = match(index, text);
      expect([human.probability, urgent.probability, confidence], text).toEqual([0, 0, 0]);
      expect(outcome).toBe("decline");
    }
  });

  it("hears that it is urgent", () => {
    expect(match(index, "我被盗了，快救命").urgent.urgent).toBe(true);
    expect(match(index, "怎么更新到最新版本").urgent.urgent).toBe(false);
  });
});
