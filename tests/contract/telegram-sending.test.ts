import { describe, expect, it } from "vitest";
import type { Delivery } from "../../src/channel/contract.ts";
import { startFakeTelegram } from "../fakes/telegram.ts";
import { settled, telegramScene } from "./telegram-scene.ts";

const scene = telegramScene();

describe("sending", () => {
  it("shows words, links and buttons to the customer", async () => {
    const result = await scene.channel.send(
      delivery({
        text: "**Done** <ok> & [help](https://example.com/a?b=1&c=2)",
        choices: [
          { token: "a1", label: "转人工客服" },
          { token: "a2", label: "Common questions" },
        ],
      }),
      never(),
    );
    const [sent] = scene.platform.sent(42);
    expect(result).toEqual({ outcome: "sent", ids: [String(sent?.messageId)] });
    expect(sent).toMatchObject({ text: "Done <ok> & help", replyTo: 7 });
    expect(sent?.rows).toEqual([
      [{ text: "转人工客服", data: "a1" }],
      [{ text: "Common questions", data: "a2" }],
    ]);
    expect(scene.platform.calls("sendMessage")[0]?.payload.link_preview_options).toEqual({
      is_disabled: true,
    });
  });

  it("sends a file again by Telegram's own id, with the words beside it", async () => {
    const files = [{ id: "AgACfile", kind: "image" as const }];
    await scene.channel.send(delivery({ text: "See here", files }), never());
    expect(scene.platform.sent(42)).toMatchObject([
      { method: "sendPhoto", file: "AgACfile", text: "See here" },
    ]);
  });

  it("says the same in plain words, once, when Telegram cannot read the markup", async () => {
    const description = "Bad Request: can't parse entities: Unsupported start tag";
    scene.platform.fail("sendMessage", { status: 400, description });
    const result = await scene.channel.send(delivery({ text: "**Bold** & <plain>" }), never());
    expect(result.outcome).toBe("sent");
    expect(scene.platform.sent(42)).toMatchObject([{ text: "Bold & <plain>", html: false }]);
  });

  it("does not hide that even the plain words were refused", async () => {
    scene.platform.fail("sendMessage", {
      status: 400,
      description: "Bad Request: can't parse entities",
      times: 2,
    });
    const result = await scene.channel.send(delivery({ text: "x" }), never());
    expect(result).toMatchObject({ outcome: "failed", reason: "bad_format" });
    expect(scene.platform.calls("sendMessage")).toHaveLength(2);
  });

  it("waits as long as Telegram asks, for this chat first and for all once a second chat is refused", async () => {
    scene.platform.fail("sendMessage", { status: 429, retryAfter: 3, times: 2 });
    const first = await scene.channel.send(delivery({ text: "x" }), never());
    const second = await scene.channel.send(delivery({ text: "x" }, "43"), never());
    expect(first).toMatchObject({ outcome: "retry", afterMs: 3_000, scope: "space" });
    expect(second).toMatchObject({ outcome: "retry", afterMs: 3_000, scope: "account" });
    expect(scene.platform.sent()).toEqual([]);
  });

  it("gives up on a customer who blocked the bot", async () => {
    scene.platform.block(42);
    const result = await scene.channel.send(delivery({ text: "x" }), never());
    expect(result).toMatchObject({ outcome: "failed", reason: "blocked" });
  });

  it("names the new id of a group that moved", async () => {
    scene.platform.migrate(42, -100123);
    const result = await scene.channel.send(delivery({ text: "x" }), never());
    expect(result).toMatchObject({ outcome: "failed", reason: "space_gone", migratedTo: "-100123" });
  });

  it("calls it unknown, and sends once, when the answer is lost after the message was posted", async () => {
    scene.platform.fail("sendMessage", { drop: "after" });
    expect(await scene.channel.send(delivery({ text: "x" }), never())).toMatchObject({ outcome: "unknown" });
    scene.platform.fail("sendMessage", { status: 502, accepted: true });
    expect(await scene.channel.send(delivery({ text: "y" }), never())).toMatchObject({ outcome: "unknown" });
    expect(scene.platform.sent(42).map((message) => message.text)).toEqual(["x", "y"]);
  });

  it("calls it unknown when it is stopped in the middle of a send", async () => {
    scene.platform.fail("sendMessage", { hang: "after" });
    const stop = new AbortController();
    const result = scene.channel.send(delivery({ text: "x" }), stop.signal);
    await scene.platform.waitFor(() => scene.platform.sent(42).length === 1);
    stop.abort();
    expect(await result).toMatchObject({ outcome: "unknown" });
  });

  it("may try again when nothing was sent: stopped before, or nobody listening", async () => {
    const stopped = await scene.channel.send(delivery({ text: "x" }), AbortSignal.abort());
    expect(stopped).toMatchObject({ outcome: "retry", scope: "call" });
    await scene.platform.close();
    const refused = await scene.channel.send(delivery({ text: "x" }), never());
    expect(refused).toMatchObject({ outcome: "retry", scope: "call", afterMs: 1_000 });
    scene.platform = await startFakeTelegram();
  });

  it("refuses what Telegram finds too long without asking again", async () => {
    const result = await scene.channel.send(delivery({ text: "字".repeat(4_097) }), never());
    expect(result).toMatchObject({ outcome: "failed", reason: "too_large" });
  });

  it("shows that somebody is writing, and does not mind when it cannot", async () => {
    scene.platform.block(43);
    await scene.channel.typing?.({ id: "42", kind: "dm" }, never());
    await scene.channel.typing?.({ id: "43", kind: "dm" }, never());
    expect(scene.platform.calls("sendChatAction").map((call) => call.payload.action)).toEqual([
      "typing",
      "typing",
    ]);
  });

  it("never names the token, whatever goes wrong", async () => {
    const results: unknown[] = [];
    for (const plan of [{ drop: "before" }, { status: 502 }, { status: 401 }] as const) {
      scene.platform.fail("sendMessage", plan);
      scene.platform.fail("getUpdates", plan);
      results.push(await scene.channel.send(delivery({ text: "x" }), never()));
    }
    await scene.channel.start(scene.core.ports);
    await settled(() => scene.channel.health().state === "down");
    const told = JSON.stringify([results, scene.lines, scene.channel.health()]);
    expect(told).not.toContain(scene.platform.token);
    expect(told).not.toContain(scene.platform.token.split(":")[1]);
  });
});

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

function never(): AbortSignal {
  return new AbortController().signal;
}
