import { describe, expect, it } from "vitest";
import type { Bench } from "./store-contract.ts";
import { acceptOne, claimRequest, messageOf } from "./store-scene.ts";

export function availabilityContract({ store, restart }: Bench): void {
  const one = async (agentId: string) =>
    (await store().availability.list()).find((colleague) => colleague.agentId === agentId);
  const hire = (email: string, name: string, role: "viewer" | "agent" = "agent") =>
    store().people.add({ email, name, role }, 1000);

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
      const { conversationId: id } = await acceptOne(store(), messageOf(1, "human"));
      await store().outbound.handle(claimRequest(id, { id: mei.id, name: "Mei" }, "k"));
      expect(await one(mei.id)).toMatchObject({ open: 1 });
    });
  });
}
