import { describe, expect, it } from "vitest";
import type { Bench } from "./store-contract.ts";
import { acceptOne, command, messageOf, say } from "./store-scene.ts";

export function filesContract({ store, restart }: Bench): void {
  const scene = async () => {
    const { conversationId } = await acceptOne(store(), messageOf(1, "hi"));
    const agent = await store().people.add({ email: "mei@example.org", name: "Mei", role: "agent" }, 1000);
    const add = (hash: string, at: number) =>
      store().files.add({
        conversationId,
        hash,
        name: `${hash}.png`,
        kind: "image",
        mime: "image/png",
        bytes: 9,
        agentId: agent.id,
        at,
      });
    return { conversationId, add };
  };

  describe("files of agents", () => {
    it("are there after a restart, each with an id of its own", async () => {
      const { add } = await scene();
      const [one, other] = [await add("h1", 2000), await add("h1", 2000)];
      expect(one.id).not.toBe(other.id);
      const after = await restart();
      expect(await after.files.get(one.id)).toEqual(one);
      expect(await after.files.get("nothing")).toBeUndefined();
    });

    it("are forgotten when they are old and were never sent; bytes that others have stay", async () => {
      const { conversationId, add } = await scene();
      const sent = await add("sent", 2000);
      const unsent = await add("unsent", 2000);
      const twin = await add("twin", 2000);
      await add("twin", 9000);
      const { id, kind, name } = sent;
      const reply = say("r.0", "", { author: "agent", files: [{ id, account: "desk", kind, name }] });
      await command(store(), conversationId, "k", { actions: [reply] });
      await store().files.sweep(5000);
      expect((await store().files.hashes()).sort()).toEqual(["sent", "twin"]);
      expect(await store().files.get(sent.id)).toEqual(sent);
      expect(await store().files.get(unsent.id)).toBeUndefined();
      expect(await store().files.get(twin.id)).toBeUndefined();
    });
  });
}
