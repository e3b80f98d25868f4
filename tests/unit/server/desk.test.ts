import { describe, expect, it } from "vitest";
import type { OutboundCheck, ProblemKind } from "../../../src/guard/outbound.ts";
import { ConversationShape, ErrorShape, MessageShape, RowShape } from "../../../src/server/shapes.ts";
import { bench, errorOf, post } from "./bench.ts";

async function desk(over: Parameters<typeof bench>[0] = {}) {
  const all = await bench(over);
  const mei = await all.agent("mei@example.com", "Mei");
  const lin = await all.agent("lin@example.com", "Lin");
  const id = await all.customer("c1");
  return { ...all, mei, lin, id, at: (verb: string) => `/api/desk/conversations/${id}/${verb}` };
}

describe("an agent", () => {
  it("claims, answers, notes, snoozes, hands over, returns and resolves", async () => {
    const { mei, lin, at, clock } = await desk();
    const steps: [typeof mei, string, unknown, string][] = [
      [mei, "claim", {}, "agent-claimed"],
      [mei, "reply", { text: "Hello, I am Mei." }, "agent-replied"],
      [mei, "note", { text: "asked for the hash" }, "agent-noted"],
      [mei, "snooze", { until: new Date(clock.at + 60_000).toISOString() }, "agent-snoozed"],
      [mei, "transfer", { to: "LIN@example.com", note: "knows chains" }, "agent-transferred"],
      [lin, "release", {}, "agent-released"],
      [lin, "claim", {}, "agent-claimed"],
      [lin, "return", {}, "returned-to-bot"],
      [lin, "resolve", {}, "agent-resolved"],
    ];
    for (const [who, verb, body, reason] of steps) {
      const answer = await who.act(at(verb), body);
      const said = await answer.json();
      expect([answer.status, said.reason ?? said], verb).toEqual([200, reason]);
      expect(ConversationShape.parse(said.conversation)).toBeDefined();
    }
  });

  it("sees the conversation by id and by reference, as documented", async () => {
    const { mei, id, at } = await desk();
    await mei.act(at("reply"), { text: "Hello" });
    const byId = await (await mei.get(`/api/desk/conversations/${id}`)).json();
    const reference = byId.conversation.reference.toLowerCase();
    const byReference = await (await mei.get(`/api/desk/conversations/${reference}`)).json();
    expect(byReference).toEqual(byId);
    expect(byId.messages.map((one: unknown) => MessageShape.parse(one).author)).toEqual([
      "customer",
      "agent",
    ]);
    expect(byId.decisions.map((one: { reason: string }) => one.reason)).toContain("agent-replied");
    const unknown = await mei.get("/api/desk/conversations/nope");
    expect([unknown.status, (await errorOf(unknown)).code]).toEqual([404, "not_found"]);
  });

  it("finds it in the views it belongs to, and the counts agree", async () => {
    const { mei, lin, at, id } = await desk();
    await mei.act(at("claim"));
    const list = async (who: typeof mei, query: string) =>
      (await who.get(`/api/desk/conversations?${query}`)).json();
    const mine = await list(mei, "view=mine&limit=5");
    expect(mine.conversations.map((row: unknown) => RowShape.parse(row).id)).toEqual([id]);
    expect(mine.counts).toMatchObject({ mine: 1, queue: 0, all: 1 });
    expect((await list(lin, "view=mine")).conversations).toEqual([]);
    await mei.act(at("release"));
    expect((await list(lin, "")).conversations).toHaveLength(1);
    for (const query of ["view=everything", "limit=0", "limit=many"]) {
      const bad = await mei.get(`/api/desk/conversations?${query}`);
      expect([bad.status, (await errorOf(bad)).message]).toEqual([400, expect.stringContaining("send")]);
    }
  });

  it("sees who is at the desk, and never a hash", async () => {
    const { mei, accounts } = await desk();
    await accounts.add({ email: "boss@example.com", password: "seven quiet herons" });
    const answer = await (await mei.get("/api/desk/agents")).text();
    expect(JSON.parse(answer).agents).toHaveLength(3);
    expect(answer + (await (await mei.get("/api/desk/me")).text())).not.toMatch(/plain:|hash/i);
  });
});

describe("a conversation that somebody has", () => {
  it("is won by one of many who claim at once; the others are told by whom", async () => {
    const { id, agent } = await desk();
    const crowd = await Promise.all(
      Array.from({ length: 12 }, (_, n) => agent(`a${n}@example.com`, `Agent ${n}`)),
    );
    const claims = await Promise.all(crowd.map((one) => one.act(`/api/desk/conversations/${id}/claim`)));
    expect(claims.filter(({ status }) => status === 200)).toHaveLength(1);
    const winner = `Agent ${claims.findIndex(({ status }) => status === 200)}`;
    for (const lost of claims.filter(({ status }) => status !== 200)) {
      expect(lost.status).toBe(409);
      const error = await errorOf(lost);
      expect(error).toMatchObject({ code: "owned_by_other", owner: winner });
      expect(error.message).toContain(`${winner} has this conversation`);
    }
  });

  it("names the bot, or says what is over", async () => {
    const { mei, at } = await desk();
    const bot = await mei.act(at("release"));
    expect([bot.status, await errorOf(bot)]).toEqual([
      409,
      { code: "bot_owns", owner: "bot", message: "The bot has this conversation. Claim it first." },
    ]);
    await mei.act(at("resolve"));
    expect(await errorOf(await mei.act(at("reply"), { text: "one more" }))).toMatchObject({
      code: "already_resolved",
    });
  });
});

describe("the idempotency key", () => {
  it("is required of every act, and named when it is missing", async () => {
    const { app, mei, at } = await desk();
    const bodies: Record<string, unknown> = {
      reply: { text: "hi" },
      note: { text: "hi" },
      transfer: { to: "lin@example.com" },
      snooze: { until: Date.now() },
    };
    for (const verb of ["claim", "release", "transfer", "reply", "note", "resolve", "return", "snooze"]) {
      const init = post(bodies[verb] ?? {}, { authorization: mei.authorization });
      const answer = await app.request(at(verb), init);
      expect([answer.status, await errorOf(answer)], verb).toEqual([
        400,
        { code: "input_invalid", message: expect.stringMatching(/^Idempotency-Key: is missing; send/) },
      ]);
    }
  });

  it("makes a repeated reply one message, and says that it was done before", async () => {
    const { mei, at, id } = await desk();
    const first = await (await mei.act(at("reply"), { text: "once" }, "key-1")).json();
    const again = await (await mei.act(at("reply"), { text: "once" }, "key-1")).json();
    expect([first.repeated, again.repeated, again.reason]).toEqual([undefined, true, "agent-replied"]);
    const { messages } = await (await mei.get(`/api/desk/conversations/${id}`)).json();
    expect(messages.filter((one: { author: string }) => one.author === "agent")).toHaveLength(1);
  });
});

describe("a reply", () => {
  const stopped = (...kinds: ProblemKind[]) => ({
    check: (): OutboundCheck => ({
      ok: false,
      problems: kinds.map((kind) => ({ kind, excerpt: "call hunter2hunter2" })),
    }),
  });

  it("with something unknown is stopped with the reason, and goes out once the agent answers for it", async () => {
    const { mei, at } = await desk(
      stopped("unknown-link", "unknown-phone", "unknown-email", "unknown-account"),
    );
    const refused = await mei.act(at("reply"), { text: "see there" });
    expect(refused.status).toBe(422);
    expect((await refused.json()).error).toMatchObject({
      code: "reply_unsafe",
      problems: [{ kind: "unknown-link", excerpt: "call [removed]" }, {}, {}, {}],
    });
    expect((await mei.act(at("reply"), { text: "see there", acknowledge: true })).status).toBe(200);
  });

  it("that asks for a secret or holds one never goes out", async () => {
    for (const kind of ["asks-for-secret", "contains-secret"] as const) {
      const { mei, at, id } = await desk(stopped("unknown-link", kind));
      const answer = await mei.act(at("reply"), { text: "your seed, please", acknowledge: true });
      expect([answer.status, (await errorOf(answer)).code]).toEqual([422, "reply_unsafe"]);
      const { messages } = await (await mei.get(`/api/desk/conversations/${id}`)).json();
      expect(messages).toHaveLength(1);
    }
  });

  it("is bounded, not blank, and says what is wrong with it", async () => {
    const { mei, at } = await desk();
    const wrong = async (body: unknown) => (await errorOf(await mei.act(at("reply"), body))).message;
    expect(await wrong({})).toMatch(/^text: is missing/);
    expect(await wrong({ text: " \n" })).toMatch(/^text: is empty/);
    expect(await wrong({ text: "x".repeat(10_001) })).toMatch(/^text: is longer than 10000/);
    expect(await wrong({ text: "hi", txet: 1 })).toBe("txet: unknown field. Leave it out.");
    expect(await wrong([])).toMatch(/not a JSON object/);
  });
});

describe("a reply whose writer has not seen the latest", () => {
  const newest = async (mei: Awaited<ReturnType<typeof desk>>["mei"], id: string): Promise<number> =>
    (await (await mei.get(`/api/desk/conversations/${id}`)).json()).messages.at(-1).seq;

  it("is refused with what is new, stored nowhere, and goes out once that is known", async () => {
    const { mei, lin, at, id, customer } = await desk();
    await mei.act(at("claim"));
    const seenSeq = await newest(mei, id);
    await customer("c1", "it is solved, thanks");
    await lin.act(at("note"), { text: "I called her" });
    const refused = await mei.act(at("reply"), { text: "please wait", seenSeq }, "one-key");
    expect(refused.status).toBe(409);
    const { error } = await refused.json();
    expect(ErrorShape.parse({ error }).error).toMatchObject({
      code: "newer_messages",
      newer: {
        count: 2,
        messages: [
          { author: "customer", text: "it is solved, thanks" },
          { author: "note", name: "Lin", text: "I called her" },
        ],
      },
    });
    const shown = await (await mei.get(`/api/desk/conversations/${id}`)).text();
    expect(shown).not.toContain("please wait");
    const sent = await mei.act(at("reply"), { text: "please wait", seenSeq: error.newer.seq }, "one-key");
    expect(sent.status).toBe(200);
    const again = await mei.act(at("reply"), { text: "please wait", seenSeq }, "one-key");
    expect([again.status, (await again.json()).repeated]).toEqual([200, true]);
  });

  it("is not refused over the writer's own words, or over what was not asked", async () => {
    const { mei, at, id, customer } = await desk();
    await mei.act(at("claim"));
    const seenSeq = await newest(mei, id);
    await mei.act(at("note"), { text: "looking" });
    expect((await mei.act(at("reply"), { text: "one", seenSeq })).status).toBe(200);
    expect((await mei.act(at("reply"), { text: "two", seenSeq })).status).toBe(200);
    await customer("c1", "and this?");
    expect((await mei.act(at("reply"), { text: "three" })).status).toBe(200);
  });

  it("is refused or comes first, whatever the order in which both arrive", async () => {
    for (let round = 0; round < 6; round++) {
      const { mei, at, id, customer } = await desk();
      await mei.act(at("claim"));
      const seenSeq = await newest(mei, id);
      const reply = () => mei.act(at("reply"), { text: "answer", seenSeq });
      const write = () => customer("c1", "stop!");
      const [answer] =
        round % 2 === 0
          ? await Promise.all([reply(), write()])
          : (await Promise.all([write(), reply()])).reverse();
      const { messages } = await (await mei.get(`/api/desk/conversations/${id}`)).json();
      const order = messages
        .filter(
          ({ author, text }: { author: string; text: string }) => author !== "system" && text !== "hello",
        )
        .map(({ text }: { text: string }) => text);
      const status = (answer as Response).status;
      expect(order).toEqual(status === 200 ? ["answer", "stop!"] : ["stop!"]);
    }
  });
});

it("keeps secrets out of notes, also out of the note of a transfer", async () => {
  const { mei, at, id } = await desk();
  await mei.act(at("note"), { text: "he wrote hunter2hunter2" });
  await mei.act(at("transfer"), { to: "lin@example.com", note: "pw hunter2hunter2" });
  const shown = await (await mei.get(`/api/desk/conversations/${id}`)).text();
  expect(shown).toContain("[removed]");
  expect(shown).not.toContain("hunter2hunter2");
});

it("hands over only to somebody at work, and puts off only to a time ahead", async () => {
  const { mei, at, accounts, clock } = await desk();
  await accounts.setDisabled("lin@example.com", true);
  for (const to of ["lin@example.com", "nobody@example.com", "no address"]) {
    const answer = await mei.act(at("transfer"), { to });
    expect([answer.status, (await errorOf(answer)).message.slice(0, 3)]).toEqual([400, "to:"]);
  }
  for (const until of [clock.at, clock.at + 400 * 86_400_000, "tomorrow", "2026-03-02 10:00", null]) {
    const answer = await mei.act(at("snooze"), { until });
    expect([answer.status, (await errorOf(answer)).message.slice(0, 6)], String(until)).toEqual([
      400,
      "until:",
    ]);
  }
  await mei.act(at("claim"));
  expect((await mei.act(at("snooze"), { until: clock.at + 1000 })).status).toBe(200);
});

it("takes no new work while it stops", async () => {
  const { mei, at, health } = await desk();
  health.phase = "stopping";
  const answer = await mei.act(at("claim"));
  expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "2"]);
  expect((await errorOf(answer)).code).toBe("stopping");
});

it("sends a message again only where one waits for that", async () => {
  const { mei, at, id, store, clock } = await desk();
  await mei.act(at("reply"), { text: "hello" });
  const { messages } = await (await mei.get(`/api/desk/conversations/${id}`)).json();
  const path = `/api/desk/messages/${messages.at(-1).id}/resend`;
  expect((await mei.act(path)).status).toBe(409);
  for (const { id: row } of await store.outbound.unsent()) {
    await store.outbound.begin(row, clock.at);
    await store.outbound.settle(row, { outcome: "failed", reason: "blocked", detail: "blocked" }, clock.at);
  }
  expect(await (await mei.act(path)).json()).toEqual({ resent: 1 });
});
