import { describe, expect, it } from "vitest";
import type { OfferedChoice } from "../../src/conversation/state.ts";
import type { Bench } from "./store-contract.ts";
import {
  ACCOUNT,
  acceptOne,
  handleNext,
  inboundOf,
  LIN,
  messageOf,
  messagesOf,
  say,
  textsOf,
} from "./store-scene.ts";

const GROUP = { id: "-100", kind: "group" } as const;
const ann = { actor: { id: "ann", name: "Ann" }, space: GROUP, addressed: "mention" } as const;
const ben = { actor: { id: "ben", name: "Ben" }, space: GROUP, addressed: "mention" } as const;

const token = "abcdefghijklmnop.0.0";
const wayOut: OfferedChoice = {
  token,
  label: "Continue in private",
  value: { kind: "private", question: "my coins are gone", locale: "en" },
};

export function spacesContract({ store }: Bench): void {
  const asks = async (choice: OfferedChoice) => {
    const { conversationId } = await acceptOne(store(), messageOf(1, "my coins are gone", ann));
    const actions = [say("abcdefghijklmnop.0", "In private, please.", { choices: [choice], inReplyTo: "" })];
    const outcome = await handleNext(store(), conversationId, { actions });
    return { conversationId, rows: outcome.outcome === "done" ? outcome.deliveries : [] };
  };
  const arrival = (who: string, args = token, key = `start-${who}`) =>
    inboundOf("command", {
      key,
      name: "start",
      args,
      msgId: "1",
      space: { id: who, kind: "dm" },
      actor: { id: who },
    });

  describe("shared spaces", () => {
    it("lets the channel see which choice goes on in private, and nothing of what it carries", async () => {
      const { rows } = await asks(wayOut);
      const begun = await store().outbound.begin(rows[0]?.id ?? 0, 4000);
      const choices = [{ token, label: "Continue in private", private: true }];
      expect(begun).toMatchObject({ outcome: "send", delivery: { part: { choices } } });
    });

    it("knows what a customer was offered who arrives in private, and writes the question into that history", async () => {
      const { conversationId } = await asks(wayOut);
      const arrived = await acceptOne(store(), arrival("ann"));
      expect(arrived.conversationId).not.toBe(conversationId);
      expect((await store().inbound.next(arrived.conversationId))?.item.choice).toEqual(wayOut);
      expect(await textsOf(store(), arrived.conversationId)).toEqual(["customer: my coins are gone"]);
    });

    it("tells nobody else what was asked, and nobody on another account", async () => {
      await asks(wayOut);
      const eve = await acceptOne(store(), arrival("eve"));
      expect((await store().inbound.next(eve.conversationId))?.item.choice).toBeUndefined();
      expect(await textsOf(store(), eve.conversationId)).toEqual([`customer: /start ${token}`]);
      const away = await acceptOne(store(), arrival("ann"), { account: "web" });
      expect((await store().inbound.next(away.conversationId))?.item.choice).toBeUndefined();
    });

    it("takes no other choice for an arrival", async () => {
      await asks({ token, label: "Yes", value: { kind: "helped", topic: "t", yes: true } });
      const { conversationId } = await acceptOne(store(), arrival("ann"));
      expect((await store().inbound.next(conversationId))?.item.choice).toBeUndefined();
    });

    it("ignores a press by somebody to whom nothing was offered, and keeps nothing of it", async () => {
      const topic: OfferedChoice = { token, label: "Fees", value: { kind: "topic", topic: "fees" } };
      const { conversationId } = await asks(topic);
      await acceptOne(store(), messageOf(2, "hello", ben));
      const press = (who: object, key: string) =>
        acceptOne(store(), inboundOf("press", { key, token, ...who }));
      expect(await press(ben, "p1")).toEqual({ key: "p1", outcome: "ignored" });
      expect(await press(ann, "p2")).toMatchObject({ outcome: "accepted", conversationId });
    });

    it("answers the customer's last message with whatever we say, also an agent's words", async () => {
      const { conversationId } = await acceptOne(store(), messageOf(1, "one", ann));
      const two = await acceptOne(store(), messageOf(2, "two", ann));
      const reply = say("agent.a", "Looking.", { author: "agent" });
      const change = { lastHeard: two.messageId };
      const outcome = await handleNext(store(), conversationId, { actions: [reply], change });
      const row = outcome.outcome === "done" ? (outcome.deliveries[0]?.id ?? 0) : 0;
      expect(await store().outbound.begin(row, 4000)).toMatchObject({ delivery: { replyTo: "2" } });
    });

    it("says on the way out which message shows a secret", async () => {
      const { conversationId, messageId } = await acceptOne(store(), messageOf(1, "⟦key⟧", ann));
      const warning = say("w.0", "first\nsecond", { takeDown: true, inReplyTo: messageId });
      const fit = ({ text }: { text: string }) =>
        text.split("\n").map((line) => ({ text: line, choices: [], files: [] }));
      const outcome = await handleNext(store(), conversationId, { actions: [warning], fit });
      const [first, second] = outcome.outcome === "done" ? outcome.deliveries : [];
      expect(await store().outbound.begin(first?.id ?? 0, 4000)).toMatchObject({
        delivery: { replyTo: "1", part: { text: "first", takeDown: true } },
      });
      await store().outbound.settle(first?.id ?? 0, { outcome: "sent", ids: ["9"] }, 4001);
      const begun = await store().outbound.begin(second?.id ?? 0, 4002);
      expect(begun).toMatchObject({ delivery: { part: { text: "second" } } });
      expect(begun).not.toHaveProperty("delivery.part.takeDown");
    });

    it("shows agents that we are out of a space, until its customer is heard again", async () => {
      const { conversationId } = await acceptOne(store(), messageOf(1, "hi", ann));
      const other = await acceptOne(store(), messageOf(2, "hi"));
      const before = await store().desk.lastSeq();
      await store().inbound.leaveSpace(ACCOUNT, GROUP.id, 3000);
      await store().inbound.leaveSpace(ACCOUNT, GROUP.id, 3001);
      expect((await store().desk.show(conversationId))?.conversation.reachable).toBe(false);
      expect((await store().desk.show(other.conversationId))?.conversation.reachable).toBe(true);
      expect(await store().desk.feed(before, 9)).toHaveLength(1);
    });
  });

  describe("albums", () => {
    const picture = (n: number, text: string, album = "a1") =>
      messageOf(n, text, { files: [{ id: `file${n}`, kind: "image" }], album });

    it("are one message with all pictures and the caption, whichever picture bears it", async () => {
      const first = await acceptOne(store(), picture(1, ""), { at: 2000 });
      const second = await acceptOne(store(), picture(2, "why is it red?"), { at: 2300 });
      const third = await acceptOne(store(), picture(3, ""), { at: 2600 });
      expect([second.messageId, third.messageId]).toEqual([first.messageId, first.messageId]);
      expect(await acceptOne(store(), picture(3, ""))).toEqual({ ...third, outcome: "duplicate" });
      const [message, ...others] = await messagesOf(store(), first.conversationId);
      expect(others).toEqual([]);
      expect(message).toMatchObject({ text: "why is it red?" });
      expect(message?.files.map(({ id }) => id)).toEqual(["file1", "file2", "file3"]);
      expect(message?.editedAt).toBeUndefined();
      const item = (await store().inbound.next(first.conversationId))?.item;
      expect(item).toMatchObject({ receivedAt: 2600, event: { text: "why is it red?" } });
      await handleNext(store(), first.conversationId);
      expect(await store().inbound.waiting()).toEqual([]);
    });

    it("are told apart, and by whom they are", async () => {
      const one = await acceptOne(store(), picture(1, ""));
      const other = await acceptOne(store(), picture(2, "", "a2"));
      const hers = await acceptOne(store(), { ...picture(3, ""), ...ann });
      expect(new Set([one.messageId, other.messageId, hers.messageId]).size).toBe(3);
    });

    it("in a group have all their pictures, though only the caption names the bot; others' pictures stay out", async () => {
      const first = await acceptOne(store(), { ...picture(1, "why is it red?"), ...ann });
      const silent = { addressed: "ambient" } as const;
      expect(await acceptOne(store(), { ...picture(2, ""), ...ann, ...silent })).toMatchObject({
        outcome: "accepted",
        messageId: first.messageId,
      });
      for (const stray of [
        { ...picture(3, ""), ...ben, ...silent },
        { ...picture(4, "", "a2"), ...ann, ...silent },
      ]) {
        expect(await acceptOne(store(), stray)).toMatchObject({ outcome: "ignored" });
      }
      const [message] = await messagesOf(store(), first.conversationId);
      expect(message?.files.map(({ id }) => id)).toEqual(["file1", "file2"]);
    });

    it("take a reply to any of their pictures for a reply to the album", async () => {
      const first = await acceptOne(store(), picture(1, ""));
      await acceptOne(store(), picture(2, ""));
      const reply = await acceptOne(store(), messageOf(3, "this one", { replyTo: "2" }));
      const said = (await messagesOf(store(), first.conversationId)).find(({ id }) => id === reply.messageId);
      expect(said?.inReplyTo).toBe(first.messageId);
    });

    it("keep their pictures when the caption is corrected in time", async () => {
      const first = await acceptOne(store(), picture(1, "wyh red?"));
      await acceptOne(store(), picture(2, ""));
      const files = [{ id: "file1", kind: "image" }];
      await acceptOne(
        store(),
        inboundOf("edit", { key: "e", msgId: "1", text: "why red?", files, space: LIN }),
      );
      const [message] = await messagesOf(store(), first.conversationId);
      expect(message).toMatchObject({ text: "why red?" });
      expect(message?.files).toHaveLength(2);
    });
  });
}
