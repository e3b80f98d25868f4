import { describe, expect, it } from "vitest";
import { en } from "../../src/conversation/phrases/en.ts";
import { zh } from "../../src/conversation/phrases/zh.ts";
import { message, settled, telegramScene } from "./telegram-scene.ts";

const scene = telegramScene();

describe("receiving by long poll", () => {
  it("hands on what customers write, in the order they wrote it", async () => {
    await scene.channel.start(scene.core.ports);
    const said = ["一", "二", "三"].map((text) => scene.platform.say(42, text));
    scene.platform.say(43, "hello");
    await scene.platform.waitFor(() => scene.platform.pending() === 0);
    expect(scene.core.texts()).toEqual(["一", "二", "三", "hello"]);
    expect(scene.core.events[0]).toMatchObject({
      key: `upd:${said[0]?.updateId}`,
      kind: "message",
      space: { id: "42", kind: "dm" },
      actor: { id: "42", name: "Lin", locale: "zh-hans" },
      addressed: "dm",
      msgId: String(said[0]?.messageId),
    });
  });

  it("confirms to Telegram only what is committed", async () => {
    const { updateId } = scene.platform.say(42, "hello");
    scene.core.onReceive(() => expect(scene.platform.confirmed()).toBeLessThan(updateId));
    await scene.channel.start(scene.core.ports);
    await scene.platform.waitFor(() => scene.platform.confirmed() === updateId);
    expect(scene.core.cursors.get("offset")).toBe(String(updateId + 1));
  });

  it("gets a batch again when the store refused it, and loses nothing", async () => {
    scene.core.refuse(2);
    const { updateId } = scene.platform.say(42, "hello");
    await scene.channel.start(scene.core.ports);
    await scene.platform.waitFor(() => scene.platform.confirmed() === updateId);
    expect(scene.core.texts()).toEqual(["hello"]);
    expect(scene.waits).toEqual([1_000, 2_000]);
  });

  it("goes on after a restart where it had committed", async () => {
    scene.core.cursors.set("offset", "700000002");
    scene.platform.say(42, "stored before the restart");
    scene.platform.say(42, "new");
    await scene.channel.start(scene.core.ports);
    await scene.platform.waitFor(() => scene.platform.pending() === 0);
    expect(scene.core.texts()).toEqual(["new"]);
  });

  it("follows Telegram when it numbers updates anew", async () => {
    scene.core.cursors.set("offset", "900000000");
    scene.platform.say(42, "first in a quiet week");
    await scene.platform.waitFor(() => scene.platform.pending() === 1);
    await scene.channel.start(scene.core.ports);
    await scene.platform.waitFor(() => scene.platform.pending() === 0);
    expect(scene.core.texts()).toEqual(["first in a quiet week"]);
  });

  it("gives one update the same key however often it comes", async () => {
    await scene.channel.start(scene.core.ports);
    const update = message({ update_id: 700_000_050, text: "again" });
    for (let time = 0; time < 5; time += 1) scene.platform.deliver(update);
    await scene.platform.waitFor(() => scene.platform.pending() === 0 && scene.core.events.length > 0);
    expect(new Set(scene.core.all.map((event) => event.key))).toEqual(new Set(["upd:700000050"]));
    expect(scene.core.texts()).toEqual(["again"]);
  });

  it("passes over an update it cannot read and takes the next one", async () => {
    scene.platform.deliver({ message: { nonsense: true } });
    scene.platform.say(42, "still here");
    await scene.channel.start(scene.core.ports);
    await scene.platform.waitFor(() => scene.platform.pending() === 0);
    expect(scene.core.texts()).toEqual(["still here"]);
    expect(scene.lines.join()).toContain("not understood");
  });

  it("keeps trying while another process polls the same token, and says so", async () => {
    scene.platform.fail("getUpdates", { status: 409, times: 3 });
    const seen: string[] = [];
    await scene.channel.start(scene.core.ports);
    await scene.platform.waitFor(() => {
      seen.push(`${scene.channel.health().state} ${scene.channel.health().detail ?? ""}`);
      return scene.platform.calls("getUpdates").length >= 4;
    });
    scene.platform.say(42, "hello");
    await scene.platform.waitFor(() => scene.platform.pending() === 0);
    expect(seen.join()).toContain("Another process polls this token");
    expect(scene.waits).toEqual([1_000, 2_000, 4_000]);
    expect(scene.channel.health()).toEqual({ state: "up" });
  });

  it("removes a webhook that somebody set while it polls", async () => {
    await scene.channel.start(scene.core.ports);
    await scene.platform.waitFor(() => scene.platform.calls("getUpdates").length > 0);
    scene.platform.fail("getUpdates", { status: 409, description: "Conflict: webhook is active" });
    scene.platform.say(42, "hello");
    await scene.platform.waitFor(() => scene.platform.calls("deleteWebhook").length === 2);
    await scene.platform.waitFor(() => scene.platform.calls("getUpdates").length >= 4);
    expect(scene.channel.health()).toEqual({ state: "up" });
  });

  it("waits as long as Telegram asks before it polls again", async () => {
    scene.platform.fail("getUpdates", { status: 429, retryAfter: 7 });
    scene.platform.say(42, "hello");
    await scene.channel.start(scene.core.ports);
    await scene.platform.waitFor(() => scene.platform.pending() === 0);
    expect(scene.waits).toEqual([7_000]);
  });

  it("backs off from a platform that is away, up to 30 s, and comes back", async () => {
    scene.platform.fail("getUpdates", { drop: "before", times: 4 });
    scene.platform.fail("getUpdates", { status: 502, times: 3 });
    scene.platform.say(42, "hello");
    await scene.channel.start(scene.core.ports);
    await scene.platform.waitFor(() => scene.platform.pending() === 0);
    expect(scene.waits).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
    expect(scene.channel.health()).toEqual({ state: "up" });
  });

  it("starts although the platform is away, and connects later", async () => {
    scene.platform.fail("getMe", { status: 502, times: 2 });
    await scene.channel.start(scene.core.ports);
    expect(scene.channel.health().state).toBe("down");
    scene.platform.say(42, "hello");
    await scene.platform.waitFor(() => scene.core.texts().length === 1);
    expect(scene.platform.calls("getMe")).toHaveLength(3);
  });

  it("stops this account alone when the token is refused, and says what to do", async () => {
    scene.platform.fail("getUpdates", { status: 401 });
    await scene.channel.start(scene.core.ports);
    await scene.platform.waitFor(() => scene.platform.calls("getUpdates").length === 1);
    await settled(() => scene.channel.health().state === "down");
    expect(scene.channel.health().detail).toContain("@BotFather");
    expect(scene.platform.calls("getUpdates")).toHaveLength(1);
  });

  it("ends a press on the customer's button without being asked", async () => {
    await scene.channel.start(scene.core.ports);
    const { callbackId } = scene.platform.press(42, "tok_1", 1001);
    await scene.platform.waitFor(() => scene.platform.calls("answerCallbackQuery").length === 1);
    expect(scene.platform.calls("answerCallbackQuery")[0]?.payload).toEqual({
      callback_query_id: callbackId,
    });
    expect(scene.core.events[0]).toMatchObject({
      kind: "press",
      token: "tok_1",
      reply: { token: callbackId },
    });
  });

  it("hears that a customer blocked the bot and came back", async () => {
    await scene.channel.start(scene.core.ports);
    scene.platform.block(42);
    scene.platform.unblock(42);
    await scene.platform.waitFor(() => scene.platform.pending() === 0);
    expect(scene.core.events.map((event) => event.kind === "reachability" && event.state)).toEqual([
      "blocked",
      "ok",
    ]);
  });

  it("takes nothing in after it was stopped, and leaves it at Telegram", async () => {
    await scene.channel.start(scene.core.ports);
    await scene.platform.waitFor(() => scene.platform.calls("getUpdates").length > 0);
    await scene.channel.stop();
    scene.platform.say(42, "later");
    expect(scene.channel.health().state).toBe("stopped");
    expect(scene.platform.pending()).toBe(1);
    expect(scene.core.texts()).toEqual([]);
  });

  it("shows its commands in Chinese and English, in groups without the one that starts a bot", async () => {
    await scene.channel.start(scene.core.ports);
    await scene.platform.waitFor(() => scene.platform.calls("setChatMenuButton").length === 1);
    const menus = scene.platform.calls("setMyCommands").map(({ payload }) => ({
      language: payload.language_code ?? "any",
      where: (payload.scope as { type: string } | undefined)?.type ?? "private",
      first: (payload.commands as { description: string }[])[0]?.description,
      names: (payload.commands as { command: string }[]).map(({ command }) => command),
    }));
    const everywhere = ["menu", "human", "help", "start"];
    const first = { en: en.commands.menu, zh: zh.commands.menu };
    expect(menus).toEqual([
      { language: "any", where: "private", first: first.en, names: everywhere },
      { language: "any", where: "all_group_chats", first: first.en, names: everywhere.slice(0, 3) },
      { language: "zh", where: "private", first: first.zh, names: everywhere },
      { language: "zh", where: "all_group_chats", first: first.zh, names: everywhere.slice(0, 3) },
    ]);
  });
});
