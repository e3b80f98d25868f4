import { describe, expect, it } from "vitest";
import { channelsCursor, knownPlaces, seenCursor } from "../../../../adapters/discord/known.ts";
import { seenIds } from "../../../../adapters/discord/seen.ts";

/** Cursors in memory that can refuse to be written. */
function cursors(entries: Record<string, string> = {}) {
  const values = new Map(Object.entries(entries));
  const disk = { fails: false, writes: 0 };
  const cursor = {
    get: async (name: string) => values.get(name),
    set: async (name: string, value: string) => {
      if (disk.fails) throw new Error("disk full");
      disk.writes += 1;
      values.set(name, value);
    },
  };
  return { cursor, values, disk };
}

const place = (n: number) => ({ channelId: String(1_000 + n) });

describe("the places somebody spoke to us in", () => {
  it("are known after a restart, with their server and the channel of a thread", async () => {
    const { cursor } = cursors();
    const before = knownPlaces(cursor);
    await before.remember({ channelId: "1", guildId: "7", parentId: "2" });
    await before.remember({ channelId: "3" });
    const after = knownPlaces(cursor);
    await after.load();
    expect(after.all()).toEqual([{ channelId: "3" }, { channelId: "1", guildId: "7", parentId: "2" }]);
  });

  it("are 500 at most, and those spoken in lately stay", async () => {
    const { cursor } = cursors();
    const known = knownPlaces(cursor);
    for (let n = 0; n < 500; n += 1) await known.remember(place(n));
    await known.remember(place(0));
    await known.remember(place(500));
    expect(known.all()).toHaveLength(500);
    expect(known.has(place(0).channelId)).toBe(true);
    expect(known.has(place(1).channelId)).toBe(false);
  });

  it("cost no write with every message", async () => {
    const { cursor, disk } = cursors();
    const known = knownPlaces(cursor);
    for (let time = 0; time < 20; time += 1) await known.remember(place(time % 2));
    expect(disk.writes).toBe(2);
  });

  it("are written again when the store failed the first time", async () => {
    const { cursor, values, disk } = cursors();
    const known = knownPlaces(cursor);
    disk.fails = true;
    await expect(known.remember(place(1))).rejects.toThrow("disk full");
    disk.fails = false;
    await known.remember(place(1));
    expect(values.get(channelsCursor)).toContain("1001");
  });

  it.each(["not json", "{}", "[1]", '[["1"]]'])(
    "begin anew where the list cannot be read: %s",
    async (value) => {
      const known = knownPlaces(cursors({ [channelsCursor]: value }).cursor);
      await known.load();
      expect(known.all()).toEqual([]);
    },
  );
});

describe("how far a channel is stored", () => {
  it("only grows, also after a restart", async () => {
    const { cursor } = cursors({ [seenCursor("1")]: "500" });
    const seen = seenIds(cursor);
    expect(await seen.next("1", "499")).toBeUndefined();
    expect(await seen.next("1", "1000")).toEqual({ name: "seen:1", value: "1000" });
    seen.stored("1", "1000");
    expect(await seen.next("1", "999")).toBeUndefined();
  });

  it("moves on now and then while others talk", async () => {
    const { cursor, values, disk } = cursors();
    const seen = seenIds(cursor);
    for (let id = 1; id <= 120; id += 1) await seen.passed("1", String(1_000 + id));
    expect(disk.writes).toBe(2);
    expect(values.get("seen:1")).toBe("1100");
  });
});
