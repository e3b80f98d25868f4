import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeUpdate } from "../../../../adapters/telegram/decode.ts";

interface Sample {
  name: string;
  update: { update_id: number };
  /** What the one event must contain. */
  event?: Record<string, unknown>;
  /** Why there is no event. */
  skipped?: string;
}

const file = new URL("../../../fixtures/telegram/updates.json", import.meta.url);
const samples: Sample[] = JSON.parse(readFileSync(file, "utf8"));
const commands = new Set(["menu", "human", "help", "start", "ask"]);
const context = { bot: { id: "700100", username: "desk_test_bot", commands }, now: 1_790_000_100_000 };

describe("reading Telegram's updates", () => {
  it.each(samples.filter((sample) => sample.event))("understands $name", ({ update, event }) => {
    const decoded = decodeUpdate(update, context);
    expect(decoded.events).toHaveLength(1);
    expect(decoded.events[0]).toMatchObject({ key: `upd:${update.update_id}`, ...event });
    expect(decoded).toEqual({ updateId: update.update_id, events: decoded.events });
  });

  it.each(samples.filter((sample) => sample.skipped))("passes over $name", ({ update, skipped }) => {
    expect(decodeUpdate(update, context)).toEqual({ updateId: update.update_id, events: [], skipped });
  });

  it("reads the same update to the same event every time", () => {
    for (const { update } of samples) {
      expect(decodeUpdate(structuredClone(update), context)).toEqual(decodeUpdate(update, context));
    }
  });

  it("tells no thread, reply or album where there is none", () => {
    const [plain] = samples;
    const [event] = decodeUpdate(plain?.update, context).events;
    expect(Object.keys(event ?? {}).sort()).toEqual(
      ["actor", "addressed", "at", "files", "key", "kind", "msgId", "space", "text"].sort(),
    );
  });

  it("knows a mention only of a bot whose name it was told", () => {
    const mention = samples.find(({ name }) => name.startsWith("a mention"));
    const [event] = decodeUpdate(mention?.update, { ...context, bot: { id: "700100" } }).events;
    expect(event?.addressed).toBe("ambient");
  });
});

describe("whatever comes", () => {
  it("refuses a date that is none", () => {
    for (const date of [1e306, -1, 1.5, Number.NaN, "now"]) {
      const update = structuredClone(samples[0]?.update ?? { update_id: 0 });
      Object.assign(Reflect.get(update, "message"), { date });
      expect(decodeUpdate(update, context).skipped).toBe("malformed: message");
    }
  });

  it("never throws, and never makes an event without a key, a place and a person", () => {
    fc.assert(
      fc.property(fc.anything({ maxDepth: 4 }), (anything) => {
        expect(decodeUpdate(anything, context).events).toEqual([]);
      }),
    );
  });

  it("survives any field of a real update replaced by anything", () => {
    const junk = fc.anything({ maxDepth: 2 });
    fc.assert(
      fc.property(fc.constantFrom(...samples), fc.nat(), junk, (sample, pick, value) => {
        const update = structuredClone(sample.update);
        const spots = placesIn(update);
        const [holder, key] = spots[pick % spots.length] ?? [{}, "none"];
        Reflect.set(holder, key, value);
        for (const event of decodeUpdate(update, context).events) {
          expect(event.key).toMatch(/^upd:-?\d+$/);
          expect(typeof event.space.id).toBe("string");
          expect(typeof event.actor.id).toBe("string");
          expect(Number.isFinite(event.at)).toBe(true);
        }
      }),
      { numRuns: 1_000 },
    );
  });
});

/** Every field of a value, at any depth, as the object that holds it and its name. */
function placesIn(value: object): [object, string][] {
  return Object.entries(value).flatMap(([key, inner]): [object, string][] => [
    [value, key],
    ...(typeof inner === "object" && inner !== null ? placesIn(inner) : []),
  ]);
}
