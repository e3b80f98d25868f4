import { describe, expect, it } from "vitest";
import { settle, webDesk } from "./desk.ts";

const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });
const seqs = (events: { id?: string }[]) =>
  events.flatMap((event) => (event.id === undefined ? [] : [Number(event.id)]));

describe("the customer's stream", () => {
  it("tells each message with the promised fields and no other", async () => {
    const desk = await webDesk();
    const { token, spaceId, conversationId } = await desk.session();
    desk.ports.say(spaceId, { author: "customer", text: "hi", messageId: "m1" });
    desk.ports.say(spaceId, {
      author: "bot",
      text: "**Hello**\nthere",
      messageId: "m2",
      inReplyTo: "m1",
      choices: [{ token: "t1", label: "Yes" }],
    });
    desk.ports.say(spaceId, { author: "agent", name: "Mei", text: "more", messageId: "m2", part: 1 });
    const tab = await desk.listen({ query: { token } });
    const at = desk.clock.at;
    expect(tab.events()).toEqual([
      { event: "message", id: "1", data: { id: "m1", seq: 1, author: "customer", text: "hi", at } },
      {
        event: "message",
        id: "2",
        data: {
          id: "m2",
          seq: 2,
          author: "bot",
          text: "**Hello**\nthere",
          choices: [{ token: "t1", label: "Yes" }],
          at,
          inReplyTo: "m1",
        },
      },
      {
        event: "message",
        id: "3",
        data: { id: "m2#1", seq: 3, author: "agent", name: "Mei", text: "more", at },
      },
      { event: "state", data: { conversationId, status: "open", owner: "bot", rating: false } },
    ]);
    expect(tab.response.headers?.["content-type"]).toContain("text/event-stream");
  });

  it("goes on after the last event seen, without gap or repeat", async () => {
    const desk = await webDesk();
    const { token, spaceId } = await desk.session();
    for (let i = 1; i <= 450; i += 1) desk.ports.say(spaceId, { author: "bot", text: `line ${i}` });
    const header = await desk.listen({
      headers: { ...bearer(token).headers, "last-event-id": "17" },
      query: { lastEventId: "3" },
    });
    expect(seqs(header.events())).toEqual(Array.from({ length: 433 }, (_, i) => i + 18));
    const query = await desk.listen({ ...bearer(token), query: { lastEventId: "449" } });
    expect(seqs(query.events())).toEqual([450]);
    const nonsense = await desk.listen({ ...bearer(token), query: { lastEventId: "yesterday" } });
    expect(seqs(nonsense.events())).toHaveLength(450);
  });

  it("neither loses nor repeats what is said while it is still replaying", async () => {
    const desk = await webDesk();
    const { token, spaceId } = await desk.session();
    desk.ports.say(spaceId, { author: "bot", text: "1" });
    let said = 1;
    desk.ports.beforeReplay = async () => {
      // Each replay is overtaken by two more changes, for a while.
      if (said < 9) {
        desk.ports.say(spaceId, { author: "bot", text: String(++said) });
        desk.ports.say(spaceId, { author: "bot", text: String(++said) });
      }
      await new Promise((resolve) => setImmediate(resolve));
    };
    const tab = await desk.listen(bearer(token));
    await settle();
    await settle();
    expect(seqs(tab.events())).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(desk.ports.replays.atOnce).toBe(1);
  });

  it("shows a message the moment it is stored, in every tab", async () => {
    const desk = await webDesk();
    const { token } = await desk.session();
    const tabs = [await desk.listen(bearer(token)), await desk.listen({ query: { token } })];
    await desk.post("/api/web/messages", { clientId: "1", text: "from the first tab" }, token);
    await settle();
    for (const tab of tabs) {
      expect(tab.events().at(-1)).toMatchObject({
        event: "message",
        data: { author: "customer", text: "from the first tab", id: "msg1" },
      });
    }
  });

  it("tells the state when it changes, and only then", async () => {
    const desk = await webDesk();
    const { token, spaceId, conversationId } = await desk.session();
    const tab = await desk.listen(bearer(token));
    const waiting = { conversationId, status: "open", owner: "queue", rating: false } as const;
    desk.ports.setState(spaceId, waiting);
    await settle();
    desk.ports.say(spaceId, { author: "system", text: "A colleague will be with you." });
    await settle();
    expect(
      tab
        .events()
        .filter((event) => event.event === "state")
        .map((event) => event.data.owner),
    ).toEqual(["bot", "queue"]);
  });

  it("shows typing to the customer it concerns, and to nobody else", async () => {
    const desk = await webDesk();
    const [a, b] = [await desk.session(), await desk.session()];
    const [mine, other] = [await desk.listen(bearer(a.token)), await desk.listen(bearer(b.token))];
    await desk.channel.typing?.({ id: a.spaceId, kind: "dm" }, AbortSignal.timeout(1000));
    expect(mine.events().map((event) => event.event)).toContain("typing");
    expect(other.events().map((event) => event.event)).not.toContain("typing");
  });

  it("keeps a silent connection open with a comment", async () => {
    const desk = await webDesk();
    const { token } = await desk.session();
    const tab = await desk.listen(bearer(token));
    const before = tab.events().length;
    desk.beat();
    expect(tab.got.text).toMatch(/\n\n: [^\n]*\n\n$/);
    expect(tab.events()).toHaveLength(before);
  });

  it("ends with the tab and leaves nothing running", async () => {
    const desk = await webDesk();
    const { token, spaceId } = await desk.session();
    const tab = await desk.listen(bearer(token));
    tab.close();
    await tab.over;
    expect(desk.beats).toEqual([]);
    const text = tab.got.text;
    desk.ports.say(spaceId, { author: "bot", text: "too late" });
    await settle();
    expect(tab.got.text).toBe(text);
  });

  it("ends when the store fails, so that the browser comes back to a whole one", async () => {
    const desk = await webDesk();
    const { token, spaceId } = await desk.session();
    const tab = await desk.listen(bearer(token));
    desk.ports.broken = true;
    desk.ports.say(spaceId, { author: "bot", text: "hi" });
    await settle();
    expect(tab.got.ended).toBe(true);
    expect(desk.warnings.join()).toContain("disk full");
  });

  it("ends when the channel closes", async () => {
    const desk = await webDesk();
    const { token } = await desk.session();
    const tab = await desk.listen(bearer(token));
    await desk.channel.stop();
    expect(tab.got.ended).toBe(false);
    await desk.channel.close();
    await settle();
    expect(tab.got.ended).toBe(true);
  });

  it("is for the holder of a token, and for a bounded number of tabs", async () => {
    const desk = await webDesk();
    const { token } = await desk.session();
    expect((await desk.ask("GET", "/api/web/events")).status).toBe(401);
    expect((await desk.ask("GET", "/api/web/events", { query: { token: "kw_x.y" } })).status).toBe(401);
    for (let i = 0; i < 20; i += 1) await desk.listen(bearer(token));
    expect((await desk.ask("GET", "/api/web/events", bearer(token))).status).toBe(429);
  });
});

describe("sending", () => {
  it("is done once the message is stored, and may be repeated", async () => {
    const desk = await webDesk();
    const delivery = {
      idempotencyKey: "m1#0",
      conversationId: "c",
      space: { id: "v_1", kind: "dm" },
      author: "bot",
      part: { text: "hi", choices: [], files: [] },
      attempt: 1,
    } as const;
    const part = { text: "hi", choices: [], files: [] };
    const result = await desk.channel.send({ ...delivery, part }, AbortSignal.timeout(1000));
    expect(result).toEqual({ outcome: "sent", ids: ["m1#0"] });
    expect(desk.channel.capabilities.idempotent).toBe(true);
    expect(desk.channel.health().state).toBe("up");
  });
});
