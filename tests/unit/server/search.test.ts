import { describe, expect, it } from "vitest";
import type { Entry, Knowledge } from "../../../src/knowledge/entry.ts";
import { bench, errorOf } from "./bench.ts";

const PATH = "/api/desk/search";

function entry(id: string, locale: "zh" | "en", title: string, body: string): Entry {
  return {
    id,
    locale,
    title,
    body,
    severity: "normal",
    handoff: "offer",
    collect: [],
    related: [],
    file: id,
  };
}

const KNOWLEDGE: Knowledge = {
  topics: new Map([
    [
      "transfer.pending",
      {
        zh: entry("transfer.pending", "zh", "转账为什么还没到?", "请用哈希查询。"),
        en: entry("transfer.pending", "en", "Why is my transfer pending?", "Look the hash up."),
      },
    ],
    ["fees.gas", { zh: entry("fees.gas", "zh", "矿工费是什么?", "转账要付的费用。") }],
  ]),
  phrasings: [{ label: "fees.gas", locale: "zh", lines: ["手续费好贵", "gas多少"], file: "f" }],
  official: { links: [], accounts: [], phones: [], emails: [] },
  hash: "h",
  trainingHash: "t",
};

async function desk() {
  const all = await bench({ knowledge: () => KNOWLEDGE });
  const mei = await all.agent("mei@example.com", "Mei");
  const search = async (query: string) => (await mei.get(`${PATH}?${query}`)).json();
  return { ...all, mei, search };
}

describe("GET /api/desk/search", () => {
  it("answers with conversations, marked snippets and the message to open", async () => {
    const { customer, search } = await desk();
    const id = await customer("c1", "你好 & <b>我的转账</b>没有到");
    const { hits, total, next } = await search(`q=${encodeURIComponent("转账")}`);
    expect(hits).toMatchObject([
      {
        conversation: { id, account: "web" },
        message: { author: "customer" },
        snippet: { marks: [[10, 12]] },
      },
    ]);
    expect(hits[0].snippet.text).toBe("你好 & <b>我的转账</b>没有到");
    expect([total, next]).toEqual([{ count: 1, more: false }, undefined]);
  });

  it("answers with what the knowledge base says in every language: titles, answers, questions", async () => {
    const { search } = await desk();
    const found = async (words: string) =>
      (await search(`q=${encodeURIComponent(words)}`)).knowledge.map(
        ({ topic, locale, found: where }: { topic: string; locale: string; found: string }) =>
          `${topic} ${locale} ${where}`,
      );
    expect(await found("转账")).toEqual(["transfer.pending zh title", "fees.gas zh answer"]);
    expect(await found("轉賬")).toEqual(["transfer.pending zh title", "fees.gas zh answer"]);
    expect(await found("手续费")).toEqual(["fees.gas zh question"]);
    expect(await found("hash")).toEqual(["transfer.pending en answer"]);
    expect(await found("nowhere")).toEqual([]);
  });

  it("gives pages that go on, with knowledge and the count on the first alone", async () => {
    const { customer, search, clock } = await desk();
    for (let n = 0; n < 5; n++) {
      clock.at += 1000;
      await customer(`c${n}`, "same hash here");
    }
    const first = await search("q=hash&limit=3");
    expect(first.hits).toHaveLength(3);
    expect(first.total).toEqual({ count: 5, more: false });
    const second = await search(`q=hash&limit=3&cursor=${first.next}`);
    expect(second.hits).toHaveLength(2);
    expect(second).toMatchObject({ knowledge: [] });
    expect(second).not.toHaveProperty("total");
    expect(second).not.toHaveProperty("next");
  });

  it("takes times in both forms, and says what is wrong with a filter", async () => {
    const { customer, search, mei, clock } = await desk();
    await customer("c1", "fee");
    expect((await search(`q=fee&from=${clock.at}`)).hits).toHaveLength(1);
    expect((await search("q=fee&to=2026-03-01T00:00:00Z")).hits).toHaveLength(0);
    expect((await search("q=fee&owner=me")).hits).toHaveLength(0);
    expect((await search("q=%3F!%22")).hits).toEqual([]);
    for (const [query, field] of [
      ["", "q"],
      [`q=${"x".repeat(201)}`, "q"],
      ["q=a&view=none", "view"],
      ["q=a&author=me", "author"],
      ["q=a&from=yesterday", "from"],
      ["q=a&limit=0", "limit"],
    ]) {
      const answer = await mei.get(`${PATH}?${query}`);
      expect(answer.status, query).toBe(400);
      expect((await errorOf(answer)).message, query).toMatch(new RegExp(`^${field}: `));
    }
  });

  it("leaves a line in the audit log, without the words", async () => {
    const { store, search } = await desk();
    await search("q=my-secret-sorrow");
    const entries = await store.audit.list({ limit: 9 });
    expect(entries).toMatchObject([{ action: "search.read", outcome: "done" }]);
    expect(JSON.stringify(entries)).not.toContain("sorrow");
  });
});
