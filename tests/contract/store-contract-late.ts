import { describe, expect, it } from "vitest";
import type { Bench } from "./store-contract.ts";
import { acceptOne, botAnswers, claimRequest, handle, MEI, messageOf, sendOf } from "./store-scene.ts";

const BOUNDS = { undecidedBefore: 9_000, unsentBefore: 9_000 };

/** Whom the bot owes an answer is found in the store, whatever got stuck before it. */
export function lateContract({ store, restart }: Bench): void {
  const late = async () =>
    (await store().outbound.late(BOUNDS, 10)).map(({ kind, what }) => `${kind} ${what}`);
  const asked = async () => (await acceptOne(store(), messageOf(1, "hello"))).conversationId;
  const dealtWith = (conversationId: string, row: "inbox" | "outbox", id: number) =>
    handle(
      store(),
      conversationId,
      { kind: "watchdog", row, id },
      { type: "bot.late", id: `w${id}`, at: 9000, what: "unsent" },
    );

  describe("an answer that the bot owes", () => {
    it("is a message that nobody decided on in time, or that was set aside", async () => {
      const id = await asked();
      expect(await store().outbound.late({ ...BOUNDS, undecidedBefore: 1_999 }, 10)).toEqual([]);
      expect(await late()).toEqual(["inbox undecided"]);
      const next = await store().inbound.next(id);
      await store().inbound.failed(next?.item.id ?? 0, "broken", 1, 3000);
      expect(await late()).toEqual(["inbox undecided"]);
    });

    it("is one that has not left, was refused, or may not have arrived", async () => {
      const id = await asked();
      const { rows } = await botAnswers(store(), id, "hi");
      expect(await late()).toEqual(["outbox unsent"]);
      await sendOf(store(), rows[0] ?? 0);
      await store().outbound.settle(rows[0] ?? 0, { outcome: "retry", at: 99_000, detail: "wait" }, 5000);
      expect(await late()).toEqual([]);
      await sendOf(store(), rows[0] ?? 0);
      await store().outbound.settle(rows[0] ?? 0, { outcome: "unknown", detail: "cut off" }, 6000);
      expect(await late()).toEqual(["outbox uncertain"]);
    });

    it("is none to who blocked us, and none once a person has the case", async () => {
      const id = await asked();
      const { rows } = await botAnswers(store(), id, "hi");
      await sendOf(store(), rows[0] ?? 0);
      const blocked = { outcome: "failed", reason: "blocked", detail: "blocked" } as const;
      await store().outbound.settle(rows[0] ?? 0, blocked, 5000);
      expect(await late()).toEqual([]);
      await acceptOne(store(), messageOf(2, "still here"));
      await store().outbound.handle(claimRequest(id, MEI, "k"));
      expect(await late()).toEqual([]);
    });

    it("is acted on once, also over a restart, and not when it was given meanwhile", async () => {
      const id = await asked();
      const [one] = await store().outbound.late(BOUNDS, 10);
      expect((await dealtWith(id, "inbox", one?.id ?? 0)).outcome).toBe("done");
      await restart();
      expect(await late()).toEqual([]);
      expect((await dealtWith(id, "inbox", one?.id ?? 0)).outcome).toBe("stale");
      const { rows } = await botAnswers(store(), id, "hi");
      await sendOf(store(), rows[0] ?? 0);
      await store().outbound.settle(rows[0] ?? 0, { outcome: "sent", ids: ["1"] }, 5000);
      expect((await dealtWith(id, "outbox", rows[0] ?? 0)).outcome).toBe("stale");
    });
  });
}
