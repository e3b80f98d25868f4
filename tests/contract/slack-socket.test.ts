import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { delivery, never, settled, slackScene } from "./slack-scene.ts";

const scene = slackScene("Socket Mode");
const LIN = "U024LIN";
const opened = () => scene.platform.calls("apps.connections.open").length;
const acked = () => scene.platform.waitFor(() => scene.platform.pending() === 0);

/** A rejection that nobody handles ends the process: here it fails the test. */
const unhandled: unknown[] = [];
const note = (reason: unknown) => unhandled.push(reason);
beforeEach(() => {
  unhandled.length = 0;
  process.on("unhandledRejection", note);
});
afterEach(() => {
  process.off("unhandledRejection", note);
  expect(unhandled).toEqual([]);
});

describe("the socket", () => {
  it("is opened anew at once when Slack takes it away, and nothing is lost or doubled", async () => {
    await scene.start();
    scene.platform.say(LIN, "one");
    await acked();
    scene.platform.refresh();
    scene.platform.say(LIN, "two");
    await scene.platform.waitFor(() => opened() === 2 && scene.platform.pending() === 0);
    expect(scene.core.texts()).toEqual(["one", "two"]);
    expect(scene.channel.health()).toEqual({ state: "up" });
  });

  it("is opened anew after a cut, and what came meanwhile is read", async () => {
    await scene.start();
    scene.platform.say(LIN, "one");
    await acked();
    scene.platform.cut();
    scene.platform.say(LIN, "told to nobody", { silent: true });
    await scene.stored(2);
    expect(scene.core.texts()).toEqual(["one", "told to nobody"]);
    expect(scene.waits).toContain(1_000);
    await settled(() => scene.channel.health().state === "up");
  });

  it("gets an event again whose connection was cut between the commit and the acknowledgement", async () => {
    await scene.start();
    let first = true;
    scene.core.onReceive(() => {
      if (first) scene.platform.cut();
      first = false;
    });
    scene.platform.say(LIN, "hello");
    await acked();
    expect(scene.platform.deliveries.all[0]?.tries).toBe(2);
    expect(scene.core.all.map(({ key }) => key)).toHaveLength(2);
    expect(scene.core.texts()).toEqual(["hello"]);
  });

  it("backs off from a Slack that is away, as long as Slack asks, and comes back", async () => {
    await scene.start();
    scene.platform.fail("apps.connections.open", { status: 502 });
    scene.platform.fail("apps.connections.open", { drop: "before" });
    scene.platform.fail("apps.connections.open", { status: 429, retryAfter: 20 });
    scene.platform.fail("apps.connections.open", { error: "internal_error" });
    scene.platform.cut();
    scene.platform.say(LIN, "hello");
    await acked();
    await settled(() => scene.channel.health().state === "up");
    expect(opened()).toBe(6);
    expect(scene.waits.filter((ms) => ms !== 1_250)).toEqual([1_000, 2_000, 4_000, 20_000, 16_000]);
  });

  it.each(["invalid_auth", "not_authed", "account_inactive", "token_revoked", "missing_scope"])(
    "ends this account alone when the app token is refused on a reconnect (%s), and says what to do",
    async (error) => {
      await scene.start();
      scene.platform.fail("apps.connections.open", { error, times: 9 });
      scene.platform.cut();
      await settled(() => scene.channel.health().state === "down");
      expect(scene.channel.health().detail).toContain("SLACK_APP_TOKEN");
      await scene.channel.stop();
      expect(opened()).toBe(2);
    },
  );

  it("leaves the other calls alone: none is tried again by the SDK's hundred retries", async () => {
    await scene.start();
    for (const fault of [{ status: 502 }, { drop: "after" as const }, { status: 429, retryAfter: 1 }]) {
      const before = scene.platform.calls("chat.postMessage").length;
      scene.platform.fail("chat.postMessage", fault);
      const result = await scene.channel.send(delivery({ text: "x" }), never());
      expect(result.outcome).not.toBe("sent");
      expect(scene.platform.calls("chat.postMessage")).toHaveLength(before + 1);
    }
  });

  it("says that Socket Mode was switched off, and looks again", async () => {
    await scene.start();
    scene.platform.fail("apps.connections.open", { hang: "before" });
    scene.platform.refresh("link_disabled");
    await settled(() => scene.channel.health().state === "down");
    expect(scene.channel.health().detail).toContain("Socket Mode is switched off");
    await settled(() => opened() === 2);
  });

  it("stops without waiting for a connection that does not come", async () => {
    scene.platform.fail("apps.connections.open", { hang: "before" });
    await scene.channel.start(scene.core.ports);
    await settled(() => opened() === 1);
    await scene.channel.stop();
    expect(scene.channel.health().state).toBe("stopped");
  });

  it("finishes what it has taken before it stops: stored, acknowledged, then closed", async () => {
    await scene.start();
    scene.platform.fail("users.info", { hang: "before" });
    scene.platform.say(LIN, "hello");
    await scene.platform.waitFor(() => scene.platform.calls("users.info").length === 1);
    await scene.channel.stop();
    expect(scene.core.texts()).toEqual(["hello"]);
    expect(scene.platform.deliveries.all[0]).toMatchObject({ state: "acked", tries: 1 });
  });

  it("survives anything that comes down the wire", async () => {
    await scene.start();
    for (const text of [
      "",
      "nonsense",
      "null",
      "[]",
      '{"type":"events_api","envelope_id":"x"}',
      '{"type":"events_api","envelope_id":"y","payload":{"event":null}}',
      '{"type":"disconnect"',
    ]) {
      scene.platform.sendRaw(text);
    }
    scene.platform.say(LIN, "still here");
    await acked();
    expect(scene.core.texts()).toEqual(["still here"]);
  });

  it("knows when the app was removed from the workspace", async () => {
    await scene.start();
    scene.platform.deliver(scene.platform.event({ type: "app_uninstalled" }));
    await settled(() => scene.channel.health().state === "down");
    expect(scene.channel.health().detail).toContain("removed from the workspace");
  });
});
