import { describe, expect, it } from "vitest";
import { alarmSignals, alarmsOf } from "../../../src/matching/alarm.ts";
import { buildIndex } from "../../../src/matching/build.ts";
import type { CorpusClass } from "../../../src/matching/corpus.ts";
import { match } from "../../../src/matching/rank.ts";
import { smallCorpus } from "./corpora.ts";

describe("the alarm of a topic", () => {
  const severities = new Map([
    ["security.leaked-seed", "urgent"],
    ["security.new-device", "high"],
    ["tx.failed", "high"],
    ["security.two-factor", "normal"],
  ] as const);
  const names = [...severities.keys(), "_other.greeting"];

  it("is raised by urgent topics, half by grave ones beside them, and not by a failed transfer", () => {
    expect([...alarmsOf(names, severities)]).toEqual([2, 1, 0, 0, 0]);
  });

  it("grows with how likely the urgent topics are", () => {
    const alarms = alarmsOf(names, severities);
    const urgency = (share: number) => alarmSignals(Float64Array.of(share, 0, 1 - share, 0, 0), alarms)[0];
    expect(urgency(0.9)).toBeGreaterThan(urgency(0.5));
    expect(urgency(0.5)).toBeGreaterThan(urgency(0));
    expect(Number.isFinite(urgency(0)) && Number.isFinite(urgency(1))).toBe(true);
  });
});

describe("urgency", () => {
  // Enough lines for trials: the detector then also hears the topics.
  const chains = [
    "波场",
    "以太坊",
    "比特币",
    "索拉纳",
    "币安链",
    "马蹄链",
    "雪崩链",
    "狗狗币",
    "莱特币",
    "瑞波",
  ];
  const leaked: CorpusClass = {
    id: "security.leaked-seed",
    kind: "topic",
    locale: "zh",
    severity: "urgent",
    lines: chains.flatMap((chain) => [
      `${chain}的助记词泄露了`,
      `助记词填到假${chain}网站`,
      `${chain}私钥给别人看到`,
    ]),
  };
  const added: CorpusClass = {
    id: "product.add-token",
    kind: "topic",
    locale: "zh",
    severity: "normal",
    lines: chains.flatMap((chain) => [`怎么添加${chain}`, `支持${chain}吗`, `${chain}在哪里显示`]),
  };
  const index = buildIndex(smallCorpus("grave", [leaked, added]));

  it("is heard in a message about an urgent topic, though no example of urgency is like it", () => {
    expect(match(index, "私钥泄露给假网站").urgent.urgent).toBe(true);
  });

  it("is not heard in a calm question about the same coins", () => {
    expect(match(index, "怎么添加莱特币").urgent.urgent).toBe(false);
  });
});
