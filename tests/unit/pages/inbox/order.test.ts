import { describe, expect, it } from "vitest";
import { belongs, byUrgency, settle } from "../../../../src/pages/inbox/order.ts";
import { rowOf } from "./rows.ts";

const ids = (rows: readonly ({ id: string } | undefined)[]) => rows.map((row) => row?.id);

describe("who comes first", () => {
  it("is the most urgent, then the longest waiting, then who was heard last", () => {
    const rows = [
      rowOf("answered", { lastAt: 90 }),
      rowOf("late", { waitingSince: 50 }),
      rowOf("early", { waitingSince: 10 }),
      rowOf("urgent", { waitingSince: 60, priority: "urgent" }),
      rowOf("answered later", { lastAt: 95 }),
    ];
    expect(ids(rows.sort(byUrgency))).toEqual(["urgent", "early", "late", "answered later", "answered"]);
  });

  it("within one priority is what is due first, before what was promised nothing", () => {
    const due = (at: number) => ({ kind: "next", at, warnAt: at, state: "ok" }) as const;
    const rows = [
      rowOf("nothing", { waitingSince: 1 }),
      rowOf("later", { waitingSince: 2, due: due(90) }),
      rowOf("sooner", { waitingSince: 3, due: due(80) }),
      rowOf("urgent", { waitingSince: 4, due: due(99), priority: "urgent" }),
    ];
    expect(ids(rows.sort(byUrgency))).toEqual(["urgent", "sooner", "later", "nothing"]);
  });
});

describe("a view", () => {
  const agent = { kind: "agent", agentId: "mei", agentName: "Mei", since: 1 } as const;
  it.each([
    ["mine", rowOf("a", { owner: agent }), true],
    ["mine", rowOf("a", { owner: { ...agent, agentId: "tom" } }), false],
    ["mine", rowOf("a", { owner: agent, status: "resolved" }), false],
    ["waiting", rowOf("a", { owner: agent }), true],
    ["waiting", rowOf("a", { owner: agent, waitingSince: 5 }), false],
    ["queue", rowOf("a", {}), true],
    ["bot", rowOf("a", { owner: { kind: "bot" } }), true],
    ["snoozed", rowOf("a", { owner: agent, status: "snoozed" }), true],
  ] as const)("%s holds what the server counts in it", (view, row, holds) => {
    expect(belongs(view, row, "mei")).toBe(holds);
  });
});

describe("a list under the pointer", () => {
  const [a, b, c, fresh] = [rowOf("a"), rowOf("b"), rowOf("c"), rowOf("fresh")];

  it("keeps every row in its place and counts what is new", () => {
    const { shown, news, differs } = settle([a, b, c], [fresh, c, a, b]);
    expect(ids(shown)).toEqual(["a", "b", "c"]);
    expect({ news, differs }).toEqual({ news: 1, differs: true });
  });

  it("shows new words of a row at once", () => {
    const { shown, differs } = settle([a, b], [a, rowOf("b", { lastText: "new words" })]);
    expect(shown[1]?.lastText).toBe("new words");
    expect(differs).toBe(false);
  });

  it("keeps a row that left until it is let go", () => {
    expect(ids(settle([a, b], [b]).shown)).toEqual(["a", "b"]);
    expect(ids(settle(undefined, [b]).shown)).toEqual(["b"]);
  });

  it("shows what comes where nothing was", () => {
    const { shown, news } = settle([], [a, b]);
    expect(ids(shown)).toEqual(["a", "b"]);
    expect(news).toBe(0);
  });

  it("fills places that were not loaded yet, and no row twice", () => {
    const { shown } = settle([a, undefined, undefined], [a, b, c]);
    expect(ids(shown)).toEqual(["a", "b", "c"]);
    expect(ids(settle([a, undefined], [b, a]).shown)).toEqual(["a", undefined]);
  });
});
