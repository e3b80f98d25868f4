import { describe, expect, it } from "vitest";
import { timesOf } from "../../bench/figures.ts";
import { type Asked, ask, auroc, inOrder, measured, mixed } from "../../bench/match/measure.ts";
import { bestLines, linesOf, REJECT } from "../../bench/match/system.ts";
import { wordsOf } from "../../bench/match/words.ts";

const TOPICS = new Set(["card", "fee"]);

describe("AUROC", () => {
  it("counts the pairs that are in the right order, and ties for half", () => {
    // 0.9 beats all three, 0.5 beats two and ties with one, 0.2 beats one: 3 + 2.5 + 1 of 9 pairs.
    expect(auroc([0.9, 0.5, 0.2], [0.5, 0.3, 0.1])).toBeCloseTo(6.5 / 9, 12);
  });

  it("is 1 when all stand above, 0 when all stand below and a half when nothing is told apart", () => {
    expect(auroc([3, 4], [1, 2])).toBe(1);
    expect(auroc([1, 2], [3, 4])).toBe(0);
    expect(auroc([7, 7, 7], [7, 7])).toBe(0.5);
  });

  it("is not given where a kind is missing", () => {
    expect(auroc([1], [])).toBeUndefined();
    expect(auroc([], [1])).toBeUndefined();
  });
});

describe("percentiles", () => {
  it("are taken from the sorted times", () => {
    const times = Array.from({ length: 200 }, (_, i) => 200 - i);
    expect(timesOf(times)).toEqual({ count: 200, p50: 101, p99: 199, worst: 200 });
  });

  it("are 0 of nothing, and the one time of one", () => {
    expect(timesOf([])).toMatchObject({ p50: 0, p99: 0 });
    expect(timesOf([5])).toMatchObject({ p50: 5, p99: 5 });
  });
});

describe("the sample", () => {
  const things = Array.from({ length: 50 }, (_, i) => i);

  it("depends on the seed alone and loses nothing", () => {
    expect(mixed(things, 7)).toEqual(mixed(things, 7));
    expect(mixed(things, 7)).not.toEqual(mixed(things, 8));
    expect(mixed(things, 7)).not.toEqual(things);
    expect(mixed(things, 7).sort((a, b) => a - b)).toEqual(things);
  });

  it("has every third question from out of scope while there are such", () => {
    const questions = things.map((i) => ({ text: `${i}`, label: i < 10 ? "oos" : "card" }));
    const kinds = inOrder(questions, TOPICS, 7).map(({ label }) => label);
    expect(kinds.slice(0, 6)).toEqual(["card", "card", "oos", "card", "card", "oos"]);
    expect(kinds.filter((kind) => kind === "oos")).toHaveLength(10);
    expect(kinds).toHaveLength(50);
  });
});

describe("a measurement", () => {
  const questions = [
    { text: "where is my card", label: "card" },
    { text: "what does it cost", label: "fee", also: ["card"] },
    { text: "is it dear", label: "fee" },
    { text: "sing me a song", label: "oos" },
  ];
  const answers: Record<string, { label: string; score: number }[]> = {
    "where is my card": [{ label: "card", score: 0.9 }],
    "what does it cost": [{ label: "card", score: 0.8 }],
    "is it dear": [
      { label: REJECT, score: 0.6 },
      { label: "card", score: 0.5 },
      { label: "fee", score: 0.4 },
    ],
    "sing me a song": [
      { label: REJECT, score: 0.9 },
      { label: "card", score: 0.85 },
    ],
  };
  it("counts right topics, a second right one too, and passes over what is no topic", async () => {
    const { asked, topical, top1, top3 } = measured(await all());
    expect({ asked, topical, top1, top3 }).toEqual({ asked: 4, topical: 3, top1: 2 / 3, top3: 1 });
  });

  it("takes a line of no topic for doubt", async () => {
    // By the topics' scores alone the song (0.85) would stand above two questions, not above one.
    expect(measured(await all()).auroc).toBeCloseTo(2 / 3, 12);
  });

  it("times the system and nothing else", async () => {
    const { p50, p99 } = measured(await all());
    expect({ p50, p99 }).toEqual({ p50: 10, p99: 10 });
  });

  /** Every answer takes ten milliseconds. */
  async function all() {
    let now = 0;
    const system = {
      rank(text: string) {
        now += 10;
        return answers[text] ?? [];
      },
    };
    const asked: Asked[] = [];
    for (const question of questions) asked.push(await ask(system, question, TOPICS, () => now));
    return asked;
  }
});

describe("what the systems learn", () => {
  it("is each topic's lines, and what is no question under one label", () => {
    const corpus = {
      hash: "",
      classes: [
        { id: "card", kind: "topic", locale: "en", lines: ["my card"] },
        { id: "_other.greeting", kind: "other", locale: "en", lines: ["hello"] },
        { id: "_human.wish", kind: "human", locale: "en", lines: ["a person please"] },
      ],
    } as const;
    expect(linesOf(corpus)).toEqual([
      { text: "my card", label: "card" },
      { text: "hello", label: REJECT },
    ]);
  });

  it("scores a label by its best line", () => {
    const hits = [
      { label: "fee", score: 1 },
      { label: "card", score: 3 },
      { label: "fee", score: 2 },
    ];
    expect(bestLines(hits)).toEqual([
      { label: "card", score: 3 },
      { label: "fee", score: 2 },
    ]);
  });

  it("has words in Chinese too", () => {
    expect(wordsOf("我的USDT没到账, Where?")).toEqual(["我的", "usdt", "没到", "到账", "where"]);
    expect(wordsOf("ＯＫ 吗")).toEqual(["ok", "吗"]);
  });
});
