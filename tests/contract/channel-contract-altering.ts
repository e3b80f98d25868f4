import { describe, expect } from "vitest";
import type { Alteration, Delivery } from "../../src/channel/contract.ts";
import { type Case, delivery, never, stored } from "./channel-cases.ts";
import type { Stage } from "./channel-stage.ts";

/** What was sent says something else from now on, or is no more. */
export function altering(when: Case): void {
  describe("a change of what was sent", () => {
    when("is promised only where there is a call for it", [], async (stage) => {
      const { edits, deletes, deletesWithin } = stage.channel.capabilities;
      expect(stage.channel.alter !== undefined).toBe(edits || deletes);
      if (deletesWithin !== undefined) expect(deletesWithin).toBeGreaterThan(60_000);
    });

    when("shows in its place", [], async (stage) => {
      const sent = await said(stage, "one", "two", "three");
      const result = await stage.alter(changed(sent[1], "**zwei**"), never());
      expect(result.outcome, JSON.stringify(result)).toBe("sent");
      expect((await stage.shown("lin")).map(({ text }) => text)).toEqual(["one", "zwei", "three"]);
    });

    when("may be made again, and is only made once", [], async (stage) => {
      const [sent] = await said(stage, "one");
      for (const attempt of [1, 2]) {
        const result = await stage.alter({ ...changed(sent, "eins"), attempt }, never());
        expect(result.outcome, JSON.stringify(result)).toBe("sent");
      }
      expect((await stage.shown("lin")).map(({ text }) => text)).toEqual(["eins"]);
    });

    when("takes it away, and does not mind that it is away already", [], async (stage) => {
      const sent = await said(stage, "one", "two");
      for (const attempt of [1, 2]) {
        const result = await stage.alter({ ...removal(sent[0]), attempt }, never());
        expect(result.outcome, JSON.stringify(result)).toBe("sent");
      }
      expect((await stage.shown("lin")).map(({ text }) => text)).toEqual(["two"]);
    });

    when("calls nobody and keeps its signs, as a first sending", [], async (stage) => {
      const [sent] = await said(stage, "one");
      await stage.alter(changed(sent, "3 < 4 & 5 @everyone"), never());
      const [shown] = await stage.shown("lin");
      expect(shown?.text.replaceAll("\u200b", "")).toBe("3 < 4 & 5 @everyone");
      expect(shown?.calls).toEqual([]);
    });

    when("of what somebody removed at the platform says that it is gone", ["erase"], async (stage) => {
      const [sent] = await said(stage, "one");
      await stage.erase("lin");
      const result = await stage.alter(changed(sent, "eins"), never());
      expect(result).toMatchObject({ outcome: "failed", reason: "gone" });
    });

    when("that comes too late says so", ["age"], async (stage) => {
      const [sent] = await said(stage, "one");
      const kind = stage.age();
      const late = kind === "edit" ? changed(sent, "eins") : removal(sent);
      expect(await stage.alter(late, never())).toMatchObject({ outcome: "failed", reason: "window_closed" });
      expect((await stage.shown("lin")).map(({ text }) => text)).toEqual(["one"]);
    });

    when("whose outcome nobody knows is not called made or failed", ["alterTrouble"], async (stage) => {
      const [sent] = await said(stage, "one");
      for (const kind of ["answer lost", "cut", "server error"] as const) {
        stage.alterTrouble(kind);
        const result = await stage.alter(changed(sent, `after ${kind}`), never());
        expect(["unknown", "retry"], kind).toContain(result.outcome);
      }
      const again = await stage.alter({ ...changed(sent, "at last"), attempt: 2 }, never());
      expect(again.outcome).toBe("sent");
      expect((await stage.shown("lin")).map(({ text }) => text)).toEqual(["at last"]);
    });

    when("is made later where the platform asks to wait", ["alterTrouble"], async (stage) => {
      const [sent] = await said(stage, "one");
      stage.alterTrouble("flood");
      const result = await stage.alter(changed(sent, "eins"), never());
      expect(result).toMatchObject({ outcome: "retry" });
      if (result.outcome === "retry") expect(result.afterMs).toBeGreaterThanOrEqual(3_000);
      stage.alterTrouble("auth");
      const refused = await stage.alter(changed(sent, "eins"), never());
      expect(refused).toMatchObject({ outcome: "failed", reason: "auth" });
    });

    when("called off before it began changes nothing", [], async (stage) => {
      const [sent] = await said(stage, "one");
      if (stage.channel.capabilities.idempotent && stage.alterTrouble === undefined) return;
      const result = await stage.alter(changed(sent, "eins"), AbortSignal.abort());
      expect(["retry", "unknown"]).toContain(result.outcome);
      expect((await stage.shown("lin")).map(({ text }) => text)).toEqual(["one"]);
    });
  });
}

type Sent = { delivery: Delivery; ids: string[] } | undefined;

async function said(stage: Stage, ...texts: string[]): Promise<Sent[]> {
  await stage.begin();
  await stage.say("lin", "hi");
  await stored(stage, 1);
  const all: Sent[] = [];
  for (const text of texts) {
    const one = delivery(stage, "lin", { text }, { author: "agent" });
    const result = await stage.send(one, never());
    if (result.outcome !== "sent") throw new Error(JSON.stringify(result));
    all.push({ delivery: one, ids: result.ids });
  }
  return all;
}

function changed(sent: Sent, text: string): Alteration {
  if (sent === undefined) throw new Error("nothing was sent");
  const part = { ...sent.delivery.part, text };
  return { ...sent.delivery, part, alters: { kind: "edit", ids: sent.ids } };
}

function removal(sent: Sent): Alteration {
  if (sent === undefined) throw new Error("nothing was sent");
  return { ...sent.delivery, alters: { kind: "delete", ids: sent.ids } };
}
