import { describe, expect, it, onTestFinished } from "vitest";
import { openSqlite } from "../../src/store/sqlite/open.ts";
import type { Store } from "../../src/store/store.ts";
import { claim, climbing, escalate, MINUTE } from "../unit/notify/scene.ts";

describe("ten thousand cases within an hour", () => {
  it("leave nobody without an alert, an answer, or a next step on time", { timeout: 240_000 }, async () => {
    const store = openSqlite({ folder: ":memory:" });
    onTestFinished(() => store.close());
    const { clock } = climbing(store, { room: true });
    const waiting: string[] = [];
    let raised = 0;
    for (let round = 0; round < 50; round++) {
      const priority = (["normal", "high", "urgent"] as const)[round % 3] ?? "normal";
      const added = await Promise.all(
        Array.from({ length: 200 }, (_, n) => escalate(store, clock, `${round}-${n}`, priority)),
      );
      raised += added.length;
      waiting.push(...added);
      // Agents take up most of what waits; some is left for long.
      await Promise.all(waiting.splice(0, 180).map((id) => claim(store, clock, id)));
      await clock.advance(MINUTE);
      // A second of grace: the ladder is looked at once a second.
      expect(await store.alerts.gauges(clock.now(), 1_000)).toMatchObject({ late: 0, orphans: 0 });
    }
    expect(raised).toBe(10_000);
    const open = await store.alerts.open(10_000);
    expect(open.map(({ conversationId }) => conversationId).sort()).toEqual([...waiting].sort());
    const feed = await wholeFeed(store);
    const told = feed.filter(({ kind, data }) => kind === "alert" && data.state === "raised");
    expect(new Set(told.map(({ conversationId }) => conversationId)).size).toBe(10_000);
    expect(new Set(told.map(({ at, data }) => at - Number(data.since)))).toEqual(new Set([0]));
  });
});

async function wholeFeed(store: Store) {
  const items: Awaited<ReturnType<Store["desk"]["feed"]>> = [];
  for (;;) {
    const page = await store.desk.feed(items.at(-1)?.seq ?? 0, 5_000);
    if (page.length === 0) return items;
    items.push(...page);
  }
}
