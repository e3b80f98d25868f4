import { describe, expect, it } from "vitest";
import type { Action } from "../../src/conversation/actions.ts";
import type { Conversation, Owner } from "../../src/conversation/state.ts";
import type { View } from "../../src/store/desk.ts";
import type { Bench } from "./store-contract.ts";
import { acceptOne, command, handleNext, MEI, messageOf, TOM } from "./store-scene.ts";

const VIEWS: View[] = ["queue", "mine", "bot", "waiting", "snoozed", "resolved", "all"];

function queued(since: number, priority: "normal" | "high" | "urgent" = "normal"): Owner {
  return { kind: "queue", since, reason: "wish", priority };
}

function owned(agent = MEI): Owner {
  return { kind: "agent", agentId: agent.id, agentName: agent.name, since: 3000 };
}

export function deskContract({ store }: Bench): void {
  const customer = async (name: string, change: Partial<Conversation>, at = 2000): Promise<string> => {
    const event = messageOf(name, `from ${name}`, { space: { id: name, kind: "dm" }, at });
    const { conversationId } = await acceptOne(store(), event, { at });
    await handleNext(store(), conversationId, { change, at });
    return conversationId;
  };
  const listed = async (view: View, agent = MEI) => {
    const rows = await store().desk.list(view, agent.id, 99);
    return rows.map(({ lastText }) => lastText.replace("from ", ""));
  };

  describe("what agents see", () => {
    it("puts each conversation into the views it belongs to, and counts what it shows", async () => {
      await customer("bo", {}, 2000);
      await customer("qi", { owner: queued(2100), epoch: 2 }, 2100);
      await customer("mine", { owner: owned(), epoch: 2, waitingSince: 2200 }, 2200);
      await customer("answered", { owner: owned(), epoch: 2 }, 2300);
      await customer("toms", { owner: owned(TOM), epoch: 2, waitingSince: 2400 }, 2400);
      await customer("asleep", { owner: owned(), epoch: 2, status: "snoozed", snoozedUntil: 9000 }, 2500);
      await customer("done", { status: "resolved" }, 2600);
      expect(await listed("queue")).toEqual(["qi"]);
      expect(await listed("mine")).toEqual(["answered", "mine"]);
      expect(await listed("mine", TOM)).toEqual(["toms"]);
      expect(await listed("bot")).toEqual(["bo"]);
      expect(await listed("waiting")).toEqual(["answered"]);
      expect(await listed("snoozed")).toEqual(["asleep"]);
      expect(await listed("resolved")).toEqual(["done"]);
      expect(await listed("all")).toEqual(["done", "asleep", "toms", "answered", "mine", "qi", "bo"]);
      for (const agent of [MEI, TOM]) {
        const counts = await store().desk.counts(agent.id);
        for (const view of VIEWS) expect(counts[view], view).toBe((await listed(view, agent)).length);
      }
    });

    it("gives the most urgent first, then the longest waiting; writing again costs no place", async () => {
      await customer("second", { owner: queued(3000), epoch: 2, waitingSince: 8000 });
      await customer("third", { owner: queued(4000), epoch: 2 });
      await customer("urgent", { owner: queued(9000, "urgent"), epoch: 2 });
      await customer("first", { owner: queued(5000), epoch: 2, waitingSince: 1000 });
      await customer("high", { owner: queued(9500, "high"), epoch: 2 });
      expect(await listed("queue")).toEqual(["urgent", "high", "first", "second", "third"]);
    });

    it("keeps reason and priority while an agent has it, and drops them with the bot", async () => {
      const id = await customer("qi", { owner: queued(2100, "urgent"), epoch: 2 });
      await command(store(), id, "a", {
        change: { owner: owned(), escalation: { reason: "wish", priority: "urgent", at: 2100 }, epoch: 3 },
      });
      expect(await store().desk.list("mine", MEI.id, 9)).toMatchObject([
        { reason: "wish", priority: "urgent" },
      ]);
      await command(store(), id, "b", { change: { owner: { kind: "bot" }, epoch: 4 } });
      const [row] = await store().desk.list("bot", MEI.id, 9);
      expect(row?.priority).toBe("normal");
      expect(row).not.toHaveProperty("reason");
    });

    it("shows in a list what was said last, but no note and no notice of ours", async () => {
      const id = await customer("qi", { owner: queued(2100), epoch: 2 }, 2100);
      const note = { type: "note", id: "n.0", agentId: MEI.id, name: MEI.name, text: "fraud?" } as const;
      const notice: Action = {
        type: "say",
        id: "n.1",
        author: "system",
        text: "Passed on.",
        choices: [],
        files: [],
      };
      await command(store(), id, "a", { actions: [note, notice] });
      const [row] = await store().desk.list("queue", MEI.id, 9);
      expect(row).toMatchObject({
        id,
        account: "telegram:1",
        customer: { id: "lin", name: "Lin" },
        locale: "en",
        lastText: "from qi",
        lastAuthor: "customer",
        lastAt: 2100,
        openedAt: 2100,
      });
    });

    it("finds a conversation by id and by the reference a customer quotes", async () => {
      const id = await customer("qi", {});
      const reference = (await store().desk.show(id))?.conversation.reference ?? "";
      expect(reference).toMatch(/^K-[A-Z2-7]{6}$/);
      for (const text of [id, reference, reference.toLowerCase(), ` ${reference} `]) {
        expect(await store().desk.find(text)).toBe(id);
      }
      expect(await store().desk.find("K-AAAAAA")).toBeUndefined();
      expect(await store().desk.show("nothere")).toBeUndefined();
    });

    it("keeps every rating, and tells agents of it", async () => {
      const id = await customer("qi", {});
      await command(store(), id, "a", { actions: [{ type: "rate", score: 2, comment: "slow" }] });
      const ratings = (await store().desk.feed(0, 99)).filter(({ kind }) => kind === "rating");
      expect(ratings).toMatchObject([{ conversationId: id, data: { score: 2 } }]);
    });

    it("gives the feed in order, in pages, with a change of owner in it", async () => {
      const id = await customer("qi", { owner: queued(2100), epoch: 2 });
      const whole = await store().desk.feed(0, 99);
      const [first, ...rest] = whole;
      expect(await store().desk.feed(first?.seq ?? 0, 99)).toEqual(rest);
      expect(whole.at(-1)?.seq).toBe(await store().desk.lastSeq());
      expect(whole.at(-1)).toMatchObject({
        kind: "conversation",
        conversationId: id,
        data: { owner: "queue", epoch: 2, status: "open", reason: "noted" },
      });
    });

    it("proves that it can write", async () => {
      await expect(store().probe(1)).resolves.toBeUndefined();
      await expect(store().probe(2)).resolves.toBeUndefined();
    });
  });
}
