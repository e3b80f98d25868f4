import { describe, expect, it } from "vitest";
import { followsOn } from "../../../src/matching/follow-up.ts";
import { normalise } from "../../../src/matching/normalise.ts";
import pairs from "../../fixtures/follow-ups.json" with { type: "json" };

const share = (all: { text: string }[]) =>
  all.filter(({ text }) => followsOn(normalise(text))).length / all.length;

describe("a short question", () => {
  it("that follows on another mostly says so", () => {
    expect(share(pairs.followUps)).toBeGreaterThan(0.85);
  });

  it("that stands for itself seldom does, though some here begin with an 'and'", () => {
    expect(share(pairs.unrelated)).toBeLessThan(0.25);
    expect(share(pairs.beside)).toBeLessThan(0.45);
  });

  it("is one of at most 12 characters or 8 words", () => {
    expect(followsOn("那要多久")).toBe(true);
    expect(followsOn("那我昨天从交易所提到钱包里的那笔钱到底要多久才能到")).toBe(false);
    expect(followsOn("what about on android?")).toBe(true);
    expect(followsOn("what about the money that i sent to my own wallet last night")).toBe(false);
  });
});
