import { describe, expect, it, vi } from "vitest";
import { applicationId, generalId, lin, sam, threadId } from "../fakes/discord-ids.ts";
import { delivery, discordScene, never, settled } from "./discord-scene.ts";

// The client keeps five seconds between two logins, as Discord asks: some of these take that time.
vi.setConfig({ testTimeout: 60_000 });

const scene = discordScene();
const texts = () => scene.core.texts();
const heard = (count: number) => settled(() => texts().length >= count);
const gateway = () => scene.platform.gateway;
const HISTORY = "GET /channels/:id/messages";

async function lettingIn(count: number): Promise<void> {
  await scene.platform.waitFor(
    () => gateway().counts.identifies >= count && gateway().isOpen(),
    "a new login",
  );
}

describe("catching up", () => {
  it("reads what was written while it was down, oldest first, once", async () => {
    await scene.begin();
    scene.platform.say(lin, "before");
    await heard(1);
    await scene.restart();
    for (const text of ["one", "two", "three"]) scene.platform.say(lin, text);
    await scene.begin();
    scene.platform.say(lin, "live");
    await heard(5);
    expect(texts()).toEqual(["before", "one", "two", "three", "live"]);
  });

  it("reads more than Discord gives at a time", async () => {
    await scene.begin();
    scene.platform.say(lin, "before");
    await heard(1);
    await scene.restart();
    for (let n = 0; n < 230; n += 1) scene.platform.say(lin, `m${n}`);
    await scene.begin();
    await heard(231);
    expect(texts().slice(1)).toEqual(Array.from({ length: 230 }, (_, n) => `m${n}`));
  });

  it("looks into channels and threads too, and takes only what was meant for it", async () => {
    await scene.begin();
    scene.platform.write(generalId, lin, `<@${applicationId}> one`);
    scene.platform.write(threadId, lin, `<@${applicationId}> two`);
    await heard(2);
    await scene.restart();
    scene.platform.write(generalId, sam, "talk");
    scene.platform.write(generalId, lin, `<@${applicationId}> three`);
    scene.platform.write(threadId, lin, `<@${applicationId}> four`);
    gateway().mood.listsThreads = false;
    await scene.begin();
    await heard(4);
    expect(texts().slice(2).sort()).toEqual(["four", "three"]);
    const four = scene.core.events.find((event) => event.kind === "message" && event.text === "four");
    expect(four?.space).toEqual({ id: generalId, kind: "channel", thread: threadId });
  });

  it("finds again what a kill kept from being stored", async () => {
    await scene.begin();
    scene.platform.say(lin, "stored");
    await heard(1);
    scene.core.refuse(1_000_000);
    scene.platform.say(lin, "not stored");
    await settled(() => scene.channel.health().state === "degraded");
    await scene.crash();
    scene.core.refuse(0);
    await scene.begin();
    await heard(2);
    expect(texts()).toEqual(["stored", "not stored"]);
  });

  it("answers a command that a kill left unacknowledged, in the channel", async () => {
    await scene.begin();
    scene.platform.fail("POST /interactions/:id/:token/callback", { hang: "before" });
    scene.platform.call(lin, "ask", "hello");
    await heard(1);
    const [event] = scene.core.events;
    await scene.crash();
    await scene.begin();
    const reply = event?.reply === undefined ? {} : { reply: event.reply };
    const result = await scene.channel.send(
      delivery(event?.space.id ?? "", { text: "hi" }, { ...reply }),
      never(),
    );
    expect(result.outcome).toBe("sent");
    expect(scene.platform.sent(event?.space.id).map(({ content }) => content)).toEqual(["hi"]);
  });

  it("tries again while history cannot be read, and lets nothing new be lost by it", async () => {
    await scene.begin();
    scene.platform.say(lin, "before");
    await heard(1);
    await scene.restart();
    scene.platform.say(lin, "missed");
    scene.platform.fail(HISTORY, { status: 502, times: 3 });
    await scene.begin();
    scene.platform.say(lin, "live");
    await heard(3);
    expect([...texts()].sort()).toEqual(["before", "live", "missed"]);
    await scene.restart();
    await scene.begin();
    scene.platform.say(lin, "later");
    await heard(4);
    expect(new Set(texts()).size).toBe(4);
  });

  it("does not pass over what is missing when it is stopped before it was read", async () => {
    await scene.begin();
    scene.platform.say(lin, "before");
    await heard(1);
    await scene.restart();
    scene.platform.say(lin, "missed");
    scene.platform.fail(HISTORY, { status: 429, body: { retry_after: 120, global: false } });
    await scene.begin();
    scene.platform.say(lin, "live");
    await heard(2);
    await scene.restart();
    await scene.begin();
    await heard(3);
    expect(texts()).toEqual(["before", "live", "missed"]);
  });

  it("forgets a channel it may not read any more", async () => {
    await scene.begin();
    scene.platform.write(generalId, lin, `<@${applicationId}> one`);
    await heard(1);
    await scene.restart();
    scene.platform.fail(HISTORY, { status: 403, code: 50001, message: "Missing Access" });
    await scene.begin();
    await settled(() => scene.core.cursors.get("channels") === "[]");
    await scene.restart();
    await scene.begin();
    scene.platform.say(lin, "hi");
    await heard(2);
    expect(scene.platform.calls(HISTORY)).toHaveLength(1);
  });

  it("does not keep a command waiting behind the history of other channels", async () => {
    await scene.begin();
    const people = Array.from({ length: 6 }, (_, n) => ({ ...lin, id: `204000000000000010${n}` }));
    for (const person of people) scene.platform.say(person, "before");
    await heard(6);
    await scene.restart();
    scene.platform.fail(HISTORY, { hang: "before", times: 3 });
    await scene.begin();
    await scene.platform.waitFor(() => scene.platform.calls(HISTORY).length === 3);
    const waiting = new Set(scene.platform.calls(HISTORY).map(({ path }) => path.split("/")[2]));
    const other = people.find((person) => !waiting.has(scene.platform.rooms.dmOf(person)));
    const { token } = scene.platform.call(other ?? lin, "ask", "quick");
    await scene.platform.waitFor(() => scene.platform.interactions.shown(token).length === 1);
    expect(texts()).toContain("quick");
  });
});

describe("the connection", () => {
  const ends: [what: string, act: () => void][] = [
    ["a cut socket", () => gateway().cut()],
    ["close 1001", () => gateway().end(1001)],
    ["close 4000", () => gateway().end(4000)],
    ["close 4009", () => gateway().end(4009)],
    ["Discord's wish to reconnect", () => gateway().askToReconnect()],
  ];

  it.each(ends)("is resumed after %s, with what was missed", async (_what, act) => {
    await scene.begin();
    scene.platform.say(lin, "before");
    await heard(1);
    act();
    await settled(() => scene.channel.health().state === "degraded" || gateway().counts.resumed === 1);
    scene.platform.say(lin, "meanwhile");
    await heard(2);
    expect(gateway().counts).toMatchObject({ identifies: 1, resumed: 1 });
    await settled(() => scene.channel.health().state === "up");
    expect(scene.platform.calls(HISTORY)).toEqual([]);
  });

  it("is made anew when the session is over, and history fills the hole", async () => {
    await scene.begin();
    scene.platform.say(lin, "before");
    await heard(1);
    gateway().forget();
    gateway().cut();
    scene.platform.say(lin, "in the hole");
    await lettingIn(2);
    await heard(2);
    expect(texts()).toEqual(["before", "in the hole"]);
  });

  it("resumes on the same socket where Discord calls the session invalid for a moment", async () => {
    await scene.begin();
    gateway().invalidate(true);
    await scene.platform.waitFor(() => gateway().counts.resumed === 1);
    scene.platform.say(lin, "hi");
    await heard(1);
    expect(gateway().counts.connections).toBe(1);
  });

  it("survives a session that ends in the instant it was resumed", async () => {
    const rejections: unknown[] = [];
    const note = (error: unknown) => void rejections.push(error);
    process.on("unhandledRejection", note);
    try {
      await scene.begin();
      gateway().mood.endAfterResume = true;
      gateway().cut();
      await lettingIn(2);
      await settled(() => scene.channel.health().state === "up");
      scene.platform.say(lin, "still here");
      await heard(1);
    } finally {
      process.off("unhandledRejection", note);
    }
    expect(rejections).toEqual([]);
  });

  it("survives two ends of a session at once, and gateway nonsense", async () => {
    const rejections: unknown[] = [];
    const note = (error: unknown) => void rejections.push(error);
    process.on("unhandledRejection", note);
    try {
      await scene.begin();
      gateway().forget();
      gateway().invalidate(false);
      gateway().invalidate(false);
      await lettingIn(2);
      gateway().dispatch("GUILD_CREATE", null);
      gateway().dispatch("THREAD_LIST_SYNC", { threads: "none" });
      gateway().dispatch("CHANNEL_DELETE", undefined);
      await settled(() => scene.channel.health().state === "up" && gateway().isOpen());
      scene.platform.say(lin, "still here");
      await heard(1);
    } finally {
      process.off("unhandledRejection", note);
    }
    expect(rejections).toEqual([]);
  });

  it("is made anew when a minute passes without Discord letting it back in", async () => {
    await scene.begin();
    gateway().mood.refusing = true;
    gateway().cut();
    await settled(() => scene.channel.health().state === "degraded");
    scene.passTime();
    await settled(() => scene.lines.some((line) => line.includes("could not be mended")));
    gateway().mood.refusing = false;
    await lettingIn(2);
    scene.platform.say(lin, "hi");
    await heard(1);
  });
});

describe("logging in", () => {
  it("is known by the bot's id before anything is called", () => {
    expect(scene.channel.account).toBe(`discord:${applicationId}`);
    expect(scene.platform.calls()).toEqual([]);
  });

  it("starts although Discord is away, with growing waits, and connects later", async () => {
    scene.platform.fail("GET /gateway/bot", { status: 502, times: 3 });
    scene.platform.fail("GET /gateway/bot", { drop: "before", times: 2 });
    await scene.channel.start(scene.core.ports);
    expect(scene.channel.health().state).toBe("down");
    await settled(() => scene.channel.health().state === "up");
    expect(scene.waits).toEqual([1_000, 2_000, 4_000, 8_000, 16_000]);
  });

  it("waits as long as Discord asks before it logs in again", async () => {
    scene.platform.fail("GET /gateway/bot", { status: 429, body: { retry_after: 7, global: false } });
    await scene.channel.start(scene.core.ports);
    await settled(() => scene.channel.health().state === "up");
    expect(scene.waits).toEqual([7_000]);
  });

  it("stops this account alone when the token is refused, and says what to do", async () => {
    scene.platform.fail("GET /gateway/bot", { status: 401, message: "401: Unauthorized", times: 9 });
    await scene.channel.start(scene.core.ports);
    await settled(() => scene.channel.health().state === "down");
    expect(scene.channel.health().detail).toContain("Reset Token");
    expect(scene.platform.calls("GET /gateway/bot")).toHaveLength(1);
    expect(scene.waits).toEqual([]);
  });

  it.each([
    [4004, "Reset Token"],
    [4013, "intents"],
    [4014, "intents"],
  ])("stops this account alone on close %i", async (code, words) => {
    gateway().mood.closeOnIdentify = code;
    await scene.channel.start(scene.core.ports);
    await settled(() => scene.channel.health().state === "down");
    expect(scene.channel.health().detail).toContain(words);
    await scene.channel.stop();
    expect(gateway().counts.identifies).toBe(1);
  });

  it("finds out by a refused call that the token is over, and trusts it again when Discord does", async () => {
    await scene.begin();
    const channelId = scene.platform.rooms.dmOf(lin);
    scene.platform.fail("POST /channels/:id/messages", { status: 401, message: "401: Unauthorized" });
    const first = await scene.channel.send(delivery(channelId, { text: "x" }), never());
    expect(first).toMatchObject({ outcome: "failed", reason: "auth" });
    await lettingIn(2);
    await settled(() => scene.channel.health().state === "up");
    const second = await scene.channel.send(delivery(channelId, { text: "x" }, { attempt: 2 }), never());
    expect(second.outcome).toBe("sent");
  });
});

describe("stopping", () => {
  it("takes nothing in afterwards, and still sends", async () => {
    await scene.begin();
    const { channelId } = scene.platform.say(lin, "hi");
    await heard(1);
    await scene.channel.stop();
    scene.platform.say(lin, "later");
    const result = await scene.channel.send(delivery(channelId, { text: "bye" }), never());
    expect(result.outcome).toBe("sent");
    expect(scene.channel.health()).toEqual({ state: "stopped" });
    expect(texts()).toEqual(["hi"]);
    expect(gateway().isOpen()).toBe(false);
  });

  it("ends at once while it waits to log in", async () => {
    scene.platform.fail("GET /gateway/bot", { status: 429, body: { retry_after: 300, global: true } });
    await scene.channel.start(scene.core.ports);
    await settled(() => scene.channel.health().state === "down");
    await scene.channel.stop();
    expect(scene.channel.health().state).toBe("stopped");
  });
});
