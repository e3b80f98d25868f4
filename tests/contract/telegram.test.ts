import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { telegram } from "../../adapters/telegram/index.ts";
import type { Channel, Delivery } from "../../src/channel/contract.ts";
import { type FakeTelegram, startFakeTelegram } from "../fakes/telegram.ts";
import { memoryPorts } from "../fakes/telegram-core.ts";
import { startRouteServer } from "../fakes/telegram-route.ts";

const secret = "webhook-secret-0123456789";

let platform: FakeTelegram;
let core: ReturnType<typeof memoryPorts>;
let channel: Channel;
let waits: number[];
let lines: string[];
/** Waits of a minute and more that are on. */
let resting: (() => void)[];
const cleanups: (() => Promise<unknown>)[] = [];

beforeEach(async () => {
  platform = await startFakeTelegram();
  core = memoryPorts();
  waits = [];
  lines = [];
  resting = [];
  channel = await open();
});

afterEach(async () => {
  await channel.stop();
  await channel.close();
  await platform.close();
  for (const clean of cleanups.splice(0)) await clean();
});

describe("receiving by long poll", () => {
  it("hands on what customers write, in the order they wrote it", async () => {
    await channel.start(core.ports);
    const said = ["一", "二", "三"].map((text) => platform.say(42, text));
    platform.say(43, "hello");
    await platform.waitFor(() => platform.pending() === 0);
    expect(core.texts()).toEqual(["一", "二", "三", "hello"]);
    expect(core.events[0]).toMatchObject({
      key: `upd:${said[0]?.updateId}`,
      kind: "message",
      space: { id: "42", kind: "dm" },
      actor: { id: "42", name: "Lin", locale: "zh-hans" },
      addressed: "dm",
      msgId: String(said[0]?.messageId),
    });
  });

  it("confirms to Telegram only what is committed", async () => {
    const { updateId } = platform.say(42, "hello");
    core.onReceive(() => expect(platform.confirmed()).toBeLessThan(updateId));
    await channel.start(core.ports);
    await platform.waitFor(() => platform.confirmed() === updateId);
    expect(core.cursors.get("offset")).toBe(String(updateId + 1));
  });

  it("gets a batch again when the store refused it, and loses nothing", async () => {
    core.refuse(2);
    const { updateId } = platform.say(42, "hello");
    await channel.start(core.ports);
    await platform.waitFor(() => platform.confirmed() === updateId);
    expect(core.texts()).toEqual(["hello"]);
    expect(waits).toEqual([1_000, 2_000]);
  });

  it("goes on after a restart where it had committed", async () => {
    core.cursors.set("offset", "700000002");
    platform.say(42, "stored before the restart");
    platform.say(42, "new");
    await channel.start(core.ports);
    await platform.waitFor(() => platform.pending() === 0);
    expect(core.texts()).toEqual(["new"]);
  });

  it("follows Telegram when it numbers updates anew", async () => {
    core.cursors.set("offset", "900000000");
    platform.say(42, "first in a quiet week");
    await platform.waitFor(() => platform.pending() === 1);
    await channel.start(core.ports);
    await platform.waitFor(() => platform.pending() === 0);
    expect(core.texts()).toEqual(["first in a quiet week"]);
  });

  it("gives one update the same key however often it comes", async () => {
    await channel.start(core.ports);
    const update = message({ update_id: 700_000_050, text: "again" });
    for (let time = 0; time < 5; time += 1) platform.deliver(update);
    await platform.waitFor(() => platform.pending() === 0 && core.events.length > 0);
    expect(new Set(core.all.map((event) => event.key))).toEqual(new Set(["upd:700000050"]));
    expect(core.texts()).toEqual(["again"]);
  });

  it("passes over an update it cannot read and takes the next one", async () => {
    platform.deliver({ message: { nonsense: true } });
    platform.say(42, "still here");
    await channel.start(core.ports);
    await platform.waitFor(() => platform.pending() === 0);
    expect(core.texts()).toEqual(["still here"]);
    expect(lines.join()).toContain("not understood");
  });

  it("keeps trying while another process polls the same token, and says so", async () => {
    platform.fail("getUpdates", { status: 409, times: 3 });
    const seen: string[] = [];
    await channel.start(core.ports);
    await platform.waitFor(() => {
      seen.push(`${channel.health().state} ${channel.health().detail ?? ""}`);
      return platform.calls("getUpdates").length >= 4;
    });
    platform.say(42, "hello");
    await platform.waitFor(() => platform.pending() === 0);
    expect(seen.join()).toContain("Another process polls this token");
    expect(waits).toEqual([1_000, 2_000, 4_000]);
    expect(channel.health()).toEqual({ state: "up" });
  });

  it("removes a webhook that somebody set while it polls", async () => {
    await channel.start(core.ports);
    await platform.waitFor(() => platform.calls("getUpdates").length > 0);
    platform.fail("getUpdates", { status: 409, description: "Conflict: webhook is active" });
    platform.say(42, "hello");
    await platform.waitFor(() => platform.calls("deleteWebhook").length === 2);
    await platform.waitFor(() => platform.calls("getUpdates").length >= 4);
    expect(channel.health()).toEqual({ state: "up" });
  });

  it("waits as long as Telegram asks before it polls again", async () => {
    platform.fail("getUpdates", { status: 429, retryAfter: 7 });
    platform.say(42, "hello");
    await channel.start(core.ports);
    await platform.waitFor(() => platform.pending() === 0);
    expect(waits).toEqual([7_000]);
  });

  it("backs off from a platform that is away, up to 30 s, and comes back", async () => {
    platform.fail("getUpdates", { drop: "before", times: 4 });
    platform.fail("getUpdates", { status: 502, times: 3 });
    platform.say(42, "hello");
    await channel.start(core.ports);
    await platform.waitFor(() => platform.pending() === 0);
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
    expect(channel.health()).toEqual({ state: "up" });
  });

  it("starts although the platform is away, and connects later", async () => {
    platform.fail("getMe", { status: 502, times: 2 });
    await channel.start(core.ports);
    expect(channel.health().state).toBe("down");
    platform.say(42, "hello");
    await platform.waitFor(() => core.texts().length === 1);
    expect(platform.calls("getMe")).toHaveLength(3);
  });

  it("stops this account alone when the token is refused, and says what to do", async () => {
    platform.fail("getUpdates", { status: 401 });
    await channel.start(core.ports);
    await platform.waitFor(() => platform.calls("getUpdates").length === 1);
    await settled(() => channel.health().state === "down");
    expect(channel.health().detail).toContain("@BotFather");
    expect(platform.calls("getUpdates")).toHaveLength(1);
  });

  it("ends a press on the customer's button without being asked", async () => {
    await channel.start(core.ports);
    const { callbackId } = platform.press(42, "tok_1", 1001);
    await platform.waitFor(() => platform.calls("answerCallbackQuery").length === 1);
    expect(platform.calls("answerCallbackQuery")[0]?.payload).toEqual({ callback_query_id: callbackId });
    expect(core.events[0]).toMatchObject({ kind: "press", token: "tok_1", reply: { token: callbackId } });
  });

  it("hears that a customer blocked the bot and came back", async () => {
    await channel.start(core.ports);
    platform.block(42);
    platform.unblock(42);
    await platform.waitFor(() => platform.pending() === 0);
    expect(core.events.map((event) => event.kind === "reachability" && event.state)).toEqual([
      "blocked",
      "ok",
    ]);
  });

  it("takes nothing in after it was stopped, and leaves it at Telegram", async () => {
    await channel.start(core.ports);
    await platform.waitFor(() => platform.calls("getUpdates").length > 0);
    await channel.stop();
    platform.say(42, "later");
    expect(channel.health().state).toBe("stopped");
    expect(platform.pending()).toBe(1);
    expect(core.texts()).toEqual([]);
  });

  it("shows its commands in Chinese and English", async () => {
    await channel.start(core.ports);
    await platform.waitFor(() => platform.calls("setChatMenuButton").length === 1);
    const languages = platform.calls("setMyCommands").map((call) => call.payload.language_code);
    expect(languages).toEqual([undefined, "zh"]);
  });
});

describe("sending", () => {
  it("shows words, links and buttons to the customer", async () => {
    const result = await channel.send(
      delivery({
        text: "**Done** <ok> & [help](https://example.com/a?b=1&c=2)",
        choices: [
          { token: "a1", label: "转人工客服" },
          { token: "a2", label: "Common questions" },
        ],
      }),
      never(),
    );
    const [sent] = platform.sent(42);
    expect(result).toEqual({ outcome: "sent", ids: [String(sent?.messageId)] });
    expect(sent).toMatchObject({ text: "Done <ok> & help", replyTo: 7 });
    expect(sent?.rows).toEqual([
      [{ text: "转人工客服", data: "a1" }],
      [{ text: "Common questions", data: "a2" }],
    ]);
    expect(platform.calls("sendMessage")[0]?.payload.link_preview_options).toEqual({ is_disabled: true });
  });

  it("sends a file again by Telegram's own id, with the words beside it", async () => {
    const files = [{ id: "AgACfile", kind: "image" as const }];
    await channel.send(delivery({ text: "See here", files }), never());
    expect(platform.sent(42)).toMatchObject([{ method: "sendPhoto", file: "AgACfile", text: "See here" }]);
  });

  it("says the same in plain words, once, when Telegram cannot read the markup", async () => {
    const description = "Bad Request: can't parse entities: Unsupported start tag";
    platform.fail("sendMessage", { status: 400, description });
    const result = await channel.send(delivery({ text: "**Bold** & <plain>" }), never());
    expect(result.outcome).toBe("sent");
    expect(platform.sent(42)).toMatchObject([{ text: "Bold & <plain>", html: false }]);
  });

  it("does not hide that even the plain words were refused", async () => {
    platform.fail("sendMessage", { status: 400, description: "Bad Request: can't parse entities", times: 2 });
    const result = await channel.send(delivery({ text: "x" }), never());
    expect(result).toMatchObject({ outcome: "failed", reason: "bad_format" });
    expect(platform.calls("sendMessage")).toHaveLength(2);
  });

  it("waits as long as Telegram asks, for this chat first and for all once a second chat is refused", async () => {
    platform.fail("sendMessage", { status: 429, retryAfter: 3, times: 2 });
    const first = await channel.send(delivery({ text: "x" }), never());
    const second = await channel.send(delivery({ text: "x" }, "43"), never());
    expect(first).toMatchObject({ outcome: "retry", afterMs: 3_000, scope: "space" });
    expect(second).toMatchObject({ outcome: "retry", afterMs: 3_000, scope: "account" });
    expect(platform.sent()).toEqual([]);
  });

  it("gives up on a customer who blocked the bot", async () => {
    platform.block(42);
    const result = await channel.send(delivery({ text: "x" }), never());
    expect(result).toMatchObject({ outcome: "failed", reason: "blocked" });
  });

  it("names the new id of a group that moved", async () => {
    platform.migrate(42, -100123);
    const result = await channel.send(delivery({ text: "x" }), never());
    expect(result).toMatchObject({ outcome: "failed", reason: "space_gone", migratedTo: "-100123" });
  });

  it("calls it unknown, and sends once, when the answer is lost after the message was posted", async () => {
    platform.fail("sendMessage", { drop: "after" });
    expect(await channel.send(delivery({ text: "x" }), never())).toMatchObject({ outcome: "unknown" });
    platform.fail("sendMessage", { status: 502, accepted: true });
    expect(await channel.send(delivery({ text: "y" }), never())).toMatchObject({ outcome: "unknown" });
    expect(platform.sent(42).map((message) => message.text)).toEqual(["x", "y"]);
  });

  it("calls it unknown when it is stopped in the middle of a send", async () => {
    platform.fail("sendMessage", { hang: "after" });
    const stop = new AbortController();
    const result = channel.send(delivery({ text: "x" }), stop.signal);
    await platform.waitFor(() => platform.sent(42).length === 1);
    stop.abort();
    expect(await result).toMatchObject({ outcome: "unknown" });
  });

  it("may try again when nothing was sent: stopped before, or nobody listening", async () => {
    const stopped = await channel.send(delivery({ text: "x" }), AbortSignal.abort());
    expect(stopped).toMatchObject({ outcome: "retry", scope: "call" });
    await platform.close();
    const refused = await channel.send(delivery({ text: "x" }), never());
    expect(refused).toMatchObject({ outcome: "retry", scope: "call", afterMs: 1_000 });
    platform = await startFakeTelegram();
  });

  it("refuses what Telegram finds too long without asking again", async () => {
    const result = await channel.send(delivery({ text: "字".repeat(4_097) }), never());
    expect(result).toMatchObject({ outcome: "failed", reason: "too_large" });
  });

  it("shows that somebody is writing, and does not mind when it cannot", async () => {
    platform.block(43);
    await channel.typing?.({ id: "42", kind: "dm" }, never());
    await channel.typing?.({ id: "43", kind: "dm" }, never());
    expect(platform.calls("sendChatAction").map((call) => call.payload.action)).toEqual(["typing", "typing"]);
  });

  it("never names the token, whatever goes wrong", async () => {
    const results: unknown[] = [];
    for (const plan of [{ drop: "before" }, { status: 502 }, { status: 401 }] as const) {
      platform.fail("sendMessage", plan);
      platform.fail("getUpdates", plan);
      results.push(await channel.send(delivery({ text: "x" }), never()));
    }
    await channel.start(core.ports);
    await settled(() => channel.health().state === "down");
    const told = JSON.stringify([results, lines, channel.health()]);
    expect(told).not.toContain(platform.token);
    expect(told).not.toContain(platform.token.split(":")[1]);
  });
});

describe("receiving by webhook", () => {
  it("takes what Telegram delivers and answers 200 after the commit", async () => {
    await openWebhook();
    platform.say(42, "一");
    platform.say(42, "二");
    core.onReceive(() => expect(platform.pending()).toBeGreaterThan(0));
    await platform.waitFor(() => platform.pending() === 0);
    expect(core.texts()).toEqual(["一", "二"]);
    expect(platform.calls("getUpdates")).toEqual([]);
    const [set] = platform.calls("setWebhook");
    expect(set?.payload).toMatchObject({ secret_token: secret, max_connections: 4 });
  });

  it("is sent a message again when it could not be stored", async () => {
    await openWebhook();
    core.refuse(2);
    platform.say(42, "hello");
    await platform.waitFor(() => platform.pending() === 0);
    expect(core.texts()).toEqual(["hello"]);
  });

  it("turns away whoever does not know the secret, without a word", async () => {
    const post = await openWebhook();
    const body = JSON.stringify(message({ update_id: 5, text: "forged" }));
    for (const given of [undefined, "", "wrong", `${secret}x`, secret.toUpperCase()]) {
      expect(await post(body, given)).toEqual({ status: 401, body: "" });
    }
    expect(core.all).toEqual([]);
  });

  it("answers 400 to what is no JSON, and takes an update it does not understand off Telegram's hands", async () => {
    const post = await openWebhook();
    expect(await post("{", secret)).toMatchObject({ status: 400 });
    expect(await post('{"update_id":6,"message":{"text":1}}', secret)).toMatchObject({ status: 200 });
    expect(await post("[]", secret)).toMatchObject({ status: 200 });
    expect(core.all).toEqual([]);
  });

  it("asks Telegram to come again once it is stopping", async () => {
    const post = await openWebhook();
    await channel.stop();
    const body = JSON.stringify(message({ update_id: 7, text: "late" }));
    expect(await post(body, secret)).toMatchObject({ status: 503 });
  });

  it("sets the webhook again when the first try fails", async () => {
    platform.fail("setWebhook", { status: 502, times: 2 });
    await openWebhook();
    platform.say(42, "hello");
    await platform.waitFor(() => core.texts().length === 1);
    expect(platform.calls("setWebhook")).toHaveLength(3);
  });

  it("says in its health that Telegram cannot deliver, and when it can again", async () => {
    await openWebhook();
    await settled(() => channel.health().state === "up");
    core.refuse(1_000_000);
    platform.say(42, "hello");
    await platform.waitFor(() => lines.filter((line) => line.includes("not stored")).length > 1);
    await passTime();
    await settled(() => channel.health().state === "degraded");
    expect(channel.health().detail).toContain("1 messages wait at Telegram");
    core.refuse(0);
    await platform.waitFor(() => platform.pending() === 0);
    await passTime();
    await settled(() => channel.health().state === "up");
  });

  it("takes its webhook back when somebody moved it", async () => {
    await openWebhook();
    await settled(() => channel.health().state === "up");
    await fetch(`${platform.root}/bot${platform.token}/deleteWebhook`, { method: "POST" });
    await passTime();
    await platform.waitFor(() => platform.calls("setWebhook").length === 2);
    platform.say(42, "hello");
    await platform.waitFor(() => core.texts().length === 1);
  });
});

/** Opens the channel as the composition root does: settings through the schema, the SDK loaded on demand. */
function open(more: Record<string, string> = {}, publicUrl?: string): Promise<Channel> {
  const settings = telegram.settings.parse({
    TELEGRAM_BOT_TOKEN: platform.token,
    TELEGRAM_API_ROOT: platform.root,
    ...more,
  });
  const note = (fields: Record<string, unknown>, text: string) => {
    lines.push(`${text} ${JSON.stringify(fields)}`);
  };
  const log = { debug: note, info: note, warn: note, error: note };
  return telegram.open(settings, { log, publicUrl, delay });
}

/** Waits of a minute and more last until the channel stops or `passTime`; shorter ones are over at once. */
async function delay(ms: number, signal: AbortSignal): Promise<void> {
  if (ms >= 60_000) {
    await new Promise<void>((resolve) => {
      resting.push(resolve);
      signal.addEventListener("abort", () => resolve(), { once: true });
    });
    return;
  }
  waits.push(ms);
  await new Promise((resolve) => setImmediate(resolve));
}

/** Reopens the channel behind a server of its own, as Telegram would reach it; gives a way to post to it. */
async function openWebhook() {
  await channel.close();
  const server = await startRouteServer(() => channel.routes?.[0]);
  cleanups.push(server.close);
  channel = await open({ TELEGRAM_WEBHOOK_SECRET: secret }, `${server.url}/`);
  await channel.start(core.ports);
  return async (body: string, given?: string) => {
    const headers: Record<string, string> =
      given === undefined ? {} : { "X-Telegram-Bot-Api-Secret-Token": given };
    const answer = await fetch(`${server.url}/webhooks/telegram`, { method: "POST", body, headers });
    return { status: answer.status, body: await answer.text() };
  };
}

function delivery(part: Partial<Delivery["part"]>, chatId = "42"): Delivery {
  return {
    idempotencyKey: "out-1#0",
    conversationId: "c1",
    space: { id: chatId, kind: "dm" },
    author: "bot",
    part: { text: "", choices: [], files: [], ...part },
    replyTo: "7",
    attempt: 1,
  };
}

function message({ update_id, text }: { update_id: number; text: string }) {
  const chat = { id: 42, type: "private" };
  const from = { id: 42, is_bot: false, first_name: "Lin" };
  return { update_id, message: { message_id: 5, date: 1_790_000_000, chat, from, text } };
}

function never(): AbortSignal {
  return new AbortController().signal;
}

/** Five minutes pass: ends the long wait, once the channel has come to it. */
async function passTime(): Promise<void> {
  await settled(() => resting.length > 0);
  for (const end of resting.splice(0)) end();
}

/** For what shows nowhere on the wire. */
function settled(shows: () => boolean): Promise<void> {
  return vi.waitFor(() => expect(shows()).toBe(true), { interval: 2, timeout: 10_000 });
}
