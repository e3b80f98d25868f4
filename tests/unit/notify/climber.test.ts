import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { alertHealth } from "../../../src/notify/alert-health.ts";
import { openSqlite } from "../../../src/store/sqlite/open.ts";
import type { Role, Store } from "../../../src/store/store.ts";
import { manualClock } from "../../fakes/clock.ts";
import { claim, climbing, escalate, MEI, MINUTE } from "./scene.ts";

function memory(): Store {
  const store = openSqlite({ folder: ":memory:" });
  onTestFinished(() => store.close());
  return store;
}

async function hire(store: Store, email: string, role: Role): Promise<void> {
  await store.people.add({ email, name: email, role }, 0);
}

async function stepsOf(store: Store, conversationId: string): Promise<string[]> {
  const alert = await store.alerts.ofConversation(conversationId);
  const steps = await store.alerts.steps(alert?.id ?? "");
  return steps.map(({ rung, way, at }) => `${rung} ${way} +${(at - (alert?.since ?? 0)) / MINUTE}`);
}

describe("a case that nobody takes up", () => {
  it("is called for by every way in turn, each on time, and then again and again", async () => {
    const store = memory();
    await hire(store, "mei@example.org", "agent");
    await hire(store, "boss@example.org", "supervisor");
    await hire(store, "gone@example.org", "viewer");
    const { clock } = climbing(store, { room: true, mail: true });
    const id = await escalate(store, clock, 1);
    await clock.advance(41 * MINUTE);
    expect(await stepsOf(store, id)).toEqual([
      "1 browser +0",
      "2 room +2",
      "3 mail +5",
      "4 mail +10",
      "4 room +10",
      "5 browser +40",
      "5 mail +40",
      "5 room +40",
    ]);
    const mails = await store.alerts.mailsDue(clock.now(), 99);
    expect(mails.map(({ rung, to }) => `${rung} ${to}`).sort()).toEqual([
      "3 mei@example.org",
      "4 boss@example.org",
      "5 boss@example.org",
      "5 mei@example.org",
    ]);
  });

  it("is called for faster when it is urgent, and no more once somebody has it", async () => {
    const store = memory();
    const { clock } = climbing(store, { room: true });
    const id = await escalate(store, clock, 1, "urgent");
    await clock.advance(MINUTE / 2);
    expect(await stepsOf(store, id)).toEqual(["1 browser +0", "2 room +0.5"]);
    const alert = await store.alerts.ofConversation(id);
    await claim(store, clock, id);
    await clock.advance(31 * MINUTE);
    expect((await store.alerts.steps(alert?.id ?? "")).length).toBe(2);
  });

  it("is called for again when who wanted to see to it did not", async () => {
    const store = memory();
    const { clock } = climbing(store, { room: true, webhook: true });
    const id = await escalate(store, clock, 1);
    await clock.advance(MINUTE);
    const alert = await store.alerts.ofConversation(id);
    await store.alerts.acknowledge(alert?.id ?? "", MEI, clock.now(), clock.now() + 10 * MINUTE);
    await clock.advance(9 * MINUTE);
    expect(await stepsOf(store, id)).toEqual(["1 browser +0"]);
    await clock.advance(2 * MINUTE);
    expect(await stepsOf(store, id)).toEqual([
      "1 browser +0",
      "2 room +11",
      "3 webhook +11",
      "4 room +11",
      "4 webhook +11",
    ]);
  });

  it("goes on after a restart where it was, and takes no rung twice", async () => {
    const folder = mkdtempSync(join(tmpdir(), "kefu-alerts-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const clock = manualClock();
    let store = openSqlite({ folder });
    let { climber } = climbing(store, { room: true }, { clock });
    const id = await escalate(store, clock, 1);
    for (let minute = 0; minute < 12; minute++) {
      await clock.advance(MINUTE);
      await climber.stop();
      await store.close();
      store = openSqlite({ folder });
      ({ climber } = climbing(store, { room: true }, { clock }));
    }
    await clock.settle();
    expect((await stepsOf(store, id)).map((step) => step.split(" +")[0])).toEqual([
      "1 browser",
      "2 room",
      "3 none",
      "4 room",
    ]);
    await climber.stop();
    await store.close();
  });
});

describe("what /readyz says of alerts", () => {
  const none = { room: false, mail: false, webhook: false };

  it("is fine on a new desk, with what could be set up", async () => {
    const health = await alertHealth(memory().alerts, none, undefined, 0);
    expect(health).toMatchObject({ state: "ok", open: 0, skipped: ["room", "mail", "webhook"] });
    expect(health.detail).toMatch(/SMTP_URL.*WEBHOOK_URL/);
  });

  it("is degraded once somebody waited through all rungs and only an open inbox could have told", async () => {
    const store = memory();
    const { clock } = climbing(store);
    await escalate(store, clock, 1);
    expect((await alertHealth(store.alerts, none, undefined, clock.now())).state).toBe("ok");
    await clock.advance(3 * MINUTE);
    const health = await alertHealth(store.alerts, none, undefined, clock.now());
    expect(health).toMatchObject({ state: "degraded", open: 1 });
    expect(health.detail).toMatch(/nobody can be reached/);
  });

  it("is degraded when the ladder stands still", async () => {
    const store = memory();
    const clock = manualClock();
    await escalate(store, clock, 1);
    const health = await alertHealth(store.alerts, { ...none, room: true }, undefined, clock.now() + MINUTE);
    expect(health).toMatchObject({ state: "degraded", detail: expect.stringMatching(/overdue/) });
  });
});
