import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { ADAPTERS } from "../../../adapters/index.ts";
import { answerLengths, MOST_MESSAGES } from "../../../src/answering/answer-length.ts";
import type { Channel } from "../../../src/channel/contract.ts";
import { render } from "../../../src/channel/render.ts";
import { MESSAGE_LIMITS } from "../../../src/commands/message-limits.ts";
import type { Entry, Knowledge } from "../../../src/knowledge/entry.ts";
import { loadKnowledge } from "../../../src/knowledge/load.ts";
import { NOWHERE } from "../../../src/knowledge/places.ts";
import { openLog } from "../../../src/log.ts";

const LIMIT = { limit: 100, unit: "codepoint", counts: "markup" } as const;

function found(body: string) {
  const entry: Entry = {
    id: "a.b",
    locale: "en",
    title: "T",
    severity: "normal",
    handoff: "offer",
    collect: [],
    related: [],
    body,
    file: "en/a/b.md",
  };
  const limits = { wide: { ...LIMIT, limit: 1000 }, narrow: LIMIT, slim: LIMIT };
  return answerLengths({ topics: new Map([["a.b", { en: entry }]]) }, limits, NOWHERE);
}

const paragraphs = (count: number) =>
  Array.from({ length: count }, () => `${"word ".repeat(15)}end.`).join("\n\n");

describe("how many messages an answer takes", () => {
  it("is of no concern when one will do everywhere", () => {
    expect(found(paragraphs(1))).toEqual({ faults: [], warnings: [] });
  });

  it("is a warning at two, and names the channels", () => {
    const { faults, warnings } = found(paragraphs(2));
    expect(faults).toEqual([]);
    expect(warnings).toEqual([
      expect.objectContaining({ file: "en/a/b.md", reason: "The answer takes 2 messages on narrow, slim" }),
    ]);
  });

  it("is a fault beyond two", () => {
    expect(found(paragraphs(3))).toMatchObject({
      warnings: [],
      faults: [{ reason: "The answer takes 3 messages on narrow, slim" }],
    });
  });
});

/** Something each adapter takes for its settings; nothing is called with them. */
const SETTINGS: Record<string, string> = {
  TELEGRAM_BOT_TOKEN: `123456:${"A".repeat(35)}`,
  DISCORD_BOT_TOKEN: `${"M".repeat(24)}.${"G".repeat(6)}.${"x".repeat(38)}`,
  SLACK_BOT_TOKEN: "xoxb-1-1-invented",
  SLACK_APP_TOKEN: "xapp-1-A1-1-invented",
};

async function shippedChannels(): Promise<[name: string, channel: Channel][]> {
  const context = { log: openLog({ level: "fatal", format: "json", secrets: [] }), now: () => 0 };
  const opened: [string, Channel][] = [];
  for (const { name, variables, open } of ADAPTERS) {
    const own = Object.fromEntries(Object.entries(SETTINGS).filter(([key]) => key in variables));
    const channel = await open(z.object(variables).parse(own), context);
    if (channel === undefined) throw new Error(`Give ${name} its settings in SETTINGS`);
    opened.push([name, channel]);
  }
  return opened;
}

async function shippedEntries(): Promise<Entry[]> {
  const result = await loadKnowledge(resolve(import.meta.dirname, "../../../knowledge"));
  if (!result.ok) throw new Error("the shipped knowledge has faults");
  const knowledge: Knowledge = result.knowledge;
  return [...knowledge.topics.values()].flatMap((own) => Object.values(own));
}

describe("the shipped answers", () => {
  it("take two messages at most on every shipped channel", async () => {
    const entries = await shippedEntries();
    expect(entries.length).toBeGreaterThan(100);
    for (const [name, { capabilities }] of await shippedChannels()) {
      const long = entries.filter(
        ({ body }) => render({ text: body, choices: [], files: [] }, capabilities).length > MOST_MESSAGES,
      );
      expect(long.map(({ file }) => `${name}: ${file}`)).toEqual([]);
    }
  });

  it("are judged by limits no wider than the channels' own", async () => {
    for (const [name, { capabilities }] of await shippedChannels()) {
      const { limit, unit, counts } = capabilities.text;
      expect({ [name]: MESSAGE_LIMITS[name] }).toMatchObject({ [name]: { unit, counts } });
      expect(MESSAGE_LIMITS[name]?.limit, name).toBeLessThanOrEqual(limit);
    }
  });
});
