import { describe, expect, it } from "vitest";
import type { Severity } from "../../src/knowledge/entry.ts";
import type { Bench } from "./store-contract.ts";
import { acceptOne, claimRequest, handleNext, messageOf } from "./store-scene.ts";

export function availabilityContract({ store, restart }: Bench): void {
  const one = async (agentId: string) =>
    (await store().availability.list()).find((colleague) => colleague.agentId === agentId);
  const hire = (email: string, name: string, role: "viewer" | "agent" = "agent") =>
    store().people.add({ email, name, role }, 1000);

  /** A case that waits in the queue since a time. */
  async function queued(n: number, since: number, priority: Severity, more: object = {}): Promise<string> {
    const at = messageOf(n, "human", { space: { id: `s${n}`, kind: "dm" } });
    const { conversationId } = await acceptOne(store(), at);
    const epoch = 2;
    const owner = { kind: "queue", since, reason: "wish", priority, ...more } as const;
    await handleNext(store(), conversationId, { change: { owner, epoch } });
    return conversationId;
  }

  describe("who takes cases", () => {
    it("is away until they choose, and what they chose is there after a restart", async () => {
      const mei = await hire("mei@example.org", "Mei");
      const vic = await hire("vic@example.org", "Vic", "viewer");
      expect(await store().availability.list()).toEqual([
        { agentId: mei.id, name: "Mei", answers: true, chosen: "away", languages: [], capacity: 5, open: 0 },
        { agentId: vic.id, name: "Vic", answers: false, chosen: "away", languages: [], capacity: 5, open: 0 },
      ]);
      await store().availability.choose(mei.id, "available", 2000);
      await store().availability.set(mei.id, { languages: ["zh", "en"] });
      await store().availability.set(mei.id, { capacity: 2 });
      await store().availability.seen(mei.id, 9000);
      await restart();
      expect(await one(mei.id)).toMatchObject({
        chosen: "available",
        chosenAt: 2000,
        seenAt: 9000,
        languages: ["zh", "en"],
        capacity: 2,
      });
      await store().availability.set(mei.id, { languages: [] });
      expect(await one(mei.id)).toMatchObject({ languages: [], capacity: 2, chosen: "available" });
    });

    it("is nobody who is disabled, and being seen is no choice", async () => {
      const mei = await hire("mei@example.org", "Mei");
      await store().availability.seen(mei.id, 2000);
      expect(await one(mei.id)).toMatchObject({ chosen: "away", seenAt: 2000 });
      await store().people.setDisabled(mei.id, 3000);
      expect(await store().availability.list()).toEqual([]);
    });

    it("has as many open cases as are theirs", async () => {
      const mei = await hire("mei@example.org", "Mei");
      const id = await queued(1, 3000, "normal");
      await store().outbound.handle(claimRequest(id, { id: mei.id, name: "Mei" }, "k"));
      expect(await one(mei.id)).toMatchObject({ open: 1 });
    });

    it("finds the queue in their language, the most urgent first, then the longest waiting", async () => {
      const late = await queued(1, 5000, "normal");
      const early = await queued(2, 4000, "normal", { forAgent: "agent-mei" });
      const urgent = await queued(3, 6000, "urgent");
      const cases = await store().availability.queued("en", 9);
      expect(cases.map(({ id }) => id)).toEqual([urgent, early, late]);
      expect(cases[1]).toEqual({
        id: early,
        epoch: 2,
        locale: "en",
        priority: "normal",
        since: 4000,
        forAgent: "agent-mei",
      });
      expect(await store().availability.queued("en", 1)).toHaveLength(1);
      expect(await store().availability.queued("zh", 9)).toEqual([]);
    });
  });
}
