import { describe, expect, it } from "vitest";
import { type LiveEvent, openLive } from "../../../src/desk/live.ts";
import { openPresence, PRESENT_MS } from "../../../src/desk/presence.ts";
import { manualClock } from "../../fakes/clock.ts";

const MEI = { id: "mei", name: "Mei" };
const IVO = { id: "ivo", name: "Ivo" };

function scene() {
  const clock = manualClock();
  const live = openLive();
  const told: LiveEvent[] = [];
  live.listen((event) => told.push(event));
  const presence = openPresence({ live, now: clock.now, after: clock.after });
  const names = () => {
    const watchers = told.at(-1)?.data.watchers as { name: string }[] | undefined;
    return watchers?.map(({ name }) => name);
  };
  return { clock, told, presence, names };
}

describe("who looks at a conversation", () => {
  it("is told when it changes, and not at every sign of life", () => {
    const { presence, told, names } = scene();
    expect(presence.here(MEI, "c1", false)).toEqual([{ agentId: "mei", name: "Mei", typing: false }]);
    presence.here(MEI, "c1", false);
    expect(told).toHaveLength(1);
    expect(presence.here(IVO, "c1", true)).toHaveLength(2);
    presence.here(IVO, "c1", false);
    presence.gone("ivo", "c1");
    presence.gone("ivo", "c1");
    expect(told).toHaveLength(4);
    expect(names()).toEqual(["Mei"]);
  });

  it("is forgotten ten seconds after the last sign, each by themselves, and no timer is left", async () => {
    const { clock, presence, names, told } = scene();
    presence.here(MEI, "c1", true);
    await clock.advance(PRESENT_MS / 2);
    presence.here(IVO, "c1", false);
    await clock.advance(PRESENT_MS / 2);
    expect(names()).toEqual(["Ivo"]);
    await clock.advance(PRESENT_MS);
    expect(told.at(-1)?.data.watchers).toEqual([]);
    expect(clock.timers()).toBe(0);
  });

  it("shows the customer that somebody writes once in four seconds", async () => {
    const { clock, presence } = scene();
    expect([presence.customerIsDue("c1"), presence.customerIsDue("c1")]).toEqual([true, false]);
    expect(presence.customerIsDue("c2")).toBe(true);
    await clock.advance(4_000);
    expect(presence.customerIsDue("c1")).toBe(true);
  });
});
