import { describe, expect, it } from "vitest";
import { buildIndex } from "../../../src/matching/build.ts";
import { decodeIndex, encodeIndex } from "../../../src/matching/codec.ts";
import type { Match } from "../../../src/matching/match.ts";
import { match } from "../../../src/matching/rank.ts";
import { smallCorpus } from "./corpora.ts";

describe("an index", () => {
  it("is the same to the byte whenever it is built from the same corpus", () => {
    const first = encodeIndex(buildIndex(smallCorpus()));
    const second = encodeIndex(buildIndex(smallCorpus()));
    expect(Buffer.compare(first, second)).toBe(0);
  });

  it("answers alike after it was written and read", () => {
    const index = buildIndex(smallCorpus());
    const again = decodeIndex(encodeIndex(index));
    for (const text of [
      "转账失败了怎么办",
      "how do i resett my pasword",
      "转人工",
      "快救命，被盗了",
      "你好",
    ]) {
      expect(match(again, text)).toEqual(match(index, text));
    }
  });

  it("is read alike from the bytes of a file, wherever they lie in memory", () => {
    const index = buildIndex(smallCorpus());
    const file = Buffer.concat([Buffer.alloc(24), encodeIndex(index)]).subarray(24);
    expect(match(decodeIndex(file), "忘记密码怎么办")).toEqual(match(index, "忘记密码怎么办"));
  });

  it("answers every line that it learned a topic from, most of all an entry's own title", () => {
    const chains = Array.from({ length: 12 }, (_, i) => `chain${i}`);
    const topics = chains.map((chain) => ({
      id: `product.${chain}`,
      kind: "topic" as const,
      locale: "en" as const,
      lines: [
        `how do i add ${chain}`,
        `does it support ${chain}`,
        `${chain} is missing`,
        `where is ${chain} shown`,
      ],
    }));
    const index = buildIndex(smallCorpus("chains", topics));
    for (const { id, lines } of topics) {
      for (const line of lines) {
        expect(match(index, `${line}?`), line).toMatchObject({
          outcome: "answer",
          ranked: [{ topic: id }, {}, {}, {}, {}],
        });
      }
    }
  });

  it("is refused when a byte of it is damaged", () => {
    const bytes = encodeIndex(buildIndex(smallCorpus()));
    bytes[bytes.length - 40] = (bytes[bytes.length - 40] ?? 0) ^ 1;
    expect(() => decodeIndex(bytes)).toThrow(expect.objectContaining({ code: "index_missing" }));
  });

  it("tells its progress up to the end", () => {
    const steps: [number, number][] = [];
    buildIndex(smallCorpus(), { progress: (done, total) => steps.push([done, total]) });
    const [done, total] = steps.at(-1) ?? [0, 1];
    expect(done).toBe(total);
  });

  it("is not made of a corpus without a topic", () => {
    const { classes, hash } = smallCorpus();
    const corpus = { classes: classes.filter(({ kind }) => kind !== "topic"), hash };
    expect(() => buildIndex(corpus)).toThrow(expect.objectContaining({ code: "knowledge_invalid" }));
  });

  it("finds a topic by what is meant, in words that no line has, and still does after it was kept", () => {
    const concepts = {
      NOT_WORKING: ["失败", "不成功", "报错", "failed", "崴泥了", "没搞定"],
      TRANSFER: ["转账", "发送交易", "transfer", "甩币", "汇过去"],
    };
    const question = "甩币崴泥了";
    const without = match(buildIndex(smallCorpus()), question);
    const index = buildIndex({ ...smallCorpus(), concepts });
    const found = match(index, question);
    expect(found.ranked[0]?.topic).toBe("tx.failed");
    expect(found.ranked[0]?.probability).toBeGreaterThan(2 * (shareOf(without, "tx.failed") ?? 1));
    expect(match(decodeIndex(encodeIndex(index)), question)).toEqual(found);
  });

  it("learns a new topic when it goes on from an older one", () => {
    const older = buildIndex(smallCorpus());
    const lines = ["支持哪些公链", "能不能用波场网络", "支持索拉纳吗", "which chains do you support"];
    const corpus = smallCorpus("wider", [{ id: "product.chains", kind: "topic", locale: "zh", lines }]);
    const warm = buildIndex(corpus, { warmFrom: older });
    expect(match(warm, "请问支持哪些公链").ranked[0]?.topic).toBe("product.chains");
    expect(match(warm, "忘记密码怎么办").ranked[0]?.topic).toBe("account.reset-password");
  });
});

function shareOf({ ranked }: Match, topic: string): number | undefined {
  return ranked.find((one) => one.topic === topic)?.probability;
}
