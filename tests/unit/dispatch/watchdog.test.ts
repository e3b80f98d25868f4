import { afterEach, describe, expect, it } from "vitest";
import { fakeChannel, wrote } from "../../fakes/channel.ts";
import { cleanUp, MEI, type Scene, scene, texts } from "./scene.ts";

afterEach(cleanUp);

const SECOND = 1_000;

async function ownerOf({ store, conversation }: Scene) {
  return (await store.desk.show(await conversation()))?.conversation.owner;
}

async function reasonsOf({ store, conversation }: Scene): Promise<string[]> {
  return ((await store.desk.show(await conversation()))?.decisions ?? []).map(({ reason }) => reason);
}

describe("a customer whom the bot owes an answer", () => {
  it("gets a person when the matcher hangs, and the question stays with the case", async () => {
    const stuck = await scene({ match: () => new Promise(() => {}), answerWithin: 30 * SECOND });
    await stuck.channel.hears(wrote("where is my money", { at: stuck.clock.now() }));
    await stuck.clock.advance(29 * SECOND);
    expect(await ownerOf(stuck)).toMatchObject({ kind: "bot" });
    await stuck.clock.advance(5 * SECOND);
    expect(await ownerOf(stuck)).toMatchObject({ kind: "queue", reason: "bot-late" });
    expect(texts(stuck.channel).at(-1)).toContain("passed you to a colleague");
    expect(await stuck.store.alerts.ofConversation(await stuck.conversation())).toMatchObject({
      reason: "bot-late",
    });
    expect(stuck.dispatch.health().watchdog).toMatchObject({
      state: "degraded",
      detail: expect.stringContaining("undecided"),
    });
  });

  it("gets a person at once when the answer was refused, once", async () => {
    const channel = fakeChannel();
    channel.script({ outcome: "failed", reason: "forbidden", detail: "no" });
    const refused = await scene({ channels: [channel], answerWithin: 30 * SECOND });
    await refused.clock.advance(31 * SECOND);
    await channel.hears(wrote("hello", { at: refused.clock.now() }));
    await refused.clock.advance(5 * SECOND);
    expect(await ownerOf(refused)).toMatchObject({ kind: "queue", reason: "bot-late" });
    await refused.act("lin", MEI, { type: "agent.claimed" });
    await refused.act("lin", MEI, { type: "agent.returned" });
    await refused.clock.advance(60 * SECOND);
    expect(await ownerOf(refused)).toMatchObject({ kind: "bot" });
    expect((await reasonsOf(refused)).filter((reason) => reason === "handed-off:bot-late")).toHaveLength(1);
  });

  it("gets a person when nobody can tell whether the answer arrived", async () => {
    const channel = fakeChannel({ uncertain: "hold" });
    channel.script({ outcome: "unknown", detail: "cut off" });
    const held = await scene({ channels: [channel], answerWithin: 30 * SECOND });
    await held.clock.advance(31 * SECOND);
    await channel.hears(wrote("hello", { at: held.clock.now() }));
    await held.clock.advance(5 * SECOND);
    expect(await ownerOf(held)).toMatchObject({ kind: "queue", reason: "bot-late" });
  });

  it("is nobody's case when they have blocked us", async () => {
    const channel = fakeChannel();
    channel.script({ outcome: "failed", reason: "blocked", detail: "blocked by the user" });
    const gone = await scene({ channels: [channel], answerWithin: 30 * SECOND });
    await channel.hears(wrote("hello", { at: gone.clock.now() }));
    await gone.clock.advance(60 * SECOND);
    expect(await ownerOf(gone)).toMatchObject({ kind: "bot" });
  });

  it("stays with a bot that answers in time, for as long as they like", async () => {
    const fine = await scene({ answerWithin: 30 * SECOND });
    await fine.channel.hears(wrote("hello", { at: fine.clock.now() }));
    await fine.clock.advance(120 * SECOND);
    expect(await ownerOf(fine)).toMatchObject({ kind: "bot" });
    expect(fine.dispatch.health().watchdog).toEqual({ state: "ok" });
  });
});
