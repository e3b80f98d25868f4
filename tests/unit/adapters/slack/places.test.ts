import { describe, expect, it } from "vitest";
import { later, places } from "../../../../adapters/slack/places.ts";
import type { InboundEvent } from "../../../../src/channel/contract.ts";

function message(channel: string, ts: string, more: { thread?: string; user?: string } = {}): InboundEvent {
  const { thread, user = "U1" } = more;
  return {
    kind: "message",
    key: `${channel}:${ts}`,
    at: 1_790_000_000_000,
    space: { id: channel, kind: "dm", ...(thread === undefined ? {} : { thread }) },
    actor: { id: `T1:${user}` },
    addressed: "dm",
    msgId: ts,
    text: "x",
    files: [],
  };
}

describe("where customers wrote", () => {
  it("is known again after a restart", () => {
    const before = places();
    before.note([message("D1", "1790000001.000100")]);
    const cursor = before.note([
      message("C1", "1790000002.000100", { thread: "1790000000.000001", user: "U2" }),
    ]);
    const after = places();
    after.load(cursor);
    expect(after.list()).toEqual(before.list());
    expect(after.list().map(({ channel, seen }) => [channel, seen])).toEqual([
      ["C1", "1790000002.000100"],
      ["D1", "1790000001.000100"],
    ]);
    expect(after.directOf("U1")).toBe("D1");
    expect(after.directOf("U2")).toBeUndefined();
    const thread = { id: "C1", kind: "channel" as const, thread: "1790000000.000001" };
    expect(after.knows(thread, "T1:U2")).toBe(true);
    expect(after.knows(thread, "T1:U1")).toBe(false);
    expect(after.knows({ ...thread, thread: "1790000000.000002" }, "T1:U2")).toBe(false);
  });

  it("never goes back, also when messages come out of order", () => {
    const one = places();
    one.note([message("D1", "1790000005.000100")]);
    one.note([message("D1", "1790000003.000100")]);
    expect(one.list()[0]?.seen).toBe("1790000005.000100");
  });

  it("stays where it is while something of the place may be missing", () => {
    const one = places();
    one.note([message("D1", "1790000001.000100")]);
    one.hold({ id: "D1", kind: "dm" });
    one.note([message("D1", "1790000009.000100")]);
    expect(one.list()[0]?.seen).toBe("1790000001.000100");
    for (const place of one.list()) one.release(place);
    one.note([message("D1", "1790000009.000100")]);
    expect(one.list()[0]?.seen).toBe("1790000009.000100");
  });

  it("forgets the longest silent beyond two hundred", () => {
    const one = places();
    for (let n = 0; n < 200; n += 1) one.note([message(`D${n}`, "1790000001.000100", { user: `U${n}` })]);
    one.note([message("D0", "1790000002.000100", { user: "U0" })]);
    one.note([message("DNEW", "1790000003.000100", { user: "UNEW" })]);
    expect(one.list()).toHaveLength(200);
    expect(one.directOf("U0")).toBe("D0");
    expect(one.directOf("U1")).toBeUndefined();
  });

  it("is empty when what was kept cannot be read", () => {
    for (const text of [undefined, "", "nonsense", "{}", "[1, [2], null]"]) {
      const one = places();
      one.load(text);
      expect(one.list()).toEqual([]);
    }
  });
});

describe("the order of messages", () => {
  it("is told without turning their names into numbers", () => {
    expect(later("1790000001.000101", "1790000001.000100")).toBe(true);
    expect(later("1790000001.000100", "1790000001.000100")).toBe(false);
    expect(later("10000000000.000001", "9999999999.999999")).toBe(true);
  });
});

describe("threads of the staff's channel", () => {
  it("are read again from their beginning until somebody wrote in them", () => {
    const known = places("C9");
    known.noteCase("C9", "1790000001.000100");
    expect(known.list()).toMatchObject([{ thread: "1790000001.000100", seen: "1790000001.000100" }]);
    known.note([message("C9", "1790000002.000100", { thread: "1790000001.000100" })]);
    const cursor = known.noteCase("C9", "1790000001.000100");
    const after = places("C9");
    after.load(cursor);
    expect(after.list()).toMatchObject([{ thread: "1790000001.000100", seen: "1790000002.000100" }]);
  });

  it("put no customer out of what is remembered, and customers none of them", () => {
    const known = places("C9");
    known.note([message("D1", "1790000001.000100")]);
    for (let n = 0; n < 150; n += 1) known.noteCase("C9", `179000${1_000 + n}.000100`);
    expect(known.directOf("U1")).toBe("D1");
    expect(known.list()).toHaveLength(101);
    for (let n = 0; n < 300; n += 1) known.note([message(`D${n}`, "1790000003.000100")]);
    expect(known.list().filter(({ channel }) => channel === "C9")).toHaveLength(100);
    expect(known.list()).toHaveLength(300);
  });
});
