import { describe, expect, it } from "vitest";
import type { Store } from "../../src/store/store.ts";
import type { Bench } from "./store-contract.ts";
import {
  accept,
  acceptOne,
  botAnswers,
  claimedBy,
  claimRequest,
  command,
  deliver,
  fitLines,
  handle,
  handleNext,
  MEI,
  messageOf,
  messagesOf,
  say,
  sendOf,
  stateOf,
  TOM,
  textsOf,
} from "./store-scene.ts";

async function claim(store: Store, conversationId: string, key = "k1") {
  const shown = await store.desk.show(conversationId);
  if (!shown) throw new Error("no such conversation");
  return command(store, conversationId, key, {
    change: claimedBy(shown.conversation),
    reason: "claimed",
    at: 3500,
  });
}

export function outboundContract({ store }: Bench): void {
  describe("deciding", () => {
    it("saves state, words, rows and reason together, and consumes the event", async () => {
      const { conversationId, messageId } = await acceptOne(store(), messageOf(1, "hi"));
      const answer = say(`${messageId}.0`, "hello", { inReplyTo: messageId, topic: "greeting" });
      const outcome = await handleNext(store(), conversationId, {
        actions: [answer],
        change: { collected: { chain: "TRON" } },
        reason: "answered",
      });
      expect(outcome).toMatchObject({
        outcome: "done",
        reason: "answered",
        deliveries: [
          {
            conversationId,
            author: "bot",
            account: "telegram:1",
            space: { id: expect.any(String), kind: "dm" },
          },
        ],
      });
      const shown = await store().desk.show(conversationId);
      expect(shown?.conversation.collected).toEqual({ chain: "TRON" });
      expect(shown?.decisions).toMatchObject([{ reason: "answered", at: 3000 }]);
      expect(shown?.messages.at(-1)).toMatchObject({
        author: "bot",
        inReplyTo: messageId,
        topic: "greeting",
        delivery: [{ part: 0, state: "ready" }],
      });
      expect(await store().inbound.next(conversationId)).toBeUndefined();
    });

    it("decides an event once: the second try is stale", async () => {
      const { conversationId } = await acceptOne(store(), messageOf(1, "hi"));
      const item = (await store().inbound.next(conversationId))?.item;
      const cause = { kind: "inbox", id: item?.id ?? 0, revision: 1 } as const;
      const event = { type: "customer.reached", id: "e", at: 3000, state: "ok" } as const;
      const both = [1, 2].map(() => handle(store(), conversationId, cause, event));
      expect((await Promise.all(both)).map(({ outcome }) => outcome)).toEqual(["done", "stale"]);
    });

    it("does a command only when its writer has seen what others said last", async () => {
      const { conversationId } = await acceptOne(store(), messageOf(1, "hi"));
      await handleNext(store(), conversationId);
      const seen = (await messagesOf(store(), conversationId)).at(-1)?.seq ?? 0;
      await acceptOne(store(), messageOf(2, "x".repeat(400)));
      const note = (id: string, agent: typeof MEI) => {
        const action = { type: "note", id, agentId: agent.id, name: agent.name, text: "a note" } as const;
        return command(store(), conversationId, id, { actions: [action] }, { agent, id });
      };
      await note("own", MEI);
      await note("other", TOM);
      const reply = (key: string, seenSeq: number) =>
        handle(
          store(),
          conversationId,
          { kind: "command", agentId: MEI.id, key, route: "reply", seenSeq },
          { type: "agent.claimed", id: `cmd${key}`, at: 3000, agent: MEI },
          { actions: [say(`${key}.0`, "hello", { author: "agent", agentId: MEI.id })] },
        );
      const refused = await reply("r1", seen);
      expect(refused).toMatchObject({
        outcome: "newer",
        newer: {
          count: 2,
          messages: [
            { author: "customer", text: "x".repeat(300) },
            { author: "note", name: "Tom", text: "a note" },
          ],
        },
      });
      const texts = await textsOf(store(), conversationId);
      expect(texts.filter((text) => text.startsWith("agent"))).toEqual([]);
      const seq = refused.outcome === "newer" ? refused.newer.seq : 0;
      expect((await reply("r1", seq)).outcome).toBe("done");
      expect((await reply("r1", seen)).outcome).toBe("repeated");
    });

    it("changes nothing when the decision throws", async () => {
      const { conversationId } = await acceptOne(store(), messageOf(1, "hi"));
      const seq = await store().desk.lastSeq();
      const failing = handleNext(store(), conversationId, {
        actions: [say("x.0", "hello")],
        fit: () => {
          throw new Error("does not fit");
        },
      });
      await expect(failing).rejects.toThrow("does not fit");
      expect(await textsOf(store(), conversationId)).toEqual(["customer: hi"]);
      expect(await store().desk.lastSeq()).toBe(seq);
      expect(await store().inbound.waiting()).toEqual([conversationId]);
    });

    it("lets a failing decision undo nothing of its neighbours in the same moment", async () => {
      const other = { id: "bo", kind: "dm" } as const;
      const { conversationId: lin } = await acceptOne(store(), messageOf(1, "hi"));
      const { conversationId: bo } = await acceptOne(store(), messageOf(2, "hi", { space: other }));
      const fit = () => {
        throw new Error("does not fit");
      };
      const settled = await Promise.allSettled([
        command(store(), lin, "a", { actions: [say("a.0", "one", { author: "system" })] }),
        command(store(), lin, "b", { actions: [say("b.0", "two", { author: "system" })], fit }),
        command(store(), bo, "c", { actions: [say("c.0", "three", { author: "system" })] }),
      ]);
      expect(settled.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
      expect(await textsOf(store(), lin)).toEqual(["customer: hi", "system: one"]);
      expect(await textsOf(store(), bo)).toEqual(["customer: hi", "system: three"]);
    });

    it("allows one bot answer per message and no second", async () => {
      const { conversationId, messageId } = await acceptOne(store(), messageOf(1, "hi"));
      await botAnswers(store(), conversationId, "hello");
      const second = command(store(), conversationId, "k", {
        actions: [say("again.0", "hello again", { inReplyTo: messageId })],
      });
      await expect(second).rejects.toMatchObject({ code: "conflict" });
      await command(store(), conversationId, "k2", {
        actions: [say("sys.0", "you are next", { author: "system", inReplyTo: messageId })],
      });
      expect(await textsOf(store(), conversationId)).toEqual([
        "customer: hi",
        "bot: hello",
        "system: you are next",
      ]);
    });

    it("answers a repeated command with what it did the first time", async () => {
      const { conversationId } = await acceptOne(store(), messageOf(1, "hi"));
      const note = { type: "note", id: "n.0", agentId: MEI.id, name: MEI.name, text: "vip" } as const;
      const first = await command(store(), conversationId, "k", {
        actions: [note],
        reason: "noted-by-agent",
      });
      expect(first.outcome).toBe("done");
      const again = await command(store(), conversationId, "k", { refuse: "owned_by_other" });
      expect(again).toMatchObject({ outcome: "repeated", reason: "noted-by-agent" });
      expect(await textsOf(store(), conversationId)).toEqual(["customer: hi", "note: vip"]);
      const other = command(store(), conversationId, "k", {}, { route: "resolve" });
      await expect(other).rejects.toMatchObject({ code: "conflict" });
      const tom = await command(store(), conversationId, "k", {}, { agent: TOM, id: "t" });
      expect(tom.outcome).toBe("done");
    });

    it("stores nothing of a command that was refused, so that it may be tried again", async () => {
      const { conversationId } = await acceptOne(store(), messageOf(1, "hi"));
      const seq = await store().desk.lastSeq();
      const refused = await command(store(), conversationId, "k", { refuse: "queue_owns" });
      expect(refused).toMatchObject({ outcome: "refused", refusal: { refusal: "queue_owns" } });
      expect(await store().desk.lastSeq()).toBe(seq);
      expect((await command(store(), conversationId, "k")).outcome).toBe("done");
    });

    it("says so when there is no such conversation", async () => {
      expect(await command(store(), "aaaaaaaaaaaaaaaa", "k")).toEqual({ outcome: "not_found" });
    });

    it("gives a conversation that two agents claim at once to exactly one", async () => {
      const events = Array.from({ length: 20 }, (_, n) =>
        messageOf(n, "help", { space: { id: `s${n}`, kind: "dm" } }),
      );
      for (const { conversationId = "" } of await accept(store(), events)) {
        const [mei, tom] = await Promise.all([
          store().outbound.handle(claimRequest(conversationId, MEI, `m${conversationId}`)),
          store().outbound.handle(claimRequest(conversationId, TOM, `t${conversationId}`)),
        ]);
        expect([mei?.outcome, tom?.outcome].sort()).toEqual(["done", "refused"]);
        const owner = mei?.outcome === "done" ? MEI.id : TOM.id;
        expect((await store().desk.show(conversationId))?.conversation.owner).toMatchObject({
          agentId: owner,
        });
      }
    });

    it("fires a timer once, at the time it was last set to", async () => {
      const { conversationId } = await acceptOne(store(), messageOf(1, "hi"));
      const set = (at: number) => ({ type: "set-timer", name: "unsnooze", at }) as const;
      await handleNext(store(), conversationId, { actions: [set(9000)] });
      await command(store(), conversationId, "k", { actions: [set(9500)] });
      expect(await store().outbound.nextTimer()).toBe(9500);
      expect(await store().outbound.dueTimers(9499, 9)).toEqual([]);
      const due = { conversationId, name: "unsnooze", dueAt: 9500 } as const;
      expect(await store().outbound.dueTimers(9500, 9)).toEqual([due]);
      const fire = (dueAt: number) =>
        handle(
          store(),
          conversationId,
          { kind: "timer", name: "unsnooze", dueAt },
          { type: "timer.fired", id: `t${dueAt}`, at: 9600, name: "unsnooze" },
        );
      expect((await fire(9000)).outcome).toBe("stale");
      expect((await fire(9500)).outcome).toBe("done");
      expect((await fire(9500)).outcome).toBe("stale");
      expect(await store().outbound.nextTimer()).toBeUndefined();
    });
  });

  describe("the bot's silence once a person owns the conversation", () => {
    it("withdraws what the bot had ready, waiting for a retry, or uncertain", async () => {
      const { conversationId } = await acceptOne(store(), messageOf(1, "one"));
      const uncertain = await botAnswers(store(), conversationId, "first");
      await sendOf(store(), uncertain.rows[0] ?? 0);
      await store().outbound.settle(uncertain.rows[0] ?? 0, { outcome: "unknown", detail: "reset" }, 4100);
      await acceptOne(store(), messageOf(2, "two"));
      const retried = await botAnswers(store(), conversationId, "second");
      await sendOf(store(), retried.rows[0] ?? 0);
      const retry = { outcome: "retry", at: 9000, detail: "429" } as const;
      await store().outbound.settle(retried.rows[0] ?? 0, retry, 4200);
      await acceptOne(store(), messageOf(3, "three"));
      const ready = await botAnswers(store(), conversationId, "third");
      await claim(store(), conversationId);
      for (const { messageId, rows } of [uncertain, retried, ready]) {
        expect(await stateOf(store(), messageId, conversationId)).toEqual(["superseded"]);
        expect(await store().outbound.begin(rows[0] ?? 0, 5000)).toEqual({ outcome: "superseded" });
      }
      expect(await store().outbound.unsent()).toEqual([]);
    });

    it("lets a part under way arrive and withdraws the parts after it", async () => {
      const { conversationId } = await acceptOne(store(), messageOf(1, "long"));
      const { messageId, rows } = await botAnswers(store(), conversationId, "a\nb\nc", { fit: fitLines });
      await sendOf(store(), rows[0] ?? 0);
      await claim(store(), conversationId);
      expect(await stateOf(store(), messageId, conversationId)).toEqual([
        "sending",
        "superseded",
        "superseded",
      ]);
      await store().outbound.settle(rows[0] ?? 0, { outcome: "retry", at: 6000, detail: "429" }, 5000);
      expect(await store().outbound.begin(rows[0] ?? 0, 6000)).toEqual({ outcome: "superseded" });
    });

    it("sends the words of systems and agents whoever owns the conversation", async () => {
      const { conversationId } = await acceptOne(store(), messageOf(1, "hi"));
      const words = [
        say("s.0", "a person will come", { author: "system" }),
        say("s.1", "hello", { author: "agent" }),
      ];
      const outcome = await handleNext(store(), conversationId, { actions: words });
      await claim(store(), conversationId);
      if (outcome.outcome !== "done") throw new Error(outcome.outcome);
      for (const { id } of outcome.deliveries) await deliver(store(), id, `x${id}`);
      expect((await messagesOf(store(), conversationId)).flatMap(({ delivery = [] }) => delivery)).toEqual([
        { part: 0, state: "sent" },
        { part: 0, state: "sent" },
      ]);
    });

    it("sends what the bot says in the very decision that changes the owner", async () => {
      const { conversationId, messageId } = await acceptOne(store(), messageOf(1, "human please"));
      const shown = await store().desk.show(conversationId);
      const queue = { kind: "queue", since: 3000, reason: "wish", priority: "normal" } as const;
      const { rows } = await botAnswers(store(), conversationId, "I'll get somebody", {
        change: { owner: queue, epoch: (shown?.conversation.epoch ?? 0) + 1 },
      });
      expect((await sendOf(store(), rows[0] ?? 0)).idempotencyKey).toBe(`${messageId}.0#0`);
    });
  });
}
