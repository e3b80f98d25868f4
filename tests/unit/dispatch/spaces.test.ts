import { afterEach, describe, expect, it } from "vitest";
import type { InboundEvent } from "../../../src/channel/contract.ts";
import type { AgentAct } from "../../../src/dispatch/dispatch.ts";
import { type FakeChannel, fakeChannel, wrote } from "../../fakes/channel.ts";
import { ANSWER, cleanUp, deliveries, freshFolder, MEI, openStore, scene, texts } from "./scene.ts";

afterEach(cleanUp);

const group = { id: "-4242", kind: "group" } as const;

function inGroup(text: string, who: string, at: number): InboundEvent {
  return wrote(text, { at, space: group, actor: { id: who, name: who }, addressed: "mention" });
}

function picture(n: number, text: string, at: number): InboundEvent {
  return wrote(text, { at, album: "a1", files: [{ id: `f${n}`, kind: "image" }] } as never);
}

describe("an album", () => {
  it("gets one answer, to its caption, whichever picture bears it and however slowly they come", async () => {
    const matched: string[] = [];
    const match = async (text: string) => {
      matched.push(text);
      return ANSWER;
    };
    const { channel, clock } = await scene({ match });
    for (const [n, text] of ["", "how do I reset my password", ""].entries()) {
      await channel.hears(picture(n, text, clock.now()));
      await clock.advance(900);
    }
    expect(channel.posted).toEqual([]);
    await clock.advance(200);
    expect(texts(channel)).toHaveLength(1);
    expect(texts(channel).join()).toContain("Forgot password");
    expect(matched).toEqual(["how do I reset my password"]);
    await clock.advance(60_000);
    expect(channel.posted).toHaveLength(1);
  });

  it("keeps its place: what is written after it is answered after it", async () => {
    const { channel, clock } = await scene();
    await channel.hears(picture(1, "first", clock.now()));
    await channel.hears(wrote("second", { at: clock.now(), msgId: "after" } as never));
    await clock.settle();
    expect(channel.posted).toEqual([]);
    await clock.advance(1_000);
    expect(channel.posted.map(({ replyTo }) => replyTo === "after")).toEqual([false, true]);
  });

  it("that a stop has interrupted is answered after the restart", async () => {
    const folder = freshFolder();
    const first = await scene({ store: openStore(folder), match: async () => ANSWER });
    await first.channel.hears(picture(1, "how do I reset my password", first.clock.now()));
    await first.clock.settle();
    await first.dispatch.stop();
    await first.store.close();
    const again = await scene({ store: openStore(folder), match: async () => ANSWER });
    await again.clock.advance(1_000);
    expect(texts(again.channel).join()).toContain("Forgot password");
  });
});

describe("a group", () => {
  it("keeps its people apart, and each answer is a reply to the question", async () => {
    const { channel, clock } = await scene({ match: async () => ANSWER });
    const ann = inGroup("how?", "ann", clock.now());
    const ben = inGroup("how?", "ben", clock.now());
    await channel.hears(ann, ben);
    await clock.settle();
    const ids = [ann, ben].map((event) => (event.kind === "message" ? event.msgId : ""));
    expect(channel.posted.map(({ replyTo }) => replyTo).sort()).toEqual(ids.sort());
    expect(new Set(channel.posted.map(({ conversationId }) => conversationId)).size).toBe(2);
  });

  it("that moved while the answer was on its way gets it in the new place, once", async () => {
    const { channel, clock, store } = await scene({ match: async () => ANSWER });
    channel.script({
      outcome: "failed",
      reason: "space_gone",
      detail: "group chat was upgraded",
      migratedTo: "-1004242",
    });
    const [receipt] = await channel.hears(inGroup("how?", "ann", clock.now()));
    await clock.advance(100);
    const moved = { ...inGroup("", "ann", clock.now()), kind: "space", change: "migrated", to: "-1004242" };
    await channel.hears(moved as never, { ...moved, key: "told-again" } as never);
    await clock.advance(60_000);
    expect(channel.posted.map(({ space }) => space.id)).toEqual(["-1004242"]);
    expect(channel.calls).toHaveLength(2);
    expect(await deliveries(store, receipt?.conversationId ?? "")).toEqual(["bot sent"]);
    const there = { ...inGroup("and?", "ann", clock.now()), space: { id: "-1004242", kind: "group" } };
    const [later] = await channel.hears(there as never);
    expect(later?.conversationId).toBe(receipt?.conversationId);
  });

  it("that put the bot out shows so at the desk, until its customer is heard again", async () => {
    const { channel, clock, store } = await scene();
    const [receipt] = await channel.hears(inGroup("hi", "ann", clock.now()));
    await clock.settle();
    const reachable = async () =>
      (await store.desk.show(receipt?.conversationId ?? ""))?.conversation.reachable;
    await channel.hears({ ...inGroup("", "owner", clock.now()), kind: "space", change: "removed" } as never);
    expect(await reachable()).toBe(false);
    await channel.hears(inGroup("back again", "ann", clock.now()));
    await clock.settle();
    expect(await reachable()).toBe(true);
  });

  it("leaves talk that is not for the bot alone, and keeps none of it", async () => {
    const { channel, clock, store } = await scene();
    const talk = { ...inGroup("how do I reset my password?", "ann", clock.now()), addressed: "ambient" };
    expect(await channel.hears(talk as never)).toMatchObject([{ outcome: "ignored" }]);
    await clock.settle();
    expect(channel.calls).toEqual([]);
    expect(await store.desk.list("all", "", 9)).toEqual([]);
  });
});

describe("a group with a pace of its own", () => {
  const paces = { group: [{ messages: 3, withinMs: 60_000 }] };
  const slow = () => fakeChannel({ capabilities: { paces } });
  const words = (channel: FakeChannel) =>
    channel.posted.map(({ author, space }) => `${author} ${space.id === group.id ? "group" : space.id}`);

  it("is held to it before the platform says so, and nobody else waits", async () => {
    const { channel, clock } = await scene({ channels: [slow()], match: async () => ANSWER });
    for (const who of ["ann", "ben", "cy", "dee", "eve"])
      await channel.hears(inGroup("how?", who, clock.now()));
    await channel.hears(wrote("how?", { at: clock.now(), who: "lin" }));
    await clock.settle();
    expect(words(channel).filter((one) => one === "bot group")).toHaveLength(3);
    expect(words(channel)).toContain("bot lin");
    await clock.advance(59_000);
    expect(channel.calls).toHaveLength(4);
    await clock.advance(2_000);
    expect(channel.posted).toHaveLength(6);
  });

  it("hears agents first, then answers, then notices", async () => {
    const { channel, clock, dispatch } = await scene({ channels: [slow()], match: async () => ANSWER });
    const ids: string[] = [];
    for (const who of ["ann", "ben", "cy", "dee", "eve"]) {
      const [receipt] = await channel.hears(inGroup("how?", who, clock.now()));
      ids.push(receipt?.conversationId ?? "");
      await clock.settle();
    }
    // Ann, Ben and Cy have their answers; Dee's and Eve's wait, then a notice for Ann, then Mei's words to Ben.
    const act = (n: number, act: AgentAct) =>
      dispatch.command({ agent: MEI, conversationId: ids[n] ?? "", key: `k${n}`, act });
    await act(0, { type: "agent.claimed" });
    await act(1, { type: "agent.replied", text: "Hello Ben.", files: [] });
    await clock.advance(60_000);
    await clock.advance(60_000);
    const late = channel.posted
      .slice(3)
      .map(({ author, conversationId }) => `${author} ${ids.indexOf(conversationId)}`);
    expect(late).toEqual(["agent 1", "bot 3", "bot 4", "system 0"]);
  });

  it("does not count what was silenced while it waited", async () => {
    const { channel, clock, dispatch } = await scene({ channels: [slow()], match: async () => ANSWER });
    const ids: string[] = [];
    for (const who of ["ann", "ben", "cy", "dee"]) {
      const [receipt] = await channel.hears(inGroup("how?", who, clock.now()));
      ids.push(receipt?.conversationId ?? "");
      await clock.settle();
    }
    const act: AgentAct = { type: "agent.replied", text: "Hello Dee.", files: [] };
    await dispatch.command({ agent: MEI, conversationId: ids[3] ?? "", key: "k", act });
    await clock.advance(61_000);
    expect(channel.posted.slice(3).map(({ author }) => author)).toEqual(["agent"]);
    for (const who of ["ann", "ben"]) await channel.hears(inGroup("and?", who, clock.now()));
    await clock.settle();
    expect(channel.posted).toHaveLength(6);
  });

  it("that asks for a pause is held alone, and the rows of its people are not tried meanwhile", async () => {
    const { channel, clock } = await scene({ channels: [slow()], match: async () => ANSWER });
    channel.script({ outcome: "retry", afterMs: 40_000, scope: "space", detail: "429" });
    for (const who of ["ann", "ben"]) {
      await channel.hears(inGroup("how?", who, clock.now()));
      await clock.settle();
    }
    await channel.hears(wrote("how?", { at: clock.now(), who: "lin" }));
    await clock.advance(39_000);
    expect(channel.calls.map(({ space }) => space.id)).toEqual([group.id, "lin"]);
    await clock.advance(2_000);
    expect(words(channel)).toEqual(["bot lin", "bot group", "bot group"]);
  });

  it("keeps its pace over rows that were left by a stop", async () => {
    const folder = freshFolder();
    const first = await scene({ store: openStore(folder), channels: [slow()], match: async () => ANSWER });
    for (const who of ["ann", "ben", "cy", "dee", "eve", "fay", "gil"])
      await first.channel.hears(inGroup("how?", who, first.clock.now()));
    await first.clock.settle();
    expect(first.channel.posted).toHaveLength(3);
    await first.dispatch.stop();
    await first.store.close();
    const again = await scene({ store: openStore(folder), channels: [slow()], match: async () => ANSWER });
    await again.clock.settle();
    expect(again.channel.posted).toHaveLength(3);
    await again.clock.advance(61_000);
    expect(again.channel.posted).toHaveLength(4);
  });
});
