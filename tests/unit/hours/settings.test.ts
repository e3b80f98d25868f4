import { describe, expect, it } from "vitest";
import { readHolidays } from "../../../src/hours/holidays.ts";
import { DEFAULT_SLA, readTargets } from "../../../src/hours/targets.ts";
import { readWeekly } from "../../../src/hours/weekly.ts";
import { isZone } from "../../../src/hours/zone.ts";

const HOUR = 3_600_000;

describe("hours as they are written", () => {
  it("are days and times", () => {
    expect(readWeekly("Mon-Fri 09:00-18:00; Sat 10:00-16:00")).toEqual({
      ok: true,
      value: [
        ...[1, 2, 3, 4, 5].map((day) => ({ day, from: 540, to: 1080 })),
        { day: 6, from: 600, to: 960 },
      ],
    });
  });

  it("may have breaks, single days, a week that goes round, and nights", () => {
    expect(readWeekly("Tue,Thu 9:00-12:00,13:00-17:00")).toMatchObject({ value: { length: 4 } });
    expect(readWeekly("Sat-Mon 22:00-06:00")).toEqual({
      ok: true,
      value: [1, 6, 7].map((day) => ({ day, from: 1320, to: 1800 })),
    });
    expect(readWeekly("daily 00:00-24:00")).toMatchObject({ value: { length: 7 } });
    expect(readWeekly("  ")).toEqual({ ok: true, value: [] });
  });

  it.each([
    ["Mon-Fri", '"Mon-Fri": write days, then times'],
    ["Mo 09:00-18:00", "Mo is no day"],
    ["Monkey 25:00-26:00", "25:00 is no time of day"],
    ["Mon 09:00", "09:00 is no range of times"],
    ["Mon 09:60-18:00", "09:60 is no time of day"],
    ["Mon 09:00-09:00", "00:00-24:00 for the whole day"],
    ["Mon 09:00-18:00; Sun 9-5", '"Sun 9-5": 9 is no time of day'],
  ])("name the part that is wrong: %s", (text, told) => {
    const read = readWeekly(text);
    expect(read.ok ? "" : read.faults.join("\n")).toContain(told);
  });
});

describe("holidays as they are written", () => {
  it("are dates, ranges over the end of a month, with a name or without, once or every year", () => {
    const read = readHolidays("2027-02-27..2027-03-01 Spring Festival; 12-25 Christmas; 2027-05-01");
    if (!read.ok) throw new Error(read.faults.join());
    const { has } = read.value;
    expect([has(2027, 2, 28), has(2027, 3, 1), has(2027, 3, 2), has(2028, 2, 28)]).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect([has(2026, 12, 25), has(2031, 12, 25), has(2027, 5, 1), has(2028, 5, 1)]).toEqual([
      true,
      true,
      true,
      false,
    ]);
  });

  it.each([
    ["2027-02-30", "2027-02-30 is no date"],
    ["1 May", "1 is no date"],
    ["2027-05-03..2027-05-01", "2027-05-01 lies before 2027-05-03"],
    ["2027-05-03..05-04", "both ends of the range a year"],
    ["2027-01-01..2028-01-01", "366 days are more"],
  ])("name the part that is wrong: %s", (text, told) => {
    const read = readHolidays(text);
    expect(read.ok ? "" : read.faults.join("\n")).toContain(told);
  });
});

describe("targets as they are written", () => {
  it("are urgent in a quarter of an hour at any time, high in four hours, normal in a day, unless set", () => {
    expect(readTargets(DEFAULT_SLA)).toEqual({
      ok: true,
      value: {
        urgent: { first: HOUR / 4, next: HOUR / 4, roundTheClock: true },
        high: { first: 4 * HOUR, next: 4 * HOUR, roundTheClock: false },
        normal: { first: 24 * HOUR, next: 24 * HOUR, roundTheClock: false },
      },
    });
  });

  it("may differ for the next reply, promise an end, leave out a priority, and be off", () => {
    expect(readTargets("High first 1h30m next 45m resolve 72h")).toEqual({
      ok: true,
      value: { high: { first: 1.5 * HOUR, next: 0.75 * HOUR, resolve: 72 * HOUR, roundTheClock: false } },
    });
    expect(readTargets("off")).toEqual({ ok: true, value: {} });
  });

  it.each([
    ["low 4h", "low is no priority"],
    ["high", "give it a time"],
    ["high 4 hours", "4 is no time"],
    ["high 4h next", "next has no time"],
    ["high 0m", "0m is no time"],
    ["high 4h; high 5h", '"high" stands there twice'],
  ])("name the part that is wrong: %s", (text, told) => {
    const read = readTargets(text);
    expect(read.ok ? "" : read.faults.join("\n")).toContain(told);
  });
});

it("a zone is one of the IANA database", () => {
  expect(["UTC", "Asia/Shanghai", "Asia/Kathmandu", "Mars/Olympus", "+08:00", ""].map(isZone)).toEqual([
    true,
    true,
    true,
    false,
    false,
    false,
  ]);
});
