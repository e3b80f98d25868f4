import { describe, expect, it } from "vitest";
import type { InboundEvent } from "../../src/channel/contract.ts";
import type { OfferedChoice } from "../../src/conversation/state.ts";
import type { Bench } from "./store-contract.ts";
import {
  ACCOUNT,
  acceptOne,
  deliver,
  handleNext,
  inboundOf,
  messageOf,
  messagesOf,
  say,
  textsOf,
} from "./store-scene.ts";

export function choicesContract({ store }: Bench): void {
  describe("pressed choices", () => {
    const yes: OfferedChoice = {
      token: "tok1",
      label: "Yes, solved",
      value: { kind: "helped", topic: "t", yes: true },
    };
    const press = (key: string, token: string, more: object = {}) =>
      inboundOf("press", { key, token, ...more });
    const offer = async (choices: OfferedChoice[]) => {
      const { conversationId } = await acceptOne(store(), messageOf(1, "hi"));
      const asked = say("offer.0", "Solved?", { choices });
      const outcome = await handleNext(store(), conversationId, { actions: [asked] });
      if (outcome.outcome === "done") await deliver(store(), outcome.deliveries[0]?.id ?? 0, "500");
      return conversationId;
    };

    it("knows what a press means and writes the label into the history", async () => {
      const conversationId = await offer([yes]);
      const receipt = await acceptOne(store(), press("p1", "tok1", { msgId: "500" }));
      const next = await store().inbound.next(conversationId);
      expect(next?.item).toMatchObject({ choice: yes, eventId: receipt.messageId });
      expect((await textsOf(store(), conversationId)).at(-1)).toBe("customer: Yes, solved");
      // The message with the button is still ours: a reply to it is a reply to the question.
      const reply = await acceptOne(store(), messageOf(2, "because", { replyTo: "500" }));
      const said = (await messagesOf(store(), conversationId)).find(({ id }) => id === reply.messageId);
      expect(said?.inReplyTo).toBe("offer.0");
    });

    it("takes a press to the conversation it was offered in, also when that is resolved", async () => {
      const conversationId = await offer([yes]);
      await acceptOne(store(), messageOf(2, "bye"));
      await handleNext(store(), conversationId, { change: { status: "resolved" } });
      const later = await acceptOne(store(), messageOf(3, "new question"));
      expect(later.conversationId).not.toBe(conversationId);
      expect((await acceptOne(store(), press("p1", "tok1"))).conversationId).toBe(conversationId);
    });

    it("keeps a dialog that was sent, in the words the guard gave it, with the choice that opened it", async () => {
      const start: OfferedChoice = {
        token: "tok9",
        label: "Details",
        value: { kind: "form", act: "start", topic: "t" },
      };
      const conversationId = await offer([start]);
      const sent = inboundOf("form", { key: "f1", token: "tok9", values: { chain: "TRON" } });
      const admit = (event: InboundEvent) => ({
        event,
        found: [],
        ambiguousHash: false,
        flood: "ok" as const,
        text: "Chain: TRON",
      });
      await acceptOne(store(), sent, { admit });
      expect((await store().inbound.next(conversationId))?.item).toMatchObject({
        choice: start,
        event: { kind: "form", values: { chain: "TRON" } },
      });
      expect((await textsOf(store(), conversationId)).at(-1)).toBe("customer: Chain: TRON");
    });

    it("says what a token stands for, to the customer it was offered to alone", async () => {
      const conversationId = await offer([yes]);
      const { space, actor } = messageOf(9, "x");
      const found = await store().inbound.offered(ACCOUNT, space, actor.id, "tok1");
      expect(found).toMatchObject({ choice: yes, conversation: { id: conversationId } });
      const elsewhere = { id: "eve", kind: "dm" } as const;
      expect(await store().inbound.offered(ACCOUNT, elsewhere, "eve", "tok1")).toBeUndefined();
      expect(await store().inbound.offered(ACCOUNT, space, actor.id, "tok2")).toBeUndefined();
    });

    it("lets nobody press what was offered elsewhere", async () => {
      await offer([yes]);
      const eve = { space: { id: "eve", kind: "dm" }, actor: { id: "eve" } };
      await acceptOne(
        store(),
        messageOf(7, "hi", { space: { id: "eve", kind: "dm" }, actor: { id: "eve" } }),
      );
      const foreign = await acceptOne(store(), press("p1", "tok1", eve));
      const eves = await store().inbound.conversationOf(ACCOUNT, { id: "eve", kind: "dm" }, "eve");
      expect(foreign).toMatchObject({ conversationId: eves });
      expect(foreign.messageId).toBeUndefined();
      await handleNext(store(), eves);
      expect((await store().inbound.next(eves))?.item).not.toHaveProperty("choice");
      const account = await acceptOne(store(), press("p2", "tok1"), { account: "web", route: () => "new" });
      expect((await store().inbound.next(account.conversationId))?.item).not.toHaveProperty("choice");
    });

    it("hears a press to reopen in the conversation that runs now, as only one can be open", async () => {
      const reopen: OfferedChoice = { token: "tok2", label: "Not solved", value: { kind: "reopen" } };
      const old = await offer([reopen]);
      await acceptOne(store(), messageOf(2, "bye"));
      await handleNext(store(), old, { change: { status: "resolved" } });
      const now = await acceptOne(store(), messageOf(3, "again"));
      const pressed = await acceptOne(store(), press("p1", "tok2"));
      expect(pressed.conversationId).toBe(now.conversationId);
    });

    it("refuses to reopen a conversation beside a newer open one", async () => {
      const old = await offer([yes]);
      await acceptOne(store(), messageOf(2, "bye"));
      await handleNext(store(), old, { change: { status: "resolved" } });
      await acceptOne(store(), messageOf(3, "again"));
      await acceptOne(store(), press("p1", "tok1"));
      const reopening = handleNext(store(), old, { change: { status: "open" } });
      await expect(reopening).rejects.toMatchObject({ code: "conflict" });
      expect((await store().desk.show(old))?.conversation.status).toBe("resolved");
    });

    it("lets no bystander in a group press what was offered to somebody else", async () => {
      const space = { id: "g", kind: "group" } as const;
      const group = (id: string) => ({ space, actor: { id }, addressed: "mention" as const });
      const { conversationId } = await acceptOne(store(), messageOf(1, "hi", group("ann")));
      await handleNext(store(), conversationId, { actions: [say("offer.0", "Solved?", { choices: [yes] })] });
      await acceptOne(store(), messageOf(2, "me too", group("ben")));
      const bens = await acceptOne(store(), press("p1", "tok1", group("ben")));
      expect(bens.conversationId).not.toBe(conversationId);
      expect(await store().inbound.next(conversationId)).toBeUndefined();
      expect((await acceptOne(store(), press("p2", "tok1", group("ann")))).conversationId).toBe(
        conversationId,
      );
    });
  });
}
