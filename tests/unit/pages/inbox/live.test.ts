import { describe, expect, it } from "vitest";
import { type Followed, followed } from "../../../../src/pages/inbox/live.ts";
import { countsOf, firstState, isOurs, rowsOf, stillPending } from "../../../../src/pages/inbox/state.ts";
import type { Case, FeedItem, Me } from "../../../../src/pages/inbox/types.ts";
import { messageOf, rowOf } from "./rows.ts";

const start: Followed = { seq: 10 };
const item = (
  seq: number,
  data: Record<string, unknown>,
  kind: FeedItem["kind"] = "conversation",
): FeedItem => ({
  seq,
  at: seq,
  conversationId: "c1",
  kind,
  data,
});

describe("the feed", () => {
  it("rings when the server calls for a person, however often that is replayed only once", () => {
    const raised = item(11, { state: "raised", ways: ["browser"] }, "alert");
    const first = followed(start, raised);
    expect(first.rings).toBe("first");
    expect(followed(first.followed, raised)).toEqual({ followed: { seq: 11 }, fresh: false });
    const mailed = item(12, { state: "climbed", ways: ["mail"] }, "alert");
    expect(followed(first.followed, mailed).rings).toBeUndefined();
    const again = item(13, { state: "climbed", ways: ["browser", "mail"] }, "alert");
    expect(followed(first.followed, again).rings).toBe("again");
  });

  it("knows a replayed item by its number", () => {
    const after = followed(start, item(15, { messageId: "m", author: "customer" }, "message"));
    expect(after).toMatchObject({ fresh: true, followed: { seq: 15 } });
    expect(followed(after.followed, item(14, {}, "delivery")).fresh).toBe(false);
  });
});

const me: Me = {
  agent: { id: "mei", email: "mei@example.com", name: "Mei", role: "agent", createdAt: 1 },
  totp: "off",
  rights: ["conversations.reply"],
};

describe("words on their way", () => {
  const pending = {
    key: "k",
    conversationId: "c1",
    text: "On it.",
    note: false,
    at: 1,
    afterSeq: 5,
    fate: "sending" as const,
  };
  const history = (...messages: Case["messages"]): Case =>
    ({ conversation: { id: "c1" }, messages, decisions: [], seq: 9 }) as unknown as Case;

  it("are gone from the screen once the history has them, and not before", () => {
    const own = messageOf(6, { author: "agent", agentId: "mei", text: "On it." });
    expect(stillPending([pending], history(own), "mei")).toEqual([]);
    expect(stillPending([pending], history({ ...own, seq: 4 }), "mei")).toEqual([pending]);
    expect(stillPending([pending], history({ ...own, agentId: "tom" }), "mei")).toEqual([pending]);
    expect(isOurs({ ...pending, note: true }, own, "mei")).toBe(false);
  });

  it("said twice are two messages", () => {
    const own = messageOf(6, { author: "agent", agentId: "mei", text: "On it." });
    const twice = [pending, { ...pending, key: "k2" }];
    expect(stillPending(twice, history(own), "mei").map(({ key }) => key)).toEqual(["k2"]);
  });
});

describe("an act that the server has not confirmed", () => {
  it("moves the row and both counts at once", () => {
    const row = rowOf("c1");
    const state = {
      ...firstState(me, "queue"),
      lists: { queue: [row, rowOf("c2")] },
      counts: { queue: 2, mine: 0 },
      patches: { c1: { owner: { kind: "agent" as const, agentId: "mei", agentName: "Mei", since: 2 } } },
    };
    expect(rowsOf(state, "queue")?.map((one) => one?.id)).toEqual(["c2"]);
    expect(countsOf(state)).toMatchObject({ queue: 1, mine: 1 });
  });
});
