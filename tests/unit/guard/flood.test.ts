import { describe, expect, it } from "vitest";
import { admit, type FloodBucket, type FloodVerdict } from "../../../src/guard/flood.ts";

function run(times: number[]): FloodVerdict[] {
  let bucket: FloodBucket | undefined;
  return times.map((now) => {
    const result = admit(bucket, now);
    bucket = result.bucket;
    return result.verdict;
  });
}
const count = (verdicts: FloodVerdict[], verdict: FloodVerdict): number =>
  verdicts.filter((one) => one === verdict).length;

describe("a customer who writes very much", () => {
  it("is answered twenty times, then asked once to wait, then stored quietly", () => {
    expect(run(Array(25).fill(1_000))).toEqual([
      ...Array(20).fill("ok"),
      "notice",
      ...Array(4).fill("quiet"),
    ]);
  });

  it("is answered once every three seconds after that", () => {
    const verdicts = run([...Array(21).fill(0), ...Array.from({ length: 60 }, (_, i) => (i + 1) * 1_000)]);
    expect(count(verdicts.slice(21), "ok")).toBe(20);
    expect(count(verdicts, "notice")).toBe(1);
  });

  it("is asked again after a long pause", () => {
    expect(count(run([...Array(21).fill(0), ...Array(21).fill(120_000)]), "notice")).toBe(2);
  });

  it("has five hundred messages an hour stored and the rest counted", () => {
    let bucket: FloodBucket | undefined;
    const verdicts = Array.from({ length: 10_000 }, (_, i) => {
      const result = admit(bucket, i * 100);
      bucket = result.bucket;
      return result.verdict;
    });
    expect(count(verdicts, "count")).toBe(9_500);
    expect(bucket?.counted).toBe(9_500);
    expect(admit(bucket, 3_600_000).verdict).toBe("ok");
  });

  it("gains nothing when the clock goes back", () => {
    expect(run([...Array(20).fill(90_000), 0, 0]).slice(20)).toEqual(["notice", "quiet"]);
  });
});
