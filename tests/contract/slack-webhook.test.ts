import { describe, expect, it } from "vitest";
import { signed } from "../fakes/slack-deliveries.ts";
import { settled, slackScene } from "./slack-scene.ts";

const scene = slackScene("HTTP");

async function post(body: string, headers: Record<string, string>) {
  const answer = await fetch(scene.url, {
    method: "POST",
    body,
    headers: { "content-type": "application/json", ...headers },
  });
  return { status: answer.status, body: await answer.text() };
}

const secret = () => scene.platform.signingSecret;

describe("the address Slack posts to", () => {
  it("is the one in the documents, and exists without Socket Mode only", async () => {
    expect(scene.channel.routes).toMatchObject([{ method: "POST", path: "/webhooks/slack" }]);
    await scene.reopen({ SLACK_APP_TOKEN: scene.platform.appToken });
    expect(scene.channel.routes).toBeUndefined();
  });

  it("says Slack's word back when Slack asks whether it is ours, and to nobody else", async () => {
    await scene.start();
    const body = JSON.stringify({ type: "url_verification", challenge: "3eZbrw1aB10" });
    expect(await post(body, signed(secret(), body))).toEqual({ status: 200, body: "3eZbrw1aB10" });
    expect(await post(body, signed("0".repeat(32), body))).toEqual({ status: 401, body: "" });
  });

  it("takes nothing that Slack did not sign", async () => {
    await scene.start();
    const { body } = scene.platform.say("U024LIN", "x", { silent: true });
    const text = JSON.stringify(body);
    const good = signed(secret(), text);
    const unsigned = { "x-slack-request-timestamp": good["x-slack-request-timestamp"] ?? "" };
    const old = signed(secret(), text, Date.now() - 10 * 60_000);
    const early = signed(secret(), text, Date.now() + 10 * 60_000);
    for (const headers of [{}, unsigned, old, early, signed("0".repeat(32), text)]) {
      expect(await post(text, headers)).toEqual({ status: 401, body: "" });
    }
    expect(await post(`${text} `, good)).toEqual({ status: 401, body: "" });
    expect(scene.core.events).toEqual([]);
    expect((await post(text, good)).status).toBe(200);
    expect(scene.core.texts()).toEqual(["x"]);
  });

  it("reads the history after Slack had to try again: what it gave up on before is there", async () => {
    await scene.start();
    const first = scene.platform.say("U024LIN", "one");
    await scene.stored(1);
    scene.platform.say("U024LIN", "never delivered", { silent: true });
    const body = JSON.stringify({ ...first.body, event_id: "EvAgain" });
    await post(body, {
      ...signed(secret(), body),
      "x-slack-retry-num": "2",
      "x-slack-retry-reason": "http_timeout",
    });
    await scene.passTime();
    await scene.stored(2);
    expect(scene.core.texts()).toEqual(["one", "never delivered"]);
  });

  it("answers 400 to what is signed and cannot be read", async () => {
    await scene.start();
    for (const text of ["", "{", "[1"]) expect((await post(text, signed(secret(), text))).status).toBe(400);
    const form = "payload=%7B";
    const headers = { ...signed(secret(), form), "content-type": "application/x-www-form-urlencoded" };
    expect((await post(form, headers)).status).toBe(400);
  });

  it("answers Slack's question whether the certificate is good", async () => {
    await scene.start();
    const form = "ssl_check=1&token=x";
    const headers = { ...signed(secret(), form), "content-type": "application/x-www-form-urlencoded" };
    expect((await post(form, headers)).status).toBe(200);
  });

  it("is shut, and says what to set, when neither way in is configured", async () => {
    const { token, root } = scene.platform;
    const { slack } = await import("../../adapters/slack/index.ts");
    const settings = slack.settings.parse({ SLACK_BOT_TOKEN: token, SLACK_API_ROOT: root });
    const quiet = () => undefined;
    await scene.channel.stop();
    scene.channel = await slack.open(settings, {
      log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
    });
    await scene.channel.start(scene.core.ports);
    await settled(() => scene.channel.health().state === "down");
    expect(scene.channel.health().detail).toContain("SLACK_SIGNING_SECRET");
    const body = JSON.stringify({ type: "url_verification", challenge: "x" });
    expect((await post(body, signed("", body))).status).toBe(401);
  });
});
