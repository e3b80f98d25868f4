import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type BusinessClock, roundTheClock } from "../../../src/hours/clock.ts";
import { deskTimeOf } from "../../../src/hours/desk-times.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

function clockOf(zone: string, hours: string, holidays = ""): BusinessClock {
  return deskTimeOf({ zone, hours, holidays, sla: "off" }).clock;
}

const at = (text: string): number => Date.parse(text);

describe("the desk's clock", () => {
  const office = clockOf(
    "Asia/Shanghai",
    "Mon-Fri 09:00-18:00; Sat 10:00-16:00",
    "2026-10-01..2026-10-07 National Day",
  );

  it("runs while the desk is open, in the desk's own zone", () => {
    expect(office.isOpen(at("2026-11-25T08:59:59+08:00"))).toBe(false);
    expect(office.isOpen(at("2026-11-25T09:00:00+08:00"))).toBe(true);
    expect(office.isOpen(at("2026-11-25T17:59:59+08:00"))).toBe(true);
    expect(office.isOpen(at("2026-11-25T18:00:00+08:00"))).toBe(false);
    expect(office.isOpen(at("2026-11-29T12:00:00+08:00"))).toBe(false);
  });

  it("goes on after the weekend with what was left of Saturday", () => {
    expect(office.add(at("2026-11-28T15:00:00+08:00"), 4 * HOUR)).toBe(at("2026-11-30T12:00:00+08:00"));
    expect(office.between(at("2026-11-28T15:00:00+08:00"), at("2026-11-30T12:00:00+08:00"))).toBe(4 * HOUR);
  });

  it("stands still on holidays", () => {
    expect(office.opensAt(at("2026-09-30T18:00:00+08:00"))).toBe(at("2026-10-08T09:00:00+08:00"));
    expect(office.add(at("2026-09-30T17:00:00+08:00"), 2 * HOUR)).toBe(at("2026-10-08T10:00:00+08:00"));
  });

  it("knows when it closes, over midnight and where openings touch", () => {
    expect(office.closesAt(at("2026-11-25T12:00:00+08:00"))).toBe(at("2026-11-25T18:00:00+08:00"));
    expect(office.closesAt(at("2026-11-25T20:00:00+08:00"))).toBeUndefined();
    const night = clockOf("UTC", "Fri 22:00-06:00; Sat 06:00-08:00");
    expect(night.closesAt(at("2026-11-27T23:00:00Z"))).toBe(at("2026-11-28T08:00:00Z"));
    expect(night.isOpen(at("2026-11-28T07:59:00Z"))).toBe(true);
  });

  it("a night belongs to the day it begins on: that day's holiday takes it away, the next day's does not", () => {
    const off = clockOf("UTC", "daily 22:00-06:00", "2026-11-27");
    expect(off.isOpen(at("2026-11-27T05:00:00Z"))).toBe(true);
    expect(off.isOpen(at("2026-11-27T23:00:00Z"))).toBe(false);
    expect(off.isOpen(at("2026-11-28T05:00:00Z"))).toBe(false);
  });

  it("in spring an hour that is skipped is not worked", () => {
    const berlin = clockOf("Europe/Berlin", "Sun 01:00-05:00");
    expect(berlin.between(at("2026-03-29T00:00:00Z"), at("2026-03-29T12:00:00Z"))).toBe(3 * HOUR);
    // 02:30 never comes: it opens when the clock jumps from 02:00 to 03:00.
    expect(clockOf("Europe/Berlin", "Sun 02:30-05:00").opensAt(at("2026-03-29T00:00:00Z"))).toBe(
      at("2026-03-29T03:00:00+02:00"),
    );
    expect(
      clockOf("Europe/Berlin", "Sun 02:10-02:50").between(
        at("2026-03-28T12:00:00Z"),
        at("2026-03-30T00:00:00Z"),
      ),
    ).toBe(0);
  });

  it("in autumn an hour that comes twice is worked twice, and a whole day has 25 hours", () => {
    const berlin = clockOf("Europe/Berlin", "Sun 01:00-05:00");
    expect(berlin.between(at("2026-10-24T22:00:00Z"), at("2026-10-25T12:00:00Z"))).toBe(5 * HOUR);
    const day = clockOf("Europe/Berlin", "Sun 00:00-24:00");
    expect(day.between(at("2026-10-24T00:00:00Z"), at("2026-10-27T00:00:00Z"))).toBe(25 * HOUR);
    expect(day.between(at("2026-03-28T00:00:00Z"), at("2026-03-31T00:00:00Z"))).toBe(23 * HOUR);
  });

  it("midnight that comes twice joins two whole days without a seam", () => {
    // Havana sets 01:00 back to 00:00.
    const havana = clockOf("America/Havana", "daily 00:00-24:00");
    expect(havana.between(at("2026-10-31T00:00:00Z"), at("2026-11-03T00:00:00Z"))).toBe(72 * HOUR);
  });

  it("keeps half hours and quarters of an hour apart from Greenwich", () => {
    expect(clockOf("Asia/Kolkata", "Mon 09:00-10:00").opensAt(at("2026-11-29T00:00:00Z"))).toBe(
      at("2026-11-30T09:00:00+05:30"),
    );
    expect(clockOf("Asia/Kathmandu", "Mon 09:00-10:00").opensAt(at("2026-11-29T00:00:00Z"))).toBe(
      at("2026-11-30T09:00:00+05:45"),
    );
    // Lord Howe's summer is half an hour long.
    const howe = clockOf("Australia/Lord_Howe", "Sun 00:00-24:00");
    expect(howe.between(at("2026-04-03T00:00:00Z"), at("2026-04-07T00:00:00Z"))).toBe(24.5 * HOUR);
  });

  it("always runs without hours, and says so when it never does", () => {
    expect(clockOf("UTC", "").always).toBe(true);
    expect(clockOf("UTC", "", "12-25").isOpen(at("2026-12-25T12:00:00Z"))).toBe(false);
    const never = clockOf(
      "UTC",
      "Mon 09:00-10:00",
      Array.from({ length: 12 }, (_, n) => {
        const month = String(n + 1).padStart(2, "0");
        return `${month}-01..${month}-${["31", "29", "31", "30", "31", "30", "31", "31", "30", "31", "30", "31"][n]}`;
      }).join(";"),
    );
    expect(never.opensAt(0)).toBeUndefined();
    expect(never.add(0, 1)).toBeUndefined();
    expect(never.between(0, 1e12)).toBe(0);
    expect(roundTheClock.add(5, 10)).toBe(15);
  });
});

describe("whatever the hours, the zone and the day", () => {
  const zones = [
    "UTC",
    "Asia/Shanghai",
    "Europe/Berlin",
    "America/Havana",
    "America/New_York",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Africa/Casablanca",
  ];
  const time = fc.integer({ min: 0, max: 24 * 60 - 1 });
  const written = (n: number): string =>
    `${String(Math.floor(n / 60)).padStart(2, "0")}:${String(n % 60).padStart(2, "0")}`;
  const part = fc
    .tuple(fc.constantFrom("Mon", "Tue-Thu", "Fri,Sun", "Sat-Mon", "daily"), time, time)
    .filter(([, from, to]) => from !== to)
    .map(([days, from, to]) => `${days} ${written(from)}-${written(to)}`);
  const clock = fc
    .tuple(
      fc.constantFrom(...zones),
      fc.array(part, { minLength: 1, maxLength: 3 }),
      fc.constantFrom("", "03-29; 10-25", "2026-10-01..2026-10-09"),
    )
    .map(([zone, hours, holidays]) => clockOf(zone, hours.join(";"), holidays));
  const moment = fc.integer({ min: at("2026-01-01T00:00:00Z"), max: at("2027-12-31T00:00:00Z") });
  const span = fc.integer({ min: 1, max: 60 * HOUR });

  it("time added and then measured is the same time", () => {
    fc.assert(
      fc.property(clock, moment, span, (desk, from, ms) => {
        const to = desk.add(from, ms);
        expect(to).toBeDefined();
        expect(desk.between(from, to ?? 0)).toBe(ms);
        // The first such moment: a millisecond before, one is lacking.
        expect(desk.between(from, (to ?? 0) - 1)).toBe(ms - 1);
      }),
      { numRuns: 300 },
    );
  });

  it("more time ends later, and a later start never ends sooner", () => {
    fc.assert(
      fc.property(
        clock,
        moment,
        span,
        span,
        fc.integer({ min: 0, max: 100 * HOUR }),
        (desk, from, a, b, later) => {
          const [less, more] = a < b ? [a, b] : [b, a];
          expect(desk.add(from, less) ?? 0).toBeLessThanOrEqual(desk.add(from, more) ?? 0);
          expect(desk.add(from, less) ?? 0).toBeLessThanOrEqual(desk.add(from + later, less) ?? 0);
        },
      ),
      { numRuns: 200 },
    );
  });

  it("two spans are as long as the whole, and it runs exactly where it says that it is open", () => {
    fc.assert(
      fc.property(clock, moment, span, span, (desk, from, a, b) => {
        expect(desk.between(from, from + a) + desk.between(from + a, from + a + b)).toBe(
          desk.between(from, from + a + b),
        );
        expect(desk.between(from, from + 1)).toBe(desk.isOpen(from) ? 1 : 0);
        const opens = desk.opensAt(from) ?? Number.NaN;
        expect(desk.isOpen(opens)).toBe(true);
        expect(desk.between(from, opens)).toBe(0);
      }),
      { numRuns: 200 },
    );
  });
});
