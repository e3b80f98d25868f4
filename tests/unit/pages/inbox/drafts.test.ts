import { describe, expect, it } from "vitest";
import { draftStore } from "../../../../src/pages/inbox/drafts.ts";

function memory() {
  const kept = new Map<string, string>();
  return {
    get: (name: string) => kept.get(name) ?? null,
    set(name: string, value: string | null) {
      if (value === null) kept.delete(name);
      else kept.set(name, value);
    },
  };
}

describe("drafts", () => {
  it("are kept for each conversation, in every tab", () => {
    const shared = memory();
    draftStore(shared).set("a", { text: "half", note: false, at: 1 });
    draftStore(shared).set("b", { text: "a note", note: true, at: 2 });
    expect(draftStore(shared).get("a")).toMatchObject({ text: "half", note: false });
    expect(draftStore(shared).get("b")).toMatchObject({ text: "a note", note: true });
  });

  it("are forgotten whatever they say once their customer was erased", () => {
    const drafts = draftStore(memory());
    drafts.set("a", { text: "about them", note: true, at: 1 });
    drafts.set("b", { text: "about others", note: false, at: 1 });
    drafts.forget("a");
    expect([drafts.get("a"), drafts.get("b")?.text]).toEqual([undefined, "about others"]);
  });

  it("are forgotten when they are sent, but not what was written since", () => {
    const drafts = draftStore(memory());
    drafts.set("a", { text: "sent words", note: false, at: 1 });
    drafts.set("a", { text: "newer words", note: false, at: 2 });
    drafts.sent("a", "sent words");
    expect(drafts.get("a")?.text).toBe("newer words");
    drafts.sent("a", "newer words");
    expect(drafts.get("a")).toBeUndefined();
  });

  it("keep the key of an attempt for the same words alone, so that no repeat is a second message", () => {
    const drafts = draftStore(memory());
    drafts.set("a", { text: "words", note: false, key: "k1", at: 1 });
    drafts.set("a", { text: "words", note: false, at: 2 });
    expect(drafts.get("a")?.key).toBe("k1");
    drafts.set("a", { text: "words", note: true, at: 3 });
    expect(drafts.get("a")?.key).toBeUndefined();
    drafts.set("a", { text: "words", note: false, key: "k2", at: 4 });
    drafts.set("a", { text: "other words", note: false, at: 5 });
    expect(drafts.get("a")?.key).toBeUndefined();
  });

  it("survive what another program left in the storage", () => {
    const shared = memory();
    shared.set("drafts", "{broken");
    expect(draftStore(shared).get("a")).toBeUndefined();
  });
});
