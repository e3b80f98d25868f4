import { describe, expect, it } from "vitest";
import { GRACE_MS } from "../../../src/desk/availability.ts";
import { bench, errorOf, PASSWORD, post, readEvents } from "./bench.ts";

async function desk() {
  const all = await bench();
  const { agent } = await all.accounts.add({ email: "mei@example.com", name: "Mei", password: PASSWORD });
  await all.accounts.add({ email: "boss@example.com", name: "Ada" });
  const { key = "" } = await all.accounts.add({ email: "sue@example.com", role: "supervisor", key: true });
  const { token } = await all.accounts.signIn("mei@example.com", PASSWORD, "ip");
  const cookie = { cookie: `sid=${token}` };
  const sue = all.caller(`Bearer ${key}`);
  const send = (method: string, path: string, body: unknown, headers: Record<string, string>) =>
    all.app.request(path, { ...post(body, headers), method });
  const choose = (chosen: string) => send("PUT", "/api/desk/availability", { chosen }, cookie);
  const mei = async () => {
    const { colleagues } = await (await sue.get("/api/desk/availability")).json();
    return colleagues.find((one: { name: string }) => one.name === "Mei");
  };
  /** Long enough for what is noted in passing to be on the disk. */
  const passed = () => all.store.probe(1);
  return { ...all, id: agent.id, sue, cookie, send, choose, mei, passed };
}

describe("who takes cases", () => {
  it("is said by each for themselves, and holds until they say otherwise", async () => {
    const { choose, mei } = await desk();
    expect(await mei()).toMatchObject({ standing: "away", chosen: "away", open: 0, capacity: 5 });
    expect((await choose("available")).status).toBe(200);
    expect(await mei()).toMatchObject({ standing: "available" });
    await choose("away");
    expect(await mei()).toMatchObject({ standing: "away" });
    expect(await errorOf(await choose("busy"))).toMatchObject({ message: expect.stringMatching(/away/) });
  });

  it("outlasts a laptop's sleep for a while, then says so, and comes back by itself", async () => {
    const { choose, mei, clock, app, cookie, passed } = await desk();
    await choose("available");
    clock.at += GRACE_MS;
    expect(await mei()).toMatchObject({ standing: "available" });
    clock.at += 1;
    expect(await mei()).toMatchObject({ standing: "asleep", chosen: "available" });
    await app.request("/api/desk/me", { headers: cookie });
    await passed();
    expect(await mei()).toMatchObject({ standing: "available" });
  });

  it("is not said by a program that works in somebody's name", async () => {
    const { sue, store, passed } = await desk();
    await sue.get("/api/desk/me");
    await passed();
    const seen = (await store.availability.list()).map(({ seenAt }) => seenAt);
    expect(seen.every((at) => at === undefined)).toBe(true);
  });

  it("is told to open inboxes at once, without a number, and never again", async () => {
    const { sue, choose, id, store } = await desk();
    const newest = await store.desk.lastSeq();
    const { events, reader } = await (async () => {
      const answer = await sue.get("/api/desk/feed");
      const reading = readEvents(answer, 1);
      await choose("available");
      return reading;
    })();
    expect(events).toEqual([{ id: Number.NaN, event: "availability", data: { agentId: id } }]);
    expect(await store.desk.lastSeq()).toBe(newest);
    await reader.cancel();
  });
});

describe("how much somebody takes", () => {
  it("is set by supervisors: languages and open cases at once", async () => {
    const { send, sue, id, mei, cookie } = await desk();
    const headers = { authorization: sue.authorization };
    const change = (body: unknown) => send("PATCH", `/api/desk/agents/${id}`, body, headers);
    expect((await change({ languages: ["zh", "zh"], capacity: 3 })).status).toBe(200);
    expect(await mei()).toMatchObject({ languages: ["zh"], capacity: 3 });
    await change({ languages: [] });
    expect(await mei()).toMatchObject({ languages: [], capacity: 3 });
    expect((await change({ languages: ["fr"] })).status).toBe(400);
    expect((await change({ capacity: -1 })).status).toBe(400);
    expect((await send("PATCH", `/api/desk/agents/${id}`, { capacity: 9 }, cookie)).status).toBe(403);
    expect((await send("PATCH", "/api/desk/agents/nobody", { capacity: 9 }, headers)).status).toBe(404);
  });
});
