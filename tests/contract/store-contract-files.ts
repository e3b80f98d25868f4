import { describe, expect, it } from "vitest";
import type { Bench } from "./store-contract.ts";
import { ACCOUNT, acceptOne, command, handleNext, LIN, messageOf, say } from "./store-scene.ts";

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

  describe("uploads of customers", () => {
    const upload = (hash: string, at: number, spaceId = LIN.id, bytes = 9) =>
      store().files.addUpload({
        account: ACCOUNT,
        spaceId,
        hash,
        name: `${hash}.png`,
        kind: "image",
        mime: "image/png",
        bytes,
        at,
      });

    it("are there after a restart, before their first message too", async () => {
      const one = await upload("h1", 2000);
      const after = await restart();
      expect(await after.files.upload(one.id)).toEqual(one);
      expect(await after.files.upload("nothing")).toBeUndefined();
    });

    it("are counted by customer and in all", async () => {
      await upload("h1", 2000);
      await upload("h2", 3000, LIN.id, 5);
      await upload("h3", 3000, "sam", 7);
      const { files } = store();
      const one = { account: ACCOUNT, spaceId: LIN.id };
      expect(await files.uploadedSince(1000, one)).toEqual({ count: 2, bytes: 14 });
      expect(await files.uploadedSince(2000, one)).toEqual({ count: 1, bytes: 5 });
      expect(await files.uploadedSince(1000)).toEqual({ count: 3, bytes: 21 });
      expect(await files.uploadedSince(9000)).toEqual({ count: 0, bytes: 0 });
    });

    it("are forgotten when they are old and no message carries them; bytes an agent's file has stay", async () => {
      const { add } = await scene();
      const [sent, unsent, young] = [
        await upload("s", 2000),
        await upload("u", 2000),
        await upload("y", 9000),
      ];
      await upload("shared", 2000);
      await add("shared", 9000);
      const { id, kind, name } = sent;
      await acceptOne(store(), messageOf(2, "", { files: [{ id, kind, name }] }));
      await store().files.sweep(5000);
      expect((await store().files.hashes()).sort()).toEqual(["s", "shared", "y"]);
      expect(await store().files.upload(sent.id)).toEqual(sent);
      expect(await store().files.upload(unsent.id)).toBeUndefined();
      expect(await store().files.upload(young.id)).toEqual(young);
    });

    it("go with the conversation that carries them, and what was never sent goes with it", async () => {
      const [first, second, unsent] = [
        await upload("a", 2000),
        await upload("b", 2000),
        await upload("c", 2000),
      ];
      const other = await upload("o", 2000, "sam");
      const carrying = ({ id, kind }: typeof first) => ({ files: [{ id, kind }] });
      const one = await acceptOne(store(), messageOf(1, "", carrying(first)));
      await handleNext(store(), one.conversationId, { change: { status: "resolved" } });
      const two = await acceptOne(store(), messageOf(2, "", carrying(second)));
      expect(two.conversationId).not.toBe(one.conversationId);
      await store().contacts.eraseConversations([one.conversationId], 9000);
      expect((await store().files.hashes()).sort()).toEqual(["b", "o"]);
      expect(await store().files.upload(unsent.id)).toBeUndefined();
      const contact = (await store().contacts.find(two.conversationId)) ?? "";
      await store().contacts.erase(contact, 9500);
      expect(await store().files.hashes()).toEqual(["o"]);
      expect(await store().files.upload(other.id)).toEqual(other);
    });
  });
}
