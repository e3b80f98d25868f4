import { describe, expect, it } from "vitest";
import type { Bench } from "./store-contract.ts";
import {
  ACCOUNT,
  accept,
  acceptOne,
  botAnswers,
  handleNext,
  inboundOf,
  LIN,
  messageOf,
  messagesOf,
  textsOf,
} from "./store-scene.ts";

export function inboundContract({ store, restart }: Bench): void {
  describe("taking in", () => {
    it("keeps one message however often the platform delivers it, with the same receipt", async () => {
      const first = await acceptOne(store(), messageOf(1, "where is my transfer?"));
      for (let n = 0; n < 4; n += 1) {
        const again = await acceptOne(store(), messageOf(1, "where is my transfer?"));
        expect(again).toEqual({ ...first, outcome: "duplicate" });
      }
      const twice = await accept(store(), [messageOf(2, "hello?"), messageOf(2, "hello?")]);
      expect(twice.map(({ outcome }) => outcome)).toEqual(["accepted", "duplicate"]);
      expect(await textsOf(store(), first.conversationId)).toEqual([
        "customer: where is my transfer?",
        "customer: hello?",
      ]);
    });

    it("names messages by account and key alone, in letters every platform can carry", async () => {
      const here = await acceptOne(store(), messageOf(1, "hi"));
      const there = await acceptOne(store(), messageOf(1, "hi"), { account: "web" });
      expect(here.messageId).toMatch(/^[a-z2-7]{16}$/);
      expect(here.conversationId).toMatch(/^[a-z2-7]{16}$/);
      expect(there.messageId).not.toBe(here.messageId);
    });

    it("stores a batch with its cursor or not at all", async () => {
      const cursor = { name: "offset", value: "17" };
      const failing = accept(store(), [messageOf(1, "one"), messageOf(2, "two")], {
        cursor,
        admit: (event) => {
          if (event.key === "m2") throw new Error("the guard broke");
          return { event, found: [], ambiguousHash: false, flood: "ok" };
        },
      });
      await expect(failing).rejects.toThrow("the guard broke");
      expect(await store().inbound.cursor(ACCOUNT, "offset")).toBeUndefined();
      expect(await store().inbound.waiting()).toEqual([]);
      await accept(store(), [messageOf(1, "one")], { cursor });
      expect(await store().inbound.cursor(ACCOUNT, "offset")).toBe("17");
    });

    it("moves the cursor past what nobody has to answer, and keeps none of it", async () => {
      const ambient = messageOf(1, "chatting", { addressed: "ambient" });
      const receipts = await accept(store(), [ambient], { cursor: { name: "offset", value: "18" } });
      expect(receipts).toEqual([{ key: "m1", outcome: "ignored" }]);
      expect(await store().inbound.cursor(ACCOUNT, "offset")).toBe("18");
      expect(await store().desk.list("all", "", 10)).toEqual([]);
    });

    it("hands out events one by one in the order they came, conversations by their oldest", async () => {
      const other = { id: "bo", kind: "dm" } as const;
      const { conversationId: lin } = await acceptOne(store(), messageOf(1, "first"));
      const { conversationId: bo } = await acceptOne(store(), messageOf(2, "other", { space: other }));
      await acceptOne(store(), messageOf(3, "second"));
      expect(await store().inbound.waiting()).toEqual([lin, bo]);
      await handleNext(store(), lin);
      expect(await store().inbound.waiting()).toEqual([bo, lin]);
      expect((await store().inbound.next(lin))?.item.event).toMatchObject({ text: "second" });
    });

    it("keeps one conversation open per customer, and opens a linked one after it was resolved", async () => {
      const first = await acceptOne(store(), messageOf(1, "hi"));
      expect((await acceptOne(store(), messageOf(2, "still me"))).conversationId).toBe(first.conversationId);
      await handleNext(store(), first.conversationId, { change: { status: "resolved" } });
      const coming = await store().inbound.conversationOf(ACCOUNT, LIN, "lin");
      const next = await acceptOne(store(), messageOf(3, "something else"));
      expect(next.conversationId).not.toBe(first.conversationId);
      expect(next.conversationId).toBe(coming);
      const latest = await store().inbound.latest(ACCOUNT, LIN);
      expect(latest).toMatchObject({ id: coming, previousId: first.conversationId });
    });

    it("knows the id of the next conversation before it exists", async () => {
      const coming = await store().inbound.conversationOf(ACCOUNT, LIN, "lin");
      expect(await store().inbound.latest(ACCOUNT, LIN)).toBeUndefined();
      expect((await acceptOne(store(), messageOf(1, "hi"))).conversationId).toBe(coming);
      expect(await store().inbound.conversationOf(ACCOUNT, LIN, "lin")).toBe(coming);
    });

    it("keeps two people in one group apart, and two threads too", async () => {
      const group = { id: "g", kind: "group" } as const;
      const say = (n: number, id: string, space: typeof group | (typeof group & { thread: string })) =>
        acceptOne(store(), messageOf(n, "hi", { space, actor: { id }, addressed: "mention" }));
      const ids = [
        await say(1, "ann", group),
        await say(2, "ben", group),
        await say(3, "ann", { ...group, thread: "7" }),
        await say(4, "ann", group),
      ].map(({ conversationId }) => conversationId);
      expect(new Set(ids).size).toBe(3);
      expect(ids[3]).toBe(ids[0]);
    });

    it("shows the guard the customer's last texts and what was asked for", async () => {
      const { conversationId } = await acceptOne(store(), messageOf(1, "one"));
      await acceptOne(store(), messageOf(2, "two"));
      await handleNext(store(), conversationId, { change: { expects: { kind: "slot", slot: "tx-hash" } } });
      const contexts: unknown[] = [];
      await acceptOne(store(), messageOf(3, "three"), {
        admit: (event, context) => {
          contexts.push({ ...context, recent: [...context.recent] });
          return { event, found: [], ambiguousHash: false, flood: "ok" };
        },
      });
      expect(contexts).toEqual([
        { recent: ["one", "two"], locale: "en", expects: { kind: "slot", slot: "tx-hash" } },
      ]);
    });

    it("stores what the guard let through, never what came in", async () => {
      const { conversationId } = await acceptOne(store(), messageOf(1, "my code is 99"), {
        admit: (event) => ({
          event: event.kind === "message" ? { ...event, text: "my code is [removed]" } : event,
          found: ["code"],
          ambiguousHash: true,
          flood: "ok",
        }),
      });
      const [message] = await messagesOf(store(), conversationId);
      expect(message).toMatchObject({ text: "my code is [removed]", found: ["code"] });
      const next = await store().inbound.next(conversationId);
      expect(next?.item).toMatchObject({ found: ["code"], ambiguousHash: true });
      expect(JSON.stringify(next)).not.toContain("99");
    });

    it("sets an event aside after its last attempt, shows the fault, and goes on with the next", async () => {
      const { conversationId } = await acceptOne(store(), messageOf(1, "poison"));
      await acceptOne(store(), messageOf(2, "fine"));
      const item = (await store().inbound.next(conversationId))?.item;
      expect(await store().inbound.failed(item?.id ?? 0, "boom", 2, 3000)).toBe(false);
      expect((await store().inbound.next(conversationId))?.item).toMatchObject({ attempts: 1 });
      expect(await store().inbound.failed(item?.id ?? 0, "boom", 2, 3000)).toBe(true);
      expect((await store().inbound.next(conversationId))?.item.event).toMatchObject({ text: "fine" });
      const faults = (await store().desk.feed(0, 99)).filter(({ kind }) => kind === "fault");
      expect(faults).toMatchObject([{ conversationId, data: { error: "boom" } }]);
    });

    it("writes commands and what no text can hold into the history too", async () => {
      const { conversationId } = await acceptOne(
        store(),
        inboundOf("command", { key: "c", name: "start", args: "promo", msgId: "1" }),
      );
      await acceptOne(store(), inboundOf("unsupported", { key: "u", label: "poll", msgId: "2" }));
      const rated = await acceptOne(store(), inboundOf("rating", { key: "r", score: 5 }));
      expect(rated.messageId).toBeUndefined();
      expect(await textsOf(store(), conversationId)).toEqual(["customer: /start promo", "customer: [poll]"]);
    });

    it("follows a space to its new id, with what was not sent yet", async () => {
      const { conversationId } = await acceptOne(store(), messageOf(1, "hi", { space: { ...LIN } }));
      const { rows } = await botAnswers(store(), conversationId, "hello");
      await store().inbound.moveSpace(ACCOUNT, "lin", "-100lin", 3500);
      const begun = await store().outbound.begin(rows[0] ?? 0, 4000);
      expect(begun).toMatchObject({ outcome: "send", delivery: { space: { id: "-100lin" } } });
      // The number of the question means nothing in the new place.
      expect(begun).not.toHaveProperty("delivery.replyTo");
      const later = await acceptOne(store(), messageOf(9, "there", { space: { id: "-100lin", kind: "dm" } }));
      expect(later.conversationId).toBe(conversationId);
      const old = await acceptOne(store(), messageOf(8, "late", { space: { ...LIN } }));
      expect(old.conversationId).not.toBe(conversationId);
    });

    it("keeps one conversation open where a moved one meets one that began in the new place", async () => {
      const there = { id: "-100lin", kind: "dm" } as const;
      const old = await acceptOne(store(), messageOf(1, "before"));
      const fresh = await acceptOne(store(), messageOf(1, "after", { key: "new", space: there }));
      await store().inbound.moveSpace(ACCOUNT, "lin", "-100lin", 3500);
      expect(await store().inbound.conversationOf(ACCOUNT, there, "lin")).toBe(fresh.conversationId);
      expect((await store().desk.show(old.conversationId))?.conversation.status).toBe("resolved");
    });

    it("consumes a customer's event that was refused, as it would come back for ever", async () => {
      const { conversationId } = await acceptOne(store(), messageOf(1, "hi"));
      expect((await handleNext(store(), conversationId, { refuse: "not_open" })).outcome).toBe("refused");
      expect(await store().inbound.next(conversationId)).toBeUndefined();
      expect((await store().desk.show(conversationId))?.decisions).toMatchObject([{ reason: "not_open" }]);
    });

    it("has everything after a restart", async () => {
      const { conversationId } = await acceptOne(store(), messageOf(1, "hi"), {
        cursor: { name: "offset", value: "5" },
      });
      const { rows } = await botAnswers(store(), conversationId, "hello");
      await acceptOne(store(), messageOf(2, "and?"));
      const before = await store().desk.show(conversationId);
      const after = await restart();
      expect(await after.desk.show(conversationId)).toEqual(before);
      expect(await after.inbound.cursor(ACCOUNT, "offset")).toBe("5");
      expect(await after.inbound.waiting()).toEqual([conversationId]);
      expect((await after.outbound.unsent()).map(({ id }) => id)).toEqual(rows);
      expect((await acceptOne(after, messageOf(1, "hi"))).outcome).toBe("duplicate");
    });
  });

  describe("floods", () => {
    const flooding = {
      admit: (event: never) => ({ event, found: [], ambiguousHash: false, flood: "count" as const }),
    };

    it("counts what it does not keep in one line that grows", async () => {
      const { conversationId } = await acceptOne(store(), messageOf(1, "hi"));
      const many = Array.from({ length: 30 }, (_, n) => messageOf(100 + n, "spam"));
      const receipts = await accept(store(), many, flooding);
      expect(new Set(receipts.map(({ outcome }) => outcome))).toEqual(new Set(["ignored"]));
      const before = await store().desk.lastSeq();
      await acceptOne(store(), messageOf(999, "spam"), flooding);
      expect(await textsOf(store(), conversationId)).toEqual([
        "customer: hi",
        "system: +31 more messages, not kept",
      ]);
      expect(await store().desk.feed(before, 9)).toHaveLength(1);
      expect((await store().desk.feed(0, 99)).length).toBeLessThan(6);
      expect(await store().outbound.stream(ACCOUNT, LIN, 0, 99)).toHaveLength(1);
      expect(await store().outbound.unsent()).toEqual([]);
    });

    it("starts a new count after a message that was kept", async () => {
      const { conversationId } = await acceptOne(store(), messageOf(1, "hi"));
      await acceptOne(store(), messageOf(2, "spam"), flooding);
      await acceptOne(store(), messageOf(3, "sorry"));
      await acceptOne(store(), messageOf(4, "spam"), flooding);
      expect(await textsOf(store(), conversationId)).toEqual([
        "customer: hi",
        "system: +1 more messages, not kept",
        "customer: sorry",
        "system: +1 more messages, not kept",
      ]);
    });

    it("drops no rating and no block, however many messages came before", async () => {
      const { conversationId } = await acceptOne(store(), messageOf(1, "hi"));
      await handleNext(store(), conversationId);
      const receipt = await acceptOne(store(), inboundOf("rating", { key: "r", score: 1 }), flooding);
      expect(receipt.outcome).toBe("accepted");
      expect((await store().inbound.next(conversationId))?.item.flood).toBe("quiet");
    });
  });
}
