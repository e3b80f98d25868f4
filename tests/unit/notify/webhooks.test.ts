import { Webhook } from "standardwebhooks";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { silentLog } from "../../../src/log.ts";
import { webhookHealth } from "../../../src/notify/alert-health.ts";
import { type Call, isWebhookSecret, isWebhookUrl, webhookCall } from "../../../src/notify/webhook-call.ts";
import { createWebhooks, GIVEN_UP_MS } from "../../../src/notify/webhooks.ts";
import { openSqlite } from "../../../src/store/sqlite/open.ts";
import type { Store } from "../../../src/store/store.ts";
import { type ManualClock, manualClock } from "../../fakes/clock.ts";
import { webhookReceiver } from "../../fakes/webhook-receiver.ts";
import { claim, escalate, MINUTE } from "./scene.ts";

const SECRET = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;

function begun(store: Store, clock: ManualClock, call: Call) {
  const webhooks = createWebhooks({ store, clock, log: silentLog, call, random: () => 1 });
  onTestFinished(() => webhooks.stop());
  return webhooks.start().then(() => webhooks);
}

async function desk() {
  const store = openSqlite({ folder: ":memory:" });
  onTestFinished(() => store.close());
  const clock = manualClock(Date.now());
  const receiver = await webhookReceiver();
  const call = webhookCall(receiver.url, SECRET);
  const types = () => receiver.received.map(({ type }) => type);
  return { store, clock, receiver, call, types };
}

/** Moves time on until something is so; the network takes the machine's own time. */
async function passing(clock: ManualClock, ms: number, so: () => void): Promise<void> {
  await vi.waitFor(
    async () => {
      await clock.advance(ms);
      so();
    },
    { timeout: 10_000, interval: 10 },
  );
}

describe("webhooks", () => {
  it("tell what happens, in order, signed, without a word of the customer's", async () => {
    const { store, clock, receiver, call, types } = await desk();
    await begun(store, clock, call);
    await clock.settle();
    const id = await escalate(store, clock, 1, "high");
    await claim(store, clock, id);
    await passing(clock, 10, () => {
      expect(types()).toContain("conversation.claimed");
    });
    expect(types()).toEqual([
      "message.created",
      "conversation.escalated",
      "message.created",
      "conversation.claimed",
    ]);
    const verifier = new Webhook(SECRET);
    const bodies = receiver.received.map(({ body, headers }) =>
      verifier.verify(body, headers as Record<string, string>),
    );
    expect(bodies[1]).toMatchObject({
      type: "conversation.escalated",
      data: {
        conversation: { id, account: "telegram:1", reference: expect.stringMatching(/^K-/) },
        reason: "wish",
        priority: "high",
      },
    });
    expect(bodies[3]).toMatchObject({ data: { agentId: "agent-mei" } });
    expect(JSON.stringify(bodies)).not.toContain("human");
  });

  it("wait for a receiver that fails, send the same again, and let nothing overtake", async () => {
    const { store, clock, receiver, call } = await desk();
    receiver.state.mood = 500;
    await begun(store, clock, call);
    await clock.settle();
    await escalate(store, clock, 1);
    await passing(clock, 30_000, () => expect(receiver.received.length).toBeGreaterThan(7));
    const first = receiver.received[0];
    expect(receiver.received.every(({ id, body }) => id === first?.id && body === first?.body)).toBe(true);
    expect(await webhookHealth(store.webhooks, true, clock.now())).toMatchObject({
      state: "degraded",
      detail: expect.stringContaining("HTTP 500"),
    });
    receiver.state.mood = 200;
    await passing(clock, 5 * MINUTE, () =>
      expect(new Set(receiver.received.map(({ id }) => id)).size).toBe(2),
    );
    const order = [...new Set(receiver.received.map(({ id }) => id))];
    expect(order.map((one) => Number(one.split("_")[1]))).toEqual(
      order.map((one) => Number(one.split("_")[1])).sort((a, b) => a - b),
    );
    await vi.waitFor(async () => expect(await store.webhooks.next()).toBeUndefined());
    expect(await webhookHealth(store.webhooks, true, clock.now())).toMatchObject({ state: "ok", waiting: 0 });
  });

  it("are sent again under the same id when the program was killed before it wrote down that they arrived", async () => {
    const { store, clock, receiver, call } = await desk();
    const killed: Call = async (...args) => {
      await call(...args);
      return new Promise(() => {});
    };
    const first = createWebhooks({ store, clock, log: silentLog, call: killed, random: () => 1 });
    await first.start();
    await clock.settle();
    await escalate(store, clock, 1);
    await passing(clock, 1, () => expect(receiver.received).toHaveLength(1));
    await begun(store, clock, call);
    await passing(clock, 1, () => expect(receiver.received).toHaveLength(3));
    const [one, again, other] = receiver.received.map(({ id }) => id);
    expect(again).toBe(one);
    expect(other).not.toBe(one);
    void first.stop();
  });

  it("give a receiver that hangs ten seconds and keep nobody else waiting", async () => {
    const { store, clock, receiver, call } = await desk();
    receiver.state.mood = "hang";
    await begun(store, clock, call);
    await clock.settle();
    await escalate(store, clock, 1);
    await passing(clock, 1, () => expect(receiver.received).toHaveLength(1));
    const other = await escalate(store, clock, 2);
    expect((await claim(store, clock, other)).outcome).toBe("done");
    await passing(clock, 6_000, () => expect(receiver.received.length).toBeGreaterThan(1));
    expect(await store.webhooks.next()).toMatchObject({ detail: "no answer in time" });
  });

  it("follow no redirect", async () => {
    const { store, clock, receiver, call } = await desk();
    const elsewhere = await webhookReceiver();
    receiver.state.mood = 307;
    receiver.state.location = elsewhere.url;
    await begun(store, clock, call);
    await clock.settle();
    await escalate(store, clock, 1);
    await passing(clock, 2_000, () => expect(receiver.received.length).toBeGreaterThan(1));
    expect(elsewhere.received).toEqual([]);
  });

  it("become dead letters after three days, and go out again when somebody asks for it", async () => {
    const { store, clock, receiver, call } = await desk();
    receiver.state.mood = 503;
    const webhooks = await begun(store, clock, call);
    await clock.settle();
    await escalate(store, clock, 1);
    await passing(clock, 1, () => expect(receiver.received).toHaveLength(1));
    await passing(clock, GIVEN_UP_MS / 100, () => expect(clock.now()).toBeGreaterThan(0));
    await vi.waitFor(
      async () => {
        await clock.advance(GIVEN_UP_MS / 4);
        expect(await store.webhooks.list("dead", 9)).toHaveLength(2);
      },
      { timeout: 15_000, interval: 10 },
    );
    const [newest] = await store.webhooks.list("dead", 9);
    expect(await webhookHealth(store.webhooks, true, clock.now())).toMatchObject({
      state: "degraded",
      dead: 2,
    });
    receiver.state.mood = 200;
    expect(await store.webhooks.retry(newest?.id ?? "", clock.now())).toBe(true);
    webhooks.wake();
    await vi.waitFor(async () => expect(await store.webhooks.list("sent", 9)).toHaveLength(1));
    expect(receiver.received.at(-1)?.id).toBe(newest?.id);
  });

  it("begin with what happens after there is a receiver, and go on after a pause", async () => {
    const { store, clock, receiver, call, types } = await desk();
    await escalate(store, clock, 1);
    const first = createWebhooks({ store, clock, log: silentLog, call, random: () => 1 });
    await first.start();
    await clock.settle();
    await first.stop();
    await escalate(store, clock, 2);
    await begun(store, clock, call);
    await passing(clock, 10, () => expect(receiver.received).toHaveLength(2));
    expect(types()).toEqual(["message.created", "conversation.escalated"]);
  });
});

describe("the settings of webhooks", () => {
  it.each([
    ["https://hooks.example.com/kefu", true],
    ["https://10.0.0.7/kefu", true],
    ["http://127.0.0.1:9000/", true],
    ["http://hooks.example.com/", false],
    ["https://me:secret@example.com/", false],
    ["ftp://example.com/", false],
  ])("take %s: %s", (url, good) => {
    expect(isWebhookUrl(url)).toBe(good);
  });

  it("take a secret of 24 bytes or more in base64", () => {
    expect([SECRET, "whsec_c2hvcnQ=", "not base64!"].map(isWebhookSecret)).toEqual([true, false, false]);
  });
});
