import { describe, expect, it } from "vitest";
import { delivery, never, settled, slackScene, type Way } from "./slack-scene.ts";

const LIN = "U024LIN";
const HELP = "C024HELP";

describe.each<Way>(["Socket Mode", "HTTP"])("receiving by %s", (way) => {
  const scene = slackScene(way);
  const acked = () => scene.platform.waitFor(() => scene.platform.pending() === 0);

  it("hands on what customers write, in the order they wrote it, with what Slack knows of them", async () => {
    await scene.start();
    const said = ["一", "二", "三"].map((text) => scene.platform.say(LIN, text));
    await acked();
    expect(scene.core.texts()).toEqual(["一", "二", "三"]);
    expect(scene.core.events[0]).toMatchObject({
      key: `D024LIN:${said[0]?.ts}`,
      kind: "message",
      space: { id: "D024LIN", kind: "dm" },
      actor: { id: "T024WORKS:U024LIN", name: "lin", locale: "zh-CN" },
      addressed: "dm",
      msgId: said[0]?.ts,
    });
  });

  it("acknowledges only what is committed, and well within three seconds", async () => {
    await scene.start();
    scene.core.onReceive(() => {
      expect(scene.platform.deliveries.all.filter(({ state }) => state === "acked")).toEqual([]);
    });
    scene.platform.say(LIN, "hello");
    await acked();
    expect(scene.platform.deliveries.all.map(({ state, tries }) => [state, tries])).toEqual([["acked", 1]]);
    expect(scene.platform.deliveries.all).toMatchObject([{ late: 0, tries: 1 }]);
  });

  it("stores one of an event that Slack sends again because the store is slow", async () => {
    await scene.start();
    scene.platform.deliveries.setDeadline(100);
    const { ports } = scene.core;
    const receive = ports.receive;
    let first = true;
    ports.receive = async (batch) => {
      if (first) {
        first = false;
        await scene.platform.waitFor(() => (scene.platform.deliveries.all[0]?.late ?? 0) > 0);
      }
      return receive(batch);
    };
    scene.platform.say(LIN, "hello");
    await acked();
    expect(scene.platform.deliveries.all[0]?.tries).toBeGreaterThan(1);
    expect(scene.core.texts()).toEqual(["hello"]);
  });

  it("stores what one customer writes in order, also when the first takes the store longer", async () => {
    await scene.start();
    const { ports } = scene.core;
    const receive = ports.receive;
    let first = true;
    ports.receive = async (batch) => {
      if (first) {
        first = false;
        await scene.platform.waitFor(() => scene.platform.deliveries.all[1]?.tries === 1);
        // The second is on its way: give it every chance to overtake.
        for (let turn = 0; turn < 200; turn += 1) await new Promise((resolve) => setImmediate(resolve));
      }
      return receive(batch);
    };
    scene.platform.say(LIN, "one");
    scene.platform.say(LIN, "two");
    await acked();
    expect(scene.core.texts()).toEqual(["one", "two"]);
  });

  it("gets an event again when the store refused it, and loses nothing", async () => {
    await scene.start();
    scene.platform.deliveries.setDeadline(150);
    scene.core.refuse(2);
    scene.platform.say(LIN, "hello");
    await acked();
    expect(scene.core.texts()).toEqual(["hello"]);
    expect(scene.platform.deliveries.all[0]?.tries).toBe(3);
    expect(scene.lines.join()).toContain("not stored");
  });

  it("reads in the history what Slack gave up on while the store refused", async () => {
    await scene.start();
    scene.platform.say(LIN, "before");
    await acked();
    scene.platform.deliveries.setDeadline(150);
    scene.core.refuse(3);
    scene.platform.say(LIN, "given up");
    await acked();
    expect(scene.platform.deliveries.all[1]?.state).toBe("given up");
    scene.platform.say(LIN, "after");
    await acked();
    expect(scene.core.texts()).toEqual(["before", "after"]);
    await scene.passTime();
    await scene.stored(3);
    expect(scene.core.texts()).toEqual(["before", "after", "given up"]);
  });

  it("keeps one of a message that comes many times, under whichever event_id", async () => {
    await scene.start();
    const { body } = scene.platform.say(LIN, "again");
    for (let time = 0; time < 4; time += 1) scene.platform.deliver({ ...body, event_id: `EvOther${time}` });
    scene.platform.deliver(body);
    await acked();
    expect(scene.core.texts()).toEqual(["again"]);
    expect(scene.core.all).toHaveLength(6);
  });

  it("takes a mention once, though Slack tells it twice, and hears the customer in that thread", async () => {
    await scene.start();
    const { ts } = scene.platform.write(LIN, HELP, "<@U024KEFU> how do I reset my password?");
    await acked();
    const inThread = { id: HELP, kind: "channel", thread: ts };
    expect(scene.core.events).toMatchObject([
      { kind: "message", text: "how do I reset my password?", addressed: "mention", space: inThread },
    ]);
    scene.platform.write("U024MEI", HELP, "I had that too", { thread: ts });
    scene.platform.write(LIN, HELP, "and then?", { thread: ts });
    scene.platform.write(LIN, HELP, "lunch?");
    await acked();
    expect(scene.core.texts()).toEqual(["how do I reset my password?", "and then?"]);
    expect(scene.core.events[1]).toMatchObject({ addressed: "reply", space: inThread });
  });

  it("still hears the customer in the thread after a restart", async () => {
    await scene.start();
    const { ts } = scene.platform.write(LIN, HELP, "<@U024KEFU> hello");
    await acked();
    await scene.reopen();
    await scene.start();
    scene.platform.write(LIN, HELP, "and then?", { thread: ts });
    await acked();
    await scene.stored(2);
    expect(scene.core.texts()).toEqual(["hello", "and then?"]);
  });

  it("tells edits and deletions, and takes no preview of a link for an edit", async () => {
    await scene.start();
    const said = scene.platform.say(LIN, "old");
    scene.platform.edit(said, "new");
    scene.platform.remove(said);
    await acked();
    expect(scene.core.events).toMatchObject([
      { kind: "message", text: "old" },
      { kind: "edit", text: "new", msgId: said.ts },
      { kind: "delete", msgIds: [said.ts] },
    ]);
  });

  it("takes files by Slack's own id", async () => {
    await scene.start();
    const files = [{ id: "F024A", name: "screen.png", mimetype: "image/png", size: 12 }];
    scene.platform.say(LIN, "this one", { files });
    await acked();
    expect(scene.core.events).toMatchObject([
      { kind: "message", text: "this one", files: [{ id: "F024A", kind: "image", name: "screen.png" }] },
    ]);
  });

  it("knows people of other organisations by team and user, though Slack tells nothing of them", async () => {
    scene.platform.hide("U0EXT");
    await scene.start();
    scene.platform.write("U0EXT", HELP, "<@U024KEFU> hello", {
      with: { user_team: "T0OTHER", source_team: "T0OTHER" },
    });
    await acked();
    expect(scene.core.events.map(({ actor }) => actor)).toEqual([{ id: "T0OTHER:U0EXT" }]);
  });

  it("waits for no name: a message is stored although Slack never answers who wrote it", async () => {
    await scene.start();
    scene.platform.fail("users.info", { hang: "before" });
    scene.platform.say(LIN, "hello");
    await acked();
    expect(scene.core.events).toMatchObject([{ text: "hello", actor: { id: "T024WORKS:U024LIN" } }]);
    expect(scene.platform.deliveries.all[0]?.ackMs[0]).toBeLessThan(3_000);
  });

  it("opens the direct message for a slash command, and answers where it was given, to the customer alone", async () => {
    await scene.start();
    scene.platform.command(LIN, HELP, "my transfer has not arrived");
    await acked();
    const [event] = await scene.stored(1);
    expect(event).toMatchObject({
      kind: "message",
      text: "my transfer has not arrived",
      space: { id: "D024LIN", kind: "dm" },
      addressed: "command",
    });
    const reply = event?.reply ?? { token: "", expiresAt: 0 };
    const choices = [{ token: "t1", label: "Yes" }];
    await scene.channel.send(delivery({ text: "On its way", choices }, { reply }), never());
    const [shown] = scene.platform.sent(HELP);
    expect(shown).toMatchObject({ shown: "On its way", ephemeral: true });
    if (!shown) throw new Error("not shown");
    scene.platform.press(LIN, shown, "Yes");
    await acked();
    expect(scene.core.events[1]).toMatchObject({
      kind: "press",
      token: "t1",
      space: { id: "D024LIN", kind: "dm" },
    });
    expect(scene.core.events[1]?.reply?.token).not.toBe(reply.token);
  });

  it("answers a slash command given in the bot's own direct message right there", async () => {
    await scene.start();
    scene.platform.command(LIN, "D024LIN", "human");
    await acked();
    const [event] = await scene.stored(1);
    expect(event).toMatchObject({
      kind: "command",
      name: "human",
      space: { id: "D024LIN" },
      addressed: "dm",
    });
    expect(event).not.toHaveProperty("reply");
  });

  it("takes shortcuts, alone and on a message", async () => {
    await scene.start();
    scene.platform.shortcut(LIN);
    const said = scene.platform.write("U024MEI", HELP, "how do I change the language?");
    scene.platform.shortcut(LIN, said);
    await acked();
    expect(scene.core.events).toMatchObject([
      { kind: "command", name: "start", space: { id: "D024LIN", kind: "dm" } },
      { kind: "message", text: "how do I change the language?", space: { id: "D024LIN", kind: "dm" } },
    ]);
  });

  it("goes on in a direct message after the press of a private choice, and says so beside the button", async () => {
    await scene.start();
    const space = { id: HELP, kind: "channel" as const, thread: "1790000000.000001" };
    const choices = [{ token: "p1", label: "Go on in private", private: true as const }];
    await scene.channel.send(delivery({ text: "Better in private", choices }, { space }), never());
    const [question] = scene.platform.sent(HELP);
    if (!question) throw new Error("not sent");
    scene.platform.press("U024MEI", question, "Go on in private");
    await acked();
    expect(scene.core.events).toMatchObject([
      { kind: "command", name: "start", args: "p1", space: { id: "D024MEI", kind: "dm" } },
    ]);
    await scene.platform.waitFor(() => scene.platform.sent(HELP).length === 2);
    expect(scene.platform.sent(HELP)[1]).toMatchObject({
      ephemeral: true,
      shown: expect.stringContaining("direct message"),
    });
  });

  it("tells the customer when no direct message can be opened", async () => {
    await scene.start();
    scene.platform.fail("conversations.open", { error: "cannot_dm_bot" });
    scene.platform.command(LIN, HELP, "hello");
    await acked();
    await scene.platform.waitFor(() => scene.platform.sent(HELP).length === 1);
    expect(scene.platform.sent(HELP)[0]?.shown).toContain("私信没能打开");
    expect(scene.core.events).toEqual([]);
  });

  it("presses buttons in direct messages and in threads", async () => {
    await scene.start();
    const thread = { id: HELP, kind: "channel" as const, thread: "1790000000.000001" };
    const choices = [{ token: "t1", label: "Yes" }];
    await scene.channel.send(delivery({ text: "here?", choices }), never());
    await scene.channel.send(delivery({ text: "there?", choices }, { space: thread }), never());
    for (const message of scene.platform.sent()) scene.platform.press(LIN, message, "Yes");
    await acked();
    expect(scene.core.events).toMatchObject([
      {
        kind: "press",
        token: "t1",
        space: { id: "D024LIN", kind: "dm" },
        msgId: scene.platform.sent("D024LIN")[0]?.ts,
      },
      { kind: "press", token: "t1", space: thread, addressed: "reply" },
    ]);
  });

  it("tells somebody who presses another's button whose it is, and takes it for no word in the thread", async () => {
    await scene.start();
    const { ts } = scene.platform.write(LIN, HELP, "<@U024KEFU> hello");
    await acked();
    const space = { id: HELP, kind: "channel" as const, thread: ts };
    await scene.channel.send(
      delivery({ text: "?", choices: [{ token: "t1", label: "Yes" }] }, { space }),
      never(),
    );
    const [question] = scene.platform.sent(HELP);
    if (!question) throw new Error("not sent");
    const { ports } = scene.core;
    const receive = ports.receive;
    ports.receive = async (batch) =>
      (await receive(batch)).map((receipt) => ({
        ...receipt,
        outcome: receipt.key.startsWith("press:") ? "ignored" : receipt.outcome,
      }));
    scene.platform.press("U024MEI", question, "Yes");
    await scene.platform.waitFor(() => scene.platform.sent(HELP).length === 2);
    expect(scene.platform.sent(HELP)[1]).toMatchObject({
      ephemeral: true,
      shown: expect.stringContaining("Mention me"),
    });
    scene.platform.write("U024MEI", HELP, "lunch?", { thread: ts });
    await acked();
    expect(scene.core.texts()).toEqual(["hello"]);
  });

  it("greets in the home tab, where a press begins a conversation", async () => {
    await scene.start();
    scene.platform.openHome(LIN);
    await scene.platform.waitFor(() => scene.platform.calls("views.publish").length === 1);
    const { payload } = scene.platform.calls("views.publish")[0] ?? {};
    expect(payload).toMatchObject({ user_id: LIN, view: { type: "home" } });
    expect(JSON.stringify(payload?.view)).toContain("转人工客服");
  });

  it("offers at most four prompts in the assistant's pane, and answers in its thread", async () => {
    await scene.start();
    const { channel, thread } = scene.platform.openAssistant(LIN);
    await scene.platform.waitFor(
      () => scene.platform.calls("assistant.threads.setSuggestedPrompts").length === 1,
    );
    const { payload } = scene.platform.calls("assistant.threads.setSuggestedPrompts")[0] ?? {};
    const prompts = payload?.prompts as { title: string; message: string }[];
    expect(prompts.length).toBeLessThanOrEqual(4);
    scene.platform.say(LIN, prompts[0]?.message ?? "", { thread });
    await acked();
    const space = { id: channel, kind: "dm" as const, thread };
    expect(scene.core.events).toMatchObject([{ kind: "command", name: "menu", space }]);
    await scene.channel.typing?.(space, never());
    expect(scene.platform.calls("assistant.threads.setStatus")).toHaveLength(1);
    await scene.channel.typing?.({ id: channel, kind: "dm" }, never());
    expect(scene.platform.calls("assistant.threads.setStatus")).toHaveLength(1);
  });

  it("passes over what it cannot read and takes the next one", async () => {
    await scene.start();
    scene.platform.deliveries.setDeadline(100);
    scene.platform.deliver({ type: "event_callback", event: { type: "message", text: 7 } });
    scene.platform.deliver({ type: "app_rate_limited", team_id: "T024WORKS", minute_rate_limited: 1 });
    scene.platform.say(LIN, "still here");
    await acked();
    expect(scene.core.texts()).toEqual(["still here"]);
    expect(scene.lines.join()).toContain("not understood");
    // The SDK cannot read this envelope at all: unguarded, that would have ended the process.
    expect(scene.lines.join()).toMatch(/leaves events out|envelope not understood/);
  });

  it("reads after a restart what was written meanwhile, with corrections, and stores nothing twice", async () => {
    await scene.start();
    scene.platform.say(LIN, "before");
    const { ts } = scene.platform.write(LIN, HELP, "<@U024KEFU> first");
    await acked();
    await scene.channel.stop();
    const missed = scene.platform.say(LIN, "while it was dwon", { silent: true });
    scene.platform.edit(missed, "while it was down", { silent: true });
    scene.platform.write(LIN, HELP, "and then?", { thread: ts, silent: true });
    scene.platform.write("U024MEI", HELP, "<@U024KEFU> me too", { silent: true });
    await scene.reopen();
    await scene.start();
    await scene.stored(6);
    expect(
      scene.core.events.map((event) => ("text" in event ? `${event.kind}: ${event.text}` : event.kind)),
    ).toEqual([
      "message: before",
      "message: first",
      "message: while it was down",
      "edit: while it was down",
      "message: and then?",
      "message: me too",
    ]);
  });

  it("keeps to Slack's pace in the history, and waits as long as Slack asks", async () => {
    await scene.start();
    for (const user of ["U024A", "U024B", "U024C"]) scene.platform.say(user, "hello");
    await acked();
    await scene.channel.stop();
    scene.waits.length = 0;
    scene.platform.fail("conversations.history", { status: 429, retryAfter: 30 });
    scene.platform.say("U024A", "missed", { silent: true });
    await scene.reopen();
    await scene.start();
    await scene.stored(4);
    await settled(() => scene.waits.length >= 4);
    expect(scene.waits).toEqual([30_000, 1_250, 1_250, 1_250]);
  });

  it("takes nothing in after it was stopped, and leaves it at Slack", async () => {
    await scene.start();
    await scene.channel.stop();
    scene.platform.say(LIN, "later");
    expect(scene.channel.health().state).toBe("stopped");
    if (way === "HTTP") await acked();
    expect(scene.core.texts()).toEqual([]);
    expect(scene.platform.deliveries.all[0]?.state).not.toBe("acked");
  });

  it("starts although Slack is away, and comes up later", async () => {
    scene.platform.fail("auth.test", { status: 502, times: 2 });
    scene.platform.fail("auth.test", { drop: "before" });
    await scene.channel.start(scene.core.ports);
    expect(scene.channel.health().state).toBe("down");
    await settled(() => scene.channel.health().state === "up");
    expect(scene.waits.slice(0, 3)).toEqual([1_000, 2_000, 4_000]);
    expect(scene.platform.calls("auth.test")).toHaveLength(4);
    scene.platform.say(LIN, "hello");
    await acked();
    expect(scene.core.texts()).toEqual(["hello"]);
  });

  it("stops this account alone when the bot token is refused, and says what to do", async () => {
    scene.platform.fail("auth.test", { error: "invalid_auth" });
    await scene.channel.start(scene.core.ports);
    await settled(() => scene.channel.health().state === "down");
    expect(scene.channel.health().detail).toContain("SLACK_BOT_TOKEN");
    expect(scene.platform.calls("auth.test")).toHaveLength(1);
  });

  it("says which scopes the app lacks", async () => {
    scene.platform.grant("chat:write,im:history,app_mentions:read,channels:history,commands,users:read");
    await scene.channel.start(scene.core.ports);
    await settled(() => scene.channel.health().state === "degraded");
    expect(scene.channel.health().detail).toContain("im:write");
  });

  it("writes no token and no word of a customer's into its log", async () => {
    scene.platform.fail("auth.test", { status: 502 });
    await scene.channel.start(scene.core.ports);
    await settled(() => scene.channel.health().state === "up");
    scene.platform.deliveries.setDeadline(150);
    scene.core.refuse(1);
    scene.platform.say(LIN, "my private words");
    scene.platform.deliver({
      type: "event_callback",
      event: { type: "message", text: "my private words", ts: 1 },
    });
    await acked();
    const log = scene.lines.join("\n");
    for (const secret of [
      scene.platform.token,
      scene.platform.appToken,
      scene.platform.signingSecret,
      "my private words",
      "ticket=",
    ]) {
      expect(log).not.toContain(secret);
    }
  });
});
