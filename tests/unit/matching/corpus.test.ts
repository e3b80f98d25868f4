import { describe, expect, it } from "vitest";
import type { Entry, Knowledge, Locale } from "../../../src/knowledge/entry.ts";
import { corpusOf } from "../../../src/matching/corpus.ts";

function entry(id: string, locale: Locale, title: string, severity: Entry["severity"]): Entry {
  const file = `${locale}/${id.replace(".", "/")}.md`;
  return { id, locale, title, severity, handoff: "offer", collect: [], related: [], body: "…", file };
}

const knowledge: Knowledge = {
  topics: new Map([
    ["tx.failed", { zh: entry("tx.failed", "zh", "转账失败怎么办?", "high") }],
    ["account.delete", { en: entry("account.delete", "en", "How do I delete my account?", "normal") }],
  ]),
  phrasings: [
    { label: "tx.failed", locale: "zh", lines: ["转不出去"], file: "zh/tx/failed.phrasings.txt" },
    { label: "_other.greeting", locale: "zh", lines: ["你好"], file: "zh/_other/greeting.phrasings.txt" },
    { label: "_human.wish", locale: "zh", lines: ["转人工"], file: "zh/_human/wish.phrasings.txt" },
    { label: "_urgent.urgent", locale: "zh", lines: ["快"], file: "zh/_urgent/urgent.phrasings.txt" },
  ],
  official: { links: [], accounts: [], phones: [], emails: [] },
  hash: "def",
  trainingHash: "abc",
};

describe("the corpus of a knowledge base", () => {
  it("has every title as a line, and an entry without phrasings by its title alone", () => {
    const { classes, hash } = corpusOf(knowledge);
    const linesOf = (id: string) => classes.filter((own) => own.id === id).flatMap(({ lines }) => lines);
    expect(hash).toBe("abc");
    expect(linesOf("tx.failed").sort()).toEqual(["转不出去", "转账失败怎么办?"].sort());
    expect(linesOf("account.delete")).toEqual(["How do I delete my account?"]);
  });

  it("tells topics, small talk and the two detectors' examples apart", () => {
    const kinds = new Map(corpusOf(knowledge).classes.map(({ id, kind }) => [id, kind]));
    expect(Object.fromEntries(kinds)).toEqual({
      "account.delete": "topic",
      "tx.failed": "topic",
      "_other.greeting": "other",
      "_human.wish": "human",
      "_urgent.urgent": "urgent",
    });
  });

  it("knows which topics are grave, so that their lines are no examples of calm", () => {
    const severities = corpusOf(knowledge).classes.filter(({ id }) => id === "tx.failed");
    expect(severities.map(({ severity }) => severity)).toEqual(["high", "high"]);
  });

  it("comes in the same order however the files were read", () => {
    const turned = { ...knowledge, phrasings: [...knowledge.phrasings].reverse() };
    expect(corpusOf(turned)).toEqual(corpusOf(knowledge));
  });
});
