import { describe, expect, it } from "vitest";
import type { Bench } from "./store-contract.ts";

const HOUR = 3_600_000;

export function peopleContract({ store, restart }: Bench): void {
  const people = () => store().people;
  const mei = () => people().add({ email: "Mei@Example.org", name: "Mei", role: "agent" }, 1000);

  describe("people", () => {
    it("knows an agent by e-mail in any case, and takes no address twice", async () => {
      const agent = await mei();
      expect(await people().byEmail("mei@example.ORG")).toEqual(agent);
      expect(await people().byId(agent.id)).toEqual(agent);
      await expect(mei()).rejects.toMatchObject({ code: "conflict" });
      expect(await (await restart()).people.list()).toEqual([agent]);
    });

    it("makes a first admin only while there is nobody", async () => {
      const first = { email: "a@example.org", name: "Ada", passwordHash: "h1" };
      const both = await Promise.allSettled([
        people().addFirst(first, 1000),
        people().addFirst({ ...first, email: "b@example.org" }, 1000),
      ]);
      expect(both.map(({ status }) => status)).toEqual(["fulfilled", "rejected"]);
      expect(await people().list()).toMatchObject([{ email: "a@example.org", role: "admin" }]);
      expect(await people().byEmail("a@example.org")).toMatchObject({ passwordHash: "h1" });
    });

    it("gives the password hash to the sign-in alone", async () => {
      const agent = await mei();
      await people().setPassword(agent.id, "h2");
      expect((await people().byEmail("mei@example.org"))?.passwordHash).toBe("h2");
      expect(JSON.stringify([await people().list(), await people().byId(agent.id)])).not.toContain("h2");
    });

    it("keeps a session alive by use, ends it when idle, and never prolongs it past its end", async () => {
      const agent = await mei();
      await people().addSession(agent.id, "s1", 0, 10 * HOUR);
      for (let at = HOUR; at < 10 * HOUR; at += HOUR) {
        expect(await people().bySession("s1", at, 1.5 * HOUR)).toEqual(agent);
      }
      expect(await people().bySession("s1", 10 * HOUR, 1.5 * HOUR)).toBeUndefined();
      await people().addSession(agent.id, "s2", 0, 10 * HOUR);
      expect(await people().bySession("s2", 2 * HOUR, HOUR)).toBeUndefined();
      expect(await people().bySession("unknown", 1, HOUR)).toBeUndefined();
    });

    it("ends a session at once when asked", async () => {
      const agent = await mei();
      await people().addSession(agent.id, "s1", 0, HOUR);
      await people().endSession("s1");
      expect(await people().bySession("s1", 1, HOUR)).toBeUndefined();
    });

    it("shuts a disabled agent out by session and by key, and gives neither back", async () => {
      const agent = await mei();
      await people().addSession(agent.id, "s1", 0, HOUR);
      await people().addKey(agent.id, "k1", 0);
      expect(await people().byKey("k1")).toEqual(agent);
      await people().setDisabled(agent.id, 500);
      expect(await people().bySession("s1", 600, HOUR)).toBeUndefined();
      expect(await people().byKey("k1")).toBeUndefined();
      expect(await people().byId(agent.id)).toMatchObject({ disabledAt: 500 });
      await people().setDisabled(agent.id, undefined);
      expect(await people().byKey("k1")).toBeUndefined();
      expect(await people().byId(agent.id)).toEqual(agent);
    });
  });
}
