import { describe, expect, it } from "vitest";
import type { Bench } from "./store-contract.ts";

const REFUND = {
  shortcut: "refund",
  name: "Refunds",
  texts: { zh: "三天内到账。", en: "Within three days." },
};

export function cannedContract({ store, restart }: Bench): void {
  const canned = () => store().canned;
  const someone = async () =>
    (await store().people.add({ email: "mei@example.org", name: "Mei", role: "supervisor" }, 1000)).id;

  describe("replies kept for use again", () => {
    it("are there after a restart, by shortcut, with who changed them last", async () => {
      const mei = await someone();
      const refund = await canned().add(REFUND, mei, 2000);
      const hello = await canned().add({ shortcut: "hello", name: "Hello", texts: { en: "Hi!" } }, mei, 2100);
      expect(refund).toMatchObject({ ...REFUND, changedBy: mei, changedAt: 2000 });
      expect(await (await restart()).canned.list()).toEqual([hello, refund]);
    });

    it("change as a whole, and one language may go", async () => {
      const mei = await someone();
      const { id } = await canned().add(REFUND, mei, 2000);
      const changed = await canned().change(id, { ...REFUND, texts: { zh: "两天内到账。" } }, mei, 3000);
      expect(changed).toMatchObject({ id, texts: { zh: "两天内到账。" }, changedAt: 3000 });
      expect(changed?.texts).not.toHaveProperty("en");
      expect(await canned().list()).toEqual([changed]);
      expect(await canned().change("nothing", REFUND, mei, 3000)).toBeUndefined();
    });

    it("have no two the same shortcut", async () => {
      const mei = await someone();
      await canned().add(REFUND, mei, 2000);
      const { id } = await canned().add({ ...REFUND, shortcut: "other" }, mei, 2000);
      await expect(canned().add(REFUND, mei, 2000)).rejects.toMatchObject({ code: "conflict" });
      await expect(canned().change(id, REFUND, mei, 2000)).rejects.toMatchObject({ code: "conflict" });
      expect((await canned().list()).map(({ shortcut }) => shortcut)).toEqual(["other", "refund"]);
    });

    it("go for good, once", async () => {
      const { id } = await canned().add(REFUND, await someone(), 2000);
      expect([await canned().remove(id), await canned().remove(id)]).toEqual([true, false]);
      expect(await canned().list()).toEqual([]);
    });
  });
}
