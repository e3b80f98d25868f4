import { describe, expect, it } from "vitest";
import type { InboundEvent } from "../../../src/channel/contract.ts";
import { bareScore, route } from "../../../src/conversation/route.ts";
import type { Conversation } from "../../../src/conversation/state.ts";
import { conversation, event, HOUR, lin, NOW, Scene, withLin } from "./given.ts";

const resolved = () =>
  new Scene(conversation({ owner: withLin })).hears(event({ type: "agent.resolved", agent: lin }));
const DAY = 24 * HOUR;

type Kind = InboundEvent["kind"];
const KINDS: Record<Kind, Record<string, unknown>> = {
  message: { msgId: "m", text: "how do I do this", files: [] },
  edit: { msgId: "m", text: "x", files: [] },
  delete: { msgIds: ["m"] },
  press: { token: "t" },
  form: { token: "t", values: {} },
  command: { name: "start", args: "", msgId: "m" },
  rating: { score: 5 },
  reachability: { state: "blocked" },
  space: { change: "removed" },
  unsupported: { label: "poll", msgId: "m" },
};

function inbound(kind: Kind, changes: Record<string, unknown> = {}): InboundEvent {
  return {
    kind,
    key: "k",
    at: NOW + 2000,
    space: { id: "s1", kind: "dm" },
    actor: { id: "c1" },
    addressed: "dm",
    ...KINDS[kind],
    ...changes,
  } as InboundEvent;
}

const says = (text: string, latest: Conversation, after = 0) =>
  route(inbound("message", { text, at: NOW + 2000 + after }), latest);

describe("where an event belongs", () => {
  it.each<[Kind, string, string, string]>([
    ["message", "new", "same", "new"],
    ["command", "new", "same", "new"],
    ["unsupported", "new", "same", "new"],
    ["press", "ignore", "same", "same"],
    ["form", "ignore", "same", "same"],
    ["rating", "ignore", "same", "same"],
    ["edit", "ignore", "same", "same"],
    ["delete", "ignore", "same", "same"],
    ["reachability", "ignore", "same", "same"],
    ["space", "ignore", "ignore", "ignore"],
  ])("%s: without a conversation %s, while one runs %s, after a resolve %s", (kind, none, open, closed) => {
    expect(route(inbound(kind), undefined)).toBe(none);
    expect(route(inbound(kind), conversation())).toBe(open);
    expect(route(inbound(kind), resolved().now)).toBe(closed);
  });

  it("is nowhere for what a group says among itself", () => {
    expect(route(inbound("message", { addressed: "ambient" }), conversation())).toBe("ignore");
  });
});

describe("after a resolve", () => {
  it.each([["5"], ["3分"], ["five stars"], ["6"], ["not solved yet"]])(
    "«%s» answers the request for a rating",
    (text) => {
      expect(says(text, resolved().now)).toBe("same");
    },
  );

  it.each([["my 5 coins are gone"], ["thanks!"], ["and how do I switch on two-factor?"]])(
    "«%s» opens a new conversation",
    (text) => {
      expect(says(text, resolved().now)).toBe("new");
    },
  );

  it("a score belongs to the old case for a week", () => {
    expect(says("5", resolved().now, 6 * DAY)).toBe("same");
    expect(says("5", resolved().now, 8 * DAY)).toBe("new");
  });

  it("any text is the comment for an hour after a low rating, and a new question later", () => {
    const low = resolved().wrote("2").now;
    expect(says("it was slow", low, HOUR / 2)).toBe("same");
    expect(says("it was slow", low, 2 * HOUR)).toBe("new");
  });

  it("a number after the thanks is a new question", () => {
    expect(says("2", resolved().wrote("5").now)).toBe("new");
  });

  it("of an urgent case '1' and 'not solved' reopen it", () => {
    const urgent = { escalation: { reason: "urgent" as const, priority: "urgent" as const, at: NOW } };
    const scene = new Scene(conversation({ owner: withLin, ...urgent })).hears(
      event({ type: "agent.resolved", agent: lin }),
    );
    expect(says("1", scene.now)).toBe("same");
    expect(says("5", scene.now)).toBe("new");
  });
});

it.each([
  ["5", 5],
  [" ４ 分。", 4],
  ["五星", 5],
  ["给3分", 3],
  ["4/5", 4],
  ["one star", 1],
  ["5⭐", 5],
  ["55", undefined],
  ["0", undefined],
  ["一", undefined],
  ["5 USDT", undefined],
])("«%s» is the score %s", (text, score) => {
  expect(bareScore(text)).toBe(score);
});
