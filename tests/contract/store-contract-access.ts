import { describe, expect, it } from "vitest";
import type { Bench } from "./store-contract.ts";

const HOUR = 3_600_000;

export function accessContract({ store, restart }: Bench): void {
  const people = () => store().people;
  const add = (email = "mei@example.org") => people().add({ email, name: "Mei", role: "admin" }, 1000);

  describe("access", () => {
    it("knows four roles, and gives a key the lower of its own and its owner's", async () => {
      const agent = await add();
      await people().addKey(agent.id, "k1", 0, { name: "report", prefix: "kf_abc", role: "supervisor" });
      expect((await people().byKey("k1", 5 * HOUR))?.role).toBe("supervisor");
      await people().setRole(agent.id, "viewer");
      expect((await people().byKey("k1"))?.role).toBe("viewer");
      expect((await (await restart()).people.byId(agent.id))?.role).toBe("viewer");
      const [key] = await people().keys(agent.id);
      expect(key).toMatchObject({ name: "report", prefix: "kf_abc", role: "supervisor", usedAt: 5 * HOUR });
      expect(await people().endKey("someone-else", key?.id ?? "")).toBe(false);
      expect(await people().endKey(agent.id, key?.id ?? "")).toBe(true);
      expect(await people().byKey("k1")).toBeUndefined();
    });

    it("lists the sessions that are alive, and ends one, or all but one", async () => {
      const agent = await add();
      for (const name of ["s1", "s2", "s3"]) {
        await people().addSession(agent.id, name, HOUR, 10 * HOUR, { address: name, client: "browser" });
      }
      const alive = { at: 2 * HOUR, idleMs: 4 * HOUR };
      const listed = await people().sessions(agent.id, alive, "s2");
      expect(listed.filter(({ current }) => current).map(({ address }) => address)).toEqual(["s2"]);
      expect(await people().sessions(agent.id, { at: 6 * HOUR, idleMs: 4 * HOUR })).toEqual([]);
      const first = listed.find(({ address }) => address === "s1");
      expect(await people().endOneSession("someone-else", first?.id ?? "")).toBe(false);
      expect(await people().endOneSession(agent.id, first?.id ?? "")).toBe(true);
      expect(await people().endSessions(agent.id, "s2")).toBe(1);
      expect(await people().bySession("s2", 2 * HOUR, HOUR)).toEqual(agent);
      expect(await people().bySession("s3", 2 * HOUR, HOUR)).toBeUndefined();
    });

    it("takes each time step and each recovery code once, of two that try at once one", async () => {
      const agent = await add();
      await people().offerTotp(agent.id, "OLD");
      await people().offerTotp(agent.id, "NEW");
      expect(await people().confirmTotp(agent.id, "OLD", 7, ["r1"])).toBe(false);
      expect(await people().confirmTotp(agent.id, "NEW", 7, ["r1", "r2"])).toBe(true);
      expect((await people().byId(agent.id))?.totp).toBe(true);
      const once = async (tries: Promise<boolean>[]) => (await Promise.all(tries)).filter(Boolean).length;
      expect(await people().spendStep(agent.id, 7)).toBe(false);
      expect(await once([people().spendStep(agent.id, 8), people().spendStep(agent.id, 8)])).toBe(1);
      expect(
        await once([people().spendRecovery(agent.id, "r1"), people().spendRecovery(agent.id, "r1")]),
      ).toBe(1);
      expect(await people().totp(agent.id)).toEqual({ secret: "NEW", recoveryCodes: 1 });
      await people().dropTotp(agent.id);
      expect(await people().totp(agent.id)).toEqual({ recoveryCodes: 0 });
      expect(await people().spendStep(agent.id, 9)).toBe(false);
      expect(JSON.stringify(await people().list())).not.toContain("NEW");
    });

    it("lets an invitation make one agent, and ends the earlier one to the same address", async () => {
      const invite = (hash: string) =>
        people().invite({ email: "Tom@example.org", role: "agent", hash }, 0, HOUR);
      await invite("i1");
      await invite("i2");
      const tom = { name: "Tom", passwordHash: "h" };
      expect(await people().accept("i1", tom, 1)).toBeUndefined();
      expect(await people().accept("i2", tom, HOUR)).toBeUndefined();
      expect(await people().accept("i2", tom, 1)).toMatchObject({ email: "tom@example.org", role: "agent" });
      expect(await people().accept("i2", tom, 2)).toBeUndefined();
      expect((await people().invitations(2)).map(({ state }) => state).sort()).toEqual([
        "accepted",
        "revoked",
      ]);
      await expect(invite("i3")).rejects.toMatchObject({ code: "conflict" });
    });
  });

  describe("the audit log", () => {
    it("is paged from the newest, narrowed by who, what and on what, and outlives a restart", async () => {
      const base = { via: "key", address: "ip", outcome: "done" } as const;
      for (let n = 1; n <= 5; n++) {
        const on = n === 3 ? { target: "c3" } : {};
        await store().audit.add({ ...base, at: n, agentId: n % 2 ? "mei" : "tom", action: `a${n}`, ...on });
      }
      await restart();
      const page = await store().audit.list({ limit: 2 });
      expect(page.map(({ at }) => at)).toEqual([5, 4]);
      const next = await store().audit.list({ limit: 2, before: page[1]?.id });
      expect(next.map(({ at }) => at)).toEqual([3, 2]);
      expect((await store().audit.list({ limit: 9, agentId: "tom" })).map(({ at }) => at)).toEqual([4, 2]);
      expect(await store().audit.list({ limit: 9, target: "c3" })).toMatchObject([{ ...base, action: "a3" }]);
    });
  });
}
