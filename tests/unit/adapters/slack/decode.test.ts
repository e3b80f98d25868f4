import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type DecodeContext, decodeDelivery } from "../../../../adapters/slack/decode.ts";
import { historyEvents } from "../../../../adapters/slack/decode-message.ts";

interface Sample {
  name: string;
  body: Record<string, unknown>;
  /** What the one event must contain. */
  event?: Record<string, unknown>;
  /** What must be found out before it is handed in. */
  direct?: unknown;
  overheard?: boolean;
  stranger?: string;
  acts?: unknown[];
  /** Why there is nothing. */
  skipped?: string;
}

const file = new URL("../../../fixtures/slack/deliveries.json", import.meta.url);
const samples: Sample[] = JSON.parse(readFileSync(file, "utf8"));
const context: DecodeContext = {
  bot: { userId: "U07BOT", teamId: "T024WORKS" },
  now: 1_790_000_100_000,
  commands: ["menu", "human", "help", "start"],
};

function sample(name: string): Sample {
  const found = samples.find((one) => one.name === name);
  if (!found) throw new Error(`no sample ${name}`);
  return structuredClone(found);
}

describe("reading what Slack delivers", () => {
  it.each(samples.filter(({ event }) => event))("understands $name", (one) => {
    const decoded = decodeDelivery(one.body, context);
    expect(decoded.skipped).toBeUndefined();
    expect(decoded.arrivals).toHaveLength(1);
    const [arrival] = decoded.arrivals;
    expect(arrival?.event).toMatchObject(one.event ?? {});
    expect(arrival?.direct).toEqual(one.direct);
    expect(arrival?.overheard ?? false).toBe(one.overheard ?? false);
    if (one.stranger) expect(arrival?.stranger).toBe(one.stranger);
    expect(decoded.acts).toEqual(one.acts ?? []);
  });

  it.each(samples.filter(({ event, acts }) => !event && acts))(
    "does something for $name",
    ({ body, acts }) => {
      expect(decodeDelivery(body, context)).toEqual({ arrivals: [], acts });
    },
  );

  it.each(samples.filter(({ skipped }) => skipped))("passes over $name", ({ body, skipped }) => {
    expect(decodeDelivery(body, context)).toEqual({ arrivals: [], acts: [], skipped });
  });

  it("gives a mention one key, whichever of its two events comes first", () => {
    const keys = ["a mention in a channel", "the message event of the same mention"].map(
      (name) => decodeDelivery(sample(name).body, context).arrivals[0]?.event.key,
    );
    expect(new Set(keys)).toEqual(new Set(["C024HELP:1790000001.000200"]));
  });

  it("gives one message one key under every event_id it comes with", () => {
    const { body } = sample("a direct message");
    const again = { ...body, event_id: "EvOther", event_time: 1_790_000_900 };
    expect(decodeDelivery(again, context)).toEqual(decodeDelivery(body, context));
  });

  it("knows itself by the delivery before it has asked Slack who it is", () => {
    const { body } = sample("its own message without a bot's id");
    expect(decodeDelivery(body, { ...context, bot: {} }).skipped).toBe("written by us");
    const mention = decodeDelivery(sample("a mention in a channel").body, { ...context, bot: {} });
    expect(mention.arrivals[0]?.event.addressed).toBe("mention");
  });

  it("reads the history to the same keys as the live events, with corrections after what they correct", () => {
    const live = decodeDelivery(sample("a direct message").body, context).arrivals[0]?.event;
    const messages = [
      {
        type: "message",
        user: "U024LIN",
        text: "怎么重置密码 &amp; PIN?",
        ts: "1790000000.000100",
        team: "T024WORKS",
      },
      { type: "message", user: "U07BOT", bot_id: "B1", text: "answer", ts: "1790000000.000200" },
      {
        type: "message",
        user: "U024LIN",
        text: "b",
        ts: "1790000005.000000",
        edited: { ts: "1790000006.000000" },
      },
      "nonsense",
    ];
    const events = historyEvents(messages, "D024LIN", context).map(({ event }) => event);
    expect(events[0]).toEqual(live);
    expect(events.map(({ kind, key }) => `${kind} ${key}`)).toEqual([
      "message D024LIN:1790000000.000100",
      "message D024LIN:1790000005.000000",
      "edit D024LIN:1790000005.000000:1790000006.000000",
    ]);
  });
});

describe("whatever comes", () => {
  it("never throws, and never makes an event of nonsense", () => {
    fc.assert(
      fc.property(fc.anything({ maxDepth: 4 }), (anything) => {
        expect(decodeDelivery(anything, context).arrivals).toEqual([]);
      }),
    );
  });

  it("survives any field of a real delivery replaced by anything", () => {
    fc.assert(
      fc.property(fc.constantFrom(...samples), fc.nat(), fc.anything({ maxDepth: 2 }), (one, pick, value) => {
        const body = structuredClone(one.body);
        const spots = placesIn(body);
        const [holder, key] = spots[pick % spots.length] ?? [{}, "none"];
        Reflect.set(holder, key, value);
        for (const { event } of decodeDelivery(body, context).arrivals) {
          expect(event.key).not.toBe("");
          expect(typeof event.space.id).toBe("string");
          expect(event.actor.id).toMatch(/^.+:.+$/);
          expect(Number.isFinite(event.at)).toBe(true);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});

function placesIn(value: object): [object, string][] {
  return Object.entries(value).flatMap(([key, inner]): [object, string][] => [
    [value, key],
    ...(typeof inner === "object" && inner !== null ? placesIn(inner) : []),
  ]);
}
