import { describe, expect, it } from "vitest";
import { mayChange, reachOf } from "../../../../src/pages/inbox/may-change.ts";
import type { Message } from "../../../../src/pages/inbox/types.ts";
import { messageOf } from "./rows.ts";

const HOUR = 3_600_000;
const BOTH = { edit: true, takeBack: true };
const NEITHER = { edit: false, takeBack: false };

const conversation = (agentId: string) => ({
  owner: { kind: "agent" as const, agentId, agentName: agentId, since: 1 },
});
const channel = (changes: { edits: boolean; deletes: boolean; deletesWithin?: number }) => ({
  account: "web",
  text: { limit: 100, unit: "utf16" as const, counts: "visible" as const },
  files: 1,
  changes,
});
const reply = (more: Partial<Message> = {}): Message =>
  messageOf(1, {
    author: "agent",
    agentId: "mei",
    at: 1_000,
    delivery: [{ part: 0, state: "sent" }],
    ...more,
  });

const around = {
  conversation: conversation("mei"),
  me: "mei",
  reach: "own" as const,
  channel: channel({ edits: true, deletes: true, deletesWithin: 48 * HOUR }),
  now: 2_000,
};

describe("what may still become of a reply", () => {
  it("is anything for its author, while the case is theirs", () => {
    expect(mayChange(reply(), around)).toEqual(BOTH);
    expect(mayChange(reply(), { ...around, conversation: conversation("tom") })).toEqual(NEITHER);
    expect(mayChange(reply({ agentId: "tom" }), around)).toEqual(NEITHER);
  });

  it("is anything for a supervisor, nothing for who may only look", () => {
    const theirs = { ...around, me: "vera", conversation: conversation("tom") };
    expect(mayChange(reply(), { ...theirs, reach: "any" })).toEqual(BOTH);
    expect(mayChange(reply(), { ...theirs, reach: "none" })).toEqual(NEITHER);
  });

  it("is what the channel can, and not for longer than it lets us", () => {
    expect(mayChange(reply(), { ...around, now: 1_001 + 48 * HOUR })).toEqual({
      edit: true,
      takeBack: false,
    });
    expect(mayChange(reply(), { ...around, channel: channel({ edits: false, deletes: false }) })).toEqual(
      NEITHER,
    );
    expect(mayChange(reply(), { ...around, channel: undefined })).toEqual(NEITHER);
  });

  it("is anything where it surely never arrived: nothing has to be done at the platform", () => {
    const failed = reply({ delivery: [{ part: 0, state: "failed" }] });
    expect(mayChange(failed, { ...around, channel: channel({ edits: false, deletes: false }) })).toEqual(
      BOTH,
    );
  });

  it("is nothing once it was taken back, is being so, or nobody knows whether it arrived", () => {
    const change = { kind: "delete" as const, at: 1, name: "Mei" };
    expect(mayChange(reply({ deletedAt: 5 }), around)).toEqual(NEITHER);
    expect(mayChange(reply({ change: { ...change, state: "pending" } }), around)).toEqual(NEITHER);
    expect(mayChange(reply({ change: { ...change, state: "failed" } }), around)).toEqual(BOTH);
    expect(mayChange(reply({ delivery: [{ part: 0, state: "unknown" }] }), around)).toEqual(NEITHER);
  });

  it("is no other words where there are none: a picture alone can only be taken back", () => {
    expect(mayChange(reply({ text: "" }), around)).toEqual({ edit: false, takeBack: true });
  });

  it("is nothing for notes and for what the bot said", () => {
    for (const author of ["note", "bot", "system", "customer"] as const) {
      expect(mayChange(reply({ author }), { ...around, reach: "any" })).toEqual(NEITHER);
    }
  });
});

describe("whose replies somebody may change", () => {
  const agent = { id: "v", email: "v@example.com", name: "Vera", createdAt: 1 };
  const rights = ["messages.edit"];
  it.each([
    ["viewer", "off", [], "none"],
    ["agent", "off", rights, "own"],
    ["supervisor", "off", rights, "any"],
    ["admin", "on", rights, "any"],
    ["admin", "missing", rights, "own"],
  ] as const)("%s with the second step %s", (role, totp, has, reach) => {
    expect(reachOf({ agent: { ...agent, role }, totp, rights: [...has] })).toBe(reach);
  });
});
