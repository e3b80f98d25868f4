import { describe, expect, it } from "vitest";
import { message, secret, settled, telegramScene } from "./telegram-scene.ts";

const scene = telegramScene();

describe("receiving by webhook", () => {
  it("takes what Telegram delivers and answers 200 after the commit", async () => {
    await scene.openWebhook();
    scene.platform.say(42, "一");
    scene.platform.say(42, "二");
    scene.core.onReceive(() => expect(scene.platform.pending()).toBeGreaterThan(0));
    await scene.platform.waitFor(() => scene.platform.pending() === 0);
    expect(scene.core.texts()).toEqual(["一", "二"]);
    expect(scene.platform.calls("getUpdates")).toEqual([]);
    const [set] = scene.platform.calls("setWebhook");
    expect(set?.payload).toMatchObject({ secret_token: secret, max_connections: 4 });
  });

  it("is sent a message again when it could not be stored", async () => {
    await scene.openWebhook();
    scene.core.refuse(2);
    scene.platform.say(42, "hello");
    await scene.platform.waitFor(() => scene.platform.pending() === 0);
    expect(scene.core.texts()).toEqual(["hello"]);
  });

  it("turns away whoever does not know the secret, without a word", async () => {
    const post = await scene.openWebhook();
    const body = JSON.stringify(message({ update_id: 5, text: "forged" }));
    for (const given of [undefined, "", "wrong", `${secret}x`, secret.toUpperCase()]) {
      expect(await post(body, given)).toEqual({ status: 401, body: "" });
    }
    expect(scene.core.all).toEqual([]);
  });

  it("answers 400 to what is no JSON, and takes an update it does not understand off Telegram's hands", async () => {
    const post = await scene.openWebhook();
    expect(await post("{", secret)).toMatchObject({ status: 400 });
    expect(await post('{"update_id":6,"message":{"text":1}}', secret)).toMatchObject({ status: 200 });
    expect(await post("[]", secret)).toMatchObject({ status: 200 });
    expect(scene.core.all).toEqual([]);
  });

  it("asks Telegram to come again once it is stopping", async () => {
    const post = await scene.openWebhook();
    await scene.channel.stop();
    const body = JSON.stringify(message({ update_id: 7, text: "late" }));
    expect(await post(body, secret)).toMatchObject({ status: 503 });
  });

  it("sets the webhook again when the first try fails", async () => {
    scene.platform.fail("setWebhook", { status: 502, times: 2 });
    await scene.openWebhook();
    scene.platform.say(42, "hello");
    await scene.platform.waitFor(() => scene.core.texts().length === 1);
    expect(scene.platform.calls("setWebhook")).toHaveLength(3);
  });

  it("says in its health that Telegram cannot deliver, and when it can again", async () => {
    await scene.openWebhook();
    await settled(() => scene.channel.health().state === "up");
    scene.core.refuse(1_000_000);
    scene.platform.say(42, "hello");
    await scene.platform.waitFor(() => scene.lines.filter((line) => line.includes("not stored")).length > 1);
    await scene.passTime();
    await settled(() => scene.channel.health().state === "degraded");
    expect(scene.channel.health().detail).toContain("1 messages wait at Telegram");
    scene.core.refuse(0);
    await scene.platform.waitFor(() => scene.platform.pending() === 0);
    await scene.passTime();
    await settled(() => scene.channel.health().state === "up");
  });

  it("takes its webhook back when somebody moved it", async () => {
    await scene.openWebhook();
    await settled(() => scene.channel.health().state === "up");
    await fetch(`${scene.platform.root}/bot${scene.platform.token}/deleteWebhook`, { method: "POST" });
    await scene.passTime();
    await scene.platform.waitFor(() => scene.platform.calls("setWebhook").length === 2);
    scene.platform.say(42, "hello");
    await scene.platform.waitFor(() => scene.core.texts().length === 1);
  });
});
