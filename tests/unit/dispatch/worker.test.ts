import { afterEach, describe, expect, it } from "vitest";
import { AppError } from "../../../src/errors.ts";
import type { Match } from "../../../src/matching/match.ts";
import { wrote } from "../../fakes/channel.ts";
import { failingStore } from "./failing-store.ts";
import { ANSWER, cleanUp, GREETING, openStore, scene, texts } from "./scene.ts";

afterEach(cleanUp);

/** A matcher that waits for the test at each text it is given. */
function barrier() {
  const waiting: { text: string; go(match?: Match): void; fail(error: Error): void }[] = [];
  return {
    waiting,
    match: (text: string) =>
      new Promise<Match>((resolve, reject) => {
        waiting.push({ text, go: (match = GREETING) => resolve(match), fail: reject });
      }),
  };
}

describe("deciding", () => {
  it("hands over to a person when the matcher gives no answer in its time", async () => {
    const late = new AppError("matcher_late", "too slow", { retryable: true });
    const { channel, clock, store, conversation } = await scene({ match: () => Promise.reject(late) });
    await channel.hears(wrote("how do I reset my password", { at: clock.now() }));
    await clock.settle();
    const shown = await store.desk.show(await conversation());
    expect(shown?.conversation.owner).toMatchObject({ kind: "queue", reason: "bot-late" });
    expect(channel.posted.map(({ author }) => author)).toEqual(["system"]);
  });

  it("answers a message from a minute ago, and leaves one from before an outage to a person", async () => {
    const { channel, clock, store, conversation } = await scene({ match: async () => ANSWER });
    await channel.hears(wrote("my password", { at: clock.now() - 60_000, who: "ann" }));
    await channel.hears(wrote("my password", { at: clock.now() - 16 * 60_000, who: "bob" }));
    await clock.settle();
    expect(texts(channel, "ann").join()).toContain("Forgot password");
    expect(texts(channel, "bob").join()).not.toContain("Forgot password");
    expect((await store.desk.show(await conversation("bob")))?.conversation.owner.kind).toBe("queue");
  });

  it("answers the edited question when it is edited while the matcher thinks", async () => {
    const { waiting, match } = barrier();
    const { channel, clock } = await scene({ match });
    const at = clock.now();
    await channel.hears(wrote("my pasword", { at, msgId: "m1" } as never));
    await clock.settle();
    await channel.hears(wrote("how do I log in", { at, kind: "edit", msgId: "m1" } as never));
    waiting[0]?.go(ANSWER);
    await clock.settle();
    expect(waiting.map(({ text }) => text)).toEqual(["my pasword", "how do I log in"]);
    expect(channel.posted).toEqual([]);
    waiting[1]?.go(ANSWER);
    await clock.settle();
    expect(channel.posted).toHaveLength(1);
  });

  it("shows that somebody is writing when the answer takes its time, and only then", async () => {
    const { waiting, match } = barrier();
    const { channel, clock } = await scene({ match });
    await channel.hears(wrote("how do I log in", { at: clock.now(), who: "ann" }));
    await clock.settle();
    expect(channel.typed).toEqual([]);
    await clock.advance(1_000);
    expect(channel.typed).toEqual(["ann"]);
    waiting[0]?.go(ANSWER);
    await clock.settle();
    await channel.hears(wrote("thanks", { at: clock.now(), who: "ann" }));
    await clock.settle();
    waiting[1]?.go();
    await clock.settle();
    await clock.advance(1_000);
    expect(channel.typed).toEqual(["ann"]);
  });

  it("answers a message that comes while the one before it is being decided", async () => {
    const { waiting, match } = barrier();
    const { channel, clock } = await scene({ match });
    for (let n = 0; n < 3; n++)
      await channel.hears(wrote(`message ${n}`, { at: clock.now(), msgId: `m${n}` } as never));
    for (let n = 0; n < 3; n++) {
      await clock.settle();
      waiting[n]?.go();
    }
    await clock.settle();
    expect(channel.posted.map(({ replyTo }) => replyTo)).toEqual(["m0", "m1", "m2"]);
  });

  it("answers a message that comes in the moment after the worker has found nothing more to do", async () => {
    const store = failingStore(openStore(":memory:"));
    const { waiting, match } = barrier();
    const { channel, clock } = await scene({ store, match });
    await channel.hears(wrote("first", { at: clock.now() }));
    await clock.settle();
    const nothing = store.hold("next", "after");
    waiting[0]?.go();
    await nothing.reached;
    await channel.hears(wrote("second", { at: clock.now() }));
    nothing.release();
    await clock.settle();
    waiting[1]?.go();
    await clock.settle();
    expect(channel.posted).toHaveLength(2);
  });

  it("does not let one customer's slow question hold up another", async () => {
    const { waiting, match } = barrier();
    const { channel, clock } = await scene({ match });
    await channel.hears(wrote("slow", { at: clock.now(), who: "ann" }));
    await channel.hears(wrote("quick", { at: clock.now(), who: "bob" }));
    await clock.settle();
    waiting.find(({ text }) => text === "quick")?.go();
    await clock.settle();
    expect(channel.posted.map(({ space }) => space.id)).toEqual(["bob"]);
  });
});

describe("a message that cannot be decided", () => {
  // A match of a shape nobody foresaw: the engine falls over it.
  const poison = { ...ANSWER, ranked: [null] } as unknown as Match;
  const match = async (text: string) => (text === "poison" ? poison : GREETING);

  it("is handed to a person after three attempts, and the conversation goes on", async () => {
    const { channel, clock, store, conversation } = await scene({ match });
    await channel.hears(wrote("poison", { at: clock.now() }));
    await channel.hears(wrote("and thanks", { at: clock.now() }));
    await clock.settle();
    const shown = await store.desk.show(await conversation());
    expect(shown?.conversation.owner).toMatchObject({ kind: "queue", reason: "bot-late" });
    expect(await store.inbound.waiting()).toEqual([]);
    expect(shown?.decisions.map(({ type }) => type)).toEqual(["customer.wrote", "customer.wrote"]);
  });

  it("is set aside and shown to agents when even that fails, and the conversation goes on", async () => {
    const store = failingStore(openStore(":memory:"));
    const { channel, clock } = await scene({ store });
    store.fail("handle", 3, new Error("a bug"));
    await channel.hears(
      wrote("poison", { at: clock.now() }),
      wrote("hello", { at: clock.now(), msgId: "m2" } as never),
    );
    await clock.settle();
    expect((await store.desk.feed(0, 100)).filter(({ kind }) => kind === "fault")).toHaveLength(1);
    expect(channel.posted.map(({ replyTo }) => replyTo)).toEqual(["m2"]);
  });

  it("waits, and is not counted as failed, while the store cannot write", async () => {
    const store = failingStore(openStore(":memory:"));
    const { channel, clock } = await scene({ store });
    store.fail("handle", 6);
    await channel.hears(wrote("hello", { at: clock.now() }));
    await clock.settle();
    expect(channel.posted).toEqual([]);
    await clock.advance(60_000);
    expect(channel.posted.map(({ author }) => author)).toEqual(["bot"]);
  });
});

describe("a timer", () => {
  it("wakes a snoozed conversation once, however often the store has to be asked", async () => {
    const store = failingStore(openStore(":memory:"));
    const here = await scene({ store });
    const { channel, clock, conversation } = here;
    await channel.hears(wrote("hello", { at: clock.now() }));
    await clock.settle();
    const mei = { id: "agent-mei", name: "Mei" };
    await here.act("lin", mei, { type: "agent.claimed" });
    await here.act("lin", mei, { type: "agent.snoozed", until: clock.now() + 60_000 });
    store.fail("handle", 2, new Error("a bug"));
    await clock.advance(70_000);
    const shown = await store.desk.show(await conversation());
    expect(shown?.conversation.status).toBe("open");
    expect(shown?.decisions.filter(({ type }) => type === "timer.fired")).toHaveLength(1);
  });
});
