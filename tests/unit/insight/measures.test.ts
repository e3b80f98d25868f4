import { describe, expect, it, onTestFinished } from "vitest";
import type { Bucket, GroupBy, InsightQuery } from "../../../src/store/insight.ts";
import { openSqlite } from "../../../src/store/sqlite/open.ts";
import type { Store } from "../../../src/store/store.ts";
import { randomHistory } from "./history.ts";
import { engagementsOf, naiveCounts, naiveTimes } from "./naive.ts";

const START = Date.parse("2026-03-01T00:00:00Z");
const DAY = 24 * 3_600_000;

function openStore(): Store {
  const store = openSqlite({ folder: ":memory:" });
  onTestFinished(() => store.close());
  return store;
}

async function catchUp(store: Store, limit = 1000): Promise<void> {
  while (!(await store.insight.catchUp(limit)));
}

type One = Awaited<ReturnType<typeof engagementsOf>>[number];

const GROUPS: [Exclude<GroupBy, readonly Bucket[]>, (one: One) => string[]][] = [
  ["all", () => [""]],
  ["channel", (one) => [one.channel]],
  ["locale", (one) => [one.locale]],
  ["topic", (one) => (one.topics.size === 0 ? [""] : [...one.topics])],
];

/** Every figure of every grouping, from the store and by counting on one's fingers. */
async function bothWays(store: Store, query: InsightQuery) {
  const all = await engagementsOf(store);
  const days: Bucket[] = Array.from({ length: 400 }, (_, n) => ({
    key: `d${String(n % 7)}`,
    from: START + n * DAY,
    to: START + (n + 1) * DAY,
  }));
  const dayOf = (one: One) => [`d${Math.floor((one.start - START) / DAY) % 7}`];
  const groups: [GroupBy, (one: One) => string[]][] = [...GROUPS, [days, dayOf]];
  const store_ = [];
  const naive = [];
  for (const [by, keys] of groups) {
    store_.push(await store.insight.counts(query, by), await store.insight.times(query, by));
    naive.push(naiveCounts(all, query, keys), naiveTimes(all, query, keys));
  }
  return { store: store_, naive, n: all.length };
}

describe("the figures of a report", () => {
  it.each([1, 2, 3, 4])("equal those counted from the raw events, to the unit (history %i)", async (seed) => {
    const store = openStore();
    const past = await randomHistory(store, seed, START, 150);
    await catchUp(store);
    const now = past.now();
    const middle = START + (now - START) / 2;
    const queries: InsightQuery[] = [
      { from: START, to: now + 1, now },
      // Cut in the middle, and looked at while much is still open.
      { from: START + DAY * 3, to: middle, now: middle },
      { from: middle, to: now + 1, now: now + 100 * DAY, channel: "telegram" },
      { from: START, to: now + 1, now, locale: "zh" },
      { from: START, to: now + 1, now, topic: "account.enable-2fa", locale: "en" },
    ];
    for (const query of queries) {
      const { store: counted, naive, n } = await bothWays(store, query);
      expect(counted).toEqual(naive);
      expect(n).toBeGreaterThan(20);
    }
  });

  it("come from histories in which everything happens that is counted", async () => {
    const store = openStore();
    const now = (await randomHistory(store, 7, START, 500)).now() + 100 * DAY;
    await catchUp(store);
    const query = { from: START, to: now, now };
    const [counts] = await store.insight.counts(query, "all");
    const [times] = await store.insight.times({ ...query, now: now - 100 * DAY }, "all");
    const { pending, ...settled } = counts?.outcomes ?? {};
    expect(pending).toBe(0);
    expect(Object.entries(settled).filter(([, n]) => n === 0)).toEqual([]);
    expect(counts?.rating.scores.filter((n) => n > 0).length).toBeGreaterThan(1);
    const { firstReply, resolution, neverAnswered, unanswered } = times ?? {};
    expect([firstReply?.n, resolution?.n, neverAnswered, unanswered].filter((n) => !n)).toEqual([]);
  });

  it("are the same whether counted as things happened, in small steps, or made anew", async () => {
    const store = openStore();
    const query = { from: START, to: START + 4000 * DAY, now: START + 4000 * DAY };
    const figures = async () => [
      await store.insight.counts(query, "channel"),
      await store.insight.times(query, "topic"),
    ];
    let start = START;
    for (let seed = 1; seed <= 4; seed++) {
      start = (await randomHistory(store, seed, start, 40)).now();
      await catchUp(store, 7);
    }
    const kept = await figures();
    await store.insight.forget();
    expect(await store.insight.counts(query, "all")).toEqual([]);
    await catchUp(store);
    expect(await figures()).toEqual(kept);
  });
});
