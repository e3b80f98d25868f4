import { describe, expect, it } from "vitest";
import { planAlteration, type SentMessage, type SentPart } from "../../../src/conversation/sent.ts";

const ABLE = { edits: true, deletes: true };
const NOW = 1_000_000;
const DAY = 24 * 3_600_000;

function part(n: number, state: SentPart["state"], more: Partial<SentPart> = {}): SentPart {
  return { part: n, state, changing: false, body: body(`old ${n}`), sentAt: NOW, ...more };
}

function body(text: string, files: string[] = []) {
  return { text, choices: [], files: files.map((id) => ({ id, kind: "image" as const })) };
}

function message(...parts: SentPart[]): SentMessage {
  return { author: "agent", agentId: "mei", takenBack: false, files: [], parts };
}

const plan = (
  sent: SentMessage,
  words: string[] | undefined,
  able: Parameters<typeof planAlteration>[2] = ABLE,
  at = NOW,
) =>
  planAlteration(
    sent,
    words?.map((text) => body(text)),
    able,
    at,
  );

describe("a reply that gets other words", () => {
  it.each([
    ["has not left yet: only what waits is changed", "waiting", "rewrite"],
    ["did not arrive: what would be sent again is changed", "failed", "rewrite"],
    ["is under way: it is changed once it is there", "underway", "edit"],
    ["was sent: it is changed at the platform", "sent", "edit"],
  ] as const)("%s", (_, state, what) => {
    expect(plan(message(part(0, state)), ["new"])).toEqual({
      ok: true,
      steps: [{ do: what, part: 0, body: body("new") }],
    });
  });

  it("touches only the parts that say something else", () => {
    const sent = message(part(0, "sent"), part(1, "sent"));
    expect(plan(sent, ["old 0", "new"])).toEqual({
      ok: true,
      steps: [{ do: "edit", part: 1, body: body("new") }],
    });
    const changing = message(part(0, "sent", { changing: true }), part(1, "sent"));
    expect(plan(changing, ["old 0", "old 1"])).toMatchObject({ steps: [{ do: "edit", part: 0 }] });
  });

  it("loses the parts it needs no more, and is refused where it needs one more", () => {
    const sent = message(part(0, "sent"), part(1, "sent"), part(2, "waiting"));
    expect(plan(sent, ["short"])).toEqual({
      ok: true,
      steps: [
        { do: "edit", part: 0, body: body("short") },
        { do: "delete", part: 1 },
        { do: "withdraw", part: 2 },
      ],
    });
    expect(plan(message(part(0, "sent")), ["a", "b"])).toEqual({ ok: false, refusal: "does_not_fit" });
  });

  it("keeps its files where they are", () => {
    const sent = message(part(0, "sent", { body: body("look", ["f1"]) }));
    expect(planAlteration(sent, [body("see", ["f1"])], ABLE, NOW)).toMatchObject({ ok: true });
    expect(planAlteration(sent, [body("see")], ABLE, NOW)).toEqual({ ok: false, refusal: "does_not_fit" });
  });
});

describe("a change that is refused", () => {
  it.each([
    ["taken back already", { ...message(part(0, "sent")), takenBack: true }, "taken_back"],
    ["nobody knows whether it arrived", message(part(0, "uncertain")), "uncertain"],
  ] as const)("%s", (_, sent, refusal) => {
    expect(plan(sent, ["new"])).toEqual({ ok: false, refusal });
    expect(plan(sent, undefined)).toEqual({ ok: false, refusal });
  });

  it("where the channel cannot, but not where nothing has left", () => {
    const able = { edits: false, deletes: false };
    expect(plan(message(part(0, "sent")), ["new"], able)).toEqual({ ok: false, refusal: "channel_cannot" });
    expect(plan(message(part(0, "underway")), undefined, able)).toMatchObject({ refusal: "channel_cannot" });
    expect(plan(message(part(0, "waiting")), undefined, able)).toMatchObject({ ok: true });
  });

  it("for a removal that comes too late; other words may come late", () => {
    const able = { ...ABLE, deletesWithin: 2 * DAY };
    const sent = message(part(0, "sent"));
    expect(plan(sent, undefined, able, NOW + 2 * DAY)).toMatchObject({ ok: true });
    expect(plan(sent, undefined, able, NOW + 2 * DAY + 1)).toEqual({ ok: false, refusal: "too_old" });
    expect(plan(sent, ["new"], able, NOW + 9 * DAY)).toMatchObject({ ok: true });
  });
});
