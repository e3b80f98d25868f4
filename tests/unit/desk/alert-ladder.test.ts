import { describe, expect, it } from "vitest";
import { DEFAULT_LADDER, nextRung, readLadder } from "../../../src/desk/alert-ladder.ts";
import type { Alert, AlertWay } from "../../../src/store/alerts.ts";

const MIN = 60_000;
const alert = (fields: Partial<Alert> = {}): Alert => ({
  id: "c.1",
  conversationId: "c",
  reference: "K-C",
  cause: "escalation",
  reason: "wish",
  priority: "normal",
  raisedAt: 0,
  since: 0,
  rung: 1,
  nextAt: 0,
  ...fields,
});
const all = (rung: number): AlertWay[] => (rung === 2 ? ["room"] : rung > 4 ? ["browser", "mail"] : ["mail"]);

describe("the alert ladder", () => {
  it("waits for each rung's time and then takes it", () => {
    expect(nextRung(alert(), DEFAULT_LADDER, all, 0)).toEqual({ do: "wait", until: 2 * MIN });
    expect(nextRung(alert(), DEFAULT_LADDER, all, 2 * MIN)).toEqual({
      do: "climb",
      rung: 2,
      ways: ["room"],
      skipped: [],
      nextAt: 5 * MIN,
    });
    expect(nextRung(alert({ rung: 3 }), DEFAULT_LADDER, all, 10 * MIN)).toMatchObject({
      rung: 4,
      nextAt: 40 * MIN,
    });
  });

  it("goes on for ever, at the interval that was set", () => {
    expect(nextRung(alert({ rung: 9 }), DEFAULT_LADDER, all, 90 * MIN)).toMatchObject({
      rung: 10,
      ways: ["browser", "mail"],
      nextAt: 120 * MIN,
    });
  });

  it("climbs faster the more pressing the case is", () => {
    const until = (priority: Alert["priority"]) => nextRung(alert({ priority }), DEFAULT_LADDER, all, 0);
    expect(until("high")).toEqual({ do: "wait", until: 1 * MIN });
    expect(until("urgent")).toEqual({ do: "wait", until: MIN / 2 });
  });

  it("takes the next rung at once where nobody can be reached by this one", () => {
    const mailOnly = (rung: number): AlertWay[] => (rung === 2 ? [] : ["mail"]);
    expect(nextRung(alert(), DEFAULT_LADDER, mailOnly, 2 * MIN)).toMatchObject({ rung: 3, skipped: [2] });
    const nothing = (rung: number): AlertWay[] => (rung > 4 ? ["browser"] : []);
    expect(nextRung(alert(), DEFAULT_LADDER, nothing, 2 * MIN)).toEqual({
      do: "climb",
      rung: 5,
      ways: ["browser"],
      skipped: [2, 3, 4],
      nextAt: 32 * MIN,
    });
  });

  it("makes up for lost time rung by rung", () => {
    expect(nextRung(alert(), DEFAULT_LADDER, all, 60 * MIN)).toMatchObject({ rung: 2, nextAt: 60 * MIN });
  });

  it("climbs on when the time of who saw to it is over", () => {
    const seen = alert({ acknowledged: { agentId: "m", name: "Mei", at: 0 } });
    expect(nextRung(seen, { ...DEFAULT_LADDER, room: 20 * MIN }, all, 10 * MIN)).toMatchObject({ rung: 2 });
  });
});

describe("ALERT_STEPS", () => {
  it("changes what it names", () => {
    expect(readLadder("room=30s, repeat=1h")).toEqual({ ...DEFAULT_LADDER, room: 30_000, repeat: 60 * MIN });
    expect(readLadder(undefined)).toEqual(DEFAULT_LADDER);
  });

  it.each(["room=5", "phone=2m", "room=9m", "repeat=5s", "mail=1m,second=30s", "room=-1m"])(
    "refuses %s",
    (text) => {
      expect(readLadder(text)).toBeUndefined();
    },
  );
});
