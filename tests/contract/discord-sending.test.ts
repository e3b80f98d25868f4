import { describe, expect, it } from "vitest";
import { startFakeDiscord } from "../fakes/discord.ts";
import { generalId, lin, threadId } from "../fakes/discord-ids.ts";
import { delivery, discordScene, never, settled } from "./discord-scene.ts";

const scene = discordScene();
const POST = "POST /channels/:id/messages";
const dm = () => scene.platform.rooms.dmOf(lin);
const sent = () => scene.platform.sent().map(({ content }) => content);

describe("sending", () => {
  it("shows words, links and buttons to the customer", async () => {
    const text = "**Done** [help](https://example.com/a?b=1) @everyone";
    const choices = [
      { token: "a1", label: "转人工客服" },
      { token: "a2", label: "Common questions" },
    ];
    const asked = scene.platform.say(lin, "hi");
    const result = await scene.channel.send(
      delivery(dm(), { text, choices }, { replyTo: asked.messageId }),
      never(),
    );
    const [message] = scene.platform.sent(dm());
    expect(result).toEqual({ outcome: "sent", ids: [message?.id] });
    expect(message?.content).toBe("**Done** [help](<https://example.com/a?b=1>) @\u200beveryone");
    expect(message?.message_reference?.message_id).toBe(asked.messageId);
    expect(message?.components.map((row) => row.components[0]?.custom_id)).toEqual(["a1", "a2"]);
    expect(message).toMatchObject({ flags: 4, allowed_mentions: { parse: [], replied_user: false } });
  });

  it("writes into the thread it was asked from", async () => {
    const space = { id: generalId, kind: "channel" as const, thread: threadId };
    await scene.channel.send(delivery(generalId, { text: "hi" }, { space }), never());
    expect(scene.platform.sent(threadId)).toHaveLength(1);
  });

  it("answers without a reference where it may not refer", async () => {
    scene.platform.fail(POST, { status: 400, code: 160002, message: "Cannot reply without permission" });
    const result = await scene.channel.send(
      delivery(dm(), { text: "hi" }, { replyTo: "1310000000000000001" }),
      never(),
    );
    expect(result.outcome).toBe("sent");
    expect(scene.platform.sent(dm())[0]).not.toHaveProperty("message_reference");
  });

  it("posts once, however often an uncertain message is sent again", async () => {
    for (const plan of [{ drop: "after" }, { status: 502, accepted: true }] as const) {
      scene.platform.fail(POST, plan);
      expect(await scene.channel.send(delivery(dm(), { text: "x" }), never())).toMatchObject({
        outcome: "unknown",
      });
    }
    expect(await scene.channel.send(delivery(dm(), { text: "x" }, { attempt: 3 }), never())).toMatchObject({
      outcome: "sent",
    });
    expect(sent()).toEqual(["x"]);
    expect(scene.platform.calls(POST)).toHaveLength(2);
  });

  it("posts once also when it is back only after Discord has forgotten the nonce", async () => {
    const asked = scene.platform.say(lin, "hi");
    const onServer = scene.platform.write(generalId, lin, "<@1040000000000000001> hi");
    const sends = [
      delivery(dm(), { text: "**x**" }, { replyTo: asked.messageId }),
      delivery(dm(), { text: "word of an agent" }, { idempotencyKey: "out-2#0", author: "agent" }),
      delivery(
        generalId,
        { text: "y" },
        { replyTo: onServer.messageId, space: { id: generalId, kind: "channel" } },
      ),
    ];
    for (const one of sends) {
      scene.platform.fail(POST, { drop: "after" });
      await scene.channel.send(one, never());
      await scene.restart();
      scene.platform.rooms.forgetNonces();
      expect((await scene.channel.send({ ...one, attempt: 2 }, never())).outcome).toBe("sent");
    }
    expect(sent().sort()).toEqual(["**x**", "word of an agent", "y"]);
  });

  it("looks for nothing where the first attempt surely was not sent", async () => {
    scene.platform.fail(POST, { status: 429, body: { retry_after: 0.1, global: false } });
    await scene.channel.send(delivery(dm(), { text: "x" }), never());
    await scene.channel.send(delivery(dm(), { text: "x" }, { attempt: 2 }), never());
    expect(sent()).toEqual(["x"]);
    expect(scene.platform.calls("GET /channels/:id/messages")).toEqual([]);
  });

  it("sends both halves of what escaping made too long, and neither twice", async () => {
    const text = "snake_case_ ".repeat(150);
    scene.platform.fail(POST, { drop: "after" });
    expect((await scene.channel.send(delivery(dm(), { text }), never())).outcome).toBe("unknown");
    const result = await scene.channel.send(delivery(dm(), { text }), never());
    expect(result).toMatchObject({ outcome: "sent", ids: [expect.any(String), expect.any(String)] });
    expect(sent()).toHaveLength(2);
  });

  it("waits as long as Discord asks, for this channel or for all", async () => {
    const headers = { "x-ratelimit-scope": "user" };
    scene.platform.fail(POST, { status: 429, body: { retry_after: 0.75, global: false }, headers });
    const one = await scene.channel.send(delivery(dm(), { text: "x" }), never());
    scene.platform.fail(POST, { status: 429, body: { retry_after: 2, global: true } });
    const all = await scene.channel.send(delivery(dm(), { text: "x" }), never());
    scene.platform.fail(POST, {
      status: 429,
      page: "<html>banned</html>",
      headers: { "retry-after": "3600" },
    });
    const banned = await scene.channel.send(delivery(dm(), { text: "x" }), never());
    expect(one).toMatchObject({ outcome: "retry", afterMs: 750, scope: "space" });
    expect(all).toMatchObject({ outcome: "retry", afterMs: 2_000, scope: "account" });
    expect(banned).toMatchObject({ outcome: "retry", afterMs: 3_600_000, scope: "account" });
    expect(scene.platform.calls(POST)).toHaveLength(3);
  });

  it("keeps the pace that Discord's headers ask for without a call", async () => {
    const headers = {
      "x-ratelimit-limit": "1",
      "x-ratelimit-remaining": "0",
      "x-ratelimit-reset-after": "30",
    };
    scene.platform.fail(POST, { status: 400, code: 50006, message: "Cannot send an empty message", headers });
    await scene.channel.send(delivery(dm(), { text: "x" }), never());
    const held = await scene.channel.send(delivery(dm(), { text: "y" }), never());
    expect(held).toMatchObject({ outcome: "retry", scope: "space" });
    expect(scene.platform.calls(POST)).toHaveLength(1);
  });

  it("gives up on a customer whose direct messages are closed, with one call", async () => {
    const channelId = dm();
    scene.platform.rooms.closeDms(lin);
    const result = await scene.channel.send(delivery(channelId, { text: "x" }), never());
    expect(result).toMatchObject({ outcome: "failed", reason: "blocked" });
    expect(scene.platform.calls(POST)).toHaveLength(1);
  });

  it("tells a channel that is gone from one it may not write in", async () => {
    const gone = await scene.channel.send(delivery("3999999999999999999", { text: "x" }), never());
    scene.platform.fail(POST, { status: 403, code: 50013, message: "Missing Permissions" });
    const forbidden = await scene.channel.send(delivery(generalId, { text: "x" }), never());
    expect(gone).toMatchObject({ outcome: "failed", reason: "space_gone" });
    expect(forbidden).toMatchObject({ outcome: "failed", reason: "forbidden" });
  });

  it("makes no further call once the token was refused", async () => {
    scene.platform.fail(POST, { status: 401, message: "401: Unauthorized" });
    for (let time = 0; time < 3; time += 1) {
      const result = await scene.channel.send(delivery(dm(), { text: "x" }), never());
      expect(result).toMatchObject({ outcome: "failed", reason: "auth" });
    }
    expect(scene.platform.calls(POST)).toHaveLength(1);
  });

  it("may try again when nothing was sent: stopped before, or nobody listening", async () => {
    const stopped = await scene.channel.send(delivery(dm(), { text: "x" }), AbortSignal.abort());
    expect(stopped).toMatchObject({ outcome: "retry", scope: "call" });
    const channelId = dm();
    await scene.platform.close();
    const refused = await scene.channel.send(delivery(channelId, { text: "x" }), never());
    expect(refused).toMatchObject({ outcome: "retry", scope: "call", afterMs: 1_000 });
    scene.platform = await startFakeDiscord();
  });

  it("calls it unknown when it is stopped in the middle of a send", async () => {
    scene.platform.fail(POST, { hang: "after" });
    const stop = new AbortController();
    const result = scene.channel.send(delivery(dm(), { text: "x" }), stop.signal);
    await scene.platform.waitFor(() => scene.platform.sent(dm()).length === 1);
    stop.abort();
    expect(await result).toMatchObject({ outcome: "unknown" });
  });

  it("removes a message with a secret that others can read, and answers although it may not", async () => {
    scene.platform.say(lin, "hi");
    const pasted = scene.platform.write(generalId, lin, "<@1040000000000000001> my words are …");
    const space = { id: generalId, kind: "channel" as const };
    const more = { space, replyTo: pasted.messageId };
    const first = await scene.channel.send(delivery(generalId, { text: "a", takeDown: true }, more), never());
    expect(scene.platform.rooms.find(pasted.messageId)).toBeUndefined();
    scene.platform.fail("DELETE /channels/:id/messages/:id", { status: 403, code: 50013, message: "no" });
    const again = await scene.channel.send(
      delivery(generalId, { text: "b", takeDown: true }, { ...more, idempotencyKey: "out-2#0" }),
      never(),
    );
    expect([first.outcome, again.outcome]).toEqual(["sent", "sent"]);
  });

  it("shows that somebody is writing, and does not mind when it cannot", async () => {
    await scene.channel.typing?.({ id: dm(), kind: "dm" }, never());
    await scene.channel.typing?.({ id: "3999999999999999999", kind: "dm" }, never());
    expect(scene.platform.calls("POST /channels/:id/typing")).toHaveLength(2);
  });

  it("never names the token, whatever goes wrong", async () => {
    const results: unknown[] = [];
    for (const plan of [{ drop: "before" }, { status: 502 }, { status: 401 }] as const) {
      scene.platform.fail(POST, plan);
      scene.platform.fail("GET /gateway/bot", plan);
      results.push(await scene.channel.send(delivery(dm(), { text: "x" }), never()));
    }
    await scene.channel.start(scene.core.ports);
    await settled(() => scene.channel.health().state === "down" && scene.waits.length >= 2);
    const told = JSON.stringify([results, scene.lines, scene.channel.health()]);
    expect(told).not.toContain(scene.platform.token);
    expect(told).not.toContain(scene.platform.token.split(".")[2]);
  });
});

describe("answering an interaction", () => {
  async function asked(channelId: string) {
    await scene.begin();
    const { token } = scene.platform.call(lin, "ask", "hello", channelId);
    await scene.platform.waitFor(() => scene.platform.interactions.shown(token).length === 1);
    const [event] = scene.core.events;
    if (event?.reply === undefined) throw new Error("no reply handle");
    const space = event.space;
    const more = { space, reply: event.reply, replyTo: "int:1" };
    let row = 0;
    const send = (text: string, choices: { token: string; label: string }[] = []) => {
      row += 1;
      return scene.channel.send(
        delivery(channelId, { text, choices }, { ...more, idempotencyKey: `r${row}` }),
        never(),
      );
    };
    const shown = () =>
      scene.platform.interactions.shown(token).map(({ message, waits, ephemeral }) => ({
        text: message.content,
        waits,
        ephemeral,
      }));
    return { token, send, shown };
  }

  it("fills the reply in, seen by the asker alone on a server", async () => {
    const { send, shown, token } = await asked(generalId);
    const result = await send("Here is how.", [{ token: "y", label: "Yes" }]);
    expect(shown()).toEqual([{ text: "Here is how.", waits: false, ephemeral: true }]);
    const [reply] = scene.platform.interactions.shown(token);
    expect(result).toEqual({ outcome: "sent", ids: [reply?.message.id] });
    expect(reply?.message.components[0]?.components[0]?.custom_id).toBe("y");
    expect(scene.platform.sent(generalId)).toEqual([]);
  });

  it("adds what follows to the same reply, and writes nothing twice when an answer was lost", async () => {
    const { send, shown } = await asked(generalId);
    await send("First.");
    const PATCH = "PATCH /webhooks/:id/:token/messages/@original";
    scene.platform.fail(PATCH, { drop: "after" });
    expect((await send("Second.")).outcome).toBe("unknown");
    expect((await send("Second.")).outcome).toBe("sent");
    expect(shown()).toEqual([{ text: "First.\n\nSecond.", waits: false, ephemeral: true }]);
  });

  it("sends a further reply, unseen by others too, when there is no room left", async () => {
    const { send, shown } = await asked(generalId);
    await send("a".repeat(1_500));
    await send("b".repeat(1_500));
    expect(shown().map(({ text, ephemeral }) => [text[0], ephemeral])).toEqual([
      ["a", true],
      ["b", true],
    ]);
  });

  it("goes on with messages of their own in a direct message", async () => {
    const { send, shown } = await asked(dm());
    await send("First.");
    await send("Second.");
    expect(shown().map(({ text }) => text)).toEqual(["First."]);
    expect(sent()).toEqual(["Second."]);
  });

  it("writes into the channel once the token has ended", async () => {
    const { send, token } = await asked(dm());
    scene.platform.interactions.expire(token);
    expect((await send("Late.")).outcome).toBe("sent");
    expect(sent()).toEqual(["Late."]);
  });

  it("does not try a token whose time is over", async () => {
    const { token } = await asked(dm());
    const reply = { token: `o:${token}`, expiresAt: Date.now() - 1 };
    await scene.channel.send(delivery(dm(), { text: "Late." }, { reply }), never());
    expect(scene.platform.calls("GET /webhooks/:id/:token/messages/@original")).toEqual([]);
    expect(sent()).toEqual(["Late."]);
  });
});
