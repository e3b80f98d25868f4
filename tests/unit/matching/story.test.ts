import { describe, expect, it } from "vitest";
import { normalise } from "../../../src/matching/normalise.ts";
import { gistOf, sentencesOf, type Told } from "../../../src/matching/story.ts";

const TOPICS = 3;

/** A sentence about a topic, as sure as `confidence`; the last class is small talk. */
function told(topic: number, confidence: number): Told {
  const probabilities = new Float64Array(TOPICS + 1).fill((1 - confidence) / TOPICS);
  probabilities[topic] = confidence;
  return { probabilities, topic: topic < TOPICS ? topic : undefined, confidence };
}

const SMALL_TALK = { ...told(TOPICS, 0.95), topic: undefined };
const best = (gist: ReturnType<typeof gistOf>) =>
  gist?.probabilities.indexOf(Math.max(...gist.probabilities));

describe("the sentences of a story", () => {
  it("are told apart by their ends, in both languages", () => {
    expect(sentencesOf(normalise("我在外地。昨天转了一笔钱！还没到账怎么办?"))).toHaveLength(3);
    expect(sentencesOf(normalise("I was at work. Then it failed.\nWhat now?"))).toHaveLength(3);
  });

  it("are none where a text is short, and numbers with a point are no end", () => {
    expect(sentencesOf(normalise("转账失败了。怎么办"))).toEqual([]);
    expect(sentencesOf(normalise("I sent 0.5 of 1.25 today"))).toEqual([]);
  });

  it("are at most twelve, however long the text", () => {
    expect(sentencesOf(normalise("好的吧。".repeat(60)))).toHaveLength(12);
  });

  it("are only those that say something", () => {
    expect(sentencesOf(normalise("。。。转账失败了。!!! 怎么办。在吗"))).toHaveLength(3);
  });
});

describe("the gist of a story", () => {
  it("is answered when one sentence is clear, no other speaks against it and the whole leans to it", () => {
    const gist = gistOf(told(1, 0.3), [SMALL_TALK, told(0, 0.2), told(1, 0.95)], TOPICS);
    expect(gist?.outcome).toBe("answer");
    expect(best(gist)).toBe(1);
  });

  it("is asked back when two sentences speak of different topics", () => {
    expect(gistOf(told(1, 0.3), [told(0, 0.5), told(1, 0.95)], TOPICS)?.outcome).toBe("ask");
  });

  it("is asked back when the whole leans elsewhere, or says nothing", () => {
    expect(gistOf(told(2, 0.3), [told(1, 0.95), SMALL_TALK], TOPICS)?.outcome).toBe("ask");
    expect(gistOf(told(1, 0.05), [told(1, 0.95), SMALL_TALK], TOPICS)?.outcome).toBe("ask");
  });

  it("is nothing when no sentence is sure, however sure the small talk is", () => {
    expect(gistOf(told(1, 0.3), [SMALL_TALK, told(1, 0.6), told(0, 0.5)], TOPICS)).toBeUndefined();
  });
});
