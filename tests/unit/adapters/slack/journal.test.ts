import { describe, expect, it } from "vitest";
import { journal, journalCursor } from "../../../../adapters/slack/journal.ts";

function store() {
  const kept = new Map<string, string>();
  return {
    kept,
    get: async (name: string) => kept.get(name),
    set: async (name: string, value: string) => void kept.set(name, value),
  };
}

describe("what was begun and may have been posted", () => {
  it("is known after a restart, with its files and the time of the first attempt", async () => {
    const cursor = store();
    let now = 1_000;
    const before = journal(() => now);
    await before.attach(cursor);
    await before.begin("a");
    now = 2_000;
    await before.begin("a", ["F1"]);
    const after = journal(() => now);
    await after.attach(cursor);
    expect(after.earlier("a")).toEqual({ at: 1_000, files: ["F1"] });
    expect(after.earlier("b")).toBeUndefined();
  });

  it("is forgotten when it was surely not posted", async () => {
    const one = journal(() => 1);
    await one.begin("a");
    one.forget("a");
    expect(one.earlier("a")).toBeUndefined();
  });

  it("stays small: the oldest of more than two hundred are left out", async () => {
    const cursor = store();
    const one = journal(() => 1);
    await one.attach(cursor);
    for (let n = 0; n <= 200; n += 1) await one.begin(`key-${n}`);
    expect(one.earlier("key-0")).toBeUndefined();
    expect(one.earlier("key-1")).toBeDefined();
    expect((cursor.kept.get(journalCursor) ?? "").length).toBeLessThan(10_000);
  });

  it.each(["", "null", "{", "[[1]]", '[["a"]]'])(
    "begins anew with a cursor it cannot read: %j",
    async (text) => {
      const cursor = store();
      cursor.kept.set(journalCursor, text);
      const one = journal(() => 1);
      await one.attach(cursor);
      expect(one.earlier("a")).toBeUndefined();
    },
  );

  it("goes on in memory when the store cannot write", async () => {
    const one = journal(() => 1);
    await one.attach({ ...store(), set: () => Promise.reject(new Error("disk is full")) });
    await one.begin("a");
    expect(one.earlier("a")).toBeDefined();
  });
});
