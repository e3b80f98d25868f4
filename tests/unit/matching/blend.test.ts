import { describe, expect, it } from "vitest";
import { blended, DEFAULT_BLEND, fitBlend, type Judged } from "../../../src/matching/blend.ts";
import { seededRandom } from "../../../src/matching/random.ts";

const CLASSES = 5;

/** Lines of which the closest line tells the class, and the concepts tell nothing. */
function judged(size: number): Judged[] {
  const random = seededRandom(3);
  return Array.from({ length: size }, () => {
    const label = Math.floor(random() * CLASSES);
    const noise = () => Float64Array.from({ length: CLASSES }, () => 2 * random() - 1);
    const nearest = Float64Array.from(
      { length: CLASSES },
      (_, c) => (c === label ? 0.4 : 0.1) + 0.2 * random(),
    );
    return { label, opinions: { words: noise(), meaning: noise(), nearest } };
  });
}

describe("the blend of opinions", () => {
  it("adds each opinion as often as it counts", () => {
    const opinions = {
      words: Float64Array.of(1, 2),
      meaning: Float64Array.of(4, 0),
      nearest: Float64Array.of(0.5, 1),
    };
    expect([...blended(opinions, { words: 1, meaning: 0.5, nearest: 2, dense: 1 })]).toEqual([4, 4]);
  });

  it("learns from unseen lines which opinion to trust", () => {
    const blend = fitBlend(judged(3000));
    expect(blend.nearest).toBeGreaterThan(10);
    expect(blend.words).toBeLessThan(0.3);
    expect(blend.meaning).toBeLessThan(0.3);
  });

  it("never counts an opinion against itself", () => {
    for (const weight of Object.values(fitBlend(judged(3000)))) expect(weight).toBeGreaterThanOrEqual(0);
  });

  it("stays with the default where lines are few", () => {
    expect(fitBlend(judged(500))).toEqual(DEFAULT_BLEND);
  });
});
