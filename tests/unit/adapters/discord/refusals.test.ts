import { describe, expect, it } from "vitest";
import { refusalCount } from "../../../../adapters/discord/refusals.ts";

describe("calls that Discord refuses", () => {
  it("are given a rest at 2,000 within ten minutes, a fifth of what would ban our address", () => {
    let time = 1_000_000;
    const refusals = refusalCount(() => time);
    for (let n = 0; n < 1_999; n += 1) refusals.note();
    expect(refusals.pause()).toBe(0);
    time += 60_000;
    refusals.note();
    expect(refusals.pause()).toBe(9 * 60_000);
    time += 9 * 60_000;
    expect(refusals.pause()).toBe(0);
  });

  it("are forgotten after ten minutes", () => {
    let time = 1_000_000;
    const refusals = refusalCount(() => time);
    for (let n = 0; n < 3_000; n += 1) {
      refusals.note();
      time += 400;
    }
    expect(refusals.pause()).toBe(0);
  });
});
