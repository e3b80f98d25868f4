import { describe, expect, it } from "vitest";
import type { InboundEvent } from "../../src/channel/contract.ts";
import type { Bench } from "./store-contract.ts";
import { accept, acceptOne, handleNext, messageOf, textsOf } from "./store-scene.ts";

const LIN = { id: "lin", name: "Lin" };

export function contactsContract({ store }: Bench): void {
  const from = (n: number, id: string, text: string, name?: string, verified?: true): InboundEvent =>
    messageOf(n, text, {
      key: `${id}${n}`,
      msgId: `${id}${n}`,
      space: { id: `space-${id}`, kind: "dm" },
      actor: { id, ...(name === undefined ? {} : { name }), ...(verified ? { verified } : {}) },
    });
  const contactOf = async (conversationId: string): Promise<string> =>
    (await store().contacts.find(conversationId)) ?? "";
  const resolvedAt = async (n: number, id: string, at: number): Promise<string> => {
    const { conversationId } = await acceptOne(store(), from(n, id, `words of ${id}`), { at });
    await handleNext(store(), conversationId, { change: { status: "resolved" }, at });
    return conversationId;
  };

  describe("contacts", () => {
    it("are made with the first message, one for each customer of an account, by whatever space they write", async () => {
      const dm = await acceptOne(store(), messageOf(1, "hi"), { at: 2000 });
      const group = await acceptOne(
        store(),
        messageOf(2, "hi all", { space: { id: "g", kind: "group" }, actor: LIN }),
        { at: 3000 },
      );
      const elsewhere = await acceptOne(store(), messageOf(3, "hi"), { account: "web", at: 4000 });
      const id = await contactOf(dm.conversationId);
      expect(await contactOf(group.conversationId)).toBe(id);
      expect(await contactOf(elsewhere.conversationId)).not.toBe(id);
      expect(await store().contacts.show(id)).toMatchObject({
        id,
        createdAt: 2000,
        name: "Lin",
        verified: false,
        identities: [
          { account: "telegram:1", customerId: "lin", firstAt: 2000, lastAt: 3000, contactId: id },
        ],
        conversations: [{ id: group.conversationId, lastText: "hi all" }, { id: dm.conversationId }],
        merges: [],
      });
    });

    it("are verified only where the channel vouched, and bear the newest name", async () => {
      const first = await resolvedAt(1, "user_7", 2000);
      await acceptOne(store(), from(2, "user_7", "again", "Newer", true), { at: 5000 });
      const id = await contactOf(first);
      expect(await store().contacts.show(id)).toMatchObject({ name: "Newer", verified: true });
      expect((await store().contacts.show(id))?.conversations).toHaveLength(2);
    });

    it("are found by a part of a name, the start of an id, a conversation and its reference; a sign of LIKE is a letter", async () => {
      const { conversationId } = await acceptOne(store(), from(1, "48151623", "hi", "Ana 100%_sure"));
      await acceptOne(store(), from(2, "99", "hi", "Bob"));
      const id = await contactOf(conversationId);
      const reference = (await store().desk.show(conversationId))?.conversation.reference ?? "";
      expect(await store().contacts.find(reference.toLowerCase())).toBe(id);
      const names = async (text: string) => (await store().contacts.search(text, 9)).map(({ name }) => name);
      expect(await names("na 1")).toEqual(["Ana 100%_sure"]);
      expect(await names("4815")).toEqual(["Ana 100%_sure"]);
      expect(await names("%_s")).toEqual(["Ana 100%_sure"]);
      expect(await names("_")).toEqual(["Ana 100%_sure"]);
      expect((await names("")).sort()).toEqual(["Ana 100%_sure", "Bob"]);
      expect(await names("nobody")).toEqual([]);
    });

    it("are shown as one after a merge, by whichever id, and apart again after its undoing", async () => {
      const ids: string[] = [];
      for (const [n, name] of ["a", "b", "c"].entries()) {
        const { conversationId } = await acceptOne(store(), from(n, name, `I am ${name}`, name), {
          at: 2000 + n,
        });
        ids.push(await contactOf(conversationId));
      }
      const [a = "", b = "", c = ""] = ids;
      const before = await Promise.all(ids.map((id) => store().contacts.show(id)));
      await store().contacts.merge(b, c, undefined, 5000);
      await store().contacts.merge(a, c, undefined, 6000);
      for (const id of ids) expect(await store().contacts.find(id)).toBe(a);
      const whole = await store().contacts.show(a);
      expect(whole?.identities.map(({ customerId }) => customerId)).toEqual(["c", "b", "a"]);
      expect(whole?.conversations).toHaveLength(3);
      expect(whole?.merges).toMatchObject([
        { other: b, survivor: a },
        { other: c, survivor: b },
      ]);
      expect((await store().contacts.search("", 9)).map(({ id }) => id)).toEqual([a]);
      await expect(store().contacts.merge(c, a, undefined, 7000)).rejects.toMatchObject({ code: "conflict" });
      expect(await store().contacts.unmerge(a)).toMatchObject({ other: b });
      expect(await store().contacts.unmerge(b, c)).toMatchObject({ other: c });
      await expect(store().contacts.unmerge(b)).rejects.toMatchObject({ code: "not_found" });
      expect(await Promise.all(ids.map((id) => store().contacts.show(id)))).toEqual(before);
    });

    it("can be read whole: conversations, words, ratings, hand-offs, details, decisions", async () => {
      const { conversationId } = await acceptOne(store(), messageOf(1, "my transfer is stuck"));
      await handleNext(store(), conversationId, {
        change: { collected: { chain: "TRON" } },
        actions: [
          { type: "escalate", reason: "wish", priority: "high" },
          { type: "rate", score: 2, comment: "slow" },
        ],
        reason: "handed-off:wish",
      });
      const record = await store().contacts.record(await contactOf(conversationId));
      expect(record).toMatchObject({
        identities: [{ customerId: "lin", name: "Lin" }],
        conversations: [
          {
            conversation: { id: conversationId, collected: { chain: "TRON" } },
            messages: [{ text: "my transfer is stuck" }],
            decisions: [{ reason: "handed-off:wish" }],
            ratings: [{ score: 2, comment: "slow" }],
            escalations: [{ reason: "wish", priority: "high" }],
            rooms: [],
          },
        ],
      });
      expect(await store().contacts.record("nobody")).toBeUndefined();
    });

    it("are erased with all their identities and words, and nobody else's", async () => {
      const one = await acceptOne(store(), from(1, "a", "first secret"));
      const two = await acceptOne(store(), from(2, "b", "second secret"));
      const other = await acceptOne(store(), from(3, "c", "stays"));
      const [a, b] = [await contactOf(one.conversationId), await contactOf(two.conversationId)];
      await store().contacts.merge(a, b, undefined, 5000);
      const seq = await store().desk.lastSeq();
      expect(await store().contacts.erase(a, 9000)).toMatchObject({ conversations: 2, messages: 2 });
      await store().contacts.finish(true);
      for (const id of [a, b]) expect(await store().contacts.show(id)).toBeUndefined();
      for (const { conversationId } of [one, two]) {
        expect(await textsOf(store(), conversationId)).toEqual(["customer: "]);
        expect(await store().contacts.find(conversationId)).toBeUndefined();
      }
      expect(await textsOf(store(), other.conversationId)).toEqual(["customer: stays"]);
      const news = await store().desk.feed(seq, 99);
      expect(news).toMatchObject([{ data: { reason: "erased" } }, { data: { reason: "erased" } }]);
      expect(await store().contacts.erase(a, 9100)).toBeUndefined();
    });

    it("outlive their words only while there are any: what is too old is told oldest first, and never what still runs", async () => {
      const oldest = await resolvedAt(1, "a", 1000);
      const old = await resolvedAt(2, "b", 2000);
      const young = await resolvedAt(3, "c", 8000);
      const { conversationId: running } = await acceptOne(store(), from(4, "d", "still here"), { at: 1000 });
      expect(await store().contacts.expired("telegram:1", 5000, 9)).toEqual([
        { id: oldest, account: "telegram:1", lastAt: 1000 },
        { id: old, account: "telegram:1", lastAt: 2000 },
      ]);
      expect(await store().contacts.expired("telegram:1", 5000, 1)).toHaveLength(1);
      expect(await store().contacts.expired("web", 5000, 9)).toEqual([]);
      await accept(store(), [from(5, "b", "back again")], { at: 9000 });
      const [gone, back] = [await contactOf(oldest), await contactOf(old)];
      const erased = await store().contacts.eraseConversations([oldest, old, running], 9500);
      expect(erased).toMatchObject({ conversations: 2, traces: [{ customerId: "a" }] });
      expect(await store().contacts.show(gone)).toBeUndefined();
      expect((await store().contacts.show(back))?.conversations).toHaveLength(1);
      expect(await textsOf(store(), running)).toEqual(["customer: still here"]);
      expect(await textsOf(store(), young)).toEqual(["customer: words of c"]);
      expect(await store().contacts.expired("telegram:1", 5000, 9)).toEqual([]);
    });
  });
}
