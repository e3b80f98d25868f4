import { describe, expect, it } from "vitest";
import { ROOM_BUTTONS, type StaffRoom } from "../../src/channel/staff.ts";
import { never, settled, slackScene, type Way } from "./slack-scene.ts";

const ROOM = "C024STAFF";
const ANA = "U024ANA";
const BOT = "<@U024KEFU>";

describe.each<Way>(["Socket Mode", "HTTP"])("what happens in the staff's channel, by %s", (way) => {
  const scene = slackScene(way, { SLACK_STAFF_CHANNEL_ID: ROOM });
  const acked = () => scene.platform.waitFor(() => scene.platform.pending() === 0);

  function staff(): StaffRoom {
    if (!scene.channel.staff) throw new Error("no room");
    return scene.channel.staff;
  }

  /** A started channel with one case. */
  async function opened(): Promise<string> {
    await scene.start();
    const choices = ROOM_BUTTONS.map((token) => ({ token, label: token }));
    const card = { text: "Lin asks for a person", choices, files: [] };
    const result = await staff().open({ idempotencyKey: "case-1", title: "KF-1 · Lin", card }, never());
    if (result.outcome !== "opened") throw new Error(result.detail);
    return result.thread;
  }

  it("is handed in as the staff's, with who wrote it and in which thread", async () => {
    const thread = await opened();
    const { ts } = scene.platform.write(ANA, ROOM, "is this the same as &lt;KF-0&gt;?", { thread });
    await acked();
    expect(scene.core.events).toEqual([
      {
        key: `${ROOM}:${ts}`,
        at: expect.any(Number),
        staff: true,
        kind: "message",
        space: { id: ROOM, kind: "channel", thread },
        actor: { id: "T024WORKS:U024ANA", name: "ana", locale: "en-US" },
        addressed: "ambient",
        msgId: ts,
        text: "is this the same as <KF-0>?",
        files: [],
      },
    ]);
  });

  it("brings a press of each of the card's buttons, with the card's thread", async () => {
    const thread = await opened();
    const [card] = scene.platform.sent(ROOM);
    if (!card) throw new Error("no card");
    for (const token of ROOM_BUTTONS) scene.platform.press(ANA, card, token);
    await acked();
    expect(scene.core.events.map((event) => (event.kind === "press" ? event.token : ""))).toEqual([
      ...ROOM_BUTTONS,
    ]);
    for (const event of scene.core.events) {
      expect(event).toMatchObject({
        staff: true,
        space: { id: ROOM, kind: "channel", thread },
        actor: { id: "T024WORKS:U024ANA", name: "ana" },
        msgId: thread,
      });
      expect(event.reply).toBeUndefined();
    }
    expect(scene.platform.calls("conversations.open")).toEqual([]);
  });

  it.each([
    [`${BOT} resolve`, "resolve", ""],
    [`${BOT}  Claim`, "claim", ""],
    [`${BOT} r 您好，请再试一次\n谢谢`, "r", "您好，请再试一次\n谢谢"],
    [`${BOT} r! it is safe`, "r", "! it is safe"],
    [`${BOT} note seen before`, "note", "seen before"],
    [`${BOT} snooze 2h`, "snooze", "2h"],
    [`${BOT} /link abcde-fghij`, "link", "abcde-fghij"],
    [`${BOT}`, "help", ""],
    [`${BOT} reslove`, "reslove", ""],
  ])("takes %j for the command %s", async (text, name, args) => {
    const thread = await opened();
    const { ts } = scene.platform.write(ANA, ROOM, text, { thread });
    await acked();
    expect(scene.core.events).toMatchObject([
      { kind: "command", name, args, msgId: ts, staff: true, space: { thread }, addressed: "mention" },
    ]);
  });

  it("takes a call that is no command, or stands further back, for a remark", async () => {
    const thread = await opened();
    scene.platform.write(ANA, ROOM, `${BOT} 我来处理`, { thread });
    scene.platform.write(ANA, ROOM, `r what does ${BOT} say?`, { thread });
    await acked();
    expect(scene.core.events).toMatchObject([
      { kind: "message", text: "我来处理", staff: true },
      { kind: "message", staff: true },
    ]);
  });

  it("leaves the staff's own talk alone, and answers a call beside the threads in a thread of its own", async () => {
    await opened();
    const talk = scene.platform.write(ANA, ROOM, "lunch?");
    scene.platform.write(ANA, ROOM, "noon", { thread: talk.ts });
    const { ts } = scene.platform.write(ANA, ROOM, `${BOT} link abcde-fghij`);
    await acked();
    expect(scene.core.events).toMatchObject([
      { kind: "command", name: "link", args: "abcde-fghij", space: { id: ROOM, thread: ts }, staff: true },
    ]);
  });

  it("takes a code for linking in a direct message as well, and no other word for one", async () => {
    await scene.start();
    scene.platform.say(ANA, "link abcde-fghij-23456");
    scene.platform.say(ANA, "link to the help page");
    await acked();
    expect(scene.core.events).toMatchObject([
      { kind: "command", name: "link", args: "abcde-fghij-23456", space: { kind: "dm" } },
      { kind: "message", text: "link to the help page" },
    ]);
    expect(scene.core.events.some(({ staff: inRoom }) => inRoom)).toBe(false);
  });

  it("sends what stands in a message by the shortcut, once", async () => {
    const thread = await opened();
    const said = scene.platform.write(ANA, ROOM, "please try again", { thread });
    await acked();
    scene.platform.shortcut("U024BEN", said, "reply_to_customer");
    scene.platform.shortcut("U024BEN", said, "reply_to_customer");
    await acked();
    expect(scene.core.events.slice(1)).toMatchObject([
      {
        kind: "command",
        name: "r",
        args: "please try again",
        msgId: said.ts,
        staff: true,
        space: { id: ROOM, thread },
        actor: { id: "T024WORKS:U024BEN", name: "ben" },
      },
    ]);
  });

  it("explains the shortcut where there is nothing to send, to whoever pressed and nobody else", async () => {
    const thread = await opened();
    const outside = scene.platform.write(ANA, "C024HELP", "hello", { silent: true });
    const command = scene.platform.write(ANA, ROOM, `${BOT} r hello`, { thread, silent: true });
    for (const on of [outside, command, { ts: thread, channel: ROOM }]) {
      scene.platform.shortcut(ANA, on, "reply_to_customer");
    }
    await settled(() => scene.platform.calls("response_url").length === 3);
    expect(scene.core.events).toEqual([]);
    const told = scene.platform.calls("response_url").map(({ payload }) => String(payload.text));
    expect(told.filter((text) => text.includes("Nothing was sent"))).toHaveLength(2);
    expect(told.filter((text) => text.includes("for support staff"))).toHaveLength(1);
  });

  it("tells of edits and deletions in a thread, and not of previews", async () => {
    const thread = await opened();
    const said = scene.platform.write(ANA, ROOM, "see https://example.com", { thread });
    scene.platform.edit(said, "see https://example.com");
    scene.platform.edit(said, "never mind");
    scene.platform.remove(said);
    await acked();
    expect(scene.core.events.slice(1)).toMatchObject([
      { kind: "edit", text: "never mind", msgId: said.ts, staff: true, space: { id: ROOM, thread } },
      { kind: "delete", msgIds: [said.ts], staff: true, space: { id: ROOM, thread } },
    ]);
  });

  it("brings files by Slack's own ids, also with a command", async () => {
    const thread = await opened();
    const files = [{ id: "F024A", name: "steps.pdf", mimetype: "application/pdf", size: 12 }];
    scene.platform.write(ANA, ROOM, "", { thread, files });
    scene.platform.write(ANA, ROOM, `${BOT} r these are the steps`, { thread, files });
    await acked();
    const ref = { id: "F024A", kind: "document", name: "steps.pdf", mime: "application/pdf", bytes: 12 };
    expect(scene.core.events).toMatchObject([
      { kind: "message", text: "", files: [ref], staff: true },
      { kind: "command", name: "r", args: "these are the steps", files: [ref], staff: true },
    ]);
  });

  it("never hears itself or another bot", async () => {
    const thread = await opened();
    await staff().post(
      { idempotencyKey: "p", thread, part: { text: "from Lin", choices: [], files: [] } },
      never(),
    );
    scene.platform.write("U024KEFU", ROOM, "from Lin", { thread, with: { bot_id: "B024KEFU" } });
    scene.platform.write("U024OTHER", ROOM, "build failed", { thread, with: { bot_id: "B1" } });
    await acked();
    expect(scene.core.events).toEqual([]);
  });

  it("is never a customer's: words there open no conversation, called or not", async () => {
    const thread = await opened();
    for (const text of [`${BOT} how do I reset my password?`, "and my phone?"]) {
      scene.platform.write(ANA, ROOM, text, { thread });
    }
    await acked();
    expect(scene.core.events.every(({ staff: inRoom }) => inRoom === true)).toBe(true);
  });

  it("keeps one of an event that Slack sends again", async () => {
    const thread = await opened();
    scene.platform.deliveries.setDeadline(150);
    scene.core.refuse(2);
    const { body } = scene.platform.write(ANA, ROOM, "once", { thread });
    await acked();
    scene.platform.deliver({ ...body, event_id: "EvOther" });
    await acked();
    expect(scene.core.texts()).toEqual(["once"]);
  });

  it("reads after a restart what was written meanwhile, in a thread where nobody had written before", async () => {
    const thread = await opened();
    await settled(() => (scene.core.cursors.get("places") ?? "").includes(thread));
    await scene.reopen();
    scene.platform.write(ANA, ROOM, "while you were away", { thread, silent: true });
    scene.platform.write(ANA, ROOM, `${BOT} resolve`, { thread, silent: true });
    scene.platform.write(ANA, ROOM, "lunch?", { silent: true });
    await scene.start();
    await scene.stored(2);
    expect(scene.core.events).toMatchObject([
      { kind: "message", text: "while you were away", staff: true, space: { id: ROOM, thread } },
      { kind: "command", name: "resolve", staff: true, space: { id: ROOM, thread } },
    ]);
  });
});
