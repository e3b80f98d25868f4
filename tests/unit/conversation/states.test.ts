import { describe, expect, it } from "vitest";
import { decide } from "../../../src/conversation/decide.ts";
import type { ConversationEvent } from "../../../src/conversation/events.ts";
import type { Conversation } from "../../../src/conversation/state.ts";
import {
  about,
  commanded,
  conversation,
  entries,
  event,
  inQueue,
  lin,
  MENU,
  mia,
  NOW,
  urgent,
  wish,
  withLin,
  wrote,
} from "./given.ts";

const OWNERS: Conversation["owner"][] = [{ kind: "bot" }, inQueue, withLin];
const STATUSES: Conversation["status"][] = ["open", "snoozed", "resolved"];

const chose = (value: Extract<ConversationEvent, { type: "customer.chose" }>["choice"]) =>
  event({ type: "customer.chose", messageId: "m", ...(value && { choice: value }), entries, menu: MENU });

const EVENTS: [string, ConversationEvent][] = [
  ["a question", wrote("how do I enable 2fa", about("account.enable-2fa"))],
  ["an emergency", wrote("stolen", urgent)],
  ["a wish for a person", wrote("human", wish)],
  ["a secret", wrote("⟦seed-phrase⟧", undefined, { found: ["seed-phrase"], urgency: "urgent" })],
  ["a file", wrote("", undefined, { files: [{ id: "f", kind: "image" }] })],
  ["a command", commanded("start")],
  ["/human", commanded("human")],
  ["a press on a topic", chose({ token: "t", label: "l", value: { kind: "topic", topic: "tx.failed" } })],
  ["a press on 'not solved yet'", chose({ token: "t", label: "l", value: { kind: "reopen" } })],
  ["a press on a score", chose({ token: "t", label: "l", value: { kind: "rate", score: 2 } })],
  ["an expired press", chose(undefined)],
  ["an edit", event({ type: "customer.edited", messageId: "m", text: "x", found: [] })],
  ["an edit of something unknown", event({ type: "customer.edited", text: "x", found: [] })],
  ["a deletion", event({ type: "customer.deleted", messageIds: ["m"] })],
  ["a rating", event({ type: "customer.rated", score: 4 })],
  ["a block", event({ type: "customer.reached", state: "blocked" })],
  ["the unsnooze timer", event({ type: "timer.fired", name: "unsnooze" })],
  ...[lin, mia].flatMap((agent): [string, ConversationEvent][] => [
    [`${agent.name} claims`, event({ type: "agent.claimed", agent })],
    [`${agent.name} releases`, event({ type: "agent.released", agent })],
    [`${agent.name} transfers to Mia`, event({ type: "agent.transferred", agent, to: mia, note: "please" })],
    [`${agent.name} replies`, event({ type: "agent.replied", agent, text: "hi", files: [] })],
    [`${agent.name} notes`, event({ type: "agent.noted", agent, text: "n" })],
    [`${agent.name} resolves`, event({ type: "agent.resolved", agent })],
    [`${agent.name} returns`, event({ type: "agent.returned", agent })],
    [`${agent.name} snoozes`, event({ type: "agent.snoozed", agent, until: NOW + 1 })],
  ]),
];

const STATES = OWNERS.flatMap((owner) => STATUSES.map((status) => ({ owner, status })));

/** Who owns, as far as the epoch is concerned. */
function who({ owner }: Conversation): string {
  return owner.kind === "agent" ? owner.agentId : owner.kind;
}

describe.each(STATES)("$status, owned by $owner.kind", ({ owner, status }) => {
  const before = conversation({
    owner,
    status,
    epoch: 5,
    ...(status === "snoozed" ? { snoozedUntil: NOW + 1 } : {}),
    ...(status === "resolved" ? { resolvedAt: NOW } : {}),
  });

  it.each(EVENTS)("%s: the epoch grows with a change of owner and only then", (_, what) => {
    const outcome = decide(before, what);
    if (!outcome.ok) {
      expect(outcome).toMatchObject({ owner, status });
      expect(what.type).toMatch(/^agent\./);
      return;
    }
    const after = outcome.conversation;
    expect(after.epoch).toBe(who(after) === who(before) ? 5 : 6);
    expect(outcome.reason).not.toBe("noted");
    expect(after.status === "snoozed").toBe(after.snoozedUntil !== undefined);
    expect(after.status === "resolved").toBe(after.resolvedAt !== undefined);
  });
});

describe("a refusal", () => {
  const act = (type: "agent.claimed" | "agent.released" | "agent.returned" | "agent.resolved", agent = mia) =>
    event({ type, agent });

  it.each([
    ["owned_by_other", conversation({ owner: withLin }), act("agent.claimed")],
    [
      "owned_by_other",
      conversation({ owner: withLin }),
      event({ type: "agent.replied", agent: mia, text: "x", files: [] }),
    ],
    ["already_resolved", conversation({ owner: withLin, status: "resolved" }), act("agent.resolved", lin)],
    ["bot_owns", conversation(), act("agent.released")],
    ["bot_owns", conversation(), act("agent.returned")],
    ["queue_owns", conversation({ owner: inQueue }), act("agent.released")],
  ])("%s names who owns it", (refusal, before, what) => {
    expect(decide(before, what)).toEqual({ ok: false, refusal, owner: before.owner, status: before.status });
  });

  it("is never given to a note", () => {
    for (const { owner, status } of STATES)
      expect(
        decide(conversation({ owner, status }), event({ type: "agent.noted", agent: mia, text: "n" })).ok,
      ).toBe(true);
  });
});
