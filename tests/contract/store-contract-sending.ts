import { describe, expect, it } from "vitest";
import type { Bench } from "./store-contract.ts";
import {
  acceptOne,
  botAnswers,
  command,
  deliver,
  fitLines,
  handleNext,
  LIN,
  messageOf,
  messagesOf,
  say,
  sendOf,
  stateOf,
} from "./store-scene.ts";

export function sendingContract({ store, restart }: Bench): void {
  describe("sending", () => {
    it("hands the channel the words, the place and the question they answer", async () => {
      const { conversationId } = await acceptOne(store(), messageOf("77", "hi"));
      const choices = [{ token: "tok", label: "Yes", value: { kind: "human" as const } }];
      const answer = say("a.0", "hello", {
        author: "agent",
        name: "Mei",
        choices,
        inReplyTo: (await store().inbound.next(conversationId))?.item.eventId ?? "",
      });
      const outcome = await handleNext(store(), conversationId, { actions: [answer] });
      if (outcome.outcome !== "done") throw new Error(outcome.outcome);
      expect(await sendOf(store(), outcome.deliveries[0]?.id ?? 0)).toEqual({
        idempotencyKey: "a.0#0",
        conversationId,
        space: LIN,
        author: "agent",
        authorName: "Mei",
        part: { text: "hello", choices: [{ token: "tok", label: "Yes" }], files: [] },
        replyTo: "77",
        attempt: 1,
      });
    });

    it("keeps order: a later message waits until the one before is settled", async () => {
      const { conversationId } = await acceptOne(store(), messageOf(1, "one"));
      const [first = 0] = (await botAnswers(store(), conversationId, "1")).rows;
      await acceptOne(store(), messageOf(2, "two"));
      const [second = 0] = (await botAnswers(store(), conversationId, "2")).rows;
      expect(await store().outbound.begin(second, 4000)).toEqual({ outcome: "blocked" });
      await sendOf(store(), first);
      expect(await store().outbound.begin(second, 4000)).toEqual({ outcome: "blocked" });
      await store().outbound.settle(first, { outcome: "retry", at: 5000, detail: "429" }, 4100);
      expect(await store().outbound.begin(second, 4200)).toEqual({ outcome: "blocked" });
      await sendOf(store(), first, 5000);
      await store().outbound.settle(first, { outcome: "unknown", detail: "timeout" }, 5100);
      expect(await store().outbound.begin(second, 5200)).toMatchObject({ outcome: "send" });
    });

    it("does not make one customer wait for another", async () => {
      const other = { id: "bo", kind: "dm" } as const;
      const lin = await acceptOne(store(), messageOf(1, "one"));
      await sendOf(store(), (await botAnswers(store(), lin.conversationId, "1")).rows[0] ?? 0);
      const bo = await acceptOne(store(), messageOf(2, "two", { space: other }));
      const [row = 0] = (await botAnswers(store(), bo.conversationId, "2")).rows;
      expect(await store().outbound.begin(row, 4000)).toMatchObject({ outcome: "send" });
    });

    it("starts a row once: who comes second is told that it is gone", async () => {
      const { conversationId } = await acceptOne(store(), messageOf(1, "one"));
      const [row = 0] = (await botAnswers(store(), conversationId, "1")).rows;
      const both = await Promise.all([store().outbound.begin(row, 4000), store().outbound.begin(row, 4000)]);
      expect(both.map(({ outcome }) => outcome)).toEqual(["send", "gone"]);
      expect(await store().outbound.begin(987_654, 4000)).toEqual({ outcome: "gone" });
    });

    it("uses the right to answer an interaction while it lasts", async () => {
      const reply = { token: "t", expiresAt: 5000 };
      const { conversationId } = await acceptOne(store(), messageOf(1, "one", { reply }));
      const [row = 0] = (await botAnswers(store(), conversationId, "1")).rows;
      expect((await sendOf(store(), row, 4999)).reply).toEqual(reply);
      await store().outbound.settle(row, { outcome: "retry", at: 5000, detail: "429" }, 4999);
      const late = await sendOf(store(), row, 5000);
      expect(late.reply).toBeUndefined();
      expect(late.attempt).toBe(2);
    });

    it("remembers when to try again, also over a restart", async () => {
      const { conversationId } = await acceptOne(store(), messageOf(1, "one"));
      const [row = 0] = (await botAnswers(store(), conversationId, "1")).rows;
      await sendOf(store(), row);
      const settled = await store().outbound.settle(row, { outcome: "retry", at: 7000, detail: "429" }, 4100);
      expect(settled).toEqual({ state: "retry", notBefore: 7000 });
      expect(await (await restart()).outbound.unsent()).toMatchObject([{ id: row, notBefore: 7000 }]);
    });

    it("finds what was under way at a stop, with all that is needed to ask the platform", async () => {
      const { conversationId } = await acceptOne(store(), messageOf(1, "one"));
      const [row = 0] = (await botAnswers(store(), conversationId, "1")).rows;
      const delivery = await sendOf(store(), row, 4321);
      const after = await restart();
      expect(await after.outbound.interrupted()).toEqual([
        {
          id: row,
          conversationId,
          account: "telegram:1",
          author: "bot",
          space: delivery.space,
          delivery,
          startedAt: 4321,
        },
      ]);
      expect(await after.outbound.unsent()).toEqual([]);
      expect(await after.outbound.settle(row, { outcome: "sent", ids: ["9"] }, 5000)).toEqual({
        state: "sent",
      });
      expect(await after.outbound.interrupted()).toEqual([]);
    });

    it("fails the rest of a message with the part that failed, and says why", async () => {
      const { conversationId } = await acceptOne(store(), messageOf(1, "long"));
      const { messageId, rows } = await botAnswers(store(), conversationId, "a\nb\nc", { fit: fitLines });
      await deliver(store(), rows[0] ?? 0, "50");
      await sendOf(store(), rows[1] ?? 0);
      const blocked = { outcome: "failed", reason: "blocked", detail: "403" } as const;
      expect(await store().outbound.settle(rows[1] ?? 0, blocked, 5000)).toEqual({ state: "failed" });
      expect(await stateOf(store(), messageId, conversationId)).toEqual(["sent", "failed", "failed"]);
      const shown = (await messagesOf(store(), conversationId)).at(-1)?.delivery?.[1];
      expect(shown?.detail).toBe("blocked: 403");
      expect(await store().outbound.unsent()).toEqual([]);
    });

    it("ends an attempt once: what was sent stays sent, what was uncertain may still become known", async () => {
      const { conversationId } = await acceptOne(store(), messageOf(1, "one"));
      const [row = 0] = (await botAnswers(store(), conversationId, "1")).rows;
      await sendOf(store(), row);
      const settle = (outcome: "unknown" | "sent") =>
        store().outbound.settle(
          row,
          outcome === "sent" ? { outcome, ids: ["9"] } : { outcome, detail: "reset" },
          5000,
        );
      expect(await settle("unknown")).toEqual({ state: "unknown" });
      const seq = await store().desk.lastSeq();
      expect(await settle("unknown")).toEqual({ state: "unknown" });
      expect(await store().desk.lastSeq()).toBe(seq);
      expect(await settle("sent")).toEqual({ state: "sent" });
      expect(await settle("unknown")).toEqual({ state: "sent" });
    });

    it("sends again what failed when a person asks for it, and nothing that arrived", async () => {
      const { conversationId } = await acceptOne(store(), messageOf(1, "long"));
      const { messageId, rows } = await botAnswers(store(), conversationId, "a\nb", { fit: fitLines });
      await deliver(store(), rows[0] ?? 0, "50");
      await sendOf(store(), rows[1] ?? 0);
      await store().outbound.settle(rows[1] ?? 0, { outcome: "failed", reason: "quota", detail: "" }, 5000);
      expect(await store().outbound.resend(messageId, 6000)).toMatchObject([{ id: rows[1] }]);
      expect(await sendOf(store(), rows[1] ?? 0, 6100)).toMatchObject({ attempt: 1, part: { text: "b" } });
      expect(await store().outbound.resend(messageId, 6200)).toEqual([]);
    });

    it("knows which of our messages a customer replies to", async () => {
      const { conversationId } = await acceptOne(store(), messageOf(1, "hi"));
      const { messageId, rows } = await botAnswers(store(), conversationId, "hello");
      await deliver(store(), rows[0] ?? 0, "501");
      const reply = await acceptOne(store(), messageOf(2, "what?", { replyTo: "501" }));
      const said = (await messagesOf(store(), conversationId)).find(({ id }) => id === reply.messageId);
      expect(said?.inReplyTo).toBe(messageId);
    });

    it("counts what waits and what became of the rest", async () => {
      const { conversationId } = await acceptOne(store(), messageOf(1, "hi"));
      expect((await store().desk.gauges(3000)).inboxWaiting).toBe(1);
      await botAnswers(store(), conversationId, "hello");
      await command(store(), conversationId, "k", {
        actions: [say("q.0", "x", { author: "system" })],
        change: { owner: { kind: "queue", since: 3000, reason: "wish", priority: "high" }, epoch: 2 },
      });
      const gauges = await store().desk.gauges(10_000);
      expect(gauges).toMatchObject({ inboxWaiting: 0, queue: 1, oldestQueueMs: 7000 });
      expect(gauges.outbox).toEqual({
        ready: 1,
        sending: 0,
        sent: 0,
        retry: 0,
        failed: 0,
        unknown: 0,
        superseded: 1,
      });
    });
  });
}
