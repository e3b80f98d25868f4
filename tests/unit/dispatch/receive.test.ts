import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import type { InboundEvent } from "../../../src/channel/contract.ts";
import { FLOOD_LIMITS } from "../../../src/guard/flood.ts";
import { wrote } from "../../fakes/channel.ts";
import { failingStore } from "./failing-store.ts";
import { cleanUp, freshFolder, openStore, scene, texts } from "./scene.ts";

afterEach(cleanUp);

const SEED = "legal winner thank year wave sausage worth useful legal winner thank yellow";
const KEY = "3e67a1f0c2b94d5586071e2f3a4b5c6d7e8f90112233445566778899aabbccdd";

describe("what comes in", () => {
  it("gets one answer when the same update is delivered five times", async () => {
    const { channel, clock } = await scene();
    const update = wrote("hello there", { at: clock.now() });
    const receipts = await Promise.all(Array.from({ length: 5 }, () => channel.hears(update)));
    await clock.settle();
    expect(receipts.flat().map(({ outcome }) => outcome)).toEqual([
      "accepted",
      ...Array(4).fill("duplicate"),
    ]);
    expect(new Set(receipts.flat().map(({ messageId }) => messageId)).size).toBe(1);
    expect(channel.posted).toHaveLength(1);
  });

  it("acknowledges nothing on a full disk, and recovers by itself when there is room again", async () => {
    const store = failingStore(openStore(":memory:"));
    const { channel, clock } = await scene({ store });
    const update = wrote("hello there", { at: clock.now() });
    store.fail("accept", 3);
    for (let n = 0; n < 3; n++) await expect(channel.hears(update)).rejects.toThrow("disk is full");
    store.fail("handle", 2);
    await channel.hears(update);
    await clock.settle();
    expect(channel.posted).toHaveLength(0);
    await clock.advance(5000);
    expect(channel.posted).toHaveLength(1);
  });

  it("does not count a delivery against the customer that could not be stored", async () => {
    const store = failingStore(openStore(":memory:"));
    const { channel, clock } = await scene({ store, limits: FLOOD_LIMITS });
    const update = wrote("hello there", { at: clock.now() });
    store.fail("accept", 600);
    for (let n = 0; n < 600; n++) await channel.hears(update).catch(() => undefined);
    await channel.hears(update);
    await clock.settle();
    expect(channel.posted.map(({ author }) => author)).toEqual(["bot"]);
  });

  it("answers the burst, asks once to wait, and goes on storing", async () => {
    const { channel, clock, store, conversation } = await scene({ limits: { ...FLOOD_LIMITS, burst: 3 } });
    for (let n = 0; n < 8; n++) await channel.hears(wrote(`hello ${n}`, { at: clock.now() }));
    await clock.settle();
    expect(channel.posted.map(({ author }) => author)).toEqual(["bot", "bot", "bot", "system"]);
    const shown = await store.desk.show(await conversation());
    expect(shown?.messages.filter(({ author }) => author === "customer")).toHaveLength(8);
  });
});

describe("a pasted secret", () => {
  const at = 1_700_000_000_000;
  const events: Record<string, InboundEvent> = {
    "a message": wrote(`my phrase is ${SEED} please help`, { at }),
    "a name": wrote("hello", { at, actor: { id: "lin", name: SEED } }),
    "a file name": wrote("", {
      at,
      files: [{ id: "f1", kind: "document", name: `private key ${KEY}.txt`, mime: `text/${SEED}` }],
    } as Partial<InboundEvent> & { at: number }),
    "a command": wrote("", { at, kind: "command", name: "help", args: SEED } as Partial<InboundEvent> & {
      at: number;
    }),
    "a rating": wrote("", { at, kind: "rating", score: 2, comment: SEED } as Partial<InboundEvent> & {
      at: number;
    }),
    "something unsupported": wrote("", {
      at,
      kind: "unsupported",
      label: `poll: ${SEED}`,
    } as Partial<InboundEvent> & {
      at: number;
    }),
    "a text longer than is kept": wrote(`${"x ".repeat(3_980)}${SEED}`, { at }),
    "a text much longer than is read": wrote(`x ${`private key ${KEY} . `.repeat(2000)}`, { at }),
  };

  for (const [where, event] of Object.entries(events)) {
    it(`in ${where} is in no byte of the database files`, async () => {
      const folder = freshFolder();
      const { channel, clock } = await scene({ folder });
      await channel.hears(wrote("good day", { at }));
      await channel.hears(event);
      await clock.settle();
      const bytes = bytesOf(folder);
      expect(bytes.includes("good day")).toBe(true);
      const pieces = ["legal winner", "winner thank", "sausage worth", KEY.slice(0, 12)];
      expect(pieces.filter((piece) => bytes.includes(piece))).toEqual([]);
    });
  }

  it("in an edit is in no byte of the database files", async () => {
    const folder = freshFolder();
    const { channel, clock } = await scene({ folder });
    await channel.hears(wrote("good day", { at, msgId: "m-edit" } as Partial<InboundEvent> & { at: number }));
    await clock.settle();
    const edit = { at, kind: "edit", msgId: "m-edit" } as Partial<InboundEvent> & { at: number };
    await channel.hears(wrote(`it is ${SEED}`, edit));
    await clock.settle();
    expect(bytesOf(folder).includes("legal winner")).toBe(false);
  });

  it("is warned of in the conversation", async () => {
    const { channel, clock } = await scene();
    await channel.hears(wrote(`my phrase is ${SEED}`, { at: clock.now() }));
    await clock.settle();
    expect(texts(channel).join("\n")).toMatch(/seed|phrase|secret/i);
  });

  it("does not make a password of a name, whatever was written before it", async () => {
    const { channel, clock, store, conversation } = await scene();
    await channel.hears(wrote("my password is", { at: clock.now() }));
    await channel.hears(wrote("hello", { at: clock.now(), actor: { id: "lin", name: "Linda77" } }));
    await clock.settle();
    const shown = await store.desk.show(await conversation());
    const names = shown?.messages.flatMap(({ author, name }) => (author === "customer" ? [name] : []));
    expect(names?.at(-1)).toBe("Linda77");
  });
});

function bytesOf(folder: string): string {
  const files = readdirSync(folder).filter((file) => file.startsWith("kefu.db"));
  return files
    .map((file) => readFileSync(join(folder, file), "latin1"))
    .join("\n")
    .toLowerCase();
}
