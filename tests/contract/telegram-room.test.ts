import { beforeEach, describe, expect, it } from "vitest";
import type { OutboundPart } from "../../src/channel/contract.ts";
import { ROOM_BUTTONS, type StaffRoom } from "../../src/channel/staff.ts";
import { settled, telegramScene } from "./telegram-scene.ts";

const scene = telegramScene();
const group = -1_001_234_567_890;
let room: StaffRoom;

beforeEach(async () => {
  scene.platform.makeForum(group);
  room = await scene.openRoom(group);
});

describe("a case's topic", () => {
  it("has the title as its name and the card as its first message, with the buttons under it", async () => {
    const opening = await open({ title: "林小姐 · 提现没到账" });
    const [topic] = scene.platform.topics(group);
    const [card] = scene.platform.sent(group);
    expect(topic?.name).toBe("林小姐 · 提现没到账");
    expect(opening).toEqual({ outcome: "opened", thread: String(topic?.id), ids: [String(card?.messageId)] });
    expect(card).toMatchObject({ text: "A customer waits.", thread: topic?.id });
    expect(card?.rows).toEqual(ROOM_BUTTONS.map((token) => [{ text: `Do ${token}`, data: token }]));
  });

  it("shows what a customer calls themselves as they wrote it, and nothing of it as markup", async () => {
    await open({
      title: "<b>Eve</b>\n& Co",
      card: part({ text: 'Name: \\<a href="https://x.example">Eve\\</a> & \\*Co\\*' }),
    });
    expect(scene.platform.topics(group)[0]?.name).toBe("<b>Eve</b> & Co");
    const [card] = scene.platform.sent(group);
    expect(card?.text).toBe('Name: <a href="https://x.example">Eve</a> & *Co*');
    expect(card?.source).toContain("&lt;a href");
  });

  it.each(["字", "a", "👩‍👩‍👧", "😀"])(
    "is named within Telegram's limit, whatever is written: %s",
    async (letter) => {
      for (const length of [127, 128, 129, 300]) {
        const title = letter.repeat(Math.ceil(length / letter.length)).slice(0, length);
        expect(await open({ title, key: `case-${length}` })).toMatchObject({ outcome: "opened" });
      }
      expect(await open({ title: " \n ", key: "blank" })).toMatchObject({ outcome: "opened" });
      for (const { name } of scene.platform.topics(group)) expect(name.length).toBeLessThanOrEqual(128);
      expect(room.titleLimit).toBe(128);
    },
  );

  it("is not opened twice when the card did not get through the first time", async () => {
    scene.platform.fail("sendMessage", { status: 429, retryAfter: 7 });
    expect(await open()).toMatchObject({ outcome: "retry", afterMs: 7_000 });
    expect(await open()).toMatchObject({ outcome: "opened" });
    expect(scene.platform.topics(group)).toHaveLength(1);
    expect(scene.platform.sent(group)).toHaveLength(1);
  });

  it("is not opened twice across a restart, nor shown a second card", async () => {
    await scene.channel.start(scene.core.ports);
    scene.platform.fail("sendMessage", { status: 502 });
    expect(await open()).toMatchObject({ outcome: "unknown" });
    room = await scene.openRoom(group);
    await scene.channel.start(scene.core.ports);
    const second = await open();
    room = await scene.openRoom(group);
    await scene.channel.start(scene.core.ports);
    expect(await open()).toEqual(second);
    expect(second).toMatchObject({ outcome: "opened" });
    expect(scene.platform.topics(group)).toHaveLength(1);
    expect(scene.platform.sent(group)).toHaveLength(1);
  });

  it("is made anew when the half-made one was deleted meanwhile", async () => {
    scene.platform.fail("sendMessage", { status: 429, retryAfter: 1 });
    await open();
    scene.platform.deleteTopic(group, scene.platform.topics(group)[0]?.id ?? 0);
    expect(await open()).toMatchObject({ outcome: "opened" });
    expect(scene.platform.topics(group)).toHaveLength(2);
  });

  it("remembers no more than it needs, in a cursor of a few kilobytes", async () => {
    await scene.channel.start(scene.core.ports);
    for (let n = 0; n < 60; n += 1) {
      const opening = await open({ key: `case-${n}` });
      if (opening.outcome === "opened") await room.shelve(opening.thread, never());
    }
    const kept = scene.core.cursors.get("staff") ?? "";
    expect(kept.length).toBeLessThan(8_000);
    expect(JSON.parse(kept).openings).toHaveLength(50);
  });
});

describe("a room that is not set up", () => {
  it("says which right is missing, also in the channel's health, until it is given", async () => {
    scene.platform.makeForum(group, { mayManage: false });
    await scene.channel.start(scene.core.ports);
    const refused = await open();
    expect(refused).toMatchObject({
      outcome: "failed",
      reason: "forbidden",
      detail: expect.stringContaining("Manage topics"),
    });
    expect(scene.channel.health()).toMatchObject({
      state: "degraded",
      detail: expect.stringContaining("Manage topics"),
    });
    scene.platform.makeForum(group);
    const chat = { id: group, type: "supergroup", is_forum: true };
    const from = { id: 9, is_bot: false, first_name: "Boss" };
    const mine = { chat, from, date: 1_790_000_000, new_chat_member: { status: "administrator" } };
    scene.platform.deliver({ my_chat_member: mine });
    await settled(() => scene.channel.health().state === "up");
    expect(await open()).toMatchObject({ outcome: "opened" });
    expect(scene.core.all).toEqual([]);
  });

  it("says that it is not reached when the bot is not in it", async () => {
    const description = "Bad Request: chat not found";
    scene.platform.fail("getChat", { status: 400, description, times: 2 });
    await scene.channel.start(scene.core.ports);
    expect(await open()).toMatchObject({
      outcome: "failed",
      reason: "left",
      detail: expect.stringContaining("TELEGRAM_STAFF_CHAT_ID"),
    });
  });

  it("offers the staff's commands in their chat, in both languages", async () => {
    await scene.channel.start(scene.core.ports);
    const ours = () =>
      scene.platform
        .calls("setMyCommands")
        .filter(({ payload }) => String(Reflect.get(Object(payload.scope), "chat_id")) === String(group));
    await scene.platform.waitFor(() => ours().length === 2);
    for (const { payload } of ours()) {
      const list = payload.commands as { command: string; description: string }[];
      expect(list.map(({ command }) => command)).toContain("claim");
      for (const { description } of list) expect(description.length).toBeLessThanOrEqual(256);
    }
  });
});

describe("writing in a topic", () => {
  it("posts what a customer wrote, and files of this bot by their id", async () => {
    const thread = await openedThread();
    const picture = { id: "AgACpic", kind: "image" as const };
    const result = await post(thread, { text: "**Lin**: where is it?", files: [picture] }, "77");
    const sent = scene.platform.sent(group).at(-1);
    expect(sent).toMatchObject({
      method: "sendPhoto",
      file: "AgACpic",
      text: "Lin: where is it?",
      thread: Number(thread),
      replyTo: 77,
    });
    expect(result).toEqual({ outcome: "sent", ids: [String(sent?.messageId)] });
  });

  it.each(["字", "😀"])("takes %s up to its limit, and no more", async (letter) => {
    const thread = await openedThread();
    const full = letter.repeat(4_096 / letter.length);
    expect(await post(thread, { text: full })).toMatchObject({ outcome: "sent" });
    expect(await post(thread, { text: `${full}字` })).toMatchObject({
      outcome: "failed",
      reason: "too_large",
    });
    expect(room.capabilities.text.limit).toBe(4_000);
  });

  it("says that the topic is gone only after asking twice", async () => {
    const thread = await openedThread();
    const description = "Bad Request: message thread not found";
    scene.platform.fail("sendMessage", { status: 400, description });
    expect(await post(thread, { text: "still here" })).toMatchObject({ outcome: "sent" });
    scene.platform.deleteTopic(group, Number(thread));
    expect(await post(thread, { text: "lost" })).toMatchObject({ outcome: "failed", reason: "space_gone" });
    expect(scene.platform.sent(group).map(({ text }) => text)).not.toContain("lost");
  });

  it("opens another topic under the same key once the first is known to be gone", async () => {
    const thread = await openedThread();
    scene.platform.deleteTopic(group, Number(thread));
    await post(thread, { text: "lost" });
    const again = await open();
    expect(again).toMatchObject({ outcome: "opened" });
    expect(again).not.toMatchObject({ thread });
  });

  it("calls it unknown when the answer was lost, and posts once", async () => {
    const thread = await openedThread();
    scene.platform.fail("sendMessage", { drop: "after" });
    expect(await post(thread, { text: "once" })).toMatchObject({ outcome: "unknown" });
    expect(scene.platform.sent(group).filter(({ text }) => text === "once")).toHaveLength(1);
  });

  it("waits as long as Telegram asks", async () => {
    const thread = await openedThread();
    scene.platform.fail("sendMessage", { status: 429, retryAfter: 30 });
    expect(await post(thread, { text: "x" })).toMatchObject({ outcome: "retry", afterMs: 30_000 });
  });

  it("follows the group when it becomes another, and still knows it after a restart", async () => {
    await scene.channel.start(scene.core.ports);
    const thread = await openedThread();
    const to = -1_009_999_999_999;
    scene.platform.migrate(group, to);
    expect(await post(thread, { text: "moved" })).toMatchObject({ outcome: "sent" });
    expect(scene.platform.sent(to).map(({ text }) => text)).toEqual(["moved"]);
    room = await scene.openRoom(group);
    await scene.channel.start(scene.core.ports);
    await post(thread, { text: "again" });
    expect(scene.platform.sent(to)).toHaveLength(2);
    expect(room.id).toBe(`telegram:${scene.platform.bot.id}/${group}`);
  });
});

describe("putting away", () => {
  it("closes the topic of a resolved case; what comes later opens it again", async () => {
    await scene.channel.start(scene.core.ports);
    const thread = await openedThread();
    await room.shelve(thread, never());
    expect(scene.platform.topics(group)[0]?.closed).toBe(true);
    room = await scene.openRoom(group);
    await scene.channel.start(scene.core.ports);
    expect(await post(thread, { text: "I am back" })).toMatchObject({ outcome: "sent" });
    expect(scene.platform.topics(group)[0]?.closed).toBe(false);
  });

  it("opens a topic that somebody else closed, when Telegram says that it is closed", async () => {
    const thread = await openedThread();
    scene.platform.fail("sendMessage", { status: 400, description: "Bad Request: TOPIC_CLOSED" });
    expect(await post(thread, { text: "hello" })).toMatchObject({ outcome: "sent" });
    expect(scene.platform.calls("reopenForumTopic")).toHaveLength(1);
  });

  it("does not mind when it cannot", async () => {
    await expect(room.shelve("4711", never())).resolves.toBeUndefined();
    await expect(room.mark?.({ thread: "4711", id: "1", state: "sent" }, never())).resolves.toBeUndefined();
  });
});

describe("changing and marking", () => {
  it("changes what a card says and offers", async () => {
    const thread = await openedThread();
    const [card] = scene.platform.sent(group);
    const id = String(card?.messageId);
    const next = part({ text: "Taken by **Ana**", choices: [{ token: "resolve", label: "Resolve" }] });
    expect(await room.change({ thread, id, part: next }, never())).toEqual({ outcome: "sent", ids: [id] });
    expect(card).toMatchObject({ text: "Taken by Ana", edited: true, buttons: [{ data: "resolve" }] });
    expect(await room.change({ thread, id, part: next }, never())).toMatchObject({ outcome: "sent" });
    await room.change({ thread, id, part: part({ text: "Resolved" }) }, never());
    expect(card).toMatchObject({ text: "Resolved", buttons: [] });
  });

  it("changes the words beside a picture", async () => {
    const thread = await openedThread();
    const sent = await post(thread, { text: "See", files: [{ id: "p1", kind: "image" }] });
    const id = sent.outcome === "sent" ? (sent.ids[0] ?? "") : "";
    expect(await room.change({ thread, id, part: part({ text: "Seen" }) }, never())).toMatchObject({
      outcome: "sent",
    });
    expect(scene.platform.sent(group).at(-1)).toMatchObject({ text: "Seen", file: "p1" });
  });

  it("says so when a message cannot be changed", async () => {
    const thread = await openedThread();
    const result = await room.change({ thread, id: "999999", part: part({ text: "x" }) }, never());
    expect(result).toMatchObject({ outcome: "failed", reason: "bad_format" });
    const description = "Bad Request: message can't be edited";
    scene.platform.fail("editMessageText", { status: 400, description });
    const old = await room.change({ thread, id: "999999", part: part({ text: "x" }) }, never());
    expect(old).toMatchObject({ outcome: "failed", reason: "bad_format" });
  });

  it("marks an agent's message as delivered, or not", async () => {
    const thread = await openedThread();
    const { messageId } = scene.platform.say(group, "/r hello", { thread: Number(thread) });
    await room.mark?.({ thread, id: String(messageId), state: "sent" }, never());
    expect(scene.platform.reaction(group, messageId)).toBe("👌");
    await room.mark?.({ thread, id: String(messageId), state: "failed" }, never());
    expect(scene.platform.reaction(group, messageId)).toBe("👎");
  });
});

describe("in a group without topics", () => {
  beforeEach(() => scene.platform.unmakeForum(group));

  it("a case is a message, and everything of it answers that one", async () => {
    const opening = await open();
    const [card] = scene.platform.sent(group);
    const thread = String(card?.messageId);
    expect(opening).toEqual({ outcome: "opened", thread, ids: [thread] });
    expect(card).toMatchObject({ text: "A customer waits." });
    await post(thread, { text: "more" });
    await post(thread, { text: "to that" }, String(scene.platform.sent(group)[1]?.messageId));
    const [, second, third] = scene.platform.sent(group);
    expect([second?.replyTo, third?.replyTo]).toEqual([card?.messageId, second?.messageId]);
    await room.shelve(thread, never());
    expect(scene.platform.calls("closeForumTopic")).toEqual([]);
    expect(await open()).toEqual(opening);
  });

  it("answers the case's message where the one meant is gone, and says when that is gone too", async () => {
    const opening = await open();
    const thread = opening.outcome === "opened" ? opening.thread : "";
    expect(await post(thread, { text: "x" }, "555")).toMatchObject({ outcome: "sent" });
    expect(scene.platform.sent(group).at(-1)?.replyTo).toBe(Number(thread));
    expect(await post("4711", { text: "y" })).toMatchObject({ outcome: "failed", reason: "space_gone" });
  });

  it("goes on with topics once they are switched on", async () => {
    await open();
    scene.platform.makeForum(group);
    expect(await open({ key: "another" })).toMatchObject({ outcome: "opened" });
    expect(scene.platform.topics(group)).toHaveLength(1);
  });

  it("posts nothing, and may be asked again, while Telegram does not say what the group is", async () => {
    scene.platform.fail("getChat", { drop: "before" });
    expect(await open()).toMatchObject({ outcome: "retry" });
    expect(scene.platform.sent(group)).toEqual([]);
  });
});

function open({
  title = "Lin · where is it?",
  key = "room:case-1",
  card = part({
    text: "A customer waits.",
    choices: ROOM_BUTTONS.map((token) => ({ token, label: `Do ${token}` })),
  }),
}: {
  title?: string;
  key?: string;
  card?: OutboundPart;
} = {}) {
  return room.open({ idempotencyKey: key, title, card }, never());
}

async function openedThread(): Promise<string> {
  const opening = await open();
  if (opening.outcome !== "opened") throw new Error("no topic");
  return opening.thread;
}

function post(thread: string, said: Partial<OutboundPart>, replyTo?: string) {
  const to = replyTo === undefined ? {} : { replyTo };
  return room.post({ idempotencyKey: "p1", thread, part: part(said), ...to }, never());
}

function part(said: Partial<OutboundPart>): OutboundPart {
  return { text: "", choices: [], files: [], ...said };
}

function never(): AbortSignal {
  return new AbortController().signal;
}
