import { describe, expect, it } from "vitest";
import { render } from "../../src/channel/render.ts";
import { delivery, never, slackScene } from "./slack-scene.ts";

const scene = slackScene("HTTP");

describe("sending to Slack", () => {
  it("shows words, links and buttons to the customer, and unfolds no link", async () => {
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
    const [sent] = scene.platform.sent("D024LIN");
    expect(result).toEqual({ outcome: "sent", ids: [sent?.ts] });
    expect(sent?.shown).toBe("Done <ok> & help");
    expect(sent?.buttons).toEqual([
      { label: "转人工客服", actionId: "choice:a1" },
      { label: "Common questions", actionId: "choice:a2" },
    ]);
    expect(sent?.raw).toMatchObject({ unfurl_links: "false", unfurl_media: "false" });
  });

  it("answers in the thread the question came from", async () => {
    const space = { id: "C024HELP", kind: "channel" as const, thread: "1790000001.000200" };
    await scene.channel.send(delivery({ text: "here" }, { space }), never());
    expect(scene.platform.sent("C024HELP")).toMatchObject([{ thread: "1790000001.000200" }]);
  });

  it("cannot be made to call a channel or a person", async () => {
    await scene.channel.send(delivery({ text: "<!channel> <@U024LIN> **<!here>**" }), never());
    const raw = JSON.stringify(scene.platform.calls("chat.postMessage")[0]?.payload);
    expect(raw).not.toMatch(/<[!@#]/);
    expect(scene.platform.sent()[0]?.shown).toBe("<!channel> <@U024LIN> <!here>");
  });

  it.each([2_999, 3_000, 3_001, 8_999, 9_000, 9_001])(
    "posts a text of %i Chinese characters and emoji, whole and in order",
    async (length) => {
      const text = `${"字".repeat(length - 2)}😀`;
      const parts = render(
        { text, choices: [{ token: "t", label: "好" }], files: [] },
        scene.channel.capabilities,
      );
      for (const [index, part] of parts.entries()) {
        const result = await scene.channel.send(
          delivery(part, { idempotencyKey: `message-1:${index}` }),
          never(),
        );
        expect(result.outcome).toBe("sent");
      }
      const sent = scene.platform.sent();
      expect(sent.map(({ shown }) => shown.replaceAll("\n\n", "")).join("")).toBe(text);
      expect(sent.at(-1)?.buttons).toHaveLength(1);
    },
  );

  it("posts a text whose signs grow, in as many messages as it needs", async () => {
    const result = await scene.channel.send(delivery({ text: "&".repeat(9_000) }), never());
    const sent = scene.platform.sent();
    expect(result).toEqual({ outcome: "sent", ids: sent.map(({ ts }) => ts) });
    expect(sent.length).toBeGreaterThan(1);
    expect(sent.map(({ shown }) => shown.replaceAll("\n\n", "")).join("")).toBe("&".repeat(9_000));
  });

  it.each(["invalid_blocks", "msg_blocks_too_long"])(
    "says the same in plain words, once, with the choices as numbers, after %s",
    async (error) => {
      scene.platform.fail("chat.postMessage", { error });
      const choices = [{ token: "t", label: "Yes" }];
      const result = await scene.channel.send(delivery({ text: "**Bold** & <plain>", choices }), never());
      expect(result.outcome).toBe("sent");
      expect(scene.platform.sent()[0]).toMatchObject({ shown: "Bold & <plain>\n\n1. Yes", buttons: [] });
      expect(scene.platform.calls("chat.postMessage")).toHaveLength(2);
    },
  );

  it("does not hide that even the plain words were refused", async () => {
    scene.platform.fail("chat.postMessage", { error: "invalid_blocks", times: 2 });
    const result = await scene.channel.send(delivery({ text: "x" }), never());
    expect(result).toMatchObject({ outcome: "failed", reason: "bad_format" });
    expect(scene.platform.calls("chat.postMessage")).toHaveLength(2);
  });

  it("calls once, whatever Slack says: no fault is tried again by the SDK", async () => {
    const faults = [
      { status: 429, retryAfter: 2 },
      { status: 502 },
      { status: 503 },
      { drop: "before" as const },
      { drop: "after" as const },
      { error: "internal_error" },
      { error: "ratelimited" },
      { error: "channel_not_found" },
    ];
    for (const [index, fault] of faults.entries()) {
      scene.platform.fail("chat.postMessage", fault);
      await scene.channel.send(delivery({ text: "x" }, { space: { id: `D${index}`, kind: "dm" } }), never());
      expect(scene.platform.calls("chat.postMessage")).toHaveLength(index + 1);
    }
  });

  it("waits as long as Slack asks, in that channel alone", async () => {
    scene.platform.fail("chat.postMessage", { status: 429, retryAfter: 7 });
    const result = await scene.channel.send(delivery({ text: "x" }), never());
    expect(result).toMatchObject({ outcome: "retry", afterMs: 7_000, scope: "space" });
    const other = await scene.channel.send(
      delivery({ text: "x" }, { space: { id: "D2", kind: "dm" } }),
      never(),
    );
    expect(other.outcome).toBe("sent");
  });

  it("holds the whole account back when a second channel is told to wait as well", async () => {
    scene.platform.fail("chat.postMessage", { status: 429, retryAfter: 7, times: 2 });
    await scene.channel.send(delivery({ text: "x" }), never());
    const result = await scene.channel.send(
      delivery({ text: "x" }, { space: { id: "D2", kind: "dm" } }),
      never(),
    );
    expect(result).toMatchObject({ outcome: "retry", scope: "account" });
  });

  it.each([
    ["channel_not_found", "space_gone"],
    ["is_archived", "space_gone"],
    ["not_in_channel", "left"],
    ["user_disabled", "left"],
    ["cannot_dm_bot", "blocked"],
    ["msg_too_long", "too_large"],
    ["missing_scope", "forbidden"],
    ["restricted_action", "forbidden"],
    ["account_inactive", "auth"],
  ])("says in our words why %s", async (error, reason) => {
    scene.platform.closeChannel("D024LIN", error);
    expect(await scene.channel.send(delivery({ text: "x" }), never())).toMatchObject({
      outcome: "failed",
      reason,
    });
  });

  it("says in its health when the token is refused at a send, and when it works again", async () => {
    await scene.start();
    scene.platform.fail("chat.postMessage", { error: "token_revoked" });
    await scene.channel.send(delivery({ text: "x" }), never());
    expect(scene.channel.health()).toMatchObject({
      state: "down",
      detail: expect.stringContaining("SLACK_BOT_TOKEN"),
    });
    await scene.channel.send(delivery({ text: "x" }), never());
    expect(scene.channel.health()).toEqual({ state: "up" });
  });

  it("never left, so may be sent again, when nobody listens at Slack's address", async () => {
    await scene.platform.close();
    expect(await scene.channel.send(delivery({ text: "x" }), never())).toMatchObject({
      outcome: "retry",
      scope: "call",
    });
  });

  it("ends at once when it is told to, and says that nobody can tell", async () => {
    scene.platform.fail("chat.postMessage", { hang: "after" });
    const stop = new AbortController();
    const sending = scene.channel.send(delivery({ text: "x" }), stop.signal);
    await scene.platform.waitFor(() => scene.platform.sent().length === 1);
    stop.abort();
    expect((await sending).outcome).toBe("unknown");
    expect(await scene.channel.send(delivery({ text: "y" }), stop.signal)).toMatchObject({
      outcome: "retry",
      afterMs: 0,
    });
    expect(scene.platform.sent()).toHaveLength(1);
  });

  it("still sends after it stopped receiving", async () => {
    await scene.start();
    await scene.channel.stop();
    expect((await scene.channel.send(delivery({ text: "goodbye" }), never())).outcome).toBe("sent");
  });
});

describe("what became of a message when the answer was lost", () => {
  const again = { text: "hello" };

  it.each([
    ["posted", { drop: "after" as const }],
    ["posted", { status: 502, accepted: true }],
    ["posted", { error: "fatal_error", accepted: true }],
    ["absent", { drop: "before" as const }],
    ["absent", { status: 503 }],
  ])("%s, as Slack's history tells (%j)", async (expected, fault) => {
    scene.platform.fail("chat.postMessage", fault);
    const one = delivery(again);
    expect((await scene.channel.send(one, never())).outcome).toBe("unknown");
    expect(await scene.channel.lookup?.(one, never())).toBe(expected);
  });

  it("is told by its key: the same words of another message are not it", async () => {
    await scene.channel.send(delivery(again, { idempotencyKey: "another" }), never());
    expect(await scene.channel.lookup?.(delivery(again), never())).toBe("absent");
    expect(await scene.channel.lookup?.(delivery(again, { idempotencyKey: "another" }), never())).toBe(
      "posted",
    );
  });

  it("is looked for three times before it is said to be absent", async () => {
    await scene.channel.lookup?.(delivery(again), never());
    expect(scene.platform.calls("conversations.history")).toHaveLength(3);
    expect(scene.waits).toEqual([1_500, 3_000]);
    expect(scene.platform.calls("conversations.history")[0]?.payload).toMatchObject({
      include_all_metadata: "true",
    });
  });

  it("is found in its thread, behind more answers than one page holds", async () => {
    const { ts } = scene.platform.write("U024LIN", "C024HELP", "<@U024KEFU> hello", { silent: true });
    for (let n = 0; n < 120; n += 1)
      scene.platform.write("U024LIN", "C024HELP", `${n}`, { thread: ts, silent: true });
    const space = { id: "C024HELP", kind: "channel" as const, thread: ts };
    scene.platform.fail("chat.postMessage", { drop: "after" });
    const one = delivery(again, { space });
    await scene.channel.send(one, never());
    expect(await scene.channel.lookup?.(one, never())).toBe("posted");
    expect(await scene.channel.lookup?.({ ...one, idempotencyKey: "other" }, never())).toBe("absent");
  });

  it("is looked for after what it answers, else two weeks back: not in all that was ever said", async () => {
    const { ts } = scene.platform.say("U024LIN", "a question", { silent: true });
    await scene.channel.lookup?.(delivery(again, { replyTo: ts }), never());
    await scene.channel.lookup?.(delivery(again, { replyTo: "command:1.2.3" }), never());
    const oldest = scene.platform.calls("conversations.history").map(({ payload }) => String(payload.oldest));
    expect(oldest[0]).toBe(ts);
    const days = (Date.now() / 1_000 - Number(oldest[3]?.split(".")[0])) / 86_400;
    expect(days).toBeCloseTo(14, 2);
  });

  it("cannot be told when only a part of it is there, or Slack does not show the history", async () => {
    scene.platform.fail("chat.postMessage", { status: 502, accepted: true });
    const long = delivery({ text: "&".repeat(9_000) });
    expect((await scene.channel.send(long, never())).outcome).toBe("unknown");
    expect(await scene.channel.lookup?.(long, never())).toBe("cannot_tell");
    for (const fault of [{ error: "missing_scope" }, { status: 500 }, { status: 429, retryAfter: 1 }]) {
      scene.platform.fail("conversations.history", fault);
      expect(await scene.channel.lookup?.(delivery(again), never())).toBe("cannot_tell");
    }
  });
});

describe("answers shown to the customer alone", () => {
  const reply = () => ({
    token: scene.platform.responseUrl("U024LIN", "C024HELP"),
    expiresAt: Date.now() + 60_000,
  });

  it("say that what follows comes in the direct message", async () => {
    const result = await scene.channel.send(delivery({ text: "正在处理" }, { reply: reply() }), never());
    expect(result).toEqual({ outcome: "sent", ids: [] });
    const raw = JSON.stringify(scene.platform.sent("C024HELP")[0]?.raw);
    expect(raw).toContain("之后的回复会发到我和您的私信里");
    expect(raw).toContain('"response_type":"ephemeral"');
    expect(scene.platform.sent("D024LIN")).toEqual([]);
  });

  it("are five at most: the sixth goes to the direct message, without another try", async () => {
    const handle = reply();
    for (let n = 1; n <= 6; n += 1) {
      await scene.channel.send(
        delivery({ text: `answer ${n}` }, { reply: handle, idempotencyKey: `m${n}` }),
        never(),
      );
    }
    expect(scene.platform.sent("C024HELP")).toHaveLength(5);
    expect(scene.platform.sent("D024LIN")).toMatchObject([{ shown: "answer 6" }]);
    expect(scene.platform.calls("response_url")).toHaveLength(5);
  });

  it.each([[{ status: 404 }], [{ status: 429, retryAfter: 1 }]])(
    "go to the direct message when Slack takes nothing at their address (%j)",
    async (fault) => {
      scene.platform.fail("response_url", fault);
      const result = await scene.channel.send(delivery({ text: "answer" }, { reply: reply() }), never());
      expect(result.outcome).toBe("sent");
      expect(scene.platform.sent("D024LIN")).toMatchObject([{ shown: "answer" }]);
    },
  );

  it("go to the direct message after their half hour", async () => {
    const late = { ...reply(), expiresAt: Date.now() - 1 };
    await scene.channel.send(delivery({ text: "answer" }, { reply: late }), never());
    expect(scene.platform.sent("D024LIN")).toHaveLength(1);
    expect(scene.platform.calls("response_url")).toHaveLength(0);
  });

  it("are not repeated when nobody can tell whether they were shown", async () => {
    scene.platform.fail("response_url", { drop: "after" });
    const one = delivery({ text: "answer" }, { reply: reply() });
    expect((await scene.channel.send(one, never())).outcome).toBe("unknown");
    expect(scene.platform.sent("D024LIN")).toEqual([]);
    expect(await scene.channel.lookup?.(one, never())).toBe("cannot_tell");
  });

  it("are posted to no address but Slack's", async () => {
    const token = "https://evil.example/hook";
    await scene.channel.send(delivery({ text: "answer" }, { reply: { ...reply(), token } }), never());
    expect(scene.platform.sent("D024LIN")).toHaveLength(1);
  });
});
