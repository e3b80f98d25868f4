import { describe, expect, it } from "vitest";
import type { StreamItem } from "../../src/channel/stream.ts";
import type { FeedChange } from "../../src/store/store.ts";
import type { Bench } from "./store-contract.ts";
import {
  ACCOUNT,
  acceptOne,
  botAnswers,
  claimedBy,
  command,
  deliver,
  fitLines,
  handleNext,
  LIN,
  MEI,
  messageOf,
  say,
  sendOf,
} from "./store-scene.ts";

export function streamContract({ store, restart }: Bench): void {
  const all = async (afterSeq = 0) => store().outbound.stream(ACCOUNT, LIN, afterSeq, 99);
  const texts = (items: StreamItem[]) => items.map(({ author, text }) => `${author}: ${text}`);

  describe("the customer's stream", () => {
    it("shows the customer's words at once and ours from the moment they are sent", async () => {
      const { conversationId, messageId } = await acceptOne(store(), messageOf(1, "hi"));
      const { rows } = await botAnswers(store(), conversationId, "a\nb", { fit: fitLines });
      expect(texts(await all())).toEqual(["customer: hi"]);
      await deliver(store(), rows[0] ?? 0, "50");
      const [question, answer] = await all();
      expect(question).toMatchObject({ messageId, part: 0, conversationId, at: 1000, name: "Lin" });
      expect(answer).toMatchObject({ author: "bot", part: 0, text: "a", inReplyTo: messageId });
      await deliver(store(), rows[1] ?? 0, "51");
      expect(texts(await all())).toEqual(["customer: hi", "bot: a", "bot: b"]);
    });

    it("replays from any point without a gap and without a repeat, also over a restart", async () => {
      const { conversationId } = await acceptOne(store(), messageOf(0, "0"));
      for (let n = 1; n <= 5; n += 1) {
        const { rows } = await botAnswers(store(), conversationId, `re ${n}`);
        await deliver(store(), rows[0] ?? 0, `9${n}`);
        await acceptOne(store(), messageOf(n, `${n}`));
      }
      const whole = await all();
      await restart();
      const paged: StreamItem[] = [];
      for (;;) {
        const page = await store().outbound.stream(ACCOUNT, LIN, paged.at(-1)?.seq ?? 0, 3);
        if (page.length === 0) break;
        paged.push(...page);
      }
      expect(paged).toEqual(whole);
      expect(whole).toHaveLength(11);
      expect(whole.map(({ seq }) => seq)).toEqual([...whole.map(({ seq }) => seq)].sort((a, b) => a - b));
      for (const { seq } of whole) expect(await all(seq)).toEqual(whole.filter((item) => item.seq > seq));
    });

    it("shows a message once, however many attempts it takes", async () => {
      const { conversationId } = await acceptOne(store(), messageOf(1, "hi"));
      const [row = 0] = (await botAnswers(store(), conversationId, "hello")).rows;
      await sendOf(store(), row);
      await store().outbound.settle(row, { outcome: "retry", at: 5000, detail: "429" }, 4100);
      await deliver(store(), row, "50");
      expect(texts(await all())).toEqual(["customer: hi", "bot: hello"]);
    });

    it("never shows a note, nor a bot's words that were withdrawn", async () => {
      const { conversationId } = await acceptOne(store(), messageOf(1, "hi"));
      const [row = 0] = (await botAnswers(store(), conversationId, "hello")).rows;
      await sendOf(store(), row);
      await store().outbound.settle(row, { outcome: "retry", at: 9000, detail: "429" }, 4100);
      const conversation = (await store().desk.show(conversationId))?.conversation;
      if (!conversation) throw new Error("gone");
      const note = { type: "note", id: "n.0", agentId: MEI.id, name: MEI.name, text: "careful" } as const;
      await command(store(), conversationId, "k", { change: claimedBy(conversation), actions: [note] });
      expect(texts(await all())).toEqual(["customer: hi"]);
    });

    it("goes on over the customer's later conversations and shows nobody else's", async () => {
      const { conversationId } = await acceptOne(store(), messageOf(1, "first"));
      await handleNext(store(), conversationId, { change: { status: "resolved" } });
      await acceptOne(store(), messageOf(2, "second"));
      await acceptOne(store(), messageOf(3, "not yours", { space: { id: "bo", kind: "dm" } }));
      await acceptOne(store(), messageOf(4, "not here"), { account: "web" });
      expect(texts(await all())).toEqual(["customer: first", "customer: second"]);
    });
  });

  describe("watching", () => {
    it("tells of each change after it is stored, once per conversation, with its place", async () => {
      const heard: FeedChange[] = [];
      const stop = store().watch((change) => heard.push(change));
      const { conversationId } = await acceptOne(store(), messageOf(1, "hi"));
      const seq = await store().desk.lastSeq();
      expect(heard).toEqual([{ seq, conversationId, account: ACCOUNT, spaceId: "lin" }]);
      await acceptOne(store(), messageOf(1, "hi"));
      expect(heard).toHaveLength(1);
      stop();
      await acceptOne(store(), messageOf(2, "more"));
      expect(heard).toHaveLength(1);
    });

    it("tells nothing of what was undone", async () => {
      const { conversationId } = await acceptOne(store(), messageOf(1, "hi"));
      const heard: FeedChange[] = [];
      store().watch((change) => heard.push(change));
      const fit = () => {
        throw new Error("does not fit");
      };
      await expect(
        handleNext(store(), conversationId, { actions: [say("x.0", "y")], fit }),
      ).rejects.toThrow();
      expect(heard).toEqual([]);
    });

    it("survives a listener that breaks", async () => {
      store().watch(() => {
        throw new Error("broken page");
      });
      expect((await acceptOne(store(), messageOf(1, "hi"))).outcome).toBe("accepted");
    });
  });
}
