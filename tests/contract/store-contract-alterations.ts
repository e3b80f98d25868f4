import { describe, expect, it } from "vitest";
import type { Action } from "../../src/conversation/actions.ts";
import type { ConversationEvent } from "../../src/conversation/events.ts";
import type { AlterStep, SentMessage } from "../../src/conversation/sent.ts";
import type { OutboxRef } from "../../src/store/store.ts";
import type { Bench } from "./store-contract.ts";
import {
  ACCOUNT,
  acceptOne,
  command,
  deliver,
  fitLines,
  LIN,
  MEI,
  messageOf,
  messagesOf,
  say,
  sendOf,
} from "./store-scene.ts";

const BODY = (text: string) => ({ text, choices: [], files: [] });

/** What every store promises of changes to what was sent. */
export function alterationsContract({ store, restart }: Bench): void {
  let keys = 0;

  /** Mei has said this; its rows are ready. */
  async function said(text: string) {
    const { conversationId } = await acceptOne(store(), messageOf(1, "hi"));
    const actions = [say("r.a", text, { author: "agent", agentId: MEI.id, name: MEI.name })];
    const done = await command(store(), conversationId, "reply", { actions, fit: fitLines });
    if (done.outcome !== "done") throw new Error(done.outcome);
    return { conversationId, rows: done.deliveries };
  }

  /** Carries out steps; answers the rows they became and what the store said of the message before it decided. */
  async function alter(conversationId: string, text: string | undefined, steps: AlterStep[], at = 6000) {
    keys += 1;
    const base = { id: `alter${keys}`, at, agent: MEI, messageId: "r.a", any: false };
    const event: ConversationEvent =
      text === undefined ? { ...base, type: "agent.withdrew" } : { ...base, type: "agent.edited", text };
    let seen: SentMessage | undefined;
    const kind = text === undefined ? ("delete" as const) : ("edit" as const);
    const action: Action = {
      type: "alter",
      kind,
      messageId: "r.a",
      agentId: MEI.id,
      name: MEI.name,
      text: text ?? "",
      steps,
    };
    const outcome = await store().outbound.handle({
      conversationId,
      at,
      cause: { kind: "command", agentId: MEI.id, key: `alter${keys}`, route: kind },
      event,
      decide(conversation, completed) {
        if ("sent" in completed) seen = completed.sent;
        return { ok: true, conversation, actions: [action], reason: "altered" };
      },
      fit: fitLines,
      able: () => ({ edits: true, deletes: true }),
    });
    if (outcome.outcome !== "done") throw new Error(outcome.outcome);
    return { rows: outcome.deliveries, sent: seen };
  }

  const idOf = (row: OutboxRef | undefined) => row?.id ?? 0;
  const reply = async (conversationId: string) =>
    (await messagesOf(store(), conversationId)).find(({ id }) => id === "r.a");
  const stream = async (after = 0) =>
    (await store().outbound.stream(ACCOUNT, LIN, after, 99)).filter(({ author }) => author === "agent");

  describe("a change of what was sent", () => {
    it("is decided by the message as it stands", async () => {
      const { conversationId, rows } = await said("one\ntwo");
      await deliver(store(), idOf(rows[0]), "50");
      await sendOf(store(), idOf(rows[1]));
      const { sent } = await alter(conversationId, "x", []);
      expect(sent).toMatchObject({
        author: "agent",
        agentId: MEI.id,
        takenBack: false,
        parts: [
          { part: 0, state: "sent", changing: false, body: { text: "one" }, sentAt: 4000 },
          { part: 1, state: "underway", body: { text: "two" } },
        ],
      });
    });

    it("goes out with the ids its sending gave, and is in history and stream once it is done", async () => {
      const { conversationId, rows } = await said("one");
      await deliver(store(), idOf(rows[0]), "50");
      const [before] = await stream();
      const change = await alter(conversationId, "two", [{ do: "edit", part: 0, body: BODY("two") }]);
      expect(await reply(conversationId)).toMatchObject({ text: "one", change: { state: "pending" } });
      expect(await sendOf(store(), idOf(change.rows[0]))).toMatchObject({
        part: { text: "two" },
        alters: { kind: "edit", ids: ["50"] },
        attempt: 1,
      });
      expect(await stream(before?.seq)).toEqual([]);
      await store().outbound.settle(idOf(change.rows[0]), { outcome: "sent", ids: ["50"] }, 7000);
      expect(await reply(conversationId)).toMatchObject({
        text: "two",
        editedAt: 7000,
        earlier: [{ text: "one", name: MEI.name }],
        delivery: [{ part: 0, state: "sent" }],
      });
      expect(await stream(before?.seq)).toMatchObject([{ messageId: "r.a", text: "two", editedAt: 7000 }]);
      // Whoever comes later reads the new words in the old place too.
      await restart();
      expect((await stream()).map(({ text }) => text)).toEqual(["two", "two"]);
    });

    it("that takes it back leaves nothing of it in the stream but that it was there", async () => {
      const { conversationId, rows } = await said("one");
      await deliver(store(), idOf(rows[0]), "50");
      const change = await alter(conversationId, undefined, [{ do: "delete", part: 0 }]);
      await deliver(store(), idOf(change.rows[0]), "50");
      expect(await reply(conversationId)).toMatchObject({
        text: "one",
        deletedAt: 5000,
        deletedBy: MEI.name,
      });
      const items = await stream();
      expect(items).toHaveLength(2);
      for (const item of items) expect(item).toMatchObject({ text: "", removed: true });
    });

    it("waits for the sending it is about", async () => {
      const { conversationId, rows } = await said("one");
      await sendOf(store(), idOf(rows[0]));
      const change = await alter(conversationId, "two", [{ do: "edit", part: 0, body: BODY("two") }]);
      expect(await store().outbound.begin(idOf(change.rows[0]), 6000)).toEqual({ outcome: "blocked" });
      await store().outbound.settle(idOf(rows[0]), { outcome: "sent", ids: ["51"] }, 6500);
      expect(await sendOf(store(), idOf(change.rows[0]))).toMatchObject({ alters: { ids: ["51"] } });
    });

    it.each([
      ["never arrived: the row says the new words", "failed", { text: "two" }],
      ["nobody knows of: nothing is changed", "unknown", { text: "one", change: { state: "failed" } }],
    ] as const)("of a message that %s", async (_, outcome, expected) => {
      const { conversationId, rows } = await said("one");
      await sendOf(store(), idOf(rows[0]));
      const change = await alter(conversationId, "two", [{ do: "edit", part: 0, body: BODY("two") }]);
      const end =
        outcome === "failed"
          ? ({ outcome, reason: "blocked", detail: "no" } as const)
          : ({ outcome, detail: "?" } as const);
      await store().outbound.settle(idOf(rows[0]), end, 6500);
      expect(await store().outbound.begin(idOf(change.rows[0]), 6600)).toEqual({ outcome: "gone" });
      expect(await reply(conversationId)).toMatchObject(expected);
      await store().outbound.resend("r.a", 6700);
      expect((await sendOf(store(), idOf(rows[0]))).part.text).toBe(expected.text);
    });

    it("that fails leaves the history as it was, and takes the rest of it along", async () => {
      const { conversationId, rows } = await said("one\ntwo");
      await deliver(store(), idOf(rows[0]), "50");
      await deliver(store(), idOf(rows[1]), "51");
      const steps: AlterStep[] = [0, 1].map((part) => ({ do: "edit", part, body: BODY(`new ${part}`) }));
      const change = await alter(conversationId, "new", steps);
      await sendOf(store(), idOf(change.rows[0]));
      const no = { outcome: "failed", reason: "gone", detail: "no such message" } as const;
      await store().outbound.settle(idOf(change.rows[0]), no, 7000);
      expect(await reply(conversationId)).toMatchObject({
        text: "one\ntwo",
        change: { kind: "edit", state: "failed", text: "new", detail: "gone: no such message" },
      });
      expect(await store().outbound.begin(idOf(change.rows[1]), 7100)).toEqual({ outcome: "gone" });
      expect(await store().outbound.unsent()).toEqual([]);
    });

    it("that was under way at a stop is told so, and is not sent as a message", async () => {
      const { conversationId, rows } = await said("one");
      await deliver(store(), idOf(rows[0]), "50");
      const change = await alter(conversationId, "two", [{ do: "edit", part: 0, body: BODY("two") }]);
      await sendOf(store(), idOf(change.rows[0]));
      await restart();
      expect(await store().outbound.interrupted()).toMatchObject([
        { id: idOf(change.rows[0]), delivery: { alters: { kind: "edit", ids: ["50"] } } },
      ]);
    });

    it("shows in the feed when it is asked for and when it is done", async () => {
      const { conversationId, rows } = await said("one");
      await deliver(store(), idOf(rows[0]), "50");
      const from = await store().desk.lastSeq();
      const change = await alter(conversationId, "two", [{ do: "edit", part: 0, body: BODY("two") }]);
      await deliver(store(), idOf(change.rows[0]), "50");
      const feed = await store().desk.feed(from, 99);
      const edits = feed.filter(({ kind }) => kind === "edit");
      expect(edits.every(({ data }) => data.messageId === "r.a")).toBe(true);
      expect(edits.length).toBeGreaterThanOrEqual(2);
      const states = feed.filter(({ kind }) => kind === "delivery").map(({ data }) => data);
      expect(states).toMatchObject([
        { change: "edit", state: "sending" },
        { change: "edit", state: "sent" },
      ]);
    });
  });
}
