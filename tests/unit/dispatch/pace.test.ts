import { describe, expect, it } from "vitest";
import { spacePaces } from "../../../src/dispatch/pace.ts";

const GROUP = { id: "-42", kind: "group" } as const;
const OTHER = { id: "-43", kind: "group" } as const;
const DM = { id: "42", kind: "dm" } as const;
const MINUTE = 60_000;
const twentyAMinute = { group: [{ messages: 20, withinMs: MINUTE }] };

/** When each of so many messages leaves that are all there at the start. */
function departures(paces: ReturnType<typeof spacePaces>, count: number, start = 1_000): number[] {
  let now = start;
  return Array.from({ length: count }, () => {
    now += paces.wait(GROUP, now);
    paces.note(GROUP, now);
    return now - start;
  });
}

describe("the pace of one space", () => {
  it("lets as many through as the platform names, in any minute", () => {
    const left = departures(spacePaces(twentyAMinute), 100);
    expect(left.slice(0, 21)).toEqual([...Array(20).fill(0), MINUTE]);
    for (const from of left) {
      expect(left.filter((at) => at >= from && at < from + MINUTE).length).toBeLessThanOrEqual(20);
    }
  });

  it("keeps to every pace of several", () => {
    const both = spacePaces({ group: [{ messages: 5, withinMs: 5_000 }, ...twentyAMinute.group] });
    const left = departures(both, 25);
    expect([left[4], left[5], left[19], left[20], left[24]]).toEqual([0, 5_000, 15_000, MINUTE, MINUTE]);
  });

  it("counts for that space alone, and for its kind alone", () => {
    const paces = spacePaces(twentyAMinute);
    departures(paces, 20, 0);
    expect([paces.wait(GROUP, 10), paces.wait(OTHER, 10), paces.wait(DM, 10)]).toEqual([59_990, 0, 0]);
  });

  it("lets more through where the operator has more from the platform", () => {
    expect(departures(spacePaces(twentyAMinute, 2), 41)[40]).toBe(MINUTE);
  });

  it("does not count what did not go after all", () => {
    const paces = spacePaces(twentyAMinute);
    departures(paces, 20, 0);
    paces.giveBack(GROUP);
    expect(paces.wait(GROUP, 0)).toBe(0);
  });

  it("also holds a space for as long as the platform asks, whatever its own pace", () => {
    const paces = spacePaces(twentyAMinute);
    paces.rest(GROUP.id, 0, 30_000);
    expect([paces.wait(GROUP, 1_000), paces.wait(OTHER, 1_000)]).toEqual([29_000, 0]);
    expect([paces.restOf(GROUP.id, 30_000), paces.wait(GROUP, 30_000)]).toEqual([0, 0]);
  });

  it("is not held longer by a clock that was set back", () => {
    const paces = spacePaces(twentyAMinute);
    departures(paces, 20, 3_600_000);
    expect(paces.wait(GROUP, 1_000)).toBe(MINUTE);
    expect(paces.wait(GROUP, 1_000 + MINUTE)).toBe(0);
  });

  it("holds nothing where the channel names no limit", () => {
    expect(departures(spacePaces(), 1_000)[999]).toBe(0);
  });

  it("remembers its limits however many spaces were written to", () => {
    const paces = spacePaces(twentyAMinute);
    for (let n = 0; n < 5_000; n++) paces.note({ id: `-${n}`, kind: "group" }, n * 30);
    departures(paces, 20, 150_000);
    expect(paces.wait(GROUP, 150_000)).toBe(MINUTE);
  });
});
