import { describe, expect, it } from "vitest";
import { bench } from "./bench.ts";

describe("/readyz", () => {
  const ask = async (all: Awaited<ReturnType<typeof bench>>) => {
    const answer = await all.app.request("/readyz");
    return [answer.status, await answer.json()];
  };

  it("tells of each part", async () => {
    const all = await bench();
    expect(await ask(all)).toEqual([
      200,
      {
        status: "ok",
        phase: "running",
        store: { state: "up" },
        channels: { web: { state: "up" } },
        rooms: {},
        calling: {},
        matcher: { state: "ready" },
        knowledge: { state: "ok", hash: "k1" },
        embeddings: { state: "off" },
      },
    ]);
  });

  it("is degraded, not down, for a channel, the matcher, the knowledge or the embeddings", async () => {
    const all = await bench();
    const faults: (() => void)[] = [
      () => Object.assign(all.health.channels, { "telegram:1": { state: "down", detail: "401" } }),
      () => Object.assign(all.health, { channels: {}, matcher: { state: "failed", detail: "late" } }),
      () =>
        Object.assign(all.health, { matcher: { state: "ready" }, knowledge: { state: "stale", hash: "k1" } }),
      () =>
        Object.assign(all.health, {
          knowledge: { state: "ok", hash: "k1" },
          embeddings: { state: "degraded", detail: "the endpoint failed (500)" },
        }),
    ];
    for (const fault of faults) {
      fault();
      expect(await ask(all)).toEqual([200, expect.objectContaining({ status: "degraded" })]);
    }
  });

  it("is unavailable while starting and stopping, and when the store cannot write", async () => {
    const all = await bench();
    for (const phase of ["starting", "stopping"] as const) {
      all.health.phase = phase;
      expect(await ask(all)).toEqual([503, expect.objectContaining({ status: "unavailable", phase })]);
    }
    all.health.phase = "running";
    all.store.probe = () => Promise.reject(new Error("disk full at /secret"));
    all.clock.at += 1_000;
    const [status, body] = await ask(all);
    expect([status, body.store.state]).toEqual([503, "down"]);
    expect(JSON.stringify(body)).not.toContain("/secret");
    expect(all.lines.join()).toContain("disk full");
  });

  it("does not wear the disk when it is asked all the time, and notices the cure", async () => {
    const all = await bench();
    let probes = 0;
    all.store.probe = async () => void probes++;
    await Promise.all(Array.from({ length: 50 }, () => ask(all)));
    expect(probes).toBe(1);
    all.clock.at += 1_000;
    await ask(all);
    expect(probes).toBe(2);
  });
});

it("says that it is alive without touching anything", async () => {
  const all = await bench();
  await all.store.close();
  const answer = await all.app.request("/healthz");
  expect([answer.status, await answer.json()]).toEqual([200, { status: "ok" }]);
});

it("shows its figures to Prometheus", async () => {
  const { app, customer } = await bench({
    counts: () => [
      { name: "kefu_sent_total", help: "Messages sent", value: 3, labels: { account: "web" } },
      { name: "kefu_sent_total", help: "Messages sent", value: 4, labels: { account: "telegram:1" } },
    ],
  });
  await customer("c1");
  for (let n = 0; n < 2; n++) {
    const answer = await app.request("/metrics");
    expect(answer.headers.get("content-type")).toContain("text/plain");
    const text = await answer.text();
    expect(text).toMatch(/^kefu_inbox_waiting 1$/m);
    expect(text).toMatch(/^kefu_queue_conversations 0$/m);
    expect(text).toMatch(/^kefu_queue_oldest_seconds 0$/m);
    expect(text).toMatch(/^kefu_outbox_rows\{state="\w+"\} 0$/m);
    expect(text).toMatch(/^kefu_sent_total\{account="web"\} 3$/m);
    expect(text).toMatch(/^kefu_sent_total\{account="telegram:1"\} 4$/m);
    expect(text).toMatch(/^process_resident_memory_bytes \d/m);
  }
});
