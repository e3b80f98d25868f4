import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type DecodeContext,
  decodeDeletion,
  decodeEdit,
  decodeMessage,
} from "../../../../adapters/discord/decode.ts";
import { decodeInteraction, readReplyToken } from "../../../../adapters/discord/decode-interaction.ts";
import { isNewer, timeOf } from "../../../../adapters/discord/payload.ts";

interface Sample {
  name: string;
  t: string;
  d: Record<string, unknown>;
  expected: string | Record<string, unknown>;
}

const samples = JSON.parse(
  readFileSync(new URL("../../../fixtures/discord/payloads.json", import.meta.url), "utf8"),
) as Sample[];
const threads = new Map([["3040000000000000003", "3040000000000000002"]]);
const context = {
  botId: "1040000000000000001",
  parentOf: (id: string) => threads.get(id),
  now: 1_795_600_000_000,
};

function decode(t: string, d: unknown, within: DecodeContext & { now: number } = context) {
  switch (t) {
    case "MESSAGE_CREATE":
      return decodeMessage(d, within);
    case "MESSAGE_UPDATE":
      return decodeEdit(d, within);
    case "INTERACTION_CREATE":
      return decodeInteraction(d, within);
    default:
      return decodeDeletion(d, within);
  }
}

describe("what Discord tells us", () => {
  it.each(samples.map((sample) => [sample.name, sample] as const))("%s", (_name, { t, d, expected }) => {
    const decoded = decode(t, d);
    if (typeof expected === "string") expect(decoded).toBe(expected);
    else expect(decoded).toMatchObject(expected);
  });

  it("names files by where they stand, never by an address that expires", () => {
    const all = samples.map(({ t, d }) => JSON.stringify(decode(t, d)));
    expect(all.join()).not.toContain("cdn.discordapp");
  });

  it("gives a message the same key live and read back from the history of its channel", () => {
    const mention = samples.find(({ name }) => name === "a mention on a server")?.d ?? {};
    const { guild_id: guildId, ...history } = mention;
    expect(decodeMessage(history, context, String(guildId))).toEqual(decodeMessage(mention, context));
  });

  it("gives one edit the same key however often it comes, and the next edit another", () => {
    const edit = samples.find(({ name }) => name === "an edit")?.d ?? {};
    const key = (d: unknown) => Reflect.get(Object(decodeEdit(d, context)), "key");
    expect(key(structuredClone(edit))).toBe(key(edit));
    expect(key({ ...edit, edited_timestamp: "2026-11-25T10:02:00.000000+00:00" })).not.toBe(key(edit));
  });

  it("reads no press as a private choice in a direct message", () => {
    const press = samples.find(({ name }) => name === "a press in a direct message")?.d ?? {};
    const told = decodeInteraction({ ...press, data: { custom_id: "p:tok_2" } }, context);
    expect(told).toMatchObject({ ack: "quiet", event: { kind: "press", token: "tok_2" } });
  });

  it("knows only the reply handles it made", () => {
    expect(readReplyToken("e:abc")).toEqual({ token: "abc", ephemeral: true });
    expect(readReplyToken("o:abc")).toEqual({ token: "abc", ephemeral: false });
    expect(readReplyToken("abc")).toBeUndefined();
  });
});

describe("the staff's channel", () => {
  const staffId = "3040000000000000002";
  const staffed = { ...context, staffId };
  const eventOf = (decoded: ReturnType<typeof decode>) =>
    typeof decoded === "string" ? undefined : "event" in decoded ? decoded.event : decoded;

  it("makes all that happens in it and its threads the staff's, and nothing else", () => {
    const spaces = samples.flatMap(({ t, d }) => {
      const event = eventOf(decode(t, d, staffed));
      return event === undefined ? [] : [[event.space.id === staffId, event.staff === true]];
    });
    expect(spaces.every(([within, staff]) => within === staff)).toBe(true);
    expect(new Set(spaces.map(([within]) => within)).size).toBe(2);
  });

  it("is nobody's where the operator named none", () => {
    expect(samples.some(({ t, d }) => eventOf(decode(t, d))?.staff !== undefined)).toBe(false);
  });
});

describe("ids", () => {
  it("tell when and in which order things were made, beyond what a number holds", () => {
    expect(timeOf("175928847299117063")).toBe(1_462_015_105_796);
    expect(isNewer("9007199254740993", "9007199254740992")).toBe(true);
    expect(isNewer("10000000000000000000", "9999999999999999999")).toBe(true);
    expect(isNewer("99", "99")).toBe(false);
  });
});

describe("whatever comes", () => {
  const kinds = ["MESSAGE_CREATE", "MESSAGE_UPDATE", "MESSAGE_DELETE", "INTERACTION_CREATE"];

  it("never throws, and makes no event of nonsense", () => {
    fc.assert(
      fc.property(fc.constantFrom(...kinds), fc.anything({ maxDepth: 4 }), (kind, anything) => {
        expect(typeof decode(kind, anything)).toBe("string");
      }),
    );
  });

  it("survives any field of a real payload replaced by anything", () => {
    const junk = fc.anything({ maxDepth: 2 });
    fc.assert(
      fc.property(fc.constantFrom(...samples), fc.nat(), junk, (sample, pick, value) => {
        const data = structuredClone(sample.d);
        const spots = placesIn(data);
        const [holder, key] = spots[pick % spots.length] ?? [{}, "none"];
        Reflect.set(holder, key, value);
        const decoded = decode(sample.t, data);
        if (typeof decoded === "string") return;
        const event = "event" in decoded ? decoded.event : decoded;
        expect(event.key).toMatch(/^(msg|edit|del|int):\d+/);
        expect(typeof event.space.id).toBe("string");
        expect(typeof event.actor.id).toBe("string");
        expect(Number.isFinite(event.at)).toBe(true);
      }),
      { numRuns: 1_500 },
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
