import { afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Entry, Knowledge, Locale } from "../../../src/knowledge/entry.ts";
import { buildIndex } from "../../../src/matching/build.ts";
import type { Corpus } from "../../../src/matching/corpus.ts";
import { type MatchIndex, match } from "../../../src/matching/rank.ts";
import { wrote } from "../../fakes/channel.ts";
import { cleanUp, KNOWLEDGE, MEI, type Scene, scene, texts } from "./scene.ts";

afterEach(cleanUp);

const HOUR = 60 * 60_000;

/** What a bot knows: title, and what customers write. A fee alone may be that of a transfer or of a card. */
const STOCK: [string, Locale, string, string[]][] = [
  ["tx.send", "zh", "如何转账？", ["怎么转账给朋友", "怎么转账", "如何转账", "转账步骤", "在哪里转账"]],
  [
    "tx.fee",
    "zh",
    "转账手续费多少？",
    ["转账手续费多少", "转账的手续费怎么算", "转账收多少手续费", "转账要手续费吗", "转账手续费"],
  ],
  [
    "card.order",
    "zh",
    "如何申请卡片？",
    ["怎么申请卡片", "怎么办卡片", "如何申请卡片", "申请卡片的步骤", "在哪里办卡片"],
  ],
  [
    "card.fee",
    "zh",
    "卡片手续费多少？",
    ["卡片手续费多少", "卡片的手续费怎么算", "卡片收多少手续费", "卡片要手续费吗", "卡片手续费"],
  ],
  [
    "account.password",
    "zh",
    "忘记密码？",
    ["忘记密码怎么办", "密码想不起来了", "怎么重置登录密码", "密码忘光了"],
  ],
  [
    "tx.send",
    "en",
    "How do I send money?",
    ["how do i send money to a friend", "how to send money", "send money", "steps to send money"],
  ],
  [
    "tx.fee",
    "en",
    "What does sending cost?",
    [
      "what is the fee to send money",
      "fee for sending money",
      "how much is the fee to send money",
      "send money fee",
    ],
  ],
  [
    "card.order",
    "en",
    "How do I order a card?",
    ["how do i order a card", "order a card", "get a new card", "steps to order a card"],
  ],
  [
    "card.fee",
    "en",
    "What does a card cost?",
    ["what is the fee to order a card", "card fee", "how much is the card fee", "fee for a card"],
  ],
  [
    "account.password",
    "en",
    "Forgot your password?",
    ["i forgot my password", "how do i reset my password", "password reset"],
  ],
];

const CORPUS: Corpus = {
  hash: "follow-up",
  // What this tenant sells is a word of its own; what a fee is, everybody knows.
  concepts: { CARD: ["卡片", "办卡", "card", "cards"] },
  classes: [
    ...STOCK.map(([id, locale, , lines]) => ({
      id,
      locale,
      lines,
      kind: "topic" as const,
      severity: "normal" as const,
    })),
    { id: "_other.thanks", locale: "zh", kind: "other", lines: ["谢谢", "谢谢你", "好的谢谢", "多谢了"] },
    {
      id: "_other.thanks",
      locale: "en",
      kind: "other",
      lines: ["thanks", "thank you", "ok thanks", "many thanks"],
    },
  ],
};

const topics = new Map<string, Partial<Record<Locale, Entry>>>();
for (const [id, locale, title] of STOCK) {
  const entry: Entry = {
    id,
    locale,
    title,
    severity: "normal",
    handoff: "offer",
    collect: [],
    related: [],
    body: `[${id}]`,
    file: `${locale}/${id}.md`,
  };
  topics.set(id, { ...topics.get(id), [locale]: entry });
}
const FOLDER: Knowledge = { ...KNOWLEDGE, topics };

let index: MatchIndex;
beforeAll(() => {
  const built = buildIndex(CORPUS);
  const { blend, sureness } = built.calibration;
  // With so few lines the matcher doubts everything: here it answers at less than it ships with.
  const bold = { ...sureness.zh, answerAt: 0.25, askAt: 0.2 };
  index = { ...built, calibration: { blend, sureness: { zh: bold, en: bold } } };
});

async function desk(): Promise<Scene & { says(...words: string[]): Promise<string> }> {
  const one = await scene({
    knowledge: FOLDER,
    match: async (text, before) => match(index, text, { before }),
  });
  return {
    ...one,
    async says(...words) {
      for (const text of words) {
        await one.channel.hears(wrote(text, { at: one.clock.now() }));
        await one.clock.settle();
      }
      return texts(one.channel).at(-1) ?? "";
    },
  };
}

describe("a question that follows on another", () => {
  it.each([
    ["怎么转账给朋友", "那手续费呢？", "[tx.fee]"],
    ["怎么申请卡片", "那手续费呢？", "[card.fee]"],
    ["how do I send money to a friend", "and what about the fee?", "[tx.fee]"],
    ["how do I order a card", "and what about the fee?", "[card.fee]"],
  ])("%s, %s", async (first, second, answer) => {
    const { says } = await desk();
    await says(first);
    expect(await says(second)).toContain(answer);
  });

  it("bends no question that stands for itself", async () => {
    for (const question of ["忘记密码怎么办", "I forgot my password", "怎么申请卡片", "那怎么申请卡片"]) {
      const alone = await (await desk()).says(question);
      const { says } = await desk();
      await says("怎么转账给朋友");
      expect(await says(question)).toBe(alone);
    }
  });

  it("bends no thanks", async () => {
    const { says } = await desk();
    await says("how do I send money to a friend");
    expect(await says("thanks")).not.toContain("[");
  });
});

describe("what was asked before counts no longer", () => {
  it("after six hours", async () => {
    const { says, clock } = await desk();
    await says("怎么申请卡片");
    await clock.advance(6 * HOUR + 1);
    expect(await says("那手续费呢？")).not.toContain("[card.fee]");
  });

  it("after a person had the conversation", async () => {
    const { says, act } = await desk();
    await says("怎么申请卡片");
    await act("lin", MEI, { type: "agent.claimed" });
    await act("lin", MEI, { type: "agent.returned" });
    expect(await says("那手续费呢？")).not.toContain("[card.fee]");
  });

  it("after the customer deleted the question", async () => {
    const { says, channel, clock } = await desk();
    await channel.hears(wrote("怎么申请卡片", { at: clock.now(), msgId: "m-gone" } as never));
    await clock.settle();
    await channel.hears(wrote("", { at: clock.now(), kind: "delete", msgIds: ["m-gone"] } as never));
    await clock.settle();
    expect(await says("那手续费呢？")).not.toContain("[card.fee]");
  });
});
