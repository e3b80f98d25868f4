import { describe, expect, it } from "vitest";
import { newConversation } from "../../../src/conversation/state.ts";
import { type CardView, cardOf, titleOf } from "../../../src/rooms/card.ts";
import { fakeRoom } from "../../fakes/room.ts";

const CAPABILITIES = fakeRoom().capabilities;
const AT = Date.UTC(2026, 10, 25, 14, 30);

function view(more: Partial<CardView["conversation"]> = {}, rest: Partial<CardView> = {}): CardView {
  const conversation = {
    ...newConversation({
      id: "abcdefgh",
      account: "telegram:1",
      space: { id: "9", kind: "dm" },
      customer: { id: "9", name: "Lin [admin](https://evil.example)" },
      locale: "zh",
      at: AT,
    }),
    owner: { kind: "queue", since: AT, reason: "urgent", priority: "urgent" } as const,
    escalation: { reason: "urgent", priority: "urgent", at: AT } as const,
    ...more,
  };
  return { conversation, messages: [], decisions: [], earlier: { total: 0, rows: [] }, live: false, ...rest };
}

const agent = { kind: "agent", agentId: "a1", agentName: "Mei", since: AT } as const;

describe("the hand-off card", () => {
  it("says who, why, since when, in what language, and what is known", () => {
    const { text } = cardOf(
      view(
        { collected: { chain: "TRON", "tx-hash": "abc" } },
        { earlier: { total: 5, rows: [{ id: "x", reference: "K-OLD", openedAt: AT }] } },
      ),
      "en",
      CAPABILITIES,
    );
    expect(text).toContain("**K-ABCDEF**");
    expect(text).toContain("Chinese");
    expect(text).toContain("Waiting for a person since 2026-11-25 14:30 UTC");
    expect(text).toContain("**Why**: emergency · URGENT");
    expect(text).toContain(": TRON");
    expect(text).toContain("**Earlier**: K-OLD (2026-11-25), 4 more");
  });

  it("lets no customer's name or words become markup", () => {
    const { text } = cardOf(view(), "en", CAPABILITIES);
    expect(text).not.toContain("[admin](");
  });

  it("is in the staff's language", () => {
    const { text, choices } = cardOf(view(), "zh", CAPABILITIES);
    expect(text).toContain("等待人工");
    expect(text).toContain("**原因**：紧急情况 · 紧急");
    expect(choices[0]?.label).toBe("认领");
  });

  it.each([
    ["waits", {}, false, ["claim", "resolve", "return", "snooze"]],
    ["is an agent's", { owner: agent }, false, ["resolve", "return", "snooze", "live"]],
    ["is the bot's again", { owner: { kind: "bot" as const } }, false, ["claim", "resolve"]],
    ["is resolved", { owner: agent, status: "resolved" as const }, false, []],
  ])("offers what makes sense while the case %s", (_name, more, live, tokens) => {
    const { choices } = cardOf(view(more, { live }), "en", CAPABILITIES);
    expect(choices.map(({ token }) => token)).toEqual(tokens);
  });

  it("warns while reply mode is on, and when the customer cannot be reached", () => {
    const { text, choices } = cardOf(
      view({ owner: agent, reachable: false }, { live: true }),
      "en",
      CAPABILITIES,
    );
    expect(text).toContain("Reply mode: everything Mei writes here goes to the customer");
    expect(text).toContain("cannot be reached");
    expect(choices.at(-1)?.label).toBe("Reply mode off");
  });

  it("names the commands where there are no buttons", () => {
    const card = cardOf(view(), "en", { ...CAPABILITIES, buttons: 0 });
    expect(card.choices).toEqual([]);
    expect(card.text).toContain("/claim");
  });

  it("fits, however much there is", () => {
    const question = "为什么".repeat(5000);
    const messages = [
      {
        id: "m",
        seq: 1,
        author: "customer",
        text: question,
        choices: [],
        files: [],
        at: AT,
        found: [],
      } as const,
    ];
    for (const limit of [4096, 2000, 300]) {
      const text = { ...CAPABILITIES.text, limit };
      const card = cardOf(
        view(
          { collected: { details: question } },
          { messages: messages.map((one) => ({ ...one, choices: [], files: [], found: [] })) },
        ),
        "en",
        { ...CAPABILITIES, text },
      );
      expect(card.text.length).toBeLessThanOrEqual(limit);
      expect(card.text).toContain("K-ABCDEF");
    }
  });

  it("has a title that fits and says what is most urgent first", () => {
    expect(titleOf(view(), "en", 100)).toMatch(/^🔴 · K-ABCDEF · Lin .* · emergency$/u);
    expect(titleOf(view(), "en", 20).length).toBeLessThanOrEqual(20);
  });
});
