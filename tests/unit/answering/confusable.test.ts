import { describe, expect, it } from "vitest";
import { confusableLines } from "../../../src/answering/confusable.ts";
import { nearestLines } from "../../../src/answering/similar.ts";
import type { Phrasings } from "../../../src/knowledge/entry.ts";
import { placesIn } from "../../../src/knowledge/places.ts";
import { featuresOf } from "../../../src/matching/features.ts";
import { normalise } from "../../../src/matching/normalise.ts";
import { seededRandom } from "../../../src/matching/random.ts";
import { spaceOf, type Vector, vectorOf } from "../../../src/matching/space.ts";

/** Lines nobody else's are like, so that words have a frequency. */
const FILLER = Array.from({ length: 40 }, (_, n) => `filler ${n} ${"abcdefghij"[n % 10]}${n} words`);

function warningsOf(lines: Record<string, string[]>, most = 20) {
  const phrasings = Object.entries({ ...lines, "z.filler": FILLER }).map(
    ([label, own]): Phrasings => ({
      label,
      locale: "en",
      lines: own,
      file: `en/${label.replaceAll(".", "/")}.phrasings.txt`,
    }),
  );
  const topics = new Map(phrasings.map(({ label }) => [label, {}]));
  for (const label of topics.keys()) if (label.startsWith("_")) topics.delete(label);
  const files = phrasings.map(({ file, lines: own }) => ({
    path: file,
    text: `# a comment\n\n${own.join("\n")}\n`,
  }));
  return confusableLines({ topics, phrasings }, placesIn(files), most);
}

describe("lines that are hardly told apart", () => {
  it("are named with file and line on both sides, each pair once", () => {
    const { warnings, found } = warningsOf({
      "tx.swap": ["convert my coins", "what slippage should i set here"],
      "tx.failed": ["what slippages should i set here", "it broke"],
    });
    expect(found).toBe(1);
    expect(warnings).toEqual([
      {
        file: "en/tx/swap.phrasings.txt",
        line: 4,
        reason:
          '"what slippage should i set here" is hardly told from "what slippages should i set here" in en/tx/failed.phrasings.txt:3',
        mend: expect.stringContaining("tx.swap or tx.failed"),
      },
    ]);
  });

  it("are no trouble within one topic, and none where the topic has a line as near", () => {
    const near = ["what slippage should i set here", "what slippages should i set here"];
    expect(warningsOf({ "tx.swap": near }).found).toBe(0);
    expect(
      warningsOf({
        "tx.swap": ["what slippage should i set here", "what slippage should i set here please"],
        "tx.failed": ["which slippage did i set here yesterday"],
      }).found,
    ).toBe(0);
  });

  it("are not those that share one telling word, nor equal ones, which the lint names", () => {
    expect(warningsOf({ "tx.network": ["切到 Polygon"], "app.chains": ["有 Polygon 没"] }).found).toBe(0);
    expect(warningsOf({ "a.one": ["My money is gone"], "a.two": ["my money is gone!"] }).found).toBe(0);
  });

  it("count between a topic and small talk, not between two kinds of small talk", () => {
    const [one, two] = ["what can you do for me today", "what can you do for me today then"];
    expect(warningsOf({ "contact.services": [one], "_other.smalltalk": [two] }).found).toBe(1);
    expect(warningsOf({ "_other.thanks": [one], "_other.smalltalk": [two] }).found).toBe(0);
  });

  it("are shown most alike first and no more than asked for, with the count of all", () => {
    const words = ["slippage", "password", "language", "currency", "network", "receipt"];
    const { warnings, found } = warningsOf(
      {
        "a.one": words.map((word) => `how do i change the ${word} here`),
        "a.two": words.map((word) => `how do i change the ${word}s here`),
      },
      2,
    );
    expect(found).toBeGreaterThan(2);
    expect(warnings).toHaveLength(2);
  });
});

it("finds the nearest line of every line as comparing all with all would", () => {
  const random = seededRandom(7);
  const words = Array.from({ length: 30 }, (_, n) => `word${n}`);
  const lines = Array.from({ length: 250 }, () =>
    Array.from({ length: 3 }, () => words[Math.floor(random() ** 2 * words.length)]).join(" "),
  );
  const features = lines.map((line) => featuresOf(normalise(line)));
  const space = spaceOf(features);
  const vectors = features.map((own) => vectorOf(space, own));
  const cosine = (a: Vector, b: Vector) =>
    a.ids.reduce((sum, id, at) => {
      const there = b.ids.indexOf(id);
      return there < 0 ? sum : sum + (a.values[at] ?? 0) * (b.values[there] ?? 0);
    }, 0);
  const labels = lines.map((_, line) => line);
  const found = nearestLines(vectors, labels, space.keys.length, 0.7);
  let near = 0;
  vectors.forEach((vector, line) => {
    const best = Math.max(...vectors.map((other, at) => (at === line ? 0 : cosine(vector, other))));
    if (best >= 0.7) near += 1;
    expect(found[line]?.cosine ?? 0).toBeCloseTo(best >= 0.7 ? best : 0, 4);
  });
  expect(near).toBeGreaterThan(20);
});
