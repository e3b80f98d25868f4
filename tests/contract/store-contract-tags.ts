import { describe, expect, it } from "vitest";
import { MOST_TAGS } from "../../src/store/tags.ts";
import type { Bench } from "./store-contract.ts";
import { acceptOne, botAnswers, handleNext, MEI, messageOf } from "./store-scene.ts";

export function tagsContract({ store, restart }: Bench): void {
  const tags = () => store().tags;
  const change = (conversationId: string, tag: string, at = 5000) => ({ conversationId, tag, by: MEI, at });
  const customer = async (name: string): Promise<string> => {
    const event = messageOf(name, `from ${name}`, { space: { id: name, kind: "dm" } });
    const { conversationId } = await acceptOne(store(), event);
    await botAnswers(store(), conversationId, "an answer");
    return conversationId;
  };

  describe("tags", () => {
    it("are on the row and the case, by name, also after a restart", async () => {
      const id = await customer("ana");
      await tags().add(change(id, "refund"));
      expect(await tags().add(change(id, "fees"))).toEqual(["fees", "refund"]);
      const { desk } = await restart();
      expect((await desk.show(id))?.tags).toEqual(["fees", "refund"]);
      expect((await desk.list("all", MEI.id, 9)).map((row) => row.tags)).toEqual([["fees", "refund"]]);
    });

    it("change once however often they are asked to, and the feed tells each change and who made it", async () => {
      const id = await customer("ana");
      const from = await store().desk.lastSeq();
      await tags().add(change(id, "refund", 5000));
      expect(await tags().add(change(id, "refund", 5100))).toEqual(["refund"]);
      expect(await tags().remove(change(id, "refund", 5200))).toEqual([]);
      expect(await tags().remove(change(id, "refund", 5300))).toEqual([]);
      const told = await store().desk.feed(from, 9);
      expect(told.map(({ kind, at, conversationId, data }) => ({ kind, at, conversationId, data }))).toEqual([
        {
          kind: "tags",
          at: 5000,
          conversationId: id,
          data: { tag: "refund", added: true, by: MEI.id, name: MEI.name },
        },
        {
          kind: "tags",
          at: 5200,
          conversationId: id,
          data: { tag: "refund", added: false, by: MEI.id, name: MEI.name },
        },
      ]);
    });

    it("are counted, most used first, and forgotten when nothing carries them", async () => {
      const [ana, bo] = [await customer("ana"), await customer("bo")];
      await tags().add(change(ana, "fees"));
      await tags().add(change(ana, "refund"));
      await tags().add(change(bo, "refund"));
      await acceptOne(store(), messageOf("more", "bye", { space: { id: "bo", kind: "dm" } }));
      await handleNext(store(), bo, { change: { status: "resolved" } });
      expect(await tags().list()).toEqual([
        { tag: "refund", conversations: 2, open: 1 },
        { tag: "fees", conversations: 1, open: 1 },
      ]);
      await tags().remove(change(ana, "fees"));
      expect((await tags().list()).map(({ tag }) => tag)).toEqual(["refund"]);
    });

    it("narrow a list, and are counted as they are shown", async () => {
      const [ana, bo, cy] = [await customer("ana"), await customer("bo"), await customer("cy")];
      await tags().add(change(ana, "refund"));
      await tags().add(change(cy, "refund"));
      await tags().add(change(bo, "fees"));
      const rows = await store().desk.list("bot", MEI.id, 9, 0, "refund");
      expect(rows.map(({ id }) => id).sort()).toEqual([ana, cy].sort());
      expect(await store().desk.countTagged("bot", MEI.id, "refund")).toBe(2);
      expect(await store().desk.countTagged("queue", MEI.id, "refund")).toBe(0);
      expect(await store().desk.list("queue", MEI.id, 9, 0, "refund")).toEqual([]);
    });

    it("are of a conversation that exists, and not without end", async () => {
      expect(await tags().add(change("nothing", "refund"))).toBeUndefined();
      expect(await tags().remove(change("nothing", "refund"))).toBeUndefined();
      const id = await customer("ana");
      for (let n = 0; n < MOST_TAGS; n += 1) await tags().add(change(id, `tag ${n}`));
      await expect(tags().add(change(id, "one more"))).rejects.toMatchObject({ code: "conflict" });
      expect(await tags().add(change(id, "tag 3"))).toHaveLength(MOST_TAGS);
    });
  });
}
