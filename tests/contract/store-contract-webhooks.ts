import { describe, expect, it } from "vitest";
import type { Bench } from "./store-contract.ts";
import { acceptOne, messageOf } from "./store-scene.ts";

/** Webhooks wait in order, and none is lost or doubled by a restart. */
export function webhooksContract({ store, restart }: Bench): void {
  const webhooks = () => store().webhooks;
  async function queued(...ids: string[]): Promise<void> {
    const { conversationId } = await acceptOne(store(), messageOf(1, "hello"));
    const events = ids.map((id) => ({
      id,
      type: "message.created",
      conversationId,
      body: `{"${id}":1}`,
      at: 5000,
    }));
    await webhooks().queue(7, events);
  }

  describe("a webhook", () => {
    it("is queued once, together with the place in the feed, and lasts over a restart", async () => {
      expect(await webhooks().place()).toBeUndefined();
      await queued("a", "b");
      await queued("b", "c");
      const again = (await restart()).webhooks;
      expect(await again.place()).toBe(7);
      expect((await again.list("ready", 9)).map(({ id }) => id)).toEqual(["c", "b", "a"]);
      expect(await again.next()).toMatchObject({ id: "a", body: '{"a":1}', attempts: 0, createdAt: 5000 });
    });

    it("keeps its place before the others until it is delivered or given up", async () => {
      await queued("a", "b");
      await webhooks().settle("a", { state: "retry", at: 9000, detail: "HTTP 500" }, 6000);
      expect(await webhooks().next()).toMatchObject({
        id: "a",
        attempts: 1,
        notBefore: 9000,
        detail: "HTTP 500",
      });
      expect(await webhooks().gauges()).toEqual({
        waiting: 2,
        dead: 0,
        oldestAt: 5000,
        lastDetail: "HTTP 500",
      });
      await webhooks().settle("a", { state: "dead", detail: "HTTP 500" }, 9000);
      expect(await webhooks().next()).toMatchObject({ id: "b" });
      await webhooks().settle("b", { state: "sent" }, 9500);
      expect(await webhooks().next()).toBeUndefined();
    });

    it("that was given up goes out before what came after it when it is put back, and only then", async () => {
      await queued("a", "b");
      expect(await webhooks().retry("a", 9000)).toBe(false);
      await webhooks().settle("a", { state: "dead", detail: "HTTP 410" }, 8000);
      expect(await webhooks().retry("a", 9000)).toBe(true);
      expect(await webhooks().next()).toMatchObject({ id: "a", notBefore: 9000 });
    });

    it("is forgotten some time after it was settled, never before", async () => {
      await queued("a", "b");
      await webhooks().settle("a", { state: "sent" }, 8000);
      await webhooks().prune(8000);
      expect((await webhooks().list("sent", 9)).map(({ id }) => id)).toEqual(["a"]);
      await webhooks().prune(8001);
      expect((await webhooks().list(undefined, 9)).map(({ id }) => id)).toEqual(["b"]);
    });
  });
}
