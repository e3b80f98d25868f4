import { afterEach, describe, expect, it } from "vitest";
import type { SendResult } from "../../../src/channel/contract.ts";
import { type FakeChannel, fakeChannel, wrote } from "../../fakes/channel.ts";
import { failingStore } from "./failing-store.ts";
import { cleanUp, deliveries, MEI, openStore, type Scene, scene } from "./scene.ts";

afterEach(cleanUp);

const busy: SendResult = { outcome: "retry", afterMs: 2000, scope: "call", detail: "503" };
const unknown: SendResult = { outcome: "unknown", detail: "the line broke" };

/** Which of the customer's messages each call answered. */
const answered = (channel: FakeChannel) => channel.posted.map(({ replyTo }) => replyTo);

async function hear({ channel, clock }: Scene, who: string, ...names: string[]): Promise<void> {
  for (const name of names)
    await channel.hears(wrote(`about ${name}`, { at: clock.now(), who, ...{ msgId: name } }));
  await clock.settle();
}

describe("order", () => {
  it("is kept through a retry: what was written later waits for what was written earlier", async () => {
    const here = await scene();
    here.channel.script(busy, busy);
    await hear(here, "lin", "one", "two", "three");
    expect(here.channel.posted).toEqual([]);
    await here.clock.advance(10_000);
    expect(answered(here.channel)).toEqual(["one", "two", "three"]);
  });

  it("goes on with the next message when one cannot be delivered at all", async () => {
    const here = await scene();
    here.channel.script({ outcome: "failed", reason: "too_large", detail: "413" });
    await hear(here, "lin", "one", "two");
    expect(answered(here.channel)).toEqual(["two"]);
    expect(await deliveries(here.store, await here.conversation())).toEqual(["bot failed", "bot sent"]);
  });

  it("gives up on a message that is refused for an hour, shows it, and goes on with the next", async () => {
    const here = await scene();
    here.channel.script(...Array.from({ length: 64 }, () => busy));
    await hear(here, "lin", "one", "two");
    await here.clock.advance(2 * 3_600_000);
    expect(await deliveries(here.store, await here.conversation())).toEqual(["bot failed", "bot sent"]);
  });

  it("lets an agent's words pass an answer that is being retried once the agent owns the conversation", async () => {
    const here = await scene();
    here.channel.script({ ...busy, afterMs: 300_000 });
    await hear(here, "lin", "one");
    await here.act("lin", MEI, { type: "agent.replied", text: "I am looking into it.", files: [] });
    await here.clock.settle();
    expect(here.channel.posted.map(({ author }) => author)).toEqual(["agent"]);
    await here.clock.advance(600_000);
    expect(here.channel.posted).toHaveLength(1);
    expect(await deliveries(here.store, await here.conversation())).toEqual(["bot superseded", "agent sent"]);
  });
});

describe("an unknown outcome", () => {
  it("is sent again with the same key where that cannot double it", async () => {
    const channel = fakeChannel({ capabilities: { idempotent: true } });
    const here = await scene({ channels: [channel] });
    channel.script(unknown);
    await hear(here, "lin", "one");
    await here.clock.advance(2000);
    expect(channel.calls.map(({ idempotencyKey }) => idempotencyKey)).toHaveLength(2);
    expect(new Set(channel.calls.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(1);
    expect(await deliveries(here.store, await here.conversation())).toEqual(["bot sent"]);
  });

  it("is held and shown where it could double it, and the conversation goes on", async () => {
    const here = await scene();
    here.channel.script(unknown);
    await hear(here, "lin", "one", "two");
    await here.clock.advance(600_000);
    expect(here.channel.calls).toHaveLength(2);
    expect(await deliveries(here.store, await here.conversation())).toEqual(["bot unknown", "bot sent"]);
  });

  it("is sent again at most twice where the operator prefers that, but never an agent's words", async () => {
    const channel = fakeChannel({ uncertain: "resend" });
    const here = await scene({ channels: [channel] });
    channel.script(unknown, unknown, unknown);
    await hear(here, "lin", "one");
    await here.clock.advance(600_000);
    expect(channel.calls).toHaveLength(3);
    channel.script("sent", unknown);
    await here.act("lin", MEI, { type: "agent.claimed" });
    await here.act("lin", MEI, { type: "agent.replied", text: "Hello.", files: [] });
    await here.clock.advance(600_000);
    const said = await deliveries(here.store, await here.conversation());
    expect(said.filter((state) => state.startsWith("agent"))).toEqual(["agent unknown"]);
  });

  it("is settled by asking the platform where it can tell", async () => {
    const channel = fakeChannel({ lookup: async ({ replyTo }) => (replyTo === "one" ? "posted" : "absent") });
    const here = await scene({ channels: [channel] });
    channel.script(unknown, unknown);
    await hear(here, "lin", "one", "two");
    await here.clock.advance(5000);
    expect(channel.calls.map(({ replyTo }) => replyTo)).toEqual(["one", "two", "two"]);
    expect(await deliveries(here.store, await here.conversation())).toEqual(["bot sent", "bot sent"]);
  });

  it("stays unknown when the look-up itself fails", async () => {
    const channel = fakeChannel({ lookup: async () => Promise.reject(new Error("502")) });
    const here = await scene({ channels: [channel] });
    channel.script("throw");
    await hear(here, "lin", "one");
    expect(await deliveries(here.store, await here.conversation())).toEqual(["bot unknown"]);
  });

  it("is what a call that never ends comes to, also where the channel does not heed its signal", async () => {
    for (const silence of ["hang", "deaf"] as const) {
      const here = await scene();
      here.channel.script(silence);
      await hear(here, "lin", "one", "two");
      expect(await deliveries(here.store, await here.conversation())).toEqual(["bot sending", "bot ready"]);
      await here.clock.advance(32_000);
      expect(await deliveries(here.store, await here.conversation())).toEqual(["bot unknown", "bot sent"]);
    }
  });
});

describe("what one trouble does to others", () => {
  it("lets everybody else be answered while one call hangs", async () => {
    const here = await scene();
    here.channel.script("hang");
    await hear(here, "lin", "slow");
    for (let n = 0; n < 20; n++) await hear(here, `c${n}`, `q${n}`);
    expect(here.channel.posted).toHaveLength(20);
  });

  it("rests only the customer the platform asked to leave alone", async () => {
    const here = await scene();
    here.channel.script({ outcome: "retry", afterMs: 60_000, scope: "space", detail: "429" });
    await hear(here, "lin", "one", "two");
    await hear(here, "mo", "three");
    await here.clock.advance(59_000);
    expect(answered(here.channel)).toEqual(["three"]);
    expect(here.channel.calls.filter(({ space }) => space.id === "lin")).toHaveLength(1);
    await here.clock.advance(2000);
    expect(answered(here.channel)).toEqual(["three", "one", "two"]);
  });

  it("rests the whole account when the platform says so, and no other account", async () => {
    const [one, other] = [fakeChannel(), fakeChannel({ account: "fake:2" })];
    const here = await scene({ channels: [one, other] });
    one.script({ outcome: "retry", afterMs: 30_000, scope: "account", detail: "429" });
    await hear(here, "lin", "first");
    await hear(here, "mo", "second");
    await other.hears(wrote("hi", { at: here.clock.now() }));
    await here.clock.advance(29_000);
    expect([one.calls.length, other.posted.length]).toEqual([1, 1]);
    await here.clock.advance(2000);
    expect(one.posted).toHaveLength(2);
  });

  it("holds everything of an account whose token is refused, however long, and fails nothing", async () => {
    const [one, other] = [fakeChannel(), fakeChannel({ account: "fake:2" })];
    const here = await scene({ channels: [one, other] });
    one.otherwise({ outcome: "failed", reason: "auth", detail: "401" });
    await hear(here, "lin", "first");
    await here.clock.advance(10_000);
    await hear(here, "mo", "second");
    await other.hears(wrote("hi", { at: here.clock.now() }));
    await here.clock.settle();
    expect(one.calls).toHaveLength(1);
    await here.clock.advance(3_600_000);
    expect(other.posted).toHaveLength(1);
    expect(one.calls.length).toBeLessThan(130);
    one.script({ ...busy });
    one.otherwise("sent");
    await here.clock.advance(400_000);
    expect(answered(one).sort()).toEqual(["first", "second"]);
  });

  it("sends agents' words before the bot's, and the bot's before notices", async () => {
    const here = await scene({ perSecond: 1 });
    await hear(here, "lin", "l1");
    for (const who of ["ann", "bob", "cy"]) await hear(here, who, `${who}1`);
    await here.act("cy", MEI, { type: "agent.claimed" });
    await here.act("bob", MEI, { type: "agent.replied", text: "I have it.", files: [] });
    await here.clock.advance(20_000);
    expect(here.channel.posted.map(({ author, space }) => `${author} ${space.id}`)).toEqual([
      "bot lin",
      "agent bob",
      "bot ann",
      "system cy",
    ]);
  });

  it("keeps to the account's messages a second", async () => {
    const here = await scene({ perSecond: 5 });
    for (let n = 0; n < 30; n++) await hear(here, `c${n}`, `q${n}`);
    expect(here.channel.posted).toHaveLength(5);
    await here.clock.advance(2000);
    expect(here.channel.posted).toHaveLength(15);
  });
});

describe("a store that fails", () => {
  it("after the platform has taken a message does not make it be sent again", async () => {
    const store = failingStore(openStore(":memory:"));
    const here = await scene({ store });
    store.fail("settle", 5);
    await hear(here, "lin", "one", "two");
    expect(await deliveries(store, await here.conversation())).toEqual(["bot sending", "bot ready"]);
    await here.clock.advance(10_000);
    expect(answered(here.channel)).toEqual(["one", "two"]);
    expect(await deliveries(store, await here.conversation())).toEqual(["bot sent", "bot sent"]);
  });

  it("before a send delays it and keeps the order", async () => {
    const store = failingStore(openStore(":memory:"));
    const here = await scene({ store });
    store.fail("begin", 3);
    await hear(here, "lin", "one", "two");
    expect(here.channel.calls).toEqual([]);
    await here.clock.advance(5000);
    expect(answered(here.channel)).toEqual(["one", "two"]);
  });
});

describe("a message that an agent sends again", () => {
  it("leaves once more, and what waits behind it follows", async () => {
    const here = await scene();
    here.channel.script(unknown);
    await hear(here, "lin", "one");
    const shown = await here.store.desk.show(await here.conversation());
    const messageId = shown?.messages.find(({ author }) => author === "bot")?.id ?? "";
    expect(await here.dispatch.resend(messageId)).toBe(1);
    await hear(here, "lin", "two");
    expect(answered(here.channel)).toEqual(["one", "two"]);
  });

  it("goes to where its group has moved", async () => {
    const here = await scene();
    here.channel.script({
      outcome: "failed",
      reason: "space_gone",
      detail: "migrated",
      migratedTo: "lin-new",
    });
    await hear(here, "lin", "one");
    await here.clock.advance(1000);
    expect(here.channel.posted.map(({ space }) => space.id)).toEqual(["lin-new"]);
  });
});
