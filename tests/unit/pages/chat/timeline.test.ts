import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { changed, EMPTY, type Message, shownOf, type Timeline } from "../../../../src/pages/chat/timeline.ts";

const message = (id: string, seq: number, more: Partial<Message> = {}): Message => ({
  id,
  seq,
  author: "agent",
  name: "Mei",
  text: `words of ${id}`,
  at: 1_700_000_000_000,
  ...more,
});

function told(...messages: Message[]): Timeline {
  return messages.reduce<Timeline>(
    (timeline, one) => changed(timeline, { type: "message", message: one }),
    EMPTY,
  );
}

describe("a message told again", () => {
  it("changes its words where it stands", () => {
    const { messages } = told(
      message("a", 1),
      message("b", 2),
      message("a", 3, { text: "better", editedAt: 5 }),
    );
    expect(messages.map(({ id, text }) => [id, text])).toEqual([
      ["a", "better"],
      ["b", "words of b"],
    ]);
  });

  it("changes nothing when it says the same, as after a reload", () => {
    const edited = { text: "better", editedAt: 5 };
    const before = told(message("a", 1, edited), message("b", 2));
    expect(changed(before, { type: "message", message: message("a", 3, edited) })).toBe(before);
  });

  it("changes nothing when it is older than what is shown", () => {
    const before = told(message("a", 1), message("a", 4, { text: "newest", editedAt: 9 }));
    const late = message("a", 2, { text: "older", editedAt: 5 });
    expect(changed(before, { type: "message", message: late })).toBe(before);
  });

  it("does not take the typing sign away: nothing new was said", () => {
    const typing = changed(told(message("a", 1)), { type: "typing", until: 7 });
    const { typingUntil } = changed(typing, {
      type: "message",
      message: message("a", 2, { text: "b", editedAt: 5 }),
    });
    expect(typingUntil).toBe(7);
  });

  it("is never there twice, whatever comes in which order and however often", () => {
    const any = fc.record({
      id: fc.constantFrom("a", "a#1", "b", "c"),
      seq: fc.integer({ min: 1, max: 12 }),
      text: fc.constantFrom("one", "two", ""),
      removed: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(any, { maxLength: 30 }), (all) => {
        const { messages } = told(
          ...all.map(({ id, seq, text, removed }) =>
            message(id, seq, { text, ...(removed ? { removed } : {}) }),
          ),
        );
        const ids = messages.map(({ id }) => id);
        expect(ids).toHaveLength(new Set(ids).size);
        const wholes = shownOf(messages).filter(({ removed }) => removed);
        expect(wholes.length).toBeLessThanOrEqual(3);
      }),
    );
  });
});

describe("a message of several parts", () => {
  const gone = { text: "", removed: true } as const;

  it("that was taken back leaves one line", () => {
    const { messages } = told(message("a", 1, gone), message("a#1", 2, gone), message("b", 3));
    expect(shownOf(messages).map(({ id }) => id)).toEqual(["a", "b"]);
  });

  it("that became shorter leaves no line for the part that is gone", () => {
    const { messages } = told(message("a", 1, { editedAt: 5 }), message("a#1", 2, gone));
    expect(shownOf(messages).map(({ id }) => id)).toEqual(["a"]);
  });
});
