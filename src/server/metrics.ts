import { Counter, collectDefaultMetrics, Gauge, Registry } from "prom-client";
import type { DeskStore } from "../store/desk.ts";

/** One figure that only grows, as its owner counts it. The name ends in `_total`. */
export interface Count {
  name: string;
  help: string;
  value: number;
  labels?: Record<string, string>;
}

/** The figures of this moment in the text format of Prometheus: process, queue, inbox, outbox, and the given counts. */
export function metrics(deps: { desk: DeskStore; now(): number; counts?: (() => Count[]) | undefined }): {
  contentType: string;
  text(): Promise<string>;
} {
  const process = new Registry();
  collectDefaultMetrics({ register: process });
  return {
    contentType: process.contentType,
    async text() {
      const ours = new Registry();
      await addGauges(ours, deps.desk, deps.now());
      addCounts(ours, deps.counts?.() ?? []);
      return `${await process.metrics()}\n${await ours.metrics()}`;
    },
  };
}

async function addGauges(registry: Registry, desk: DeskStore, at: number): Promise<void> {
  const { inboxWaiting, outbox, queue, oldestQueueMs } = await desk.gauges(at);
  const gauge = (name: string, help: string) => new Gauge({ name, help, registers: [registry] });
  gauge("kefu_inbox_waiting", "Stored events that are not yet decided on").set(inboxWaiting);
  gauge("kefu_queue_conversations", "Conversations that wait for a person").set(queue);
  gauge("kefu_queue_oldest_seconds", "How long the first in the queue has waited").set(oldestQueueMs / 1000);
  const rows = new Gauge({
    name: "kefu_outbox_rows",
    help: "Messages on their way out, by state",
    labelNames: ["state"],
    registers: [registry],
  });
  for (const [state, count] of Object.entries(outbox)) rows.set({ state }, count);
}

function addCounts(registry: Registry, counts: Count[]): void {
  const known = new Map<string, Counter>();
  for (const { name, help, value, labels = {} } of counts) {
    const counter =
      known.get(name) ?? new Counter({ name, help, labelNames: Object.keys(labels), registers: [registry] });
    known.set(name, counter);
    counter.inc(labels, value);
  }
}
