import { afterEach, describe, expect, it } from "vitest";
import type { AgentAct } from "../../../src/dispatch/dispatch.ts";
import type { Match } from "../../../src/matching/match.ts";
import { wrote } from "../../fakes/channel.ts";
import { failingStore } from "./failing-store.ts";
import { ANSWER, cleanUp, deliveries, MEI, openStore, scene, TOM } from "./scene.ts";

afterEach(cleanUp);

describe("an agent who takes over", () => {
  it("while the matcher thinks: the bot's answer never leaves", async () => {
    let go: (match: Match) => void = () => {};
    const match = () =>
      new Promise<Match>((resolve) => {
        go = resolve;
      });
    const { channel, clock, act } = await scene({ match });
    await channel.hears(wrote("my password", { at: clock.now() }));
    await clock.settle();
    await act("lin", MEI, { type: "agent.claimed" });
    go(ANSWER);
    await clock.settle();
    expect(channel.posted.map(({ author }) => author)).toEqual(["system"]);
  });

  it("is shown to the customer as writing, while the conversation is theirs", async () => {
    const { channel, clock, act, conversation, dispatch } = await scene();
    await channel.hears(wrote("hello", { at: clock.now() }));
    await clock.settle();
    await act("lin", MEI, { type: "agent.claimed" });
    const id = await conversation();
    const before = channel.typed.length;
    await dispatch.typing(id, TOM.id);
    await dispatch.typing("nothing", MEI.id);
    expect(channel.typed).toHaveLength(before);
    await dispatch.typing(id, MEI.id);
    expect(channel.typed).toHaveLength(before + 1);
  });

  it("between the bot's decision and its sending: the answer is superseded and shown so", async () => {
    const store = failingStore(openStore(":memory:"));
    const { channel, clock, act, conversation } = await scene({ store, match: async () => ANSWER });
    const begin = store.hold("begin");
    await channel.hears(wrote("my password", { at: clock.now() }));
    await begin.reached;
    await act("lin", MEI, { type: "agent.claimed" });
    begin.release();
    await clock.settle();
    expect(channel.posted.map(({ author }) => author)).toEqual(["system"]);
    expect(await deliveries(store, await conversation())).toEqual(["bot superseded", "system sent"]);
  });

  it("hears nothing from the bot after the claim, in 200 interleavings", async () => {
    for (let seed = 1; seed <= 200; seed++) {
      const random = randomOf(seed);
      const steps = () => Math.floor(random() * 6);
      const match = async () => {
        await turns(steps());
        return ANSWER;
      };
      const { channel, clock, act, dispatch, store } = await scene({ match });
      channel.otherwise(async () => {
        await turns(steps());
        return { outcome: "sent", ids: [`${channel.calls.length}`] };
      });
      await channel.hears(wrote("hello", { at: clock.now() }));
      await turns(steps());
      const claim = act("lin", MEI, { type: "agent.claimed" });
      await turns(steps());
      await channel.hears(wrote("and another thing", { at: clock.now() }));
      expect((await claim).outcome, `seed ${seed}`).toBe("done");
      await clock.settle();
      // The feed is in the order of the commits: an intent after the claim would be a word too many.
      const feed = await store.desk.feed(0, 100);
      const claimed = feed.findIndex(({ kind, data }) => kind === "conversation" && data.owner === "agent");
      const begun = feed.slice(claimed).filter(({ data }) => data.state === "sending");
      expect(claimed, `seed ${seed}`).toBeGreaterThan(0);
      expect(begun, `seed ${seed}`).toHaveLength(1); // "Mei has joined", and nothing of the bot's.
      await dispatch.stop();
    }
  }, 60_000);
});

describe("two agents", () => {
  it("who claim at once: one wins, the other is told who", async () => {
    const { channel, clock, act } = await scene();
    await channel.hears(wrote("hello", { at: clock.now() }));
    await clock.settle();
    const [mei, tom] = await Promise.all([
      act("lin", MEI, { type: "agent.claimed" }),
      act("lin", TOM, { type: "agent.claimed" }),
    ]);
    expect(mei.outcome).toBe("done");
    expect(tom).toMatchObject({
      outcome: "refused",
      refusal: { refusal: "owned_by_other", owner: { kind: "agent", agentName: "Mei" } },
    });
  });

  it("are told of an act that was done already, and it is not done again", async () => {
    const { channel, clock, act } = await scene();
    await channel.hears(wrote("hello", { at: clock.now() }));
    await clock.settle();
    const reply = { type: "agent.replied", text: "Hello, I am Mei.", files: [] } satisfies AgentAct;
    const outcomes = await Promise.all([1, 2, 3].map(() => act("lin", MEI, reply, "once")));
    await clock.settle();
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(["done", "repeated", "repeated"]);
    expect(channel.posted.filter(({ author }) => author === "agent")).toHaveLength(1);
  });
});

async function turns(n: number): Promise<void> {
  for (let i = 0; i < n; i++) await new Promise((resolve) => setImmediate(resolve));
}

/** The same numbers for the same seed (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
