import { describe, expect, it } from "vitest";
import type { OutboundCheck } from "../../../src/guard/outbound.ts";
import { MessageShape } from "../../../src/server/shapes.ts";
import { bench, errorOf } from "./bench.ts";

/** Mei has answered, and the answer is with the customer. */
async function replied(over: Parameters<typeof bench>[0] = {}) {
  const all = await bench(over);
  await all.accounts.add({ email: "first@example.com" });
  const mei = await all.agent("mei@example.com", "Mei");
  const tom = await all.agent("tom@example.com", "Tom");
  const id = await all.customer("c1");
  await mei.act(`/api/desk/conversations/${id}/reply`, { text: "on Friday" });
  await send(all.store, all.clock.at, "p1");
  const messages = async () => {
    const { messages: found } = await (await mei.get(`/api/desk/conversations/${id}`)).json();
    return found as { id: string; author: string; text: string }[];
  };
  const reply = (await messages()).find(({ author }) => author === "agent");
  const change = (who: typeof mei, method: "PATCH" | "DELETE", body?: unknown, key = `${Math.random()}`) =>
    all.app.request(`/api/desk/messages/${reply?.id}`, {
      method,
      headers: {
        authorization: who.authorization,
        "idempotency-key": key,
        "content-type": "application/json",
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  return {
    ...all,
    mei,
    tom,
    id,
    change,
    reply: async () => (await messages()).find((m) => m.id === reply?.id),
  };
}

/** The platform takes whatever waits. */
async function send(store: Awaited<ReturnType<typeof bench>>["store"], at: number, external: string) {
  for (const { id } of await store.outbound.unsent()) {
    await store.outbound.begin(id, at);
    await store.outbound.settle(id, { outcome: "sent", ids: [external] }, at);
  }
}

describe("a reply that was sent", () => {
  it("gets other words, as documented, and keeps what it said", async () => {
    const { mei, change, reply, store, clock } = await replied();
    const answer = await change(mei, "PATCH", { text: "on Thursday" });
    expect([answer.status, (await answer.json()).reason]).toEqual([200, "reply-edited"]);
    expect(MessageShape.parse(await reply())).toMatchObject({
      text: "on Friday",
      change: { kind: "edit", state: "pending", text: "on Thursday", name: "Mei" },
    });
    await send(store, clock.at + 1, "p1");
    expect(MessageShape.parse(await reply())).toMatchObject({
      text: "on Thursday",
      editedAt: clock.at + 1,
      earlier: [{ text: "on Friday", name: "Mei" }],
    });
  });

  it("is taken back once, however often it is asked for", async () => {
    const { mei, change, reply, store, clock } = await replied();
    const first = await (await change(mei, "DELETE", undefined, "k")).json();
    const second = await (await change(mei, "DELETE", undefined, "k")).json();
    expect([first.reason, second.reason, second.repeated]).toEqual([
      "reply-taken-back",
      "reply-taken-back",
      true,
    ]);
    await send(store, clock.at, "p1");
    expect(await reply()).toMatchObject({ text: "on Friday", deletedBy: "Mei" });
    const again = await change(mei, "PATCH", { text: "x" });
    expect([again.status, (await errorOf(again)).code]).toEqual([409, "taken_back"]);
  });

  it("is the author's to change while the case is theirs, and a supervisor's always", async () => {
    const { tom, mei, change, id, accounts } = await replied();
    const others = await change(tom, "PATCH", { text: "x" });
    expect(others.status).toBe(403);
    const over = await mei.act(`/api/desk/conversations/${id}/transfer`, { to: "tom@example.com" });
    expect(await over.json()).toMatchObject({ reason: "agent-transferred" });
    const lost = await change(mei, "PATCH", { text: "x" });
    expect(lost.status).toBe(403);
    const notTheirs = await change(tom, "PATCH", { text: "x" });
    expect([notTheirs.status, (await errorOf(notTheirs)).code]).toEqual([409, "not_author"]);
    const { key = "" } = await accounts.add({ email: "boss@example.com", role: "supervisor", key: true });
    const boss = { ...tom, authorization: `Bearer ${key}` };
    expect((await change(boss, "PATCH", { text: "on Thursday" })).status).toBe(200);
  });

  it("is checked as a reply is, and may name what is not official only when that is meant", async () => {
    const check = (text: string): OutboundCheck => {
      if (text.includes("seed"))
        return { ok: false, problems: [{ kind: "asks-for-secret", excerpt: "seed" }] };
      if (text.includes("link")) return { ok: false, problems: [{ kind: "unknown-link", excerpt: "link" }] };
      return { ok: true };
    };
    const { mei, change } = await replied({ check });
    for (const body of [
      { text: "your seed" },
      { text: "your seed", acknowledge: true },
      { text: "a link" },
    ]) {
      const answer = await change(mei, "PATCH", body);
      expect([answer.status, (await errorOf(answer)).code]).toEqual([422, "reply_unsafe"]);
    }
    expect((await change(mei, "PATCH", { text: "a link", acknowledge: true })).status).toBe(200);
  });

  it("cannot be changed without a key, without words, or where there is none", async () => {
    const { mei, change, app } = await replied();
    expect((await change(mei, "PATCH", { text: " " })).status).toBe(400);
    const none = await app.request("/api/desk/messages/nothing", {
      method: "DELETE",
      headers: { authorization: mei.authorization, "idempotency-key": "k" },
    });
    expect([none.status, (await errorOf(none)).code]).toEqual([404, "not_found"]);
    const keyless = await app.request("/api/desk/messages/nothing", {
      method: "DELETE",
      headers: { authorization: mei.authorization },
    });
    expect(keyless.status).toBe(400);
  });
});
