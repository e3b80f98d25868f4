import { describe, expect, it } from "vitest";
import type { OutboundPart } from "../../src/channel/contract.ts";
import { render } from "../../src/channel/render.ts";
import { ROOM_BUTTONS, type StaffRoom } from "../../src/channel/staff.ts";
import { never, slackScene } from "./slack-scene.ts";

const ROOM = "C024STAFF";
const scene = slackScene("HTTP", { SLACK_STAFF_CHANNEL_ID: ROOM });

function staff(): StaffRoom {
  if (!scene.channel.staff) throw new Error("no room");
  return scene.channel.staff;
}

function said(text: string, more: Partial<OutboundPart> = {}): OutboundPart {
  return { text, choices: [], files: [], ...more };
}

const buttons = ROOM_BUTTONS.map((token) => ({ token, label: token }));
const card = said("**Lin** asks for a person", { choices: buttons });

async function opened(key = "case-1", title = "🔴 KF-1 · 林 · urgent"): Promise<string> {
  const result = await staff().open({ idempotencyKey: key, title, card }, never());
  if (result.outcome !== "opened") throw new Error(`${result.outcome}: ${result.detail}`);
  return result.thread;
}

const post = (thread: string, text: string, idempotencyKey = "post-1") =>
  staff().post({ idempotencyKey, thread, part: said(text) }, never());

describe("a staff's channel", () => {
  it("is there only when it is named, under the account's name", async () => {
    expect(staff().id).toBe(`${scene.channel.account}/${ROOM}`);
    await scene.reopen({ SLACK_STAFF_CHANNEL_ID: "C024OTHER" });
    expect(staff().id).toBe(`${scene.channel.account}/C024OTHER`);
  });

  it("opens a thread with the title as the card's first line, and its buttons", async () => {
    const thread = await opened();
    const [sent] = scene.platform.sent(ROOM);
    expect(sent).toMatchObject({
      ts: thread,
      shown: "🔴 KF-1 · 林 · urgent\n\nLin asks for a person",
      buttons: ROOM_BUTTONS.map((token) => ({ label: token, actionId: `choice:${token}` })),
      raw: { metadata: { event_type: "kefu_case", event_payload: { key: "case-1" } } },
    });
  });

  it.each([149, 150, 151])("takes a title of %i Chinese characters and emoji", async (length) => {
    await opened("case-1", `${"题".repeat(length - 2)}😀`);
    const [title = ""] = scene.platform.sent(ROOM)[0]?.shown.split("\n\n") ?? [];
    expect(title.length).toBeLessThanOrEqual(150);
    expect(title.startsWith("题".repeat(147))).toBe(true);
    expect(scene.platform.calls("chat.postMessage")).toHaveLength(1);
  });

  it.each([2_999, 3_000, 3_001, 8_999, 9_000, 9_001])(
    "posts a text of %i Chinese characters and emoji in the thread, whole and in order",
    async (length) => {
      const thread = await opened();
      const text = `${"字".repeat(length - 2)}😀`;
      const parts = render(said(text), staff().capabilities);
      for (const [index, part] of parts.entries()) {
        const result = await staff().post({ idempotencyKey: `post-${index}`, thread, part }, never());
        expect(result.outcome).toBe("sent");
      }
      const sent = scene.platform.sent(ROOM).filter((one) => one.thread === thread);
      expect(sent.map(({ shown }) => shown.replaceAll("\n\n", "")).join("")).toBe(text);
    },
  );

  it("cannot be made to call the channel or a person, by a title, a card or a post", async () => {
    const evil = "<!channel> <@U024LIN>";
    const thread = await opened("case-1", evil);
    await staff().post({ idempotencyKey: "p", thread, part: said(evil) }, never());
    await staff().change({ thread, id: thread, part: said(evil) }, never());
    for (const method of ["chat.postMessage", "chat.update"]) {
      for (const { payload } of scene.platform.calls(method)) {
        const { metadata: _, blocks, ...rest } = payload;
        // A header is plain text to Slack; everything else is its markup.
        const read = (blocks as { type: string }[]).filter(({ type }) => type !== "header");
        expect(JSON.stringify([rest, read])).not.toMatch(/<[!@]/);
      }
    }
  });

  it("changes the card and keeps its title, also after a restart", async () => {
    const thread = await opened();
    const part = said("Ana has it", { choices: [{ token: "resolve", label: "Resolve" }] });
    expect(await staff().change({ thread, id: thread, part }, never())).toEqual({
      outcome: "sent",
      ids: [thread],
    });
    await scene.reopen();
    await staff().change({ thread, id: thread, part: said("Resolved") }, never());
    expect(scene.platform.sent(ROOM)).toMatchObject([
      { shown: "🔴 KF-1 · 林 · urgent\n\nResolved", buttons: [] },
    ]);
  });

  it("changes a post in the thread", async () => {
    const thread = await opened();
    const result = await post(thread, "a question");
    const id = result.outcome === "sent" ? (result.ids[0] ?? "") : "";
    await staff().change({ thread, id, part: said("~~a question~~ another") }, never());
    expect(scene.platform.sent(ROOM)[1]?.shown).toBe("a question another");
  });

  it.each(["message_not_found", "cant_update_message", "edit_window_closed"])(
    "says that a message cannot be changed: %s",
    async (error) => {
      const thread = await opened();
      scene.platform.fail("chat.update", { error });
      expect(await staff().change({ thread, id: thread, part: said("x") }, never())).toMatchObject({
        outcome: "failed",
        reason: "bad_format",
      });
    },
  );

  it("marks what was sent, and what was not, and takes back a mark that no longer holds", async () => {
    const thread = await opened();
    const { ts } = scene.platform.write("U024ANA", ROOM, "hello", { thread, silent: true });
    await staff().mark?.({ thread, id: ts, state: "failed" }, never());
    await staff().mark?.({ thread, id: ts, state: "sent" }, never());
    await staff().mark?.({ thread, id: ts, state: "sent" }, never());
    expect([...scene.platform.reactions]).toEqual([`white_check_mark ${ts}`]);
    scene.platform.fail("reactions.add", { error: "missing_scope" });
    await staff().mark?.({ thread, id: ts, state: "failed" }, never());
  });

  it("leaves a resolved case's thread where it is", async () => {
    const thread = await opened();
    const before = scene.platform.calls().length;
    await staff().shelve(thread, never());
    expect(scene.platform.calls()).toHaveLength(before);
    expect((await post(thread, "again")).outcome).toBe("sent");
  });
});

describe("an attempt of which nobody heard the end", () => {
  it.each([{ drop: "after" as const }, { status: 502, accepted: true }])(
    "opens one thread, whatever became of the first (%j)",
    async (fault) => {
      scene.platform.fail("chat.postMessage", fault);
      const thread = { idempotencyKey: "case-1", title: "KF-1", card };
      expect((await staff().open(thread, never())).outcome).toBe("unknown");
      const [sent] = scene.platform.sent(ROOM);
      expect(await staff().open(thread, never())).toEqual({
        outcome: "opened",
        thread: sent?.ts,
        ids: [sent?.ts],
      });
      expect(scene.platform.sent(ROOM)).toHaveLength(1);
    },
  );

  it("opens the thread when the first attempt did not arrive, and looks no second time for a new case", async () => {
    scene.platform.fail("chat.postMessage", { drop: "before" });
    await staff().open({ idempotencyKey: "case-1", title: "KF-1", card }, never());
    await opened();
    const looks = scene.platform.calls("conversations.history").length;
    await opened("case-2");
    expect(scene.platform.sent(ROOM)).toHaveLength(2);
    expect(scene.platform.calls("conversations.history")).toHaveLength(looks);
  });

  it("posts once in the thread, also when the program stopped in between", async () => {
    await scene.start();
    const thread = await opened();
    scene.platform.fail("chat.postMessage", { drop: "after" });
    expect((await post(thread, "a question")).outcome).toBe("unknown");
    await scene.reopen();
    await scene.start();
    const again = await post(thread, "a question");
    const [, sent] = scene.platform.sent(ROOM);
    expect(again).toEqual({ outcome: "sent", ids: [sent?.ts] });
    expect((await opened()) === thread).toBe(true);
    expect(scene.platform.sent(ROOM)).toHaveLength(2);
  });

  it("finishes a post of several messages where it stopped", async () => {
    const thread = await opened();
    scene.platform.fail("chat.postMessage", { status: 502, accepted: true });
    const one = { idempotencyKey: "long", thread, part: said("&".repeat(9_000)) };
    expect((await staff().post(one, never())).outcome).toBe("unknown");
    expect(scene.platform.sent(ROOM)).toHaveLength(2);
    const result = await staff().post(one, never());
    const sent = scene.platform.sent(ROOM).slice(1);
    expect(result).toEqual({ outcome: "sent", ids: sent.map(({ ts }) => ts) });
    expect(sent.map(({ shown }) => shown.replaceAll("\n\n", "")).join("")).toBe("&".repeat(9_000));
  });

  it("waits rather than posts twice while Slack does not show the channel", async () => {
    scene.platform.fail("chat.postMessage", { drop: "after" });
    await staff().open({ idempotencyKey: "case-1", title: "KF-1", card }, never());
    scene.platform.fail("conversations.history", { status: 500 });
    expect(await staff().open({ idempotencyKey: "case-1", title: "KF-1", card }, never())).toMatchObject({
      outcome: "retry",
    });
    expect(scene.platform.sent(ROOM)).toHaveLength(1);
  });

  it("is not begun after it was told to stop", async () => {
    const stop = AbortSignal.abort();
    expect(await staff().open({ idempotencyKey: "case-1", title: "KF-1", card }, stop)).toMatchObject({
      outcome: "retry",
      afterMs: 0,
    });
    expect(scene.platform.calls()).toEqual([]);
  });
});

describe("a room that cannot be posted in", () => {
  it("says that a thread is gone, so that another is opened", async () => {
    const thread = await opened();
    scene.platform.removeThread(thread);
    expect(await post(thread, "hello")).toMatchObject({ outcome: "failed", reason: "space_gone" });
    expect(scene.platform.sent(ROOM)).toEqual([]);
  });

  it.each([
    ["is_archived", "forbidden", "archived"],
    ["not_in_channel", "left", "/invite"],
    ["channel_not_found", "left", "SLACK_STAFF_CHANNEL_ID"],
    ["restricted_action", "forbidden", "may not post"],
  ])("tells the operator what to do about %s, until it works again", async (error, reason, words) => {
    await scene.start();
    scene.platform.closeChannel(ROOM, error);
    const one = { idempotencyKey: "case-1", title: "KF-1", card };
    expect(await staff().open(one, never())).toMatchObject({ outcome: "failed", reason });
    expect(scene.channel.health()).toMatchObject({
      state: "degraded",
      detail: expect.stringContaining(words),
    });
    scene.platform.reopenChannel(ROOM);
    expect((await staff().open(one, never())).outcome).toBe("opened");
    expect(scene.channel.health()).toEqual({ state: "up" });
  });

  it("is looked at once at the start", async () => {
    scene.platform.closeChannel(ROOM, "not_in_channel");
    await scene.channel.start(scene.core.ports);
    await scene.platform.waitFor(() => scene.channel.health().state === "degraded");
    expect(scene.channel.health().detail).toContain("/invite");
  });

  it("names the right to put reactions only where there is a staff's channel", async () => {
    scene.platform.grant(
      "chat:write,im:history,im:write,app_mentions:read,channels:history,commands,files:read,files:write,users:read",
    );
    await scene.channel.start(scene.core.ports);
    expect(scene.channel.health().detail).toContain("reactions:write");
  });

  it("waits as long as Slack asks", async () => {
    scene.platform.fail("chat.postMessage", { status: 429, retryAfter: 7 });
    expect(await staff().open({ idempotencyKey: "case-1", title: "KF-1", card }, never())).toMatchObject({
      outcome: "retry",
      afterMs: 7_000,
      scope: "space",
    });
    expect((await opened()).length).toBeGreaterThan(5);
    expect(scene.platform.sent(ROOM)).toHaveLength(1);
  });
});
