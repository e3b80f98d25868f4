import { describe, expect, it } from "vitest";
import type { Conversation, RunningTarget } from "../../src/conversation/state.ts";
import type { Severity } from "../../src/knowledge/entry.ts";
import type { Bench } from "./store-contract.ts";
import { acceptOne, command, handleNext, MEI, messageOf } from "./store-scene.ts";

function target(dueAt?: number, warnAt?: number): RunningTarget {
  const due = dueAt === undefined ? {} : { dueAt, warnAt: warnAt ?? dueAt };
  return { since: 2000, from: 2000, openMs: 0, allMs: 0, ...due };
}

/** When things are due, as lists and feeds have it. */
export function dueContract({ store, restart }: Bench): void {
  const queued = async (name: string, priority: Severity, timing: Conversation["timing"], since = 2000) => {
    const event = messageOf(name, name, { space: { id: name, kind: "dm" } });
    const { conversationId } = await acceptOne(store(), event);
    const owner = { kind: "queue", since, reason: "wish", priority } as const;
    const change = { owner, epoch: 2, ...(timing === undefined ? {} : { timing }) };
    await handleNext(store(), conversationId, { change });
    return conversationId;
  };

  describe("the place in the queue", () => {
    it("counts who is more urgent, and who came sooner with the same priority", async () => {
      await queued("urgent", "urgent", undefined, 9000);
      await queued("first", "normal", undefined, 2100);
      const mine = await queued("mine", "normal", undefined, 2200);
      await queued("later", "normal", undefined, 2300);
      expect(await store().desk.ahead(mine)).toEqual({ normal: 2, high: 1, urgent: 0 });
      // Somebody who is not there yet would come last.
      expect(await store().desk.ahead("nobody")).toEqual({ normal: 4, high: 1, urgent: 1 });
      await command(store(), mine, "gone", { change: { status: "resolved" } });
      expect(await store().desk.ahead(mine)).toEqual({ normal: 3, high: 1, urgent: 1 });
    });

    it("keeps how long others waited for a first reply, the latest first, after a time", async () => {
      const id = await queued("lin", "normal", undefined);
      const wait = { type: "end-target", target: "first", priority: "high", since: 1, late: false } as const;
      const ended = (key: string, at: number, openMs: number, more: object = {}) =>
        command(store(), id, key, {
          at,
          actions: [{ ...wait, openMs, allMs: openMs * 2, ahead: 1, ...more }],
        });
      await ended("a", 4000, 10);
      await ended("b", 5000, 20, { late: true, dueAt: 4500 });
      await ended("c", 6000, 30, { target: "next" });
      await command(store(), id, "d", { at: 6000, actions: [{ ...wait, openMs: 40, allMs: 40 }] });
      const b = { at: 5000, priority: "high", openMs: 20, allMs: 40, ahead: 1 };
      expect(await store().desk.pastWaits(4000, 9)).toEqual([b]);
      expect(await store().desk.pastWaits(0, 1)).toEqual([b]);
    });
  });

  describe("what is due", () => {
    it("orders the queue after priority; where nothing is promised, who waits longest comes after", async () => {
      await queued("plain late", "normal", undefined, 3000);
      await queued("plain early", "normal", undefined, 2500);
      await queued("later", "normal", { first: target(9000) }, 2000);
      await queued("sooner", "normal", { first: target(8000) }, 4000);
      await queued("high", "high", { first: target(50_000) }, 5000);
      const rows = await store().desk.list("queue", MEI.id, 9);
      expect(rows.map(({ lastText }) => lastText)).toEqual([
        "high",
        "sooner",
        "later",
        "plain early",
        "plain late",
      ]);
      expect(await store().desk.queueByPriority()).toEqual({ urgent: 0, high: 1, normal: 4 });
    });

    it("is the first of the targets that run, on the row", async () => {
      const timing = { next: target(9000, 8000), resolve: target(7000, 6000) };
      const id = await queued("lin", "normal", timing);
      const row = async () => (await store().desk.list("queue", MEI.id, 9))[0];
      expect((await row())?.due).toEqual({ kind: "resolve", at: 7000, warnAt: 6000 });
      await command(store(), id, "rests", { change: { timing: { next: target(9000), resolve: target() } } });
      expect((await row())?.due).toEqual({ kind: "next", at: 9000, warnAt: 9000 });
      await command(store(), id, "none", { change: { timing: { resolve: target() } } });
      expect(await row()).not.toHaveProperty("due");
    });

    it("is told in the feed, to the desk alone, and stays told after a restart", async () => {
      const id = await queued("lin", "high", { first: target(9000) });
      const stage = { target: "first", dueAt: 9000, since: 2000, priority: "high" } as const;
      await command(store(), id, "w", {
        at: 8000,
        actions: [{ type: "tell-target", stage: "warning", ...stage }],
      });
      await restart();
      const told = (await store().desk.feed(0, 99)).filter(({ kind }) => kind === "sla");
      expect(told).toEqual([
        {
          seq: expect.any(Number),
          at: 8000,
          conversationId: id,
          kind: "sla",
          data: { ...stage, stage: "warning" },
        },
      ]);
      const seen = await store().outbound.stream("telegram:1", { id: "lin", kind: "dm" }, 0, 99);
      expect(JSON.stringify(seen)).not.toContain("warning");
    });
  });
}
