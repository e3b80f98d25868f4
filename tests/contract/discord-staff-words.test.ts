import { describe, expect, it } from "vitest";
import type { InboundEvent } from "../../src/channel/contract.ts";
import { ROOM_BUTTONS } from "../../src/channel/staff.ts";
import {
  applicationId,
  forumId,
  generalId,
  guildId,
  lin,
  nextId,
  officeId,
  sam,
} from "../fakes/discord-ids.ts";
import { discordScene, never, settled } from "./discord-scene.ts";

const me = `<@${applicationId}>`;
const card = {
  text: "**K-7F3Q** · Lin Wei",
  choices: ROOM_BUTTONS.map((token) => ({ token, label: token })),
  files: [],
};

describe.each([
  ["forum", forumId],
  ["text", officeId],
] as const)("what is said in a staff room in a %s channel", (kind, staffId) => {
  const scene = discordScene({ staffId });
  const heard = () => scene.core.events;
  const count = (number: number) => settled(() => heard().length >= number);
  async function opened(): Promise<string> {
    const wanted = { idempotencyKey: "room/c1/1", title: "K-7F3Q", card };
    const result = await scene.channel.staff?.open(wanted, never());
    if (result?.outcome !== "opened") throw new Error("not opened");
    return result.thread;
  }
  /** A customer writes: whatever came before in other places has been looked at then. */
  async function onlyThen(events: number): Promise<InboundEvent[]> {
    await count(events);
    scene.platform.say(lin, "a customer");
    await count(events + 1);
    const all = heard();
    expect(all).toHaveLength(events + 1);
    expect(all.filter((event) => !event.staff)).toHaveLength(1);
    return all.filter((event) => event.staff);
  }
  const pressed = (thread: string, token: string) => {
    const message = scene.platform.rooms.find(thread);
    if (message === undefined) throw new Error("no card");
    return scene.platform.press(sam, token, message);
  };

  it("hears a mention whole and without itself, a pinging reply, and no other talk", async () => {
    await scene.begin();
    const thread = await opened();
    const post = { idempotencyKey: "m1", thread, part: { text: "你好", choices: [], files: [] } };
    const customer = await scene.channel.staff?.post(post, never());
    const id = customer?.outcome === "sent" ? (customer.ids[0] ?? "") : "";
    scene.platform.write(thread, sam, "let's talk among ourselves");
    const one = scene.platform.write(thread, sam, `${me} he called **twice**\nsee above`);
    scene.platform.answer(sam, id, "您好，请看这里");
    const events = await onlyThen(2);
    const space = { id: staffId, kind: "channel", thread };
    expect(events).toMatchObject([
      {
        key: `msg:${one.messageId}`,
        kind: "message",
        text: "he called **twice**\nsee above",
        addressed: "mention",
        actor: { id: sam.id },
        space,
      },
      { kind: "message", text: "您好，请看这里", addressed: "reply", replyTo: id, space },
    ]);
  });

  it("takes a mention and nothing else as a call for help, and a typed command as that command", async () => {
    await scene.begin();
    const thread = await opened();
    scene.platform.write(thread, sam, me);
    scene.platform.write(thread, sam, `${me} /snooze 2h`);
    scene.platform.write(thread, sam, `${me} /ask what`);
    expect(await onlyThen(3)).toMatchObject([
      { kind: "command", name: "help", args: "" },
      { kind: "command", name: "snooze", args: "2h" },
      { kind: "command", name: "ask", args: "what" },
    ]);
  });

  it("hands on no words where Discord kept them, but says that there was a reply", async () => {
    await scene.begin();
    const thread = await opened();
    const post = { idempotencyKey: "m1", thread, part: { text: "你好", choices: [], files: [] } };
    const customer = await scene.channel.staff?.post(post, never());
    const id = customer?.outcome === "sent" ? (customer.ids[0] ?? "") : "";
    scene.platform.answer(sam, id, "unheard", { quiet: true });
    const events = await onlyThen(1);
    expect(events).toMatchObject([{ kind: "unsupported", addressed: "reply", space: { thread } }]);
    expect(JSON.stringify(events)).not.toContain("unheard");
  });

  it("takes every command in its thread, answers it unseen by others, and leaves nothing waiting", async () => {
    await scene.begin();
    const thread = await opened();
    let early = 0;
    scene.core.onReceive(() => {
      early += scene.platform.calls().filter(({ path }) => path.endsWith("/callback")).length;
    });
    const asked: [string, Record<string, string>, string][] = [
      ["claim", {}, ""],
      ["r", { text: " 您好 @everyone " }, "您好 @everyone"],
      ["note", { text: "called twice" }, "called twice"],
      ["snooze", { duration: "1d" }, "1d"],
      ["snooze", {}, ""],
      ["link", { code: "ABCD-1234" }, "ABCD-1234"],
    ];
    for (const [index, [name, options, args]] of asked.entries()) {
      early = 0;
      const before = scene.platform.calls().filter(({ path }) => path.endsWith("/callback")).length;
      const { token, interactionId } = scene.platform.command(sam, thread, name, options);
      await scene.platform.waitFor(() => scene.platform.interactions.shown(token).length === 1);
      expect(early).toBe(before);
      expect(scene.platform.interactions.shown(token)).toMatchObject([{ waits: false, ephemeral: true }]);
      expect(heard()[index]).toMatchObject({
        key: `int:${interactionId}`,
        staff: true,
        kind: "command",
        name,
        args,
        addressed: "command",
        space: { id: staffId, kind: "channel", thread },
      });
      expect(heard()[index]).not.toHaveProperty("reply");
    }
  });

  it("answers no command that could not be stored", async () => {
    await scene.begin();
    const thread = await opened();
    scene.core.refuse(1_000_000);
    const { token } = scene.platform.command(sam, thread, "claim");
    await settled(() => scene.channel.health().state === "degraded");
    await scene.channel.stop();
    expect(scene.platform.interactions.of(token)?.type).toBeUndefined();
  });

  it("takes each button of the card for its case, without a message", async () => {
    await scene.begin();
    const thread = await opened();
    for (const token of ROOM_BUTTONS) {
      const press = pressed(thread, token);
      await scene.platform.waitFor(() => scene.platform.interactions.of(press.token)?.type === 6);
    }
    const events = await onlyThen(ROOM_BUTTONS.length);
    expect(events).toMatchObject(
      ROOM_BUTTONS.map((token) => ({
        kind: "press",
        token,
        msgId: thread,
        space: { id: staffId, kind: "channel", thread },
      })),
    );
  });

  it("tells whoever pressed, and nobody else, that nothing came of it", async () => {
    await scene.begin();
    const thread = await opened();
    scene.ignoring = true;
    const { token } = pressed(thread, "claim");
    await scene.platform.waitFor(() => scene.platform.interactions.shown(token).length === 1);
    expect(scene.platform.interactions.shown(token)).toMatchObject([{ ephemeral: true }]);
    expect(scene.platform.interactions.shown(token)[0]?.message.content).not.toContain("/ask");
  });

  it("does nothing with a staff's command or a customer's menu that is out of place", async () => {
    await scene.begin();
    const thread = await opened();
    const { messageId } = scene.platform.write(thread, sam, "a remark");
    const tokens = [
      scene.platform.command(sam, generalId, "note", { text: "not for customers" }, { locale: "zh-CN" })
        .token,
      scene.platform.choose(sam, messageId).token,
    ];
    for (const token of tokens) {
      await scene.platform.waitFor(() => scene.platform.interactions.shown(token).length === 1);
      expect(scene.platform.interactions.shown(token)).toMatchObject([{ waits: false, ephemeral: true }]);
    }
    expect(await onlyThen(0)).toEqual([]);
  });

  it("hears corrections and deletions as the staff's", async () => {
    await scene.begin();
    const thread = await opened();
    const { messageId } = scene.platform.write(thread, sam, `${me} teh note`);
    await count(1);
    scene.platform.edit(messageId, `${me} the note`);
    await count(2);
    await scene.restart();
    scene.platform.gateway.mood.listsThreads = false;
    await scene.begin();
    scene.platform.remove(messageId);
    const events = await onlyThen(3);
    expect(events.slice(1)).toMatchObject([
      { kind: "edit", msgId: messageId, text: "the note", space: { id: staffId, thread } },
      { kind: "delete", msgIds: [messageId], space: { id: staffId, thread } },
    ]);
  });

  it("reads what was said to it while it was down, also where nobody had spoken before", async () => {
    await scene.begin();
    const thread = await opened();
    await scene.channel.stop();
    const { messageId } = scene.platform.write(thread, sam, `${me} while you were away`);
    scene.platform.write(thread, sam, "and this among us");
    scene.platform.guild.change(thread, { archived: true });
    await scene.restart();
    scene.platform.gateway.mood.listsThreads = false;
    await scene.begin();
    await count(1);
    const message = scene.platform.rooms.find(messageId);
    scene.platform.gateway.dispatch("MESSAGE_CREATE", { ...message, guild_id: guildId });
    expect(await onlyThen(1)).toMatchObject([
      { key: `msg:${messageId}`, text: "while you were away", space: { id: staffId, thread } },
    ]);
    expect(scene.core.all.every((event) => event.space.kind === "dm" || event.staff)).toBe(true);
  });

  it("reads on in a case's thread that was put away and came back, and no more in one that stayed away", async () => {
    await scene.begin();
    const thread = await opened();
    await scene.channel.staff?.shelve(thread, never());
    await scene.restart();
    await scene.begin();
    scene.platform.say(lin, "a customer");
    await count(1);
    expect(scene.platform.calls("GET /channels/:id/messages")).toEqual([]);
    const post = { idempotencyKey: "m9", thread, part: { text: "again", choices: [], files: [] } };
    await scene.channel.staff?.post(post, never());
    await scene.channel.stop();
    scene.platform.write(thread, sam, `${me} noted`);
    await scene.restart();
    await scene.begin();
    await count(2);
    expect(heard()[1]).toMatchObject({ text: "noted", staff: true, space: { thread } });
  });

  it("takes nothing in before it knows whose thread it is", async () => {
    scene.platform.gateway.mood.listsThreads = false;
    await scene.begin();
    const id = nextId();
    scene.platform.guild.begin(id, staffId, { name: "by hand", auto_archive_duration: 60 });
    scene.platform.rooms.reserve(id);
    scene.platform.fail("GET /channels/:id", { drop: "before", times: 2 });
    scene.platform.fail("GET /channels/:id", { status: 503 });
    scene.platform.write(id, sam, `${me} internal`);
    expect(await onlyThen(1)).toMatchObject([{ text: "internal", space: { id: staffId, thread: id } }]);
  });

  it("hands on an agent's files", async () => {
    await scene.begin();
    const thread = await opened();
    const url = scene.platform.keep(new Uint8Array([9, 9]));
    const attachments = [
      { id: "5040000000000000009", filename: "步骤.pdf", content_type: "application/pdf", size: 2, url },
    ];
    scene.platform.answer(sam, kind === "forum" ? thread : await firstPost(thread), "", { attachments });
    await count(1);
    const [event] = heard();
    const file = event?.kind === "message" ? event.files[0] : undefined;
    expect(file).toMatchObject({ name: "步骤.pdf", kind: "document" });
    if (file === undefined) throw new Error("no file");
    scene.platform.write(thread, sam, `${me} /r see here`, { attachments });
    await count(2);
    expect(heard()[1]).toMatchObject({
      kind: "command",
      name: "r",
      args: "see here",
      files: [{ name: "步骤.pdf" }],
    });
    const fetched = await scene.channel.fetch?.(file, never());
    expect(fetched?.bytes).toEqual(new Uint8Array([9, 9]));
  });

  async function firstPost(thread: string): Promise<string> {
    const post = { idempotencyKey: "m1", thread, part: { text: "hi", choices: [], files: [] } };
    const sent = await scene.channel.staff?.post(post, never());
    return sent?.outcome === "sent" ? (sent.ids[0] ?? "") : "";
  }

  it("links an account in a direct message, which stays a customer's place", async () => {
    await scene.begin();
    await opened();
    scene.platform.say(sam, "/link ABCD-1234");
    await count(1);
    expect(heard()).toMatchObject([{ kind: "command", name: "link", args: "ABCD-1234", addressed: "dm" }]);
    expect(heard()[0]).not.toHaveProperty("staff");
  });

  it("never takes a customer's place for the staff's", async () => {
    await scene.begin();
    await opened();
    scene.platform.write(generalId, lin, `${me} hello`);
    scene.platform.call(lin, "ask", "hi", generalId);
    const shown = scene.platform.rooms.post(generalId, {
      content: "Which?",
      allowed_mentions: { parse: [] },
    });
    scene.platform.press(lin, "claim", shown);
    await count(3);
    expect(heard().some((event) => event.staff)).toBe(false);
  });
});
