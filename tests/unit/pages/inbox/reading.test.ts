import { describe, expect, it } from "vitest";
import { fateOf } from "../../../../src/pages/inbox/fate.ts";
import { fitOf } from "../../../../src/pages/inbox/limits.ts";
import { attemptsOf, whyOf } from "../../../../src/pages/inbox/match.ts";
import { PHRASES } from "../../../../src/pages/inbox/phrases.ts";
import { readRoute, writeRoute } from "../../../../src/pages/inbox/route.ts";
import { timelineOf } from "../../../../src/pages/inbox/timeline.ts";
import { duration, leftOf, pressure, snoozeTimes } from "../../../../src/pages/inbox/times.ts";
import type { Decision } from "../../../../src/pages/inbox/types.ts";
import { pagesOf, scrollTo, windowOf } from "../../../../src/pages/inbox/windowing.ts";
import { messageOf } from "./rows.ts";

describe("an address", () => {
  it.each([
    "/inbox/queue",
    "/inbox/mine/c_123",
    "/inbox/resolved/K-ABC123/details",
    "/inbox/queue/c1?tag=refund+late",
  ])("%s says the same both ways", (path) => {
    expect(writeRoute(readRoute(path))).toBe(path);
  });

  it("that names no view is the queue", () => {
    expect(readRoute("/inbox")).toEqual({ view: "queue" });
    expect(readRoute("/inbox/nonsense/c1")).toEqual({ view: "queue" });
    expect(readRoute("/inbox/queue/%E0%A4%A")).toEqual({ view: "queue", id: "%E0%A4%A" });
  });
});

describe("a long list", () => {
  it("draws what is in sight and a little more", () => {
    const { first, end } = windowOf(88_000, 800, 88, 10_000);
    expect(first).toBeLessThanOrEqual(1_000);
    expect(end).toBeGreaterThanOrEqual(1_010);
    expect(end - first).toBeLessThan(40);
    expect(windowOf(0, 800, 88, 3)).toEqual({ first: 0, end: 3 });
    expect(windowOf(90_000, 800, 88, 3)).toMatchObject({ end: 3 });
  });

  it("asks for the pages it draws", () => {
    expect(pagesOf({ first: 90, end: 210 }, 100)).toEqual([0, 1, 2]);
    expect(pagesOf({ first: 0, end: 0 }, 100)).toEqual([]);
  });

  it("scrolls no further than a row needs", () => {
    expect(scrollTo(5, 0, 800, 88)).toBeUndefined();
    expect(scrollTo(20, 0, 800, 88)).toBe(21 * 88 - 800);
    expect(scrollTo(1, 500, 800, 88)).toBe(88);
  });
});

describe("a message of several parts", () => {
  it("fares as its worst part", () => {
    const of = (...states: ("sent" | "failed" | "unknown" | "ready")[]) =>
      fateOf({
        delivery: states.map((state, part) => ({
          part,
          state,
          ...(state === "sent" ? {} : { detail: state }),
        })),
      });
    expect(of("sent", "sent")).toEqual({ state: "sent", twice: false });
    expect(of("sent", "unknown")).toMatchObject({ state: "unknown", detail: "unknown" });
    expect(of("unknown", "failed")).toMatchObject({ state: "failed" });
    expect(of("ready")).toEqual({ state: "queued", twice: false });
    expect(fateOf({})).toBeUndefined();
  });
});

describe("a reply", () => {
  const channel = (unit: "utf16" | "codepoint" | "byte") => ({
    account: "x",
    text: { limit: 10, unit, counts: "visible" as const },
    files: 0,
    changes: { edits: true, deletes: true },
  });
  it("is measured as its channel counts", () => {
    expect(fitOf("你好😀", channel("utf16")).used).toBe(4);
    expect(fitOf("你好😀", channel("codepoint")).used).toBe(3);
    expect(fitOf("你好😀", channel("byte"))).toEqual({ used: 10, limit: 10, parts: 1 });
    expect(fitOf("a".repeat(21), channel("utf16")).parts).toBe(3);
  });
});

const wrote: Decision = {
  at: 5,
  type: "customer.wrote",
  reason: "answered",
  event: {
    messageId: "m1",
    text: "where is my coin",
    match: {
      confidence: 0.93,
      ranked: [
        { topic: "tx.lost", probability: 0.9 },
        { topic: "tx.slow", probability: 0.05 },
      ],
    },
    entries: { "tx.lost": { en: { title: "My transfer is lost" } } },
  },
};

describe("why the bot said it", () => {
  it("is the entry, how sure it was, and what came next", () => {
    const answer = messageOf(2, { author: "bot", inReplyTo: "m1", topic: "tx.lost" });
    expect(whyOf({ decisions: [wrote] }, answer)).toEqual({
      topic: "tx.lost",
      title: "My transfer is lost",
      confidence: 0.93,
      others: [{ topic: "tx.slow", title: "tx.slow", probability: 0.05 }],
    });
    expect(attemptsOf({ decisions: [wrote], messages: [answer] })).toMatchObject([
      { question: "where is my coin", title: "My transfer is lost" },
    ]);
  });

  it("is unknown where nothing was matched", () => {
    expect(whyOf({ decisions: [] }, messageOf(2, { author: "bot" }))).toBeUndefined();
  });
});

describe("a conversation as it is read", () => {
  it("has what was done between what was said, and a line for each day", () => {
    const day = 86_400_000;
    const at = new Date(2026, 10, 20, 12).getTime();
    const agent = { id: "mei", name: "Mei" };
    const act = (type: string, when: number, reason = "done"): Decision => ({
      at: when,
      type,
      reason,
      event: { agent },
    });
    const entries = timelineOf({
      messages: [messageOf(1, { at }), messageOf(2, { at: at + 10 }), messageOf(3, { at: at + day })],
      decisions: [
        act("agent.claimed", at + 5),
        act("agent.claimed", at + 6, "already-yours"),
        act("agent.resolved", at + day + 5),
      ],
    });
    expect(entries.map(({ kind }) => kind)).toEqual([
      "day",
      "message",
      "event",
      "message",
      "day",
      "message",
      "event",
    ]);
    expect(entries[2]).toMatchObject({ happening: { name: "claimed", who: "Mei" } });
    // After an event the speaker is named again.
    expect(entries[3]).toMatchObject({ first: true });
  });
});

describe("time", () => {
  it("is told in its largest unit", () => {
    const { durations } = PHRASES.en;
    expect([30_000, 240_000, 7_200_000, 3 * 86_400_000].map((ms) => duration(ms, durations))).toEqual([
      "now",
      "4 min",
      "2 h",
      "3 d",
    ]);
  });

  it("shows how a target stands, and says in words how much is left or how late it is", () => {
    const minute = 60_000;
    const due = { kind: "first", at: 60 * minute, warnAt: 45 * minute, state: "ok" } as const;
    expect([0, 44, 45, 59, 60, 90].map((at) => pressure(due, at * minute))).toEqual([
      "calm",
      "calm",
      "near",
      "near",
      "late",
      "late",
    ]);
    expect(pressure(undefined, 0)).toBe("calm");
    expect(leftOf(due, 48 * minute, PHRASES.en)).toBe("12 min left");
    expect(leftOf(due, 72 * minute, PHRASES.en)).toBe("12 min late");
    expect(leftOf(due, 72 * minute, PHRASES.zh)).toBe("超时 12 分钟");
  });

  it("offers nine in the morning of tomorrow, and of a Monday that is not today", () => {
    const monday = new Date(2026, 10, 23, 10).getTime();
    const times = snoozeTimes(monday);
    expect(new Date(times.tomorrow).toString()).toContain("Nov 24 2026 09:00");
    expect(new Date(times.monday).toString()).toContain("Nov 30 2026 09:00");
  });
});
