import { describe, expect, it } from "vitest";
import { hoursOf, periodOf } from "../../../src/insight/period.ts";

const at = (iso: string) => Date.parse(iso);
const berlin = { zone: "Europe/Berlin", now: at("2026-03-30T22:30:00Z") };

describe("the period of a report", () => {
  it("is the last seven days by the clock of the place, when nobody says which", () => {
    const { from, to, since, until, days } = periodOf({}, berlin);
    expect([from, to, days.length]).toEqual(["2026-03-25", "2026-03-31", 7]);
    expect([since, until]).toEqual([at("2026-03-24T23:00:00Z"), at("2026-03-31T22:00:00Z")]);
  });

  it("has a day of 23 hours where clocks go forward, without its second hour, and of 25 where they go back", () => {
    const spring = periodOf({ from: "2026-03-29", to: "2026-03-29" }, berlin);
    expect(spring.until - spring.since).toBe(23 * 3_600_000);
    expect(hoursOf(spring).map(({ key }) => key)).not.toContain("02");
    const autumn = periodOf({ from: "2026-10-25", to: "2026-10-25" }, berlin);
    const two = hoursOf(autumn).filter(({ key }) => key === "02");
    expect(two.reduce((sum, { from, to }) => sum + to - from, 0)).toBe(2 * 3_600_000);
  });

  it("covers every moment once, also in a zone of half hours", () => {
    const period = periodOf({ from: "2026-01-01", to: "2026-12-31", zone: "Australia/Lord_Howe" }, berlin);
    const hours = hoursOf(period);
    expect(hours[0]?.from).toBe(period.since);
    expect(hours.at(-1)?.to).toBe(period.until);
    expect(hours.every(({ from }, i) => i === 0 || from === hours[i - 1]?.to)).toBe(true);
    expect(period.days).toHaveLength(365);
  });

  it.each([
    [{ from: "2026-02-30" }, /^from: is no day/],
    [{ to: "yesterday" }, /^to: is no day/],
    [{ from: "2026-03-02", to: "2026-03-01" }, /earlier day first/],
    [{ from: "2025-01-01", to: "2026-03-01" }, /shorter period/],
    [{ zone: "Mars/Olympus" }, /no time zone/],
  ])("says what is wrong with %o", (asked, words) => {
    expect(() => periodOf(asked, berlin)).toThrow(words);
  });
});
