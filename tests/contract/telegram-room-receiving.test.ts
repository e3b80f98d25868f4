import { beforeEach, describe, expect, it } from "vitest";
import type { InboundEvent } from "../../src/channel/contract.ts";
import { ROOM_COMMANDS, type StaffRoom } from "../../src/channel/staff.ts";
import type { SayOptions } from "../fakes/telegram-customers.ts";
import { telegramScene } from "./telegram-scene.ts";

const scene = telegramScene();
const group = -1_001_234_567_890;
const ana = { id: 501, first_name: "Ana" };
let room: StaffRoom;
let thread: string;

beforeEach(async () => {
  scene.platform.makeForum(group);
  room = await scene.openRoom(group);
  await scene.channel.start(scene.core.ports);
  thread = await opened("case-1");
});

describe("what is written in a topic", () => {
  it("comes in as the staff's, with the topic it was written in and who wrote it", async () => {
    const { messageId } = write("let me look at @desk_test_bot's answer, /r");
    expect(await last()).toMatchObject({
      kind: "message",
      staff: true,
      space: { id: String(group), kind: "group", thread },
      actor: { id: "501", name: "Ana" },
      msgId: String(messageId),
      text: "let me look at @desk_test_bot's answer, /r",
    });
  });

  it("names the message it replies to, but not the note that opened the topic", async () => {
    write("just talking");
    expect(await last()).not.toHaveProperty("replyTo");
    write("an answer", { replyTo: 4_711 });
    expect(await last()).toMatchObject({ replyTo: "4711", space: { thread } });
  });

  it("stands whole, the bot's name at its head included", async () => {
    const entities = [{ type: "mention", offset: 0, length: 14 }];
    write("@desk_test_bot what is this?", { with: { entities } });
    expect(await last()).toMatchObject({ text: "@desk_test_bot what is this?", addressed: "mention" });
  });

  it.each([...ROOM_COMMANDS])("is the command %s when it begins with it, by name or bare", async (name) => {
    write(`/${name} 第一行\nsecond line`);
    expect(await last()).toMatchObject({ kind: "command", name, args: "第一行\nsecond line", staff: true });
    write(`/${name}@Desk_Test_Bot`);
    expect(await last()).toMatchObject({ kind: "command", name, args: "" });
  });

  it("is no command when it is for another bot, or only looks like one", async () => {
    write("/claim@other_bot");
    expect(await last()).toMatchObject({ kind: "message", text: "/claim@other_bot" });
    write("/var/log is full");
    expect(await last()).toMatchObject({ kind: "message", text: "/var/log is full" });
  });

  it("brings pictures and their words, as one album where they were sent as one", async () => {
    const photo = [
      { file_id: "small", file_size: 1 },
      { file_id: "large", file_size: 9 },
    ];
    write("", { with: { photo, caption: "/r see here", media_group_id: "g1" } });
    expect(await last()).toMatchObject({
      kind: "message",
      text: "/r see here",
      files: [{ id: "large", kind: "image" }],
      album: "g1",
      staff: true,
    });
  });

  it("may be corrected", async () => {
    const { messageId } = write("/r helo");
    scene.platform.edit(group, messageId, "/r hello", { from: ana, thread: Number(thread) });
    expect(await last()).toMatchObject({
      kind: "edit",
      staff: true,
      msgId: String(messageId),
      text: "/r hello",
      space: { thread },
    });
  });

  it("in the general topic belongs to no thread", async () => {
    scene.platform.say(group, "lunch?", { from: ana });
    expect((await last())?.space).toEqual({ id: String(group), kind: "group" });
  });

  it("comes again with the same key when Telegram delivers it again", async () => {
    scene.core.refuse(1);
    write("once");
    await last();
    expect(scene.core.texts()).toEqual(["once"]);
    expect(new Set(scene.core.all.map(({ key }) => key)).size).toBe(1);
  });
});

describe("who writes", () => {
  it("is the group itself for an anonymous admin, whom nobody can tell from another", async () => {
    const sender = { id: group, type: "supergroup", title: "Staff" };
    const from = { id: 1_087_968_824, is_bot: true, first_name: "Group" };
    write("/claim", { with: { sender_chat: sender, from } });
    expect(await last()).toMatchObject({ kind: "command", staff: true, actor: { id: String(group) } });
  });

  it("is never a bot, nor Telegram's own notes", async () => {
    write("beep", { with: { from: { id: 9, is_bot: true, first_name: "Other" } } });
    for (const note of [
      "forum_topic_created",
      "forum_topic_closed",
      "forum_topic_edited",
      "new_chat_members",
    ]) {
      write("", { with: { [note]: note === "new_chat_members" ? [] : {} } });
    }
    await allTaken();
    expect(scene.core.events).toEqual([]);
  });

  it("is staff there even if a customer elsewhere, and a customer elsewhere even if staff there", async () => {
    scene.platform.say(group, "where is my money?", { from: { id: 42, first_name: "Lin" } });
    scene.platform.say(501, "I have a question myself", { from: ana });
    scene.platform.say(-100_555, "/ask why?", { from: ana });
    await allTaken();
    expect(scene.core.events.map(({ staff, actor }) => [actor.id, staff])).toEqual([
      ["42", true],
      ["501", undefined],
      ["501", undefined],
    ]);
  });

  it("links an account by a command in a private chat, the code as it was given", async () => {
    scene.platform.say(501, "/link p_4f_9a.B", { from: ana });
    expect(await last()).toMatchObject({
      kind: "command",
      name: "link",
      args: "p_4f_9a.B",
      space: { kind: "dm" },
    });
    expect(await last()).not.toHaveProperty("staff");
  });
});

describe("a button of a card", () => {
  it("comes in with its token and topic, and is answered once it is stored", async () => {
    const card = scene.platform.sent(group)[0];
    scene.core.onReceive(() => expect(scene.platform.calls("answerCallbackQuery")).toEqual([]));
    const { callbackId } = scene.platform.press(group, "claim", card?.messageId ?? 0, ana);
    expect(await last()).toMatchObject({
      kind: "press",
      token: "claim",
      staff: true,
      msgId: String(card?.messageId),
      space: { id: String(group), kind: "group", thread },
      actor: { id: "501" },
    });
    await scene.platform.waitFor(() => scene.platform.calls("answerCallbackQuery").length === 1);
    const answer = scene.platform.calls("answerCallbackQuery")[0]?.payload;
    expect(answer).toEqual({ callback_query_id: callbackId });
  });

  it("tells who may not press it how to link an account, and nobody else", async () => {
    await scene.channel.stop();
    room = await scene.openRoom(group);
    await scene.channel.start({
      ...scene.core.ports,
      receive: async (batch) =>
        (await scene.core.ports.receive(batch)).map((receipt) => ({
          ...receipt,
          outcome: "ignored" as const,
        })),
    });
    scene.platform.press(group, "claim", 1_001, { ...ana, language_code: "zh-hans" });
    scene.platform.press(group, "claim", 1_001, { ...ana, language_code: "en" });
    await scene.platform.waitFor(() => scene.platform.calls("answerCallbackQuery").length === 2);
    const told = scene.platform.calls("answerCallbackQuery").map(({ payload }) => String(payload.text));
    for (const text of told) expect(text).toContain("/link");
    for (const text of told) expect(text.length).toBeLessThanOrEqual(200);
  });
});

describe("a group that becomes another", () => {
  it("stays the staff's: what is written before and after comes in under the room's own id", async () => {
    const to = -1_009_999_999_999;
    write("before");
    scene.platform.say(group, "", { with: { migrate_to_chat_id: to } });
    scene.platform.migrate(group, to);
    scene.platform.say(to, "after", { from: ana, thread: Number(thread) });
    await allTaken();
    expect(scene.core.events.map(({ staff, space }) => [staff, space.id])).toEqual([
      [true, String(group)],
      [true, String(group)],
    ]);
    expect(`${scene.channel.account}/${scene.core.events[1]?.space.id}`).toBe(room.id);
    await scene.openRoom(group);
    await scene.channel.start(scene.core.ports);
    scene.platform.say(to, "after a restart", { from: ana, thread: Number(thread) });
    expect(await last()).toMatchObject({ staff: true, text: "after a restart" });
  });

  it("is found at the next start where it moved while kefu was down", async () => {
    await scene.channel.stop();
    const to = -1_008_888_888_888;
    scene.platform.migrate(group, to);
    scene.platform.say(to, "hello?", { from: ana });
    await scene.openRoom(group);
    await scene.channel.start(scene.core.ports);
    expect(await last()).toMatchObject({ staff: true, text: "hello?" });
  });
});

describe("in a group without topics", () => {
  beforeEach(async () => {
    scene.platform.unmakeForum(group);
    thread = await opened("case-2");
  });

  it("an answer to the case's message belongs to the case, and so does an answer to an answer", async () => {
    scene.platform.say(group, "mine", { from: ana, replyTo: Number(thread) });
    expect(await last()).toMatchObject({ space: { thread }, replyTo: thread, staff: true });
    const root = { message_thread_id: Number(thread) };
    scene.platform.say(group, "deeper", { from: ana, replyTo: 4_711, with: root });
    expect(await last()).toMatchObject({ space: { thread }, replyTo: "4711" });
    scene.platform.say(group, "lunch?", { from: ana });
    expect((await last())?.space).not.toHaveProperty("thread");
  });

  it("a button of the case's message belongs to the case", async () => {
    scene.platform.press(group, "claim", Number(thread), ana);
    expect(await last()).toMatchObject({ kind: "press", space: { thread } });
  });
});

function write(text: string, options: SayOptions = {}) {
  return scene.platform.say(group, text, { from: ana, thread: Number(thread), ...options });
}

async function opened(key: string): Promise<string> {
  const choices = [{ token: "claim", label: "Take it" }];
  const card = { text: "A customer waits.", choices, files: [] };
  const opening = await room.open({ idempotencyKey: key, title: "Lin", card }, new AbortController().signal);
  if (opening.outcome !== "opened") throw new Error("no thread");
  return opening.thread;
}

function allTaken(): Promise<void> {
  return scene.platform.waitFor(() => scene.platform.pending() === 0);
}

async function last(): Promise<InboundEvent | undefined> {
  await allTaken();
  return scene.core.events.at(-1);
}
