import { describe, expect, it } from "vitest";
import type { OutboundPart } from "../../src/channel/contract.ts";
import type { StaffRoom } from "../../src/channel/staff.ts";
import { applicationId, botUser, forumId, guildId, lin, officeId } from "../fakes/discord-ids.ts";
import { discordScene, never, settled } from "./discord-scene.ts";

const card: OutboundPart = {
  text: "**K-7F3Q** · Lin Wei\n怎么充值?",
  choices: [
    { token: "claim", label: "接手" },
    { token: "resolve", label: "已解决" },
    { token: "snooze", label: "稍后" },
  ],
  files: [],
};
const plain = (text: string): OutboundPart => ({ text, choices: [], files: [] });
const OPEN = { forum: "POST /channels/:id/threads", text: "POST /channels/:id/messages/:id/threads" };
const POST = "POST /channels/:id/messages";
const EDIT = "PATCH /channels/:id/messages/:id";

describe.each([
  ["forum", forumId],
  ["text", officeId],
] as const)("a staff room in a %s channel", (kind, staffId) => {
  const scene = discordScene({ staffId });
  const room = (): StaffRoom => {
    if (scene.channel.staff === undefined) throw new Error("no staff room");
    return scene.channel.staff;
  };
  const open = (more: Partial<{ idempotencyKey: string; title: string; card: OutboundPart }> = {}) =>
    room().open({ idempotencyKey: "room/c1/1", title: "K-7F3Q · Lin Wei", card, ...more }, never());
  const threads = () => scene.platform.guild.threadsOf(staffId);
  async function opened(): Promise<string> {
    const result = await open();
    if (result.outcome !== "opened") throw new Error(JSON.stringify(result));
    return result.thread;
  }
  const post = (thread: string, part: OutboundPart, more: { key?: string; replyTo?: string } = {}) => {
    const { key = "room/c1/m1#0", ...rest } = more;
    return room().post({ idempotencyKey: key, thread, part, ...rest }, never());
  };
  const cardOf = (thread: string) => scene.platform.rooms.find(thread);

  it("opens a thread named after the case, with the card and its buttons first", async () => {
    await scene.begin();
    const result = await open({
      title: "K-7F3Q\n@everyone · Lin",
      card: { ...card, text: "hi @everyone <@1>" },
    });
    const [thread] = threads();
    expect(result).toEqual({ outcome: "opened", thread: thread?.id, ids: [thread?.id] });
    expect(thread).toMatchObject({ name: "K-7F3Q @everyone · Lin", auto_archive_duration: 10_080 });
    const message = cardOf(thread?.id ?? "");
    expect(message).toMatchObject({ flags: 4, allowed_mentions: { parse: [] } });
    expect(message?.channel_id).toBe(kind === "forum" ? thread?.id : staffId);
    expect(message?.content).toBe("hi @\u200beveryone \\<\u200b@1>");
    const buttons = message?.components.flatMap((row) => row.components);
    expect(buttons?.map((one) => [one.custom_id, one.label])).toEqual([
      ["claim", "接手"],
      ["resolve", "已解决"],
      ["snooze", "稍后"],
    ]);
    expect(room()).toMatchObject({ id: `discord:${applicationId}/${staffId}`, titleLimit: 100 });
  });

  it("opens one thread, however an attempt is lost and whatever is forgotten meanwhile", async () => {
    await scene.begin();
    for (const route of kind === "forum" ? [OPEN.forum] : [POST, OPEN.text]) {
      scene.platform.fail(route, { drop: "after" });
      expect((await open()).outcome).toBe("unknown");
      await scene.restart();
      await scene.begin();
      scene.platform.rooms.forgetNonces();
    }
    const result = await open({ card: { ...card, text: `${card.text}\nand more meanwhile` } });
    expect(threads().map(({ id }) => id)).toEqual([result.outcome === "opened" ? result.thread : ""]);
    expect(await open()).toEqual(result);
    expect(scene.platform.sent(staffId)).toHaveLength(kind === "forum" ? 0 : 1);
  });

  it("finds an attempt again that a kill cut short, and takes no other case's thread for it", async () => {
    await scene.begin();
    const other = await open({ idempotencyKey: "room/c0/1" });
    scene.platform.fail(kind === "forum" ? OPEN.forum : POST, { hang: "after" });
    const dying = new AbortController();
    const lost = room().open({ idempotencyKey: "room/c1/1", title: "K-7F3Q · Lin Wei", card }, dying.signal);
    const first = kind === "forum" ? OPEN.forum : POST;
    await scene.platform.waitFor(() => scene.platform.calls(first).length === 2);
    await settled(() => scene.platform.sent().length === 2);
    await scene.crash();
    dying.abort();
    await lost;
    await scene.begin();
    scene.platform.rooms.forgetNonces();
    const found = await open();
    expect(new Set([other, found].map((one) => (one.outcome === "opened" ? one.thread : "")))).toEqual(
      new Set(threads().map(({ id }) => id)),
    );
    expect(threads()).toHaveLength(2);
    expect(scene.platform.sent()).toHaveLength(2);
  });

  it("asks nobody about an attempt that surely came to nothing", async () => {
    await scene.begin();
    const first = kind === "forum" ? OPEN.forum : POST;
    scene.platform.fail(first, { status: 403, code: 50013, message: "Missing Permissions" });
    expect(await open()).toMatchObject({ outcome: "failed", reason: "forbidden" });
    await opened();
    expect(scene.platform.calls("GET /guilds/:id/threads/active")).toEqual([]);
    expect(scene.platform.calls("GET /channels/:id/messages")).toEqual([]);
  });

  it("does not open what it could not write down before", async () => {
    await scene.begin();
    const { set } = scene.core.ports.cursor;
    scene.core.ports.cursor.set = () => Promise.reject(new Error("disk full"));
    expect(await open()).toMatchObject({ outcome: "retry" });
    scene.core.ports.cursor.set = set;
    expect(threads()).toEqual([]);
    await opened();
    expect(threads()).toHaveLength(1);
  });

  it("says in words that there are too many threads, and leaves nothing half-done", async () => {
    await scene.begin();
    for (const code of [160006, 30013]) {
      scene.platform.fail(OPEN[kind], { status: 400, code, message: "Maximum number reached" });
      const result = await open();
      expect(result).toMatchObject({ outcome: "failed", reason: "quota" });
      expect(result).toHaveProperty("detail", expect.stringContaining("too many open threads"));
    }
    expect(scene.platform.sent()).toEqual([]);
    await opened();
    expect(scene.platform.sent()).toHaveLength(1);
  });

  it("tells the operator which permission is missing until it is there", async () => {
    await scene.begin();
    scene.platform.fail(OPEN[kind], { status: 403, code: 50013, message: "Missing Permissions" });
    const result = await open();
    expect(result).toMatchObject({ outcome: "failed", reason: "forbidden" });
    expect(result).toHaveProperty("detail", expect.stringContaining("Send Messages in Threads"));
    expect(scene.channel.health()).toMatchObject({ state: "degraded" });
    await opened();
    expect(scene.channel.health()).toEqual({ state: "up" });
  });

  it("cuts neither title nor card where Discord takes them, and only there", async () => {
    await scene.begin();
    for (const title of ["题".repeat(100), "😀".repeat(50), "题".repeat(101), "😀".repeat(51)]) {
      const result = await open({ title, idempotencyKey: title });
      const name = scene.platform.guild.get(result.outcome === "opened" ? result.thread : "")?.name ?? "";
      expect(title.length <= 100 ? name === title : name.endsWith("…") && name.length <= 100).toBe(true);
      expect(name).not.toMatch(/[\ud800-\udbff](?![\udc00-\udfff])/);
    }
    for (const text of ["字".repeat(1_900), "😀".repeat(950), "a_b*".repeat(475)]) {
      const result = await open({
        card: { ...card, text },
        idempotencyKey: `${text.length}${text.slice(0, 4)}`,
      });
      const shown = cardOf(result.outcome === "opened" ? result.thread : "");
      expect(shown?.content.length).toBeLessThanOrEqual(2_000);
      expect(shown?.content.startsWith(text.slice(0, 2).replace("_", "\\_"))).toBe(true);
      expect(shown?.components.flatMap((row) => row.components)).toHaveLength(3);
    }
  });

  it("posts into the thread, to what it belongs to, and calls nobody", async () => {
    await scene.begin();
    const thread = await opened();
    const first = await post(thread, plain("客户: 你好 @everyone <@2040000000000000042> <#1>"));
    const id = first.outcome === "sent" ? first.ids[0] : undefined;
    await post(thread, plain("second"), {
      key: "room/c1/m2#0",
      ...(id === undefined ? {} : { replyTo: id }),
    });
    const said = scene.platform.sent(thread).filter((message) => message.id !== thread);
    expect(said.map(({ content }) => content)).toEqual([
      "客户: 你好 @\u200beveryone \\<\u200b@2040000000000000042> \\<\u200b#1>",
      "second",
    ]);
    expect(said[1]?.message_reference?.message_id).toBe(id);
    expect(
      said.every((one) => JSON.stringify(Reflect.get(Object(one.allowed_mentions), "parse")) === "[]"),
    ).toBe(true);
  });

  it("posts what just fits as one message, and what escaping makes too long as several", async () => {
    await scene.begin();
    const thread = await opened();
    const sent = async (text: string) => {
      const result = await post(thread, plain(text), { key: text });
      return result.outcome === "sent" ? result.ids.length : result;
    };
    expect(await sent("字".repeat(2_000))).toBe(1);
    expect(await sent("😀".repeat(1_000))).toBe(1);
    expect(await sent("字".repeat(2_001))).toBeGreaterThan(1);
    expect(await sent("a_b*".repeat(475))).toBeGreaterThan(1);
    const said = scene.platform.sent(thread).map(({ content }) => content);
    expect(said.every((content) => content.length <= 2_000)).toBe(true);
    expect(said.join("")).not.toMatch(/[\ud800-\udbff](?![\udc00-\udfff])/);
  });

  it("says in words why a post is forbidden", async () => {
    await scene.begin();
    const thread = await opened();
    scene.platform.fail(POST, { status: 403, code: 50013, message: "Missing Permissions" });
    const result = await post(thread, plain("x"));
    expect(result).toMatchObject({ outcome: "failed", reason: "forbidden" });
    expect(result).toHaveProperty("detail", expect.stringContaining("Send Messages in Threads"));
  });

  it("posts once, also when it is back only after Discord has forgotten the nonce", async () => {
    await scene.begin();
    const thread = await opened();
    await post(thread, plain("好"), { key: "m0" });
    scene.platform.fail(POST, { drop: "after" });
    expect((await post(thread, plain("早"), { key: "m1" })).outcome).toBe("unknown");
    await scene.restart();
    scene.platform.rooms.forgetNonces();
    await scene.begin();
    expect((await post(thread, plain("早"), { key: "m1" })).outcome).toBe("sent");
    // The same words said anew are another message.
    await post(thread, plain("早"), { key: "m2" });
    const said = scene.platform.sent(thread).filter((message) => message.id !== thread);
    expect(said.map(({ content }) => content)).toEqual(["好", "早", "早"]);
  });

  it("changes what a card says and offers, also in a thread that was put away", async () => {
    await scene.begin();
    const thread = await opened();
    const change = (text: string, choices = card.choices) =>
      room().change({ thread, id: thread, part: { text, choices, files: [] } }, never());
    expect(await change("**Taken** by Ana", [])).toEqual({ outcome: "sent", ids: [thread] });
    expect(cardOf(thread)).toMatchObject({ content: "**Taken** by Ana", components: [] });
    await room().shelve(thread, never());
    expect(scene.platform.guild.get(thread)).toMatchObject({ archived: true });
    expect((await change("Resolved")).outcome).toBe("sent");
    expect(cardOf(thread)?.content).toBe("Resolved");
    expect(scene.platform.guild.get(thread)?.archived).toBe(true);
    expect(scene.platform.guild.get(thread)?.locked).toBeUndefined();
  });

  it("says that a message cannot be changed when Discord will not have it changed", async () => {
    await scene.begin();
    const thread = await opened();
    const change = () => room().change({ thread, id: thread, part: card }, never());
    for (const code of [30046, 50005]) {
      scene.platform.fail(EDIT, { status: code === 30046 ? 429 : 403, code, message: "No" });
      expect(await change()).toMatchObject({ outcome: "failed", reason: "bad_format" });
    }
    scene.platform.fail(EDIT, { drop: "before" });
    expect((await change()).outcome).toBe("unknown");
    scene.platform.rooms.remove(cardOf(thread)?.channel_id ?? "", thread);
    expect(await change()).toMatchObject({ outcome: "failed", reason: "bad_format" });
  });

  it("wakes a thread that was put away with the next post", async () => {
    await scene.begin();
    const thread = await opened();
    await room().shelve(thread, never());
    expect((await post(thread, plain("one more question"))).outcome).toBe("sent");
    expect(scene.platform.guild.get(thread)?.archived).toBe(false);
  });

  it("marks an agent's message as delivered or not, and makes nothing of a mark that fails", async () => {
    await scene.begin();
    const thread = await opened();
    const { messageId } = scene.platform.write(thread, lin, `<@${applicationId}> hello`);
    const mark = (state: "sent" | "failed", id = messageId) => room().mark?.({ thread, id, state }, never());
    scene.platform.fail("PUT /channels/:id/messages/:id/reactions/%E2%9C%85/@me", {
      status: 429,
      body: { retry_after: 0.3, global: false },
    });
    await mark("sent");
    await mark("failed");
    expect(scene.platform.rooms.find(messageId)?.reactions).toEqual(["✅", "❌"]);
    scene.platform.fail("PUT /channels/:id/messages/:id/reactions/%E2%9C%85/@me", {
      status: 403,
      code: 50013,
    });
    await mark("sent");
    await mark("sent", "int:1310000000000000001");
    expect(
      scene.platform
        .calls()
        .filter(({ method }) => method === "PUT")
        .at(-1)?.path,
    ).toContain(messageId);
  });

  it("says that a thread is gone when somebody deleted or locked it", async () => {
    await scene.begin();
    const thread = await opened();
    scene.platform.guild.change(thread, { locked: true });
    expect(await post(thread, plain("x"))).toMatchObject({ outcome: "failed", reason: "space_gone" });
    scene.platform.removeThread(thread);
    expect(await post(thread, plain("x"))).toMatchObject({ outcome: "failed", reason: "space_gone" });
    await expect(room().shelve(thread, never())).resolves.toBeUndefined();
    const next = await open({ idempotencyKey: "room/c1/2" });
    expect(next.outcome).toBe("opened");
    expect(next).not.toHaveProperty("thread", thread);
  });

  it("uploads files of its own customers and of other channels", async () => {
    scene.core.ports.file = async (file) => ({
      bytes: new Uint8Array(5),
      name: file.name ?? "",
      mime: "audio/ogg",
    });
    await scene.begin();
    const attachments = [
      {
        id: "5040000000000000001",
        filename: "shot.png",
        content_type: "image/png",
        size: 3,
        url: scene.platform.keep(new Uint8Array([1, 2, 3])),
      },
    ];
    scene.platform.say(lin, "", { attachments });
    await settled(() => scene.core.events.length > 0);
    const [event] = scene.core.events;
    const own = event?.kind === "message" ? event.files : [];
    const foreign = { id: "AwAC", kind: "voice" as const, name: "voice.ogg", account: "telegram:700100" };
    const thread = await opened();
    const files = [...own, ...own.map((file) => ({ ...file, account: `discord:${botUser.id}` })), foreign];
    expect((await post(thread, { text: "客户:", choices: [], files })).outcome).toBe("sent");
    const said = scene.platform.sent(thread).at(-1);
    expect(said?.uploads).toEqual([
      { name: "shot.png", type: "image/png", size: 3 },
      { name: "shot.png", type: "image/png", size: 3 },
      { name: "voice.ogg", type: "audio/ogg", size: 5 },
    ]);
  });

  it("offers its commands on the staff's server alone, once", async () => {
    await scene.begin();
    await scene.platform.waitFor(() => scene.platform.serverCommands().length > 0);
    const names = scene.platform.serverCommands().map(({ name }) => name);
    expect(names).toEqual(["claim", "r", "undo", "note", "live", "snooze", "return", "resolve", "link"]);
    await scene.platform.waitFor(() => scene.platform.commands().length > 0);
    expect(scene.platform.commands().map(({ name }) => name)).not.toContain("claim");
    expect(scene.platform.calls("PUT /applications/:id/guilds/:id/commands")[0]?.path).toContain(guildId);
    await scene.restart();
    await scene.begin();
    await scene.platform.waitFor(
      () => scene.platform.calls("GET /applications/:id/guilds/:id/commands").length === 2,
    );
    scene.platform.say(lin, "hello");
    await settled(() => scene.core.events.length === 1);
    expect(scene.platform.calls("PUT /applications/:id/guilds/:id/commands")).toHaveLength(1);
  });
});

describe("a staff room that is no more", () => {
  const scene = discordScene({ staffId: forumId });

  it("takes its commands back from the server", async () => {
    await scene.begin();
    await scene.platform.waitFor(() => scene.platform.serverCommands().length > 0);
    scene.staffId = undefined;
    await scene.restart();
    expect(scene.channel.staff).toBeUndefined();
    await scene.begin();
    await scene.platform.waitFor(() => scene.platform.serverCommands().length === 0);
    await scene.restart();
    await scene.begin();
    await scene.platform.waitFor(() => scene.platform.calls("GET /applications/:id/commands").length === 3);
    expect(scene.platform.calls("GET /applications/:id/guilds/:id/commands")).toHaveLength(2);
  });
});

describe("a staff channel that is none", () => {
  const scene = discordScene({ staffId: "3040000000000000099" });

  it("leaves the customers' side working and says what to mend", async () => {
    await scene.begin();
    await settled(() => scene.channel.health().state === "degraded");
    expect(scene.channel.health().detail).toContain("DISCORD_STAFF_CHANNEL_ID");
    const result = await scene.channel.staff?.open({ idempotencyKey: "k", title: "t", card }, never());
    expect(result).toMatchObject({ outcome: "failed", reason: "space_gone" });
    scene.platform.say(lin, "hello");
    await settled(() => scene.core.events.length === 1);
    expect(scene.core.events[0]).not.toHaveProperty("staff");
  });
});

describe("a card above its thread", () => {
  const scene = discordScene({ staffId: officeId });

  it("may be answered itself, and means its case then", async () => {
    await scene.begin();
    const result = await scene.channel.staff?.open({ idempotencyKey: "k", title: "t", card }, never());
    const thread = result?.outcome === "opened" ? result.thread : "";
    scene.platform.answer(lin, thread, "I know him");
    scene.platform.write(officeId, lin, `<@${applicationId}> good morning`);
    await settled(() => scene.core.events.length === 2);
    expect(scene.core.events).toMatchObject([
      { text: "I know him", replyTo: thread, staff: true, space: { id: officeId, thread } },
      { text: "good morning", staff: true, space: { id: officeId } },
    ]);
    expect(scene.core.events[1]?.space).not.toHaveProperty("thread");
  });
});
