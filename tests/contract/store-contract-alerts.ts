import { describe, expect, it } from "vitest";
import type { Action } from "../../src/conversation/actions.ts";
import type { Conversation } from "../../src/conversation/state.ts";
import type { Alert } from "../../src/store/alerts.ts";
import type { Bench } from "./store-contract.ts";
import { acceptOne, claimRequest, command, handleNext, MEI, messageOf, type Play } from "./store-scene.ts";

const ESCALATE: Action = { type: "escalate", reason: "wish", priority: "normal" };

function queued(conversation: Conversation, at = 3000): Partial<Conversation> {
  const owner = { kind: "queue", since: at, reason: "wish", priority: "normal" } as const;
  return { owner, epoch: conversation.epoch + 1 };
}

/** Nobody who waits is without an alert, and each of its rungs is taken once. */
export function alertsContract({ store, restart }: Bench): void {
  const alerts = () => store().alerts;

  async function escalated(n = 1, play: Play = {}): Promise<string> {
    const receipt = await acceptOne(store(), messageOf(n, "human", { space: { id: `s${n}`, kind: "dm" } }));
    const next = await store().inbound.next(receipt.conversationId);
    const change = next === undefined ? {} : queued(next.conversation);
    await handleNext(store(), receipt.conversationId, { actions: [ESCALATE], change, ...play });
    return receipt.conversationId;
  }

  async function openOf(conversationId: string): Promise<Alert> {
    const alert = await alerts().ofConversation(conversationId);
    if (alert === undefined) throw new Error("no alert is open");
    return alert;
  }

  const climb = (alert: Alert, at: number, more: object = {}) =>
    alerts().climb({
      id: alert.id,
      from: alert.rung,
      rung: alert.rung + 1,
      at,
      ways: ["mail"],
      skipped: [],
      mails: [{ id: `${alert.id}.${alert.rung + 1}.mei`, to: "mei@example.org" }],
      nextAt: at + 1000,
      ...more,
    });

  const feedOf = async (conversationId: string) =>
    (await store().desk.feed(0, 500))
      .filter((item) => item.conversationId === conversationId && item.kind === "alert")
      .map(({ data }) => data);

  describe("an alert", () => {
    it("is there with the escalation, with its first rung, and lasts over a restart", async () => {
      const id = await escalated();
      const again = await restart();
      const [alert, ...others] = await again.alerts.due(3000, 10);
      expect(alert).toMatchObject({
        conversationId: id,
        cause: "escalation",
        reason: "wish",
        rung: 1,
        since: 3000,
      });
      expect(others).toEqual([]);
      expect(await again.alerts.steps(alert?.id ?? "")).toEqual([{ rung: 1, way: "browser", at: 3000 }]);
      expect(await again.alerts.gauges(4000, 5000)).toEqual({
        open: 1,
        oldestMs: 1000,
        late: 0,
        orphans: 0,
        lonely: 0,
      });
      expect(await feedOf(id)).toMatchObject([{ state: "raised", reason: "wish", ways: ["browser"] }]);
    });

    it("ends with whoever takes the case up, and says who", async () => {
      const id = await escalated();
      const { id: alertId } = await openOf(id);
      await store().outbound.handle(claimRequest(id, MEI, "k1"));
      expect(await alerts().ofConversation(id)).toBeUndefined();
      expect(await alerts().get(alertId)).toMatchObject({ ended: { how: "claimed", agentId: MEI.id } });
      expect((await feedOf(id)).at(-1)).toMatchObject({ state: "ended", how: "claimed", by: MEI.id });
      expect(await alerts().due(9_999_999, 10)).toEqual([]);
    });

    it("gives way to the next one, which keeps the time since somebody waits and the higher priority", async () => {
      const id = await escalated();
      const first = await openOf(id);
      const urgent: Action = { type: "escalate", reason: "urgent", priority: "urgent" };
      await acceptOne(store(), messageOf(7, "stolen!", { space: { id: "s1", kind: "dm" } }));
      await handleNext(store(), id, { at: 9000, actions: [urgent] });
      const second = await openOf(id);
      expect(second).toMatchObject({ priority: "urgent", raisedAt: 9000, since: 3000, rung: 1 });
      expect(await alerts().get(first.id)).toMatchObject({ ended: { how: "raised" } });
    });

    it("is nothing when the escalation itself was not stored", async () => {
      const id = await escalated();
      await store().outbound.handle(claimRequest(id, MEI, "k1"));
      const refused = await command(store(), id, "k2", { refuse: "already_resolved", actions: [ESCALATE] });
      expect(refused.outcome).toBe("refused");
      expect(await alerts().open(10)).toEqual([]);
    });
  });

  describe("a rung", () => {
    it("is taken once, with its mails and its entry in the feed", async () => {
      const alert = await openOf(await escalated());
      const both = await Promise.all([climb(alert, 5000), climb(alert, 5000)]);
      expect(both).toEqual([true, false]);
      expect(await alerts().steps(alert.id)).toEqual([
        { rung: 1, way: "browser", at: 3000 },
        { rung: 2, way: "mail", at: 5000 },
      ]);
      expect((await feedOf(alert.conversationId)).map(({ state }) => state)).toEqual(["raised", "climbed"]);
      const again = await restart();
      expect(await again.alerts.mailsDue(5000, 10)).toMatchObject([
        { id: `${alert.id}.2.mei`, to: "mei@example.org", attempts: 0, rung: 2 },
      ]);
    });

    it("is not taken once somebody said that they see to it, until their time is over", async () => {
      const alert = await openOf(await escalated());
      expect(await alerts().acknowledge(alert.id, MEI, 4000, 8000)).toMatchObject({
        acknowledged: { agentId: MEI.id, name: MEI.name, at: 4000 },
        nextAt: 8000,
      });
      expect(await climb(alert, 5000)).toBe(false);
      expect(await alerts().postpone(alert.id, 1, 5000, 6000)).toBe(false);
      expect(await alerts().due(7999, 10)).toEqual([]);
      const [due] = await alerts().due(8000, 10);
      expect(due && (await climb(due, 8000))).toBe(true);
      expect(await openOf(alert.conversationId)).not.toHaveProperty("acknowledged");
    });

    it("says which rungs had nobody to reach", async () => {
      const alert = await openOf(await escalated());
      await climb(alert, 5000, { rung: 4, skipped: [2, 3] });
      expect((await alerts().steps(alert.id)).map(({ rung, way }) => `${rung} ${way}`)).toEqual([
        "1 browser",
        "2 none",
        "3 none",
        "4 mail",
      ]);
    });
  });

  describe("a mail of an alert", () => {
    it("comes again at its time until it is sent, under the same id", async () => {
      const alert = await openOf(await escalated());
      await climb(alert, 5000);
      const [mail] = await alerts().mailsDue(5000, 10);
      await alerts().settleMail(mail?.id ?? "", { state: "retry", at: 9000, detail: "busy" }, 5000);
      expect(await alerts().mailsDue(8999, 10)).toEqual([]);
      expect(await alerts().mailsDue(9000, 10)).toMatchObject([{ id: mail?.id, attempts: 1 }]);
      await alerts().settleMail(mail?.id ?? "", { state: "sent" }, 9000);
      expect(await alerts().mailsDue(99_000, 10)).toEqual([]);
      expect(await alerts().mailGauges()).toEqual({ waiting: 0, failed: 0 });
    });

    it("is dropped once somebody has the case, and counted when it was given up", async () => {
      const [one, two] = [await openOf(await escalated(1)), await openOf(await escalated(2))];
      await climb(one, 5000);
      await climb(two, 5000);
      await store().outbound.handle(claimRequest(one.conversationId, MEI, "k1"));
      const due = await alerts().mailsDue(5000, 10);
      expect(due.map(({ alert }) => alert.id)).toEqual([two.id]);
      await alerts().settleMail(due[0]?.id ?? "", { state: "failed", detail: "550 no such user" }, 6000);
      expect(await alerts().mailGauges()).toEqual({
        waiting: 0,
        failed: 1,
        lastFailedAt: 6000,
        lastDetail: "550 no such user",
      });
    });
  });
}
