import { describe, expect, it } from "vitest";
import { tellsErased, without } from "../../../../src/pages/inbox/forgetting.ts";
import { firstState, type State } from "../../../../src/pages/inbox/state.ts";
import type { Case, Me } from "../../../../src/pages/inbox/types.ts";
import { messageOf, rowOf } from "./rows.ts";

const ME: Me = {
  agent: { id: "mei", name: "Mei", email: "mei@example.com", role: "agent", createdAt: 1 },
  totp: "off",
  rights: [],
};

function caseOf(id: string, text: string): Case {
  const { reason: _, ...row } = rowOf(id);
  const conversation = { ...row, collected: {}, space: { id, kind: "dm" as const }, reachable: true };
  return { conversation, messages: [messageOf(1, { text })], decisions: [], due: [], tags: [], seq: 1 };
}

/** A page that holds two customers in all its places. */
function full(): State {
  const rows = [rowOf("gone", { lastText: "Rhubarb" }), rowOf("stays", { lastText: "Basil" })];
  const pending = ["gone", "stays"].map((conversationId) => ({
    key: conversationId,
    conversationId,
    text: conversationId === "gone" ? "about Rhubarb" : "about Basil",
    note: false,
    at: 1,
    afterSeq: 1,
    fate: "failed" as const,
  }));
  return {
    ...firstState(ME, "queue"),
    lists: { queue: rows, mine: [...rows] },
    cases: { gone: caseOf("gone", "Rhubarb"), stays: caseOf("stays", "Basil") },
    pending,
  };
}

describe("forgetting a customer who was erased", () => {
  it("leaves no word of theirs in any list, history or reply on its way, and the others as they were", () => {
    const before = full();
    const after = { ...before, ...without(before, "gone") };
    expect(JSON.stringify(after)).not.toContain("Rhubarb");
    expect(Object.keys(after.cases)).toEqual(["stays"]);
    expect(after.pending.map(({ text }) => text)).toEqual(["about Basil"]);
    expect([...after.erased]).toEqual(["gone"]);
  });

  it("keeps the place in each list, to be fetched anew", () => {
    const { lists } = without(full(), "gone");
    expect(lists.queue?.map((row) => row?.id)).toEqual([undefined, "stays"]);
    expect(lists.mine?.map((row) => row?.id)).toEqual([undefined, "stays"]);
  });

  it("begins with an erasure alone, not with any other end of a conversation", () => {
    expect(tellsErased({ kind: "conversation", data: { reason: "erased" } })).toBe(true);
    expect(tellsErased({ kind: "conversation", data: { reason: "agent-resolved" } })).toBe(false);
    expect(tellsErased({ kind: "message", data: { reason: "erased" } })).toBe(false);
  });
});
