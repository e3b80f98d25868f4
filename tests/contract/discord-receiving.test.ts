import { describe, expect, it } from "vitest";
import { applicationId, generalId, lin, sam, threadId } from "../fakes/discord-ids.ts";
import { discordScene, settled } from "./discord-scene.ts";

const scene = discordScene();
const texts = () => scene.core.texts();
const events = (count: number) => settled(() => scene.core.events.length >= count);

describe("receiving from the gateway", () => {
  it("hands on what customers write, in the order they wrote it", async () => {
    await scene.begin();
    const said = ["一", "二", "三"].map((text) => scene.platform.say(lin, text));
    scene.platform.say(sam, "hello");
    await events(4);
    expect(texts().filter((text) => text !== "hello")).toEqual(["一", "二", "三"]);
    expect(scene.core.events.find((event) => event.key === `msg:${said[0]?.messageId}`)).toMatchObject({
      kind: "message",
      space: { id: said[0]?.channelId, kind: "dm" },
      actor: { id: lin.id, name: "Lin Wei" },
      addressed: "dm",
    });
  });

  it("asks for no privileged intent", async () => {
    await scene.begin();
    const [login] = scene.platform.gateway.identified;
    // Guilds, guild messages, direct messages.
    expect(login?.intents).toBe((1 << 0) | (1 << 9) | (1 << 12));
  });

  it("hears mentions and replies on a server, knows a thread from a channel, and leaves other talk alone", async () => {
    await scene.begin();
    scene.platform.write(generalId, sam, "does anybody know?");
    scene.platform.write(generalId, lin, `<@${applicationId}> how do I pay?`);
    scene.platform.write(threadId, lin, `<@${applicationId}> and here?`);
    await events(2);
    const heard = [...scene.core.events].sort((a) => (a.space.thread === undefined ? -1 : 1));
    expect(heard).toMatchObject([
      { text: "how do I pay?", addressed: "mention", space: { id: generalId, kind: "channel" } },
      { text: "and here?", addressed: "mention", space: { id: generalId, thread: threadId } },
    ]);
    expect(heard).toHaveLength(2);
  });

  it("asks Discord about a thread it has not heard of", async () => {
    scene.platform.gateway.mood.listsThreads = false;
    await scene.begin();
    scene.platform.write(threadId, lin, `<@${applicationId}> hello`);
    scene.platform.write(threadId, lin, `<@${applicationId}> again`);
    await events(2);
    expect(scene.core.events.map(({ space }) => space.thread)).toEqual([threadId, threadId]);
    expect(scene.platform.calls("GET /channels/:id")).toHaveLength(1);
  });

  it("hears corrections and deletions, and no link that merely unfurled", async () => {
    await scene.begin();
    const { messageId } = scene.platform.say(lin, "teh question");
    await events(1);
    const message = scene.platform.rooms.find(messageId);
    scene.platform.gateway.dispatch("MESSAGE_UPDATE", { ...message, embeds: [{ type: "link" }] });
    scene.platform.edit(messageId, "the question");
    scene.platform.remove(messageId);
    await events(3);
    expect(scene.core.events.map(({ kind }) => kind)).toEqual(["message", "edit", "delete"]);
    expect(scene.core.events[2]).toMatchObject({ msgIds: [messageId] });
  });

  it("stores a repeated delivery once", async () => {
    await scene.begin();
    const { messageId } = scene.platform.say(lin, "once");
    const message = scene.platform.rooms.find(messageId);
    scene.platform.gateway.dispatch("MESSAGE_CREATE", message);
    scene.platform.say(lin, "after");
    await events(2);
    expect(texts()).toEqual(["once", "after"]);
  });

  it("does not listen to itself", async () => {
    await scene.begin();
    const { channelId } = scene.platform.say(lin, "hi");
    const own = scene.platform.rooms.post(channelId, { content: "answer", allowed_mentions: { parse: [] } });
    scene.platform.gateway.dispatch("MESSAGE_CREATE", { ...own, type: 0 });
    scene.platform.say(lin, "again");
    await events(2);
    expect(texts()).toEqual(["hi", "again"]);
  });

  it("passes over a payload it cannot read and takes the next one", async () => {
    await scene.begin();
    const { channelId } = scene.platform.say(lin, "first");
    scene.platform.gateway.dispatch("MESSAGE_CREATE", { channel_id: channelId, id: 7, author: "nobody" });
    scene.platform.gateway.dispatch("INTERACTION_CREATE", { channel_id: channelId });
    scene.platform.say(lin, "still here");
    await events(2);
    expect(texts()).toEqual(["first", "still here"]);
    expect(scene.lines.join()).toContain("not understood");
  });

  it("keeps what the store refused until it takes it, in order", async () => {
    await scene.begin();
    scene.core.refuse(2);
    scene.platform.say(lin, "one");
    scene.platform.say(lin, "two");
    await events(2);
    expect(texts()).toEqual(["one", "two"]);
    expect(scene.waits).toEqual([1_000, 2_000]);
    expect(scene.channel.health()).toEqual({ state: "up" });
  });
});

describe("commands, menus and buttons", () => {
  it("stores a command before it tells Discord, and then within three seconds", async () => {
    await scene.begin();
    let early = 0;
    scene.core.onReceive(() => {
      early += scene.platform.calls().filter(({ path }) => path.endsWith("/callback")).length;
    });
    const { token, interactionId } = scene.platform.call(lin, "ask", "怎么充值", generalId);
    await scene.platform.waitFor(() => scene.platform.interactions.shown(token).length === 1);
    expect(early).toBe(0);
    expect(scene.core.events[0]).toMatchObject({
      key: `int:${interactionId}`,
      kind: "message",
      text: "怎么充值",
      addressed: "command",
      reply: { token: `e:${token}` },
    });
    expect(scene.platform.interactions.shown(token)).toMatchObject([{ waits: true, ephemeral: true }]);
  });

  it("does not tell Discord of a command it could not store", async () => {
    await scene.begin();
    scene.core.refuse(1_000_000);
    const { token } = scene.platform.call(lin, "ask", "hello", generalId);
    await settled(() => scene.channel.health().state === "degraded");
    await scene.channel.stop();
    expect(scene.platform.interactions.of(token)?.type).toBeUndefined();
  });

  it("takes a chosen message for the question", async () => {
    await scene.begin();
    const { messageId } = scene.platform.write(generalId, sam, `<@${applicationId}> error 500`);
    await events(1);
    scene.platform.choose(lin, messageId);
    await events(2);
    expect(scene.core.events[1]).toMatchObject({
      kind: "message",
      actor: { id: lin.id },
      replyTo: messageId,
      addressed: "command",
    });
  });

  it("takes a press and ends the spinner without a message", async () => {
    await scene.begin();
    const { channelId } = scene.platform.say(lin, "hi");
    const asked = scene.platform.rooms.post(channelId, {
      content: "Which?",
      allowed_mentions: { parse: [] },
    });
    const { token } = scene.platform.press(lin, "tok_1", asked);
    await scene.platform.waitFor(() => scene.platform.interactions.of(token)?.type === 6);
    expect(scene.core.events[1]).toMatchObject({ kind: "press", token: "tok_1", msgId: asked.id });
  });

  it("tells a person, and nobody else, that the button was not theirs", async () => {
    await scene.begin();
    const asked = scene.platform.rooms.post(generalId, {
      content: "Which?",
      allowed_mentions: { parse: [] },
    });
    scene.ignoring = true;
    const { token } = scene.platform.press(sam, "tok_1", asked);
    await scene.platform.waitFor(() => scene.platform.interactions.shown(token).length === 1);
    expect(scene.platform.interactions.shown(token)).toMatchObject([{ ephemeral: true }]);
    expect(scene.platform.interactions.shown(token)[0]?.message.content).toContain("the person who asked");
  });

  it("says that a command arrived when nobody has answered it for a minute", async () => {
    await scene.begin();
    const { token } = scene.platform.call(lin, "ask", "hello");
    await scene.platform.waitFor(() => scene.platform.interactions.shown(token).length === 1);
    await settled(() => {
      scene.passTime();
      return scene.platform.interactions.shown(token)[0]?.waits === false;
    });
    expect(scene.platform.interactions.shown(token)[0]?.message.content).toContain("Got it");
  });

  it("opens the direct message that a private choice leads to", async () => {
    await scene.begin();
    const asked = scene.platform.rooms.post(generalId, {
      content: "Go on?",
      allowed_mentions: { parse: [] },
    });
    const { token } = scene.platform.press(lin, "p:tok_2", asked);
    await scene.platform.waitFor(() => scene.platform.interactions.of(token)?.type === 4);
    expect(scene.core.events).toMatchObject([
      {
        kind: "command",
        name: "start",
        args: "tok_2",
        addressed: "dm",
        space: { id: scene.platform.rooms.dmOf(lin), kind: "dm" },
      },
    ]);
    expect(scene.platform.interactions.shown(token)).toMatchObject([{ ephemeral: true }]);
  });

  it("says what to change when no direct message can be opened", async () => {
    await scene.begin();
    scene.platform.fail("POST /users/@me/channels", { status: 403, code: 50007, message: "Cannot" });
    const asked = scene.platform.rooms.post(generalId, {
      content: "Go on?",
      allowed_mentions: { parse: [] },
    });
    const { token } = scene.platform.press(lin, "p:tok_2", asked, { locale: "zh-CN" });
    await scene.platform.waitFor(() => scene.platform.interactions.of(token)?.type === 4);
    expect(scene.platform.interactions.shown(token)[0]?.message.content).toContain("隐私设置");
    expect(scene.core.events).toEqual([]);
  });

  it("shows its commands once, in Chinese and English", async () => {
    await scene.begin();
    await scene.platform.waitFor(() => scene.platform.commands().length > 0);
    const shown = scene.platform.commands();
    expect(shown.map(({ name }) => name)).toEqual([
      "support",
      "ask",
      "Ask support about this message",
      "human",
    ]);
    expect(shown[3]).toMatchObject({
      description: "Talk to a person",
      description_localizations: { "zh-CN": "转人工客服" },
    });
    await scene.restart();
    await scene.begin();
    await scene.platform.waitFor(() => scene.platform.calls("GET /applications/:id/commands").length === 2);
    scene.platform.say(lin, "hello");
    await events(1);
    expect(scene.platform.calls("PUT /applications/:id/commands")).toHaveLength(1);
  });
});
