import { afterEach, describe, expect, it } from "vitest";
import type { AgentAct } from "../../../src/dispatch/dispatch.ts";
import { type FakeOptions, fakeChannel, wrote } from "../../fakes/channel.ts";
import { cleanUp, freshFolder, MEI, openStore, type Scene, type SceneOptions, scene, TOM } from "./scene.ts";

afterEach(cleanUp);

/** Mei has the case and has said this; whether it has arrived is the script's matter. */
async function replied(text: string, options: FakeOptions & SceneOptions = {}) {
  const channel = fakeChannel(options);
  const here = await scene({ ...options, channels: [channel] });
  await channel.hears(wrote("hello", { at: here.clock.now() }));
  await here.clock.settle();
  await here.act("lin", MEI, { type: "agent.claimed" });
  await here.clock.settle();
  const say = async (words: string) => {
    await here.act("lin", MEI, { type: "agent.replied", text: words, files: [] });
    const messages = await history(here);
    return messages.findLast(({ author }) => author === "agent")?.id ?? "";
  };
  return { ...here, channel, say, id: await say(text) };
}

async function history({ store, conversation }: Pick<Scene, "store" | "conversation">) {
  return (await store.desk.show(await conversation()))?.messages ?? [];
}

async function shown(here: Scene, id: string) {
  return (await history(here)).find((message) => message.id === id);
}

const edit = (messageId: string, text: string, any = false): AgentAct => ({
  type: "agent.edited",
  messageId,
  text,
  any,
});
const withdraw = (messageId: string, any = false): AgentAct => ({ type: "agent.withdrew", messageId, any });

/** What the platform was asked, in order. */
const asked = (channel: { calls: { alters?: { kind: string; ids: string[] }; part: { text: string } }[] }) =>
  channel.calls.map(({ alters, part }) => [alters?.kind ?? "send", part.text, ...(alters?.ids ?? [])]);

describe("a reply that arrived", () => {
  it("says something else to the customer, and the history keeps what it said", async () => {
    const here = await replied("Friday");
    await here.clock.settle();
    const done = await here.act("lin", MEI, edit(here.id, "Thursday"));
    expect(done).toMatchObject({ outcome: "done", reason: "reply-edited" });
    expect(await shown(here, here.id)).toMatchObject({
      text: "Friday",
      change: { kind: "edit", state: "pending", text: "Thursday", name: "Mei" },
    });
    await here.clock.settle();
    expect(here.channel.altered).toMatchObject([
      { alters: { kind: "edit", ids: ["p2"] }, part: { text: "Thursday" } },
    ]);
    const after = await shown(here, here.id);
    expect(after).toMatchObject({ text: "Thursday", earlier: [{ text: "Friday", name: "Mei" }] });
    expect(after?.editedAt).toBeDefined();
    expect(after?.change).toBeUndefined();
    expect(after?.delivery).toEqual([{ part: 0, state: "sent" }]);
  });

  it("is taken back, and agents still see what it said and who took it back", async () => {
    const here = await replied("wrong window");
    await here.clock.settle();
    await here.act("lin", MEI, withdraw(here.id));
    await here.clock.settle();
    expect(here.channel.altered).toMatchObject([{ alters: { kind: "delete", ids: ["p2"] } }]);
    expect(await shown(here, here.id)).toMatchObject({ text: "wrong window", deletedBy: "Mei" });
    const again = await here.act("lin", MEI, edit(here.id, "other"));
    expect(again).toMatchObject({ outcome: "refused", refusal: { refusal: "taken_back" } });
  });

  it("is changed once, however often the change is asked for with one key", async () => {
    const here = await replied("Friday");
    await here.clock.settle();
    const outcomes = await Promise.all(
      [1, 2, 3].map(() => here.act("lin", MEI, edit(here.id, "Thursday"), "k")),
    );
    await here.clock.settle();
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(["done", "repeated", "repeated"]);
    expect(here.channel.altered).toHaveLength(1);
    await here.act("lin", MEI, edit(here.id, "Thursday"));
    await here.clock.settle();
    expect(here.channel.altered).toHaveLength(1);
  });

  it("is tried again until the platform takes the change, which doubles nothing", async () => {
    const here = await replied("Friday");
    await here.clock.settle();
    here.channel.script(
      { outcome: "unknown", detail: "no answer" },
      { outcome: "retry", afterMs: 1000, scope: "call", detail: "busy" },
    );
    await here.act("lin", MEI, edit(here.id, "Thursday"));
    await here.clock.advance(10_000);
    expect(here.channel.altered).toHaveLength(1);
    expect(await shown(here, here.id)).toMatchObject({ text: "Thursday" });
  });

  it("keeps its words where the platform refuses, and says why; then it may be tried anew", async () => {
    const here = await replied("Friday");
    await here.clock.settle();
    here.channel.script({ outcome: "failed", reason: "window_closed", detail: "can't be edited" });
    await here.act("lin", MEI, edit(here.id, "Thursday"));
    await here.clock.settle();
    const refused = await shown(here, here.id);
    expect(refused).toMatchObject({
      text: "Friday",
      change: { state: "failed", text: "Thursday", detail: "window_closed: can't be edited" },
    });
    expect(refused?.editedAt).toBeUndefined();
    await here.act("lin", MEI, edit(here.id, "Thursday"));
    await here.clock.settle();
    expect(await shown(here, here.id)).toMatchObject({ text: "Thursday" });
    expect((await shown(here, here.id))?.change).toBeUndefined();
    // "Send again" is for what did not arrive: a change that failed is none.
    expect(await here.dispatch.resend(here.id)).toBe(0);
  });
});

describe("a reply that is not there yet", () => {
  it("and waits says the new words from the start", async () => {
    const here = await replied("one");
    await here.clock.settle();
    here.channel.script("hang");
    await here.say("two");
    await here.clock.settle();
    const id = await here.say("three");
    await here.act("lin", MEI, edit(id, "drei"));
    expect(await shown(here, id)).toMatchObject({ text: "drei", earlier: [{ text: "three" }] });
    await here.clock.advance(40_000);
    expect(here.channel.posted.map(({ part }) => part.text).at(-1)).toBe("drei");
    expect(here.channel.altered).toEqual([]);
  });

  it("and waits never leaves once it is taken back", async () => {
    const here = await replied("one");
    await here.clock.settle();
    here.channel.script("hang");
    await here.say("two");
    await here.clock.settle();
    const id = await here.say("three");
    await here.act("lin", MEI, withdraw(id));
    await here.clock.advance(40_000);
    expect(asked(here.channel).map(([, text]) => text)).not.toContain("three");
    expect(await shown(here, id)).toMatchObject({ deletedBy: "Mei", delivery: [{ state: "superseded" }] });
  });

  it("and is under way is changed after it, before what was said later", async () => {
    const here = await replied("one");
    await here.clock.settle();
    let arrive: () => void = () => {};
    here.channel.script(async () => {
      await new Promise<void>((resolve) => {
        arrive = resolve;
      });
      return { outcome: "sent", ids: ["there"] };
    });
    const id = await here.say("two");
    await here.clock.settle();
    await here.act("lin", MEI, edit(id, "zwei"));
    await here.say("three");
    await here.clock.settle();
    expect(asked(here.channel).at(-1)).toEqual(["send", "two"]);
    arrive();
    await here.clock.settle();
    expect(asked(here.channel).slice(-3)).toEqual([
      ["send", "two"],
      ["edit", "zwei", "there"],
      ["send", "three"],
    ]);
  });

  it("and failed says the new words when it is sent again", async () => {
    const here = await replied("one");
    await here.clock.settle();
    here.channel.script({ outcome: "failed", reason: "blocked", detail: "no" });
    const id = await here.say("two");
    await here.clock.settle();
    await here.act("lin", MEI, edit(id, "zwei"));
    expect(await shown(here, id)).toMatchObject({ text: "zwei", delivery: [{ state: "failed" }] });
    await here.dispatch.resend(id);
    await here.clock.settle();
    expect(here.channel.posted.at(-1)?.part.text).toBe("zwei");
  });

  it("of two changes nobody has begun only the last is made", async () => {
    const here = await replied("one");
    await here.clock.settle();
    here.channel.script("hang");
    await here.say("blocks the line");
    await here.clock.settle();
    await here.act("lin", MEI, edit(here.id, "two"));
    await here.act("lin", MEI, edit(here.id, "three"));
    await here.clock.advance(40_000);
    expect(here.channel.altered.map(({ part }) => part.text)).toEqual(["three"]);
    expect((await shown(here, here.id))?.earlier?.map(({ text }) => text)).toEqual(["one"]);
  });
});

describe("a change and a hard stop", () => {
  it("is made again by the next process, and the reply says it once", async () => {
    const folder = freshFolder();
    const store = openStore(folder);
    const here = await replied("Friday", { store });
    await here.clock.settle();
    here.channel.script("deaf");
    await here.act("lin", MEI, edit(here.id, "Thursday"));
    await here.clock.settle();
    await store.close();
    const channel = fakeChannel();
    const next = await scene({ folder, clock: here.clock, channels: [channel] });
    await here.clock.advance(5_000);
    expect(asked(channel)).toEqual([["edit", "Thursday", "p2"]]);
    expect(await shown(next, here.id)).toMatchObject({ text: "Thursday" });
  });
});

describe("who may change a reply", () => {
  it("is its author while the case is theirs, or who has the right to any", async () => {
    const here = await replied("Friday");
    await here.clock.settle();
    const refused = async (agent: typeof MEI, act: AgentAct) => {
      const outcome = await here.act("lin", agent, act);
      return outcome.outcome === "refused" ? outcome.refusal.refusal : outcome.outcome;
    };
    expect(await refused(TOM, edit(here.id, "x"))).toBe("not_author");
    await here.act("lin", MEI, { type: "agent.transferred", to: TOM });
    expect(await refused(MEI, edit(here.id, "x"))).toBe("not_owner");
    expect(await refused(TOM, edit(here.id, "x", true))).toBe("done");
    expect(await refused(TOM, edit("nothing", "x", true))).toBe("no_such_reply");
    const answer = (await history(here)).find(({ author }) => author === "bot");
    expect(await refused(TOM, edit(answer?.id ?? "", "x", true))).toBe("no_such_reply");
  });

  it("is nobody where the channel cannot, and it says so before anything is stored", async () => {
    const here = await replied("Friday", { capabilities: { edits: false, deletes: false } });
    await here.clock.settle();
    const no = await here.act("lin", MEI, edit(here.id, "Thursday"));
    expect(no).toMatchObject({ outcome: "refused", refusal: { refusal: "channel_cannot" } });
    expect(await shown(here, here.id)).toMatchObject({ text: "Friday" });
  });
});
