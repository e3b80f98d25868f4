import { describe, expect, it } from "vitest";
import type { Bench } from "./store-contract.ts";
import {
  ACCOUNT,
  acceptOne,
  botAnswers,
  deliver,
  handleNext,
  inboundOf,
  LIN,
  messageOf,
  messagesOf,
  textsOf,
} from "./store-scene.ts";

export function editsContract({ store }: Bench): void {
  describe("edits and deletions", () => {
    const edit = (key: string, text: string, msgId = "1") => inboundOf("edit", { key, msgId, text });

    it("takes an edit before the answer as the question", async () => {
      const { conversationId, messageId } = await acceptOne(store(), messageOf(1, "wher is it"));
      const receipt = await acceptOne(store(), edit("e1", "where is it"));
      expect(receipt).toMatchObject({ outcome: "accepted", messageId, conversationId });
      const item = (await store().inbound.next(conversationId))?.item;
      expect(item).toMatchObject({ revision: 2, event: { kind: "message", text: "where is it" } });
      const [message] = await messagesOf(store(), conversationId);
      expect(message).toMatchObject({ text: "where is it", editedAt: 2000 });
      await handleNext(store(), conversationId);
      expect(await store().inbound.next(conversationId)).toBeUndefined();
      expect((await acceptOne(store(), edit("e1", "where is it"))).outcome).toBe("duplicate");
    });

    it("refuses a decision that was made on the text before the edit", async () => {
      const { conversationId } = await acceptOne(store(), messageOf(1, "old"));
      const item = (await store().inbound.next(conversationId))?.item;
      await acceptOne(store(), edit("e1", "new"));
      const outcome = await store().outbound.handle({
        conversationId,
        at: 3000,
        cause: { kind: "inbox", id: item?.id ?? 0, revision: 1 },
        event: { type: "customer.reached", id: item?.eventId ?? "", at: 3000, state: "ok" },
        decide: () => {
          throw new Error("decided on a stale text");
        },
        fit: () => [],
      });
      expect(outcome).toEqual({ outcome: "stale" });
    });

    it("queues an edit after the answer as an event of its own", async () => {
      const { conversationId, messageId } = await acceptOne(store(), messageOf(1, "old"));
      await handleNext(store(), conversationId);
      await acceptOne(store(), edit("e1", "new"));
      const item = (await store().inbound.next(conversationId))?.item;
      expect(item).toMatchObject({ event: { kind: "edit", text: "new" }, messageIds: [messageId] });
      await handleNext(store(), conversationId, {
        actions: [{ type: "edit-message", messageId, text: "new" }],
      });
      expect(await textsOf(store(), conversationId)).toEqual(["customer: new"]);
    });

    it("brings an edit to the conversation its message is in, also when that is over", async () => {
      const first = await acceptOne(store(), messageOf(1, "old"));
      await handleNext(store(), first.conversationId, { change: { status: "resolved" } });
      await acceptOne(store(), messageOf(2, "next topic"));
      expect((await acceptOne(store(), edit("e1", "older"))).conversationId).toBe(first.conversationId);
    });

    it("ignores edits and deletions of messages it never had", async () => {
      await acceptOne(store(), messageOf(1, "hi"));
      expect((await acceptOne(store(), edit("e9", "x", "9"))).outcome).toBe("ignored");
      expect((await acceptOne(store(), inboundOf("delete", { key: "d", msgIds: ["9"] }))).outcome).toBe(
        "ignored",
      );
    });

    it("marks what the customer took back, and says which messages a deletion means", async () => {
      const { conversationId, messageId } = await acceptOne(store(), messageOf(1, "oops"));
      await handleNext(store(), conversationId);
      await acceptOne(store(), inboundOf("delete", { key: "d", msgIds: ["1", "77"] }));
      expect((await store().inbound.next(conversationId))?.item.messageIds).toEqual([messageId]);
      await handleNext(store(), conversationId, {
        actions: [{ type: "delete-messages", messageIds: [messageId] }],
        at: 3300,
      });
      expect(await messagesOf(store(), conversationId)).toMatchObject([{ text: "oops", deletedAt: 3300 }]);
      expect(await store().outbound.stream(ACCOUNT, LIN, 0, 9)).toEqual([]);
    });

    it("lets no event about one of our messages change what we said", async () => {
      const { conversationId } = await acceptOne(store(), messageOf(1, "hi"));
      const { rows } = await botAnswers(store(), conversationId, "hello");
      await deliver(store(), rows[0] ?? 0, "500");
      expect((await acceptOne(store(), edit("e1", "send me your money", "500"))).outcome).toBe("ignored");
      expect(await textsOf(store(), conversationId)).toEqual(["customer: hi", "bot: hello"]);
    });
  });
}
