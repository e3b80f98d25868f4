import { afterEach, describe, expect, it } from "vitest";
import { fakeChannel } from "../../fakes/channel.ts";
import { cleanUp, type RoomScene, waiting } from "./scene.ts";

afterEach(cleanUp);

/** Mei has the case and has answered in the thread; what she wrote there, and what the desk has of it. */
async function answered(text = "tomorow", options: Parameters<typeof waiting>[0] = {}) {
  const scene = await waiting(options);
  await scene.does("mei", { press: "claim" });
  const written = await scene.does("mei", { command: "r", args: text });
  return { ...scene, written };
}

async function replyOf({ store, conversation }: Pick<RoomScene, "store" | "conversation">) {
  const messages = (await store.desk.show(await conversation()))?.messages ?? [];
  return messages.find(({ author }) => author === "agent");
}

describe("an agent's reply in the thread", () => {
  it("that is edited there says the new words to the customer, and the thread says so", async () => {
    const scene = await answered();
    await scene.does("mei", { edit: scene.written, text: "/r tomorrow" });
    expect(scene.channel.altered).toMatchObject([{ alters: { kind: "edit" }, part: { text: "tomorrow" } }]);
    expect(await replyOf(scene)).toMatchObject({ text: "tomorrow", earlier: [{ text: "tomorow" }] });
    expect(scene.room.threads[0]?.posts.at(-1)).toMatchObject({
      part: { text: "✏️ Changed: the customer now reads this." },
      replyTo: scene.written,
    });
  });

  it("that was plain words and is edited again changes again", async () => {
    const scene = await answered();
    await scene.does("mei", { edit: scene.written, text: "in two days" });
    await scene.does("mei", { edit: scene.written, text: "in three days" });
    expect(scene.channel.altered.map(({ part }) => part.text)).toEqual(["in two days", "in three days"]);
    expect(scene.room.texts().filter((text) => text.startsWith("✏️"))).toHaveLength(2);
  });

  it("that is deleted there is taken back from the customer", async () => {
    const scene = await answered();
    await scene.does("mei", { deleted: scene.written });
    expect(scene.channel.altered).toMatchObject([{ alters: { kind: "delete" } }]);
    expect(await replyOf(scene)).toMatchObject({ text: "tomorow", deletedBy: "Mei" });
    expect(scene.room.texts().at(-1)).toContain("Taken back");
  });

  it("is taken back by /undo, the last one first", async () => {
    const scene = await answered("one");
    await scene.does("mei", { command: "r", args: "two" });
    await scene.does("mei", { command: "undo" });
    await scene.does("mei", { command: "undo" });
    expect(scene.channel.altered.map(({ part }) => part.text)).toEqual(["two", "one"]);
    await scene.does("mei", { command: "undo" });
    expect(scene.room.texts().at(-1)).toContain("no reply of yours");
  });

  it("that asks for a secret once it is edited stays as it was, and says why", async () => {
    const scene = await answered();
    await scene.does("mei", { edit: scene.written, text: "please send me your seed phrase" });
    await scene.does("mei", { edit: scene.written, text: "/note for us alone" });
    expect(scene.channel.altered).toEqual([]);
    expect(scene.room.texts().at(-2)).toContain("asks the customer for a secret");
    expect(scene.room.texts().at(-1)).toContain("still sees what was sent");
  });

  it("may be changed by who wrote it while the case is theirs, and by nobody else", async () => {
    const scene = await answered();
    const act = { verb: "transfer", to: "tom@example.com" } as const;
    await scene.commands.run({
      agent: scene.mei,
      conversation: await scene.conversation(),
      key: "over",
      act,
    });
    await scene.does("mei", { edit: scene.written, text: "tomorrow" });
    await scene.does("tom", { command: "undo" });
    expect(scene.channel.altered).toEqual([]);
    expect(scene.room.texts().some((text) => text.includes("Tom has this case"))).toBe(true);
    expect(scene.room.texts().at(-1)).toContain("no reply of yours");
  });

  it("that the platform will not change is told so, with the reason", async () => {
    const channel = fakeChannel();
    const scene = await answered("one", { channel });
    channel.script({ outcome: "failed", reason: "gone", detail: "no such message" });
    await scene.does("mei", { edit: scene.written, text: "two" });
    expect(scene.room.texts().at(-1)).toContain("Not changed: the customer still reads the earlier words.");
    expect(scene.room.texts().at(-1)).toContain("no such message");
    expect(await replyOf(scene)).toMatchObject({ text: "one" });
  });

  it("leaves a line in the audit log", async () => {
    const scene = await answered();
    await scene.does("mei", { edit: scene.written, text: "tomorrow" });
    await scene.does("mei", { command: "undo" });
    const lines = await scene.store.audit.list({ limit: 2 });
    expect(lines.map(({ action, outcome }) => `${action} ${outcome}`)).toEqual([
      "messages.withdraw done",
      "messages.edit done",
    ]);
  });
});

describe("a reply from the desk", () => {
  it("shows in the thread as it now is, in its place", async () => {
    const scene = await waiting();
    await scene.does("mei", { press: "claim" });
    const run = async (key: string, act: Parameters<typeof scene.commands.run>[0]["act"]) => {
      await scene.commands.run({ agent: scene.mei, conversation: await scene.conversation(), key, act });
      await scene.clock.advance(100);
    };
    await run("1", { verb: "reply", text: "Friday" });
    const message = (await replyOf(scene))?.id ?? "";
    await run("2", { verb: "edit", message, text: "Thursday" });
    expect(scene.room.texts().at(-1)).toBe("💬 **Mei → customer** (edited)\nThursday");
    await run("3", { verb: "withdraw", message });
    expect(scene.room.texts().at(-1)).toBe("💬 **Mei → customer** (edited, deleted by the sender)\nThursday");
  });
});
