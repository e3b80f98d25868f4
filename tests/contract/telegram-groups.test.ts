import { describe, expect, it } from "vitest";
import type { Delivery, FileRef } from "../../src/channel/contract.ts";
import { telegramScene } from "./telegram-scene.ts";

const scene = telegramScene();
const group = -1_001_234_567_890;
const topic: Delivery["space"] = { id: String(group), kind: "group", thread: "5" };
const inPrivate = { token: "abcdefghijklmnop.0.1", label: "Continue in private", private: true as const };

describe("in a group", () => {
  it("answers in the topic the question came from, as a reply to it", async () => {
    await send({ text: "Here you are." }, topic);
    expect(scene.platform.sent(group)).toMatchObject([{ text: "Here you are.", thread: 5, replyTo: 7 }]);
  });

  it("answers in the general topic when the topic was deleted meanwhile", async () => {
    scene.platform.deleteTopic(group, 5);
    expect(await send({ text: "Still here." }, topic)).toMatchObject({ outcome: "sent" });
    expect(scene.platform.sent(group).map(({ thread }) => thread)).toEqual([undefined]);
    expect(scene.platform.calls("sendMessage")).toHaveLength(2);
  });

  it("says why when even the general topic is closed to it", async () => {
    scene.platform.deleteTopic(group, 5);
    const closed = "Bad Request: TOPIC_CLOSED";
    scene.platform.fail("sendMessage", { status: 400, description: "Bad Request: message thread not found" });
    scene.platform.fail("sendMessage", { status: 400, description: closed });
    const result = await send({ text: "x" }, topic);
    expect(result).toMatchObject({
      outcome: "failed",
      reason: "forbidden",
      detail: expect.stringContaining("TOPIC_CLOSED"),
    });
  });

  it("leads into the private chat by a link that brings the customer's question along", async () => {
    const yes = { token: "abcdefghijklmnop.0.0", label: "Fees" };
    await send({ text: "In private, please.", choices: [yes, inPrivate] });
    const [message] = scene.platform.sent(group);
    const link = `https://t.me/${scene.platform.bot.username}?start=p_abcdefghijklmnop_0_1`;
    expect(message?.buttons).toEqual([
      { text: "Fees", data: yes.token },
      { text: "Continue in private", data: "", url: link },
    ]);
    await scene.channel.start(scene.core.ports);
    scene.platform.say(42, `/start ${new URL(link).searchParams.get("start")}`);
    await scene.platform.waitFor(() => scene.platform.pending() === 0);
    expect(scene.core.events[0]).toMatchObject({
      kind: "command",
      name: "start",
      args: inPrivate.token,
      space: { id: "42", kind: "dm" },
    });
  });

  it("waits with a link until it knows the bot's name, rather than show a dead button", async () => {
    scene.platform.fail("getMe", { status: 502 });
    const first = await send({ text: "In private.", choices: [inPrivate] });
    expect(first).toMatchObject({ outcome: "retry", scope: "call" });
    expect(scene.platform.sent(group)).toEqual([]);
    expect(await send({ text: "In private.", choices: [inPrivate] })).toMatchObject({ outcome: "sent" });
  });

  it("deletes a message that shows a secret where it may, before it warns", async () => {
    scene.platform.allowDeleting(group);
    const { messageId } = scene.platform.say(group, "seed words");
    const result = await send({ text: "Careful!", takeDown: true }, undefined, String(messageId));
    expect(result).toMatchObject({ outcome: "sent" });
    expect(scene.platform.stands(group, messageId)).toBe(false);
    expect(scene.platform.calls().map(({ method }) => method)).toEqual(["deleteMessage", "sendMessage"]);
  });

  it("warns all the same where it may not delete, and when the deletion is never answered for", async () => {
    const { messageId } = scene.platform.say(group, "seed words");
    expect(await send({ text: "Careful!", takeDown: true }, undefined, String(messageId))).toMatchObject({
      outcome: "sent",
    });
    scene.platform.fail("deleteMessage", { drop: "before" });
    expect(await send({ text: "Careful!", takeDown: true }, undefined, String(messageId))).toMatchObject({
      outcome: "sent",
    });
    expect(scene.platform.stands(group, messageId)).toBe(true);
    expect(scene.platform.sent(group)).toHaveLength(2);
  });

  it("deletes nothing else", async () => {
    scene.platform.allowDeleting(group);
    const { messageId } = scene.platform.say(group, "hello");
    await send({ text: "Hi" }, undefined, String(messageId));
    expect(scene.platform.stands(group, messageId)).toBe(true);
  });

  it("tells somebody who presses another's button, in their language, and nobody else", async () => {
    await scene.channel.start({
      ...scene.core.ports,
      receive: async (batch) => {
        const receipts = await scene.core.ports.receive(batch);
        return receipts.map((receipt) => ({ ...receipt, outcome: "ignored" as const }));
      },
    });
    scene.platform.press(group, "tok", 1001, { id: 43, language_code: "zh-hans" });
    scene.platform.press(group, "tok", 1001, { id: 44, language_code: "de" });
    scene.platform.press(44, "tok", 1001);
    await scene.platform.waitFor(() => scene.platform.calls("answerCallbackQuery").length === 3);
    const told = scene.platform.calls("answerCallbackQuery").map(({ payload }) => payload.text);
    expect(told[0]).toMatch(/提问的人/);
    expect(told[1]).toMatch(/person who asked/);
    expect(told[2]).toBeUndefined();
    expect(scene.platform.sent()).toEqual([]);
  });

  it("says in the log, once it knows itself, what privacy mode lets it hear", async () => {
    await scene.channel.start(scene.core.ports);
    expect(scene.lines.join()).toContain("privacy mode is on");
  });
});

describe("files", () => {
  const image = (id: string): FileRef => ({ id, kind: "image" });

  it("that belong together go out as one album, with the words under the first", async () => {
    const files = [image("p1"), { id: "v1", kind: "video" } as const, image("p2")];
    const result = await send({ text: "**Look**", files });
    const sent = scene.platform.sent(group);
    expect(sent.map(({ file, text }) => [file, text])).toEqual([
      ["p1", "Look"],
      ["v1", ""],
      ["p2", ""],
    ]);
    expect(new Set(sent.map(({ album }) => album)).size).toBe(1);
    expect(result).toEqual({ outcome: "sent", ids: sent.map(({ messageId }) => String(messageId)) });
    expect(scene.platform.calls("sendMediaGroup")).toHaveLength(1);
  });

  it("of kinds that Telegram does not mix go out one after the other", async () => {
    const files: FileRef[] = [
      image("p1"),
      { id: "d1", kind: "document" },
      { id: "d2", kind: "document" },
      { id: "s1", kind: "sticker" },
      { id: "39.9,116.4", kind: "location" },
    ];
    await send({ text: "", files });
    expect(scene.platform.sent(group).map(({ method, file }) => `${method} ${file}`)).toEqual([
      "sendPhoto p1",
      "sendDocument d1",
      "sendDocument d2",
      "sendSticker s1",
      "sendLocation 39.9,116.4",
    ]);
  });

  it("as an album leave the buttons to the words, which stand above", async () => {
    const choices = [{ token: "t", label: "OK" }];
    await send({ text: "Two pictures", files: [image("p1"), image("p2")], choices });
    const [words, ...album] = scene.platform.sent(group);
    expect(words).toMatchObject({ method: "sendMessage", buttons: [{ data: "t" }] });
    expect(album.map(({ file }) => file)).toEqual(["p1", "p2"]);
  });

  it("with words in markup that Telegram cannot read are sent with the words in plain", async () => {
    const description = "Bad Request: can't parse entities";
    scene.platform.fail("sendMediaGroup", { status: 400, description });
    await send({ text: "**Look**", files: [image("p1"), image("p2")] });
    expect(scene.platform.sent(group).map(({ text, html }) => [text, html])).toEqual([
      ["Look", false],
      ["", false],
    ]);
  });

  it("with too many words for a caption go behind them", async () => {
    await send({ text: "字".repeat(1_025), files: [image("p1"), image("p2")] });
    expect(scene.platform.sent(group).map(({ method }) => method)).toEqual([
      "sendMessage",
      "sendPhoto",
      "sendPhoto",
    ]);
  });
});

function send(
  part: Partial<Delivery["part"]>,
  space: Delivery["space"] = { id: String(group), kind: "group" },
  replyTo = "7",
) {
  const delivery: Delivery = {
    idempotencyKey: "out-1#0",
    conversationId: "c1",
    space,
    author: "bot",
    part: { text: "", choices: [], files: [], ...part },
    replyTo,
    attempt: 1,
  };
  return scene.channel.send(delivery, new AbortController().signal);
}
