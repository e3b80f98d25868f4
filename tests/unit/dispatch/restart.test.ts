import { afterEach, describe, expect, it } from "vitest";
import type { SendResult } from "../../../src/channel/contract.ts";
import { fakeChannel, wrote } from "../../fakes/channel.ts";
import { failingStore } from "./failing-store.ts";
import { cleanUp, deliveries, freshFolder, MEI, openStore, scene } from "./scene.ts";

afterEach(cleanUp);

describe("after a restart between intent and settlement", () => {
  const pair = async (options: Parameters<typeof fakeChannel>[0]) => {
    const folder = freshFolder();
    const store = openStore(folder);
    const first = fakeChannel(options);
    const before = await scene({ store, channels: [first] });
    first.script("deaf");
    await first.hears(wrote("one", { at: before.clock.now(), msgId: "one" } as never));
    await first.hears(wrote("two", { at: before.clock.now(), msgId: "two" } as never));
    await before.clock.settle();
    await store.close();
    return { folder, clock: before.clock };
  };

  it("everything is answered, in order, with the same key, where a key never posts twice", async () => {
    const options = { capabilities: { idempotent: true } };
    const { folder, clock } = await pair(options);
    const channel = fakeChannel(options);
    const { store, conversation } = await scene({ folder, clock, channels: [channel] });
    await clock.advance(3000);
    expect(channel.posted.map(({ replyTo, attempt }) => [replyTo, attempt])).toEqual([
      ["one", 2],
      ["two", 1],
    ]);
    expect(await deliveries(store, await conversation())).toEqual(["bot sent", "bot sent"]);
  });

  it("what may have arrived is held and shown where it could double, and the rest is sent", async () => {
    const { folder, clock } = await pair({});
    const { store, conversation, channel } = await scene({ folder, clock });
    await clock.advance(3000);
    expect(channel.posted.map(({ replyTo }) => replyTo)).toEqual(["two"]);
    expect(await deliveries(store, await conversation())).toEqual(["bot unknown", "bot sent"]);
  });

  it("what is sent again may have arrived twice, and stays marked so", async () => {
    const { folder, clock } = await pair({});
    const channel = fakeChannel({ uncertain: "resend" });
    const { store, conversation } = await scene({ folder, clock, channels: [channel] });
    await clock.advance(3000);
    const shown = await store.desk.show(await conversation());
    expect(shown?.messages.flatMap(({ delivery }) => delivery ?? [])).toEqual([
      { part: 0, state: "sent", mayHaveArrivedTwice: true },
      { part: 0, state: "sent" },
    ]);
  });

  it("a process without the account leaves its messages to the one that has it", async () => {
    const { folder, clock } = await pair({});
    const terminal = fakeChannel({ account: "console" });
    const chat = await scene({ folder, clock, channels: [terminal], others: "leave" });
    await clock.advance(3000);
    await chat.dispatch.stop();
    await chat.store.close();
    const channel = fakeChannel({ capabilities: { idempotent: true } });
    await scene({ folder, clock, channels: [channel] });
    await clock.advance(3000);
    expect(channel.posted.map(({ replyTo }) => replyTo)).toEqual(["one", "two"]);
  });

  it("nothing new leaves before the platform has said what became of the old", async () => {
    const { folder, clock } = await pair({});
    let tell: (seen: "posted") => void = () => {};
    const channel = fakeChannel({
      lookup: () =>
        new Promise((resolve) => {
          tell = resolve;
        }),
    });
    const starting = scene({ folder, clock, channels: [channel] });
    await clock.settle();
    expect(channel.calls).toEqual([]);
    tell("posted");
    await starting;
    await clock.settle();
    expect(channel.posted.map(({ replyTo }) => replyTo)).toEqual(["two"]);
  });

  it("a look-up that never ends delays the start, and does not prevent it", async () => {
    const { folder, clock } = await pair({});
    const channel = fakeChannel({ lookup: () => new Promise(() => {}) });
    const starting = scene({ folder, clock, channels: [channel] });
    await clock.settle();
    await clock.advance(12_000);
    await starting;
    await clock.settle();
    expect(channel.posted.map(({ replyTo }) => replyTo)).toEqual(["two"]);
  });
});

describe("a stop", () => {
  it("waits for what is in flight, settles it, and leaves the rest on disk for the next start", async () => {
    const folder = freshFolder();
    const store = openStore(folder);
    const { channel, clock, dispatch } = await scene({ store });
    let land: (result: SendResult) => void = () => {};
    channel.script(
      () =>
        new Promise((resolve) => {
          land = resolve;
        }),
    );
    await channel.hears(wrote("one", { at: clock.now(), msgId: "one" } as never));
    await channel.hears(wrote("two", { at: clock.now(), msgId: "two" } as never));
    await clock.settle();
    let stopped = false;
    const stopping = dispatch.stop().then(() => {
      stopped = true;
    });
    await clock.settle();
    expect(stopped).toBe(false);
    land({ outcome: "sent", ids: ["p"] });
    await stopping;
    await store.close();
    const next = await scene({ folder, clock });
    await clock.settle();
    expect(channel.posted.map(({ replyTo }) => replyTo)).toEqual(["one"]);
    expect(next.channel.posted.map(({ replyTo }) => replyTo)).toEqual(["two"]);
    expect(await deliveries(next.store, await next.conversation())).toEqual(["bot sent", "bot sent"]);
  });

  it("ends a call that hangs within ten seconds, as unknown", async () => {
    const { channel, clock, dispatch, store, conversation } = await scene();
    channel.script("deaf");
    await channel.hears(wrote("one", { at: clock.now() }));
    await clock.settle();
    const stopping = dispatch.stop();
    await clock.advance(9000);
    await stopping;
    expect(await deliveries(store, await conversation())).toEqual(["bot unknown"]);
  });

  it("leaves what waits for a retry, and no timer behind it", async () => {
    const folder = freshFolder();
    const store = openStore(folder);
    const { channel, clock, dispatch } = await scene({ store });
    channel.script({ outcome: "retry", afterMs: 5000, scope: "call", detail: "503" });
    await channel.hears(wrote("one", { at: clock.now() }));
    await clock.settle();
    await dispatch.stop();
    await store.close();
    await clock.advance(60_000);
    expect(channel.calls).toHaveLength(1);
    expect(clock.timers()).toBe(0);
    const next = await scene({ folder, clock });
    await clock.settle();
    expect(next.channel.posted).toHaveLength(1);
  });

  it("finishes while the store fails, and the next start settles what it could not", async () => {
    const folder = freshFolder();
    const store = failingStore(openStore(folder));
    const options = { capabilities: { idempotent: true } };
    const { channel, clock, dispatch } = await scene({ store, channels: [fakeChannel(options)] });
    store.fail("settle", 1000);
    await channel.hears(wrote("one", { at: clock.now() }));
    await clock.settle();
    const stopping = dispatch.stop();
    await clock.advance(9000);
    await stopping;
    await store.close();
    const next = await scene({ folder, clock, channels: [fakeChannel(options)] });
    await clock.advance(3000);
    expect(next.channel.posted.map(({ idempotencyKey }) => idempotencyKey)).toEqual(
      channel.posted.map(({ idempotencyKey }) => idempotencyKey),
    );
  });

  it("refuses agents' acts from then on", async () => {
    const { dispatch, act } = await scene();
    await dispatch.stop();
    await expect(act("lin", MEI, { type: "agent.claimed" })).rejects.toThrow("restarting");
  });

  it("closes the other channels when one fails to stop", async () => {
    const [broken, well] = [fakeChannel(), fakeChannel({ account: "fake:2" })];
    const { dispatch } = await scene({ channels: [broken, well] });
    broken.stop = () => Promise.reject(new Error("no"));
    await dispatch.stop();
    expect(well.health().state).toBe("stopped");
  });
});
