import { afterEach, describe, expect, it } from "vitest";
import { fakeRoom, inRoom } from "../../fakes/room.ts";
import { freshFolder, openStore } from "../dispatch/scene.ts";
import { cleanUp, customersPost, roomScene, waiting } from "./scene.ts";

afterEach(cleanUp);

describe("a case that waits for a person", () => {
  it("gets a thread with its card, and the customer's message below it", async () => {
    const { room } = await waiting();
    expect(room.threads).toHaveLength(1);
    const [card, ...rest] = room.texts();
    expect(card).toContain("Waiting for a person");
    expect(card).toContain("asked for a person");
    // "A person, please" is nothing that the bot tried to answer.
    expect(card).toContain("**The bot tried**: nothing");
    expect(rest).toEqual(["👤 **lin**\nlet me talk to a person"]);
    expect(room.threads[0]?.posts[0]?.part.choices.map(({ token }) => token)).toEqual([
      "claim",
      "resolve",
      "return",
      "snooze",
    ]);
  });

  it("shows what the customer writes next, as it was written", async () => {
    const scene = await waiting();
    await scene.says("it is about *my* account");
    expect(scene.room.texts().at(-1)).toBe("👤 **lin**\nit is about \\*my\\* account");
  });

  it("has no thread while the bot has it, and the whole talk so far once it is handed over", async () => {
    const { ANSWER } = await import("../dispatch/scene.ts");
    const { WISH } = await import("./scene.ts");
    const scene = await roomScene({ match: async (text) => (text.includes("person") ? WISH : ANSWER) });
    await scene.says("I forgot my password");
    expect(scene.room.calls).toEqual([]);
    await scene.says("a person please");
    const [card, transcript, last] = scene.room.texts();
    expect(card).toContain("**Question**\n> I forgot my password");
    expect(card).toContain("“I forgot my password” → account.reset-password 95 %");
    expect(card).not.toContain("a person please");
    expect(transcript).toContain("I forgot my password");
    expect(transcript).toContain("Open the sign-in page");
    expect(last).toBe("👤 **lin**\na person please");
  });
});

describe("a case that nobody takes up", () => {
  it("is brought to mind in its thread once for each rung, and no more when somebody has it", async () => {
    const scene = await waiting();
    const [alert] = await scene.store.alerts.open(9);
    if (alert === undefined) throw new Error("nobody was alerted");
    const remind = async (rung: number) => {
      const at = scene.clock.now();
      const step = { id: alert.id, from: rung - 1, rung, at, skipped: [], mails: [], nextAt: at };
      await scene.store.alerts.climb({ ...step, ways: ["room"] });
      await scene.clock.settle();
    };
    await scene.clock.advance(3 * 60_000);
    await remind(2);
    await scene.says("anybody there?");
    const reminders = () => scene.room.texts().filter((text) => text.includes("⏰"));
    expect(reminders()).toEqual([
      "⏰ Nobody has this case yet, and the customer has waited 3 min. `/claim` takes it.",
    ]);
    await remind(3);
    expect(reminders()).toHaveLength(2);
    await scene.does("mei", { press: "claim" });
    await remind(4);
    expect(reminders()).toHaveLength(2);
  });
});

describe("an agent in a thread", () => {
  it("may press the card's button the moment it is seen, before we know that it is there", async () => {
    const room = fakeRoom({ account: "staff:1" });
    let seen: (thread: string) => Promise<unknown> = async () => undefined;
    const early = {
      ...room,
      async open(...wanted: Parameters<typeof room.open>) {
        const result = await room.open(...wanted);
        if (result.outcome === "opened") await seen(result.thread);
        return result;
      },
    };
    const scene = await roomScene({ room: early });
    seen = (thread) =>
      scene.staffed.hears(inRoom("mei", thread, { press: "claim" }, { at: scene.clock.now() }));
    await scene.says("let me talk to a person");
    expect(room.texts()[0]).toContain("Mei has this case");
    expect(room.texts().filter((text) => text.includes("not the thread of a case"))).toEqual([]);
  });

  it("is not kept waiting in a thread that is no case's, and is told so", async () => {
    const scene = await waiting();
    scene.room.script({ outcome: "retry", afterMs: 60_000, scope: "account", detail: "429" });
    await scene.says("one more thing");
    await scene.does("mei", { command: "claim" }, { thread: "somewhere" });
    await scene.clock.advance(3_000);
    await scene.does("mei", { press: "claim" });
    expect((await scene.store.desk.show(await scene.conversation()))?.conversation.owner.kind).toBe("agent");
    await scene.clock.advance(120_000);
    expect(scene.room.calls.length).toBeGreaterThan(3);
  });

  it("claims by the button and answers by replying to the customer's message", async () => {
    const scene = await waiting();
    await scene.does("mei", { press: "claim" });
    expect(scene.room.texts()[0]).toContain("Mei has this case");
    expect(scene.room.texts()).toContain("🟢 Mei has this case now.");
    const id = await scene.does("mei", { text: "How can I help?", replyTo: customersPost(scene) });
    expect(scene.heard()).toEqual(["How can I help?"]);
    expect(scene.room.marked).toEqual([{ id, state: "sent" }]);
    // It stands there as Mei wrote it: the bot does not repeat it.
    expect(scene.room.texts().filter((text) => text.includes("How can I help?"))).toEqual([]);
    const audited = await scene.store.audit.list({ limit: 5 });
    expect(audited.map(({ action, agentId, outcome }) => [action, agentId, outcome])).toEqual([
      ["conversations.reply", scene.mei.id, "done"],
      ["conversations.claim", scene.mei.id, "done"],
    ]);
  });

  it("answers by /r", async () => {
    const scene = await waiting();
    await scene.does("mei", { command: "claim" });
    await scene.does("mei", { command: "r", args: "One moment." });
    expect(scene.heard()).toEqual(["One moment."]);
  });

  it("answers with every word in reply mode, which ends with the ownership", async () => {
    const scene = await waiting();
    await scene.does("mei", { press: "claim" });
    await scene.does("mei", { text: "not yet for the customer" });
    await scene.does("mei", { press: "live" });
    expect(scene.room.texts()[0]).toContain("Reply mode");
    await scene.does("mei", { text: "hello" });
    await scene.does("tom", { text: "I think he means the app" });
    await scene.does("mei", { command: "note", args: "ask for the version" });
    expect(scene.heard()).toEqual(["hello"]);
    const run = (verb: "release" | "claim", key: string) =>
      scene
        .conversation()
        .then((id) => scene.commands.run({ agent: scene.mei, conversation: id, key, act: { verb } }));
    await run("release", "a");
    await run("claim", "b");
    await scene.clock.settle();
    await scene.does("mei", { text: "thinking aloud" });
    expect(scene.heard()).toEqual(["hello"]);
  });

  it("leaves notes that the desk has and the customer never sees", async () => {
    const scene = await waiting();
    await scene.does("mei", { text: "this one is tricky" });
    const shown = await scene.store.desk.show(await scene.conversation());
    const notes = shown?.messages.filter(({ author }) => author === "note");
    expect(notes?.map(({ name, text }) => [name, text])).toEqual([["Mei", "this one is tricky"]]);
    expect(scene.channel.posted.some(({ part }) => part.text.includes("tricky"))).toBe(false);
    expect(scene.room.texts().some((text) => text.includes("tricky"))).toBe(false);
  });

  it("cannot answer what another has, nor what nobody has claimed", async () => {
    const scene = await waiting();
    await scene.does("tom", { text: "hi", replyTo: customersPost(scene) });
    expect(scene.room.texts().at(-1)).toContain("the case is not yours yet");
    await scene.does("mei", { press: "claim" });
    await scene.does("tom", { text: "hi", replyTo: customersPost(scene) });
    expect(scene.room.texts().at(-1)).toContain("Mei has this case. Leave a note");
    expect(scene.heard()).toEqual([]);
  });

  it("is told when the desk was faster", async () => {
    const scene = await waiting();
    const id = await scene.conversation();
    const desk = scene.commands.run({ agent: scene.tom, conversation: id, key: "d", act: { verb: "claim" } });
    await Promise.all([desk, scene.does("mei", { press: "claim" })]);
    const owner = (await scene.store.desk.show(id))?.conversation.owner;
    expect(owner).toMatchObject({ kind: "agent" });
    const winner = owner?.kind === "agent" ? owner.agentName : "";
    const results = [(await desk).ok, !scene.room.texts().some((text) => text.includes("Not done: Tom has"))];
    expect(results).toEqual(winner === "Tom" ? [true, false] : [false, true]);
    expect(scene.room.texts()[0]).toContain(`${winner} has this case`);
  });

  it("is told what a reply may not say, and how to answer for it", async () => {
    const scene = await waiting();
    await scene.does("mei", { press: "claim" });
    await scene.does("mei", { command: "r", args: "please send me your seed phrase" });
    expect(scene.room.texts().at(-1)).toContain("asks the customer for a secret");
    await scene.does("mei", { command: "r", args: "see https://elsewhere.example/page" });
    expect(scene.room.texts().at(-1)).toContain("`/r ! your answer`");
    expect(scene.heard()).toEqual([]);
    await scene.does("mei", { command: "r", args: "! see https://elsewhere.example/page" });
    expect(scene.heard()).toEqual(["see https://elsewhere.example/page"]);
  });

  it("has a secret refused, and it is not kept", async () => {
    const phrase = "legal winner thank year wave sausage worth useful legal winner thank yellow";
    const store = openStore(":memory:");
    const scene = await waiting({ store });
    await scene.does("mei", { press: "claim" });
    await scene.does("mei", { command: "r", args: `use this one: ${phrase}` });
    expect(scene.room.texts().at(-1)).toContain("this holds a secret");
    expect(scene.heard()).toEqual([]);
    const kept = JSON.stringify(await store.desk.show(await scene.conversation()));
    expect(kept).not.toContain("sausage");
  });

  it("snoozes for two hours, resolves, and hands back", async () => {
    const scene = await waiting();
    await scene.does("mei", { press: "snooze" });
    const id = await scene.conversation();
    const snoozed = (await scene.store.desk.show(id))?.conversation;
    expect(snoozed?.status).toBe("snoozed");
    expect((snoozed?.snoozedUntil ?? 0) - scene.clock.now()).toBeGreaterThan(2 * 3_600_000 - 1000);
    await scene.clock.advance(2 * 3_600_000);
    expect(scene.room.texts().at(-1)).toContain("Mei has this case");
    await scene.does("mei", { press: "return" });
    expect(scene.room.texts().at(-1)).toContain("The bot has this case again");
    await scene.does("mei", { press: "resolve" });
    expect(scene.room.texts()[0]).toContain("Resolved");
    expect(scene.room.threads[0]?.shelved).toBe(true);
  });

  it("sees the rating, and the thread comes back when the customer is not content", async () => {
    const scene = await waiting();
    await scene.does("mei", { press: "claim" });
    await scene.does("mei", { press: "resolve" });
    await scene.says("1");
    expect(scene.room.texts().at(-1)).toBe("⭐ The customer rated this 1/5");
    await scene.says("nobody read what I wrote");
    expect(scene.room.texts()[0]).toContain("Waiting for a person");
    expect(scene.room.threads[0]?.shelved).toBe(false);
    expect(scene.room.threads).toHaveLength(1);
  });

  it("finds a follow-up in a thread of its own that points back", async () => {
    const scene = await waiting();
    const first = (await scene.store.desk.show(await scene.conversation()))?.conversation.reference;
    await scene.does("mei", { press: "resolve" });
    await scene.says("I need a person again");
    expect(scene.room.threads).toHaveLength(2);
    expect(scene.room.texts(1)[0]).toContain(`follows ${first}`);
  });
});

describe("the desk and the room", () => {
  it("stay in step: what is answered at the desk stands in the thread", async () => {
    const scene = await waiting();
    const id = await scene.conversation();
    const act = { verb: "reply", text: "Looking into it." } as const;
    await scene.commands.run({ agent: scene.tom, conversation: id, key: "x", act });
    const note = { verb: "note", text: "known bug" } as const;
    await scene.commands.run({ agent: scene.tom, conversation: id, key: "y", act: note });
    await scene.clock.advance(100);
    expect(scene.room.texts()[0]).toContain("Tom has this case");
    expect(scene.room.texts()).toContain("💬 **Tom → customer**\nLooking into it.");
    expect(scene.room.texts()).toContain("📝 **Tom** (Note)\nknown bug");
  });

  it("tell of a reply that was not delivered, at the message", async () => {
    const scene = await waiting();
    await scene.does("mei", { press: "claim" });
    scene.channel.script({
      outcome: "failed",
      reason: "blocked",
      detail: "the customer has blocked the bot",
    });
    const id = await scene.does("mei", { command: "r", args: "hello?" });
    expect(scene.room.marked).toEqual([{ id, state: "failed" }]);
    expect(scene.room.texts().at(-1)).toContain("Not delivered to the customer");
    expect(scene.room.threads[0]?.posts.at(-1)?.replyTo).toBe(id);
  });

  it("show the customer's edits and deletions in place", async () => {
    const scene = await waiting();
    const at = scene.clock.now();
    await scene.channel.hears(wroteAs("e1", "my adress is wrong", at));
    await scene.clock.advance(2_000);
    await scene.channel.hears({
      ...base("e2", at),
      kind: "edit",
      msgId: "e1",
      text: "my address is wrong",
      files: [],
    });
    await scene.clock.advance(100);
    expect(scene.room.texts().at(-1)).toBe("👤 **lin** (edited)\nmy address is wrong");
    await scene.channel.hears({ ...base("e3", at), kind: "delete", msgIds: ["e1"] });
    await scene.clock.advance(100);
    expect(scene.room.texts().at(-1)).toContain("deleted by the sender");
    expect(scene.room.calls.filter((call) => call === "post")).toHaveLength(2);
  });

  it("of a note are kept as a further note, so that the desk has both", async () => {
    const scene = await waiting();
    await scene.does("mei", { press: "claim" });
    const noted = await scene.does("mei", { text: "a bug" });
    await scene.does("mei", { edit: noted, text: "a bug of ours" });
    const shown = await scene.store.desk.show(await scene.conversation());
    expect(shown?.messages.filter(({ author }) => author === "note").map(({ text }) => text)).toEqual([
      "a bug",
      "✏️ a bug of ours",
    ]);
    expect(scene.heard()).toEqual([]);
  });
});

describe("files", () => {
  it("of the customer come to the thread with the account they can be had from", async () => {
    const scene = await waiting();
    const files = [{ id: "f1", kind: "image" as const, name: "screen.png", bytes: 10 }];
    await scene.channel.hears({ ...wroteAs("p1", "look", scene.clock.now()), files } as never);
    await scene.clock.advance(4_000);
    expect(scene.room.threads[0]?.posts.at(-1)?.part).toEqual({
      text: "👤 **lin**\nlook",
      choices: [],
      files: [{ ...files[0], account: "fake:1" }],
    });
  });

  it("of the agent go to the customer with the room's account, within bounds", async () => {
    const scene = await waiting();
    await scene.does("mei", { press: "claim" });
    const file = { id: "g1", kind: "document" as const, name: "how-to.pdf", bytes: 1000 };
    await scene.does("mei", { text: "", files: [file], replyTo: customersPost(scene) });
    expect(scene.channel.posted.at(-1)?.part.files).toEqual([{ ...file, account: "staff:1" }]);
    await scene.does("mei", {
      text: "",
      files: [{ ...file, bytes: 30 * 1024 * 1024 }],
      replyTo: customersPost(scene),
    });
    expect(scene.room.texts().at(-1)).toContain("20 MB at most");
  });

  it("that the room will not take are named instead", async () => {
    const scene = await waiting();
    const files = [{ id: "f1", kind: "video" as const, name: "long.mp4" }];
    scene.room.script({ outcome: "failed", reason: "too_large", detail: "too large" });
    await scene.channel.hears({ ...wroteAs("p1", "look", scene.clock.now()), files } as never);
    await scene.clock.advance(4_000);
    expect(scene.room.texts().at(-1)).toContain("📎 long.mp4");
  });
});

describe("whoever is not linked", () => {
  it("gets nothing done, and is told once how to link", async () => {
    const scene = await waiting({ linked: ["tom"] });
    await scene.does("mei", { press: "claim" });
    expect(scene.room.texts().at(-1)).toContain("kefu agents link");
    const before = scene.room.texts().length;
    await scene.does("mei", { text: "hello?", replyTo: customersPost(scene) });
    await scene.does("mei", { text: "anybody?" });
    expect(scene.room.texts().length).toBe(before);
    expect(scene.heard()).toEqual([]);
    const shown = await scene.store.desk.show(await scene.conversation());
    expect(shown?.conversation.owner.kind).toBe("queue");
    expect(shown?.messages.some(({ author }) => author === "note")).toBe(false);
  });

  it("links by a code in a direct message, which opens no conversation; the code is never stored", async () => {
    const scene = await roomScene({ linked: [] });
    const { links } = await import("../../../src/desk/links.ts");
    const { code } = await links({ rooms: scene.store.rooms, now: scene.clock.now }).make(scene.mei);
    const [receipt] = await scene.staffed.hears({
      ...base("l1", scene.clock.now()),
      space: { id: "mei", kind: "dm" },
      actor: { id: "mei" },
      kind: "command",
      name: "link",
      args: code.toUpperCase(),
      msgId: "l1",
    });
    expect(receipt?.conversationId).toBeUndefined();
    await scene.clock.advance(100);
    expect(scene.staffed.posted.map(({ part, space }) => [space.id, part.text])).toEqual([
      ["mei", expect.stringContaining("Welcome, Mei")],
    ]);
    expect(await scene.store.rooms.linked("staff:1", "mei")).toMatchObject({ id: scene.mei.id });
    expect(await scene.store.inbound.waiting()).toEqual([]);
  });

  it("is nobody again once disabled or unlinked", async () => {
    const scene = await waiting();
    await scene.store.people.setDisabled(scene.mei.id, scene.clock.now());
    await scene.does("mei", { press: "claim" });
    await scene.store.rooms.unlink(scene.tom.id);
    await scene.does("tom", { press: "claim" });
    const shown = await scene.store.desk.show(await scene.conversation());
    expect(shown?.conversation.owner.kind).toBe("queue");
  });

  it("is not let in by an old code, nor by the same one twice", async () => {
    const scene = await roomScene({ linked: [] });
    const { links } = await import("../../../src/desk/links.ts");
    const bonds = links({ rooms: scene.store.rooms, now: scene.clock.now });
    const { code } = await bonds.make(scene.mei);
    await scene.clock.advance(15 * 60_000 + 1);
    await scene.does("mei", { command: "link", args: code }, { thread: undefined });
    expect(await scene.store.rooms.linked("staff:1", "mei")).toBeUndefined();
    const { code: fresh } = await bonds.make(scene.mei);
    await scene.does("mei", { command: "link", args: fresh }, { thread: undefined });
    await scene.does("eve", { command: "link", args: fresh }, { thread: undefined });
    expect(await scene.store.rooms.linked("staff:1", "mei")).toBeDefined();
    expect(await scene.store.rooms.linked("staff:1", "eve")).toBeUndefined();
  });
});

describe("when things go wrong", () => {
  it("a kill between opening a thread and writing it down makes no second card", async () => {
    const folder = freshFolder();
    const room = fakeRoom({ account: "staff:1" });
    const first = openStore(folder);
    first.rooms.record = () => Promise.reject(new Error("killed"));
    const scene = await roomScene({ store: first, room });
    await scene.says("let me talk to a person");
    expect(room.threads).toHaveLength(1);
    await scene.stop();
    await first.close();
    const again = await roomScene({ store: openStore(folder), room, clock: scene.clock });
    await again.clock.advance(1_000);
    expect(room.threads).toHaveLength(1);
    expect(room.texts()).toHaveLength(2);
  });

  it("what happened while the room was away is shown after a restart, once", async () => {
    const folder = freshFolder();
    const room = fakeRoom({ account: "staff:1", idempotent: false });
    const store = openStore(folder);
    const scene = await waiting({ store, room });
    await scene.stop();
    const id = await scene.conversation();
    await store.close();
    const again = await roomScene({ store: openStore(folder), room, clock: scene.clock });
    expect(room.texts()).toHaveLength(2);
    const act = { verb: "reply", text: "We are back." } as const;
    await again.commands.run({ agent: again.mei, conversation: id, key: "z", act });
    await again.clock.advance(100);
    expect(room.texts().filter((text) => text.includes("We are back."))).toHaveLength(1);
  });

  it("an event handed in twice is carried out once", async () => {
    const scene = await waiting();
    await scene.does("mei", { press: "claim" });
    await scene.does("mei", { command: "r", args: "once" }, { key: "same" });
    await scene.does("mei", { command: "r", args: "once" }, { key: "same" });
    expect(scene.heard()).toEqual(["once"]);
  });

  it("a deleted thread is opened anew with all there is, after a second look", async () => {
    const scene = await waiting();
    scene.room.drop("t1");
    await scene.says("are you there?");
    await scene.clock.advance(5_000);
    expect(scene.room.threads).toHaveLength(1);
    expect(scene.room.texts().slice(1).join("\n")).toContain("let me talk to a person");
    expect(scene.room.texts().at(-1)).toContain("are you there?");
    await scene.does("mei", { press: "claim" });
    expect(scene.room.texts()[0]).toContain("Mei has this case");
  });

  it("waits as long as the platform asks, and loses nothing", async () => {
    const scene = await waiting();
    scene.room.script({ outcome: "retry", afterMs: 30_000, scope: "space", detail: "429" });
    await scene.says("my phone was lost");
    await scene.says("it is urgent to me");
    expect(scene.room.texts()).toHaveLength(2);
    expect(scene.health()["staff:1/staff"]?.state).toBe("degraded");
    await scene.clock.advance(30_000);
    expect(scene.room.texts().slice(2)).toEqual([
      "👤 **lin**\nmy phone was lost",
      "👤 **lin**\nit is urgent to me",
    ]);
    expect(scene.health()["staff:1/staff"]?.state).toBe("up");
  });

  it("an unknown outcome is posted again: doubled where the platform cannot tell, never lost", async () => {
    for (const idempotent of [true, false]) {
      const room = fakeRoom({ account: "staff:1", idempotent });
      const scene = await waiting({ room });
      room.script("lost");
      await scene.says("hear me");
      await scene.clock.advance(5_000);
      expect(room.texts().filter((text) => text.includes("hear me"))).toHaveLength(idempotent ? 1 : 2);
    }
  });

  it("a room that is down holds nobody up, and catches up", async () => {
    const scene = await roomScene();
    const down = { outcome: "retry", afterMs: 1_000, scope: "account", detail: "unreachable" } as const;
    scene.room.script(down, down, down);
    await scene.says("let me talk to a person");
    expect(scene.channel.posted.length).toBeGreaterThan(0);
    await scene.clock.advance(10_000);
    expect(scene.room.texts()).toHaveLength(2);
  });
});

function base(key: string, at: number) {
  return {
    key,
    at,
    space: { id: "lin", kind: "dm" as const },
    actor: { id: "lin", name: "lin" },
    addressed: "dm" as const,
  };
}

function wroteAs(msgId: string, text: string, at: number) {
  return { ...base(msgId, at), kind: "message" as const, msgId, text, files: [] };
}
