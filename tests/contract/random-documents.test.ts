import { describe, expect, it } from "vitest";
import { capabilities as discordCapabilities } from "../../adapters/discord/capabilities.ts";
import { encodePart as encodeDiscord } from "../../adapters/discord/encode.ts";
import { capabilities as slackCapabilities } from "../../adapters/slack/capabilities.ts";
import { encodePart as encodeSlack } from "../../adapters/slack/encode.ts";
import { encodePart as encodeTelegram } from "../../adapters/telegram/encode.ts";
import { telegram } from "../../adapters/telegram/index.ts";
import type { Capabilities, OutboundPart } from "../../src/channel/contract.ts";
import { parseMarkdown, plainText } from "../../src/channel/markdown.ts";
import { render } from "../../src/channel/render.ts";
import { checked as checkedByDiscord } from "../fakes/discord-channels.ts";
import { readDiscord } from "../fakes/discord-markdown.ts";
import { readMrkdwn } from "../fakes/slack-mrkdwn.ts";
import { checked as checkedBySlack } from "../fakes/slack-rooms.ts";
import { readHtml } from "../fakes/telegram-html.ts";
import { randomDocuments } from "./random-documents.ts";

/** RANDOM_DOCUMENTS=n asks for more, or fewer while working on one. */
const COUNT = Number(process.env.RANDOM_DOCUMENTS ?? 10_000);
const SEED = 20_261_125;
/** Thousands of documents are parsed here, and a busy machine takes its time. */
const GUARD_MS = 90_000;
/** UTF-16 units after entities (core.telegram.org/bots/api#sendmessage). */
const TELEGRAM_LIMIT = 4_096;

/** Everything wrong that a platform finds in the messages, a few of them at most. */
function faultsOf(capabilities: Capabilities, look: (part: OutboundPart) => string[]): string[] {
  const faults: string[] = [];
  let number = 0;
  for (const message of randomDocuments(COUNT, SEED)) {
    number += 1;
    for (const part of render(message, capabilities)) {
      for (const fault of faultsIn(part, look)) faults.push(`document ${number}: ${fault}`);
    }
    if (faults.length > 5) break;
  }
  return faults;
}

function faultsIn(part: OutboundPart, look: (part: OutboundPart) => string[]): string[] {
  try {
    return look(part);
  } catch (error) {
    return [`refused: ${String(error)} of ${JSON.stringify(part).slice(0, 300)}`];
  }
}

/** What is left of a part without its markup: of some documents nothing, and nobody would send those. */
function wordsIn({ text }: OutboundPart): string {
  return plainText(parseMarkdown(text))
    .replace(/[\u200b>•]/g, "")
    .trim();
}

describe(`${COUNT} documents at random, fitted to a channel`, () => {
  it(
    "are all read by Telegram, none too long, none with a link into the app",
    async () => {
      const quiet = () => undefined;
      const log = { debug: quiet, info: quiet, warn: quiet, error: quiet };
      const settings = telegram.settings.parse({ TELEGRAM_BOT_TOKEN: "1:random-documents" });
      const channel = await telegram.open(settings, { log });
      const space = { id: "42", kind: "dm" } as const;
      const faults = faultsOf(channel.capabilities, (part) =>
        encodeTelegram({ ...part, files: [] }, { space }).flatMap(({ payload }) => {
          const source = String(payload.text);
          const read = readHtml(source);
          if ("error" in read) return [`${read.error} in ${source.slice(0, 300)}`];
          const links = [...source.matchAll(/href="([^"]*)"/g)].map(([, url]) => url ?? "");
          return [
            ...(read.text.trim() === "" && wordsIn(part) !== "" ? [`nothing to read of ${part.text}`] : []),
            ...(read.text.length > TELEGRAM_LIMIT ? [`${read.text.length} units`] : []),
            ...links.filter((url) => !/^https?:\/\//.test(url)).map((url) => `leads to ${url}`),
          ];
        }),
      );
      await channel.close();
      expect(faults).toEqual([]);
    },
    GUARD_MS,
  );

  it(
    "are all taken by Discord, none too long, none calling anybody",
    () => {
      const faults = faultsOf(discordCapabilities, (part) =>
        encodeDiscord(part, { idempotencyKey: "k" }).flatMap((body) => {
          checkedByDiscord({ ...body });
          return readDiscord(body.content).calls.map(
            (call) => `calls ${call} in ${body.content.slice(0, 300)}`,
          );
        }),
      );
      expect(faults).toEqual([]);
    },
    GUARD_MS,
  );

  it(
    "are all taken by Slack, none too long, all sound markup, none calling anybody",
    () => {
      const faults = faultsOf(slackCapabilities, (part) =>
        encodeSlack(part).flatMap(({ text, blocks, plain }) => {
          checkedBySlack({ text, blocks });
          const sections = blocks.flatMap((block) => {
            const words = Reflect.get(Object(Reflect.get(block, "text")), "text");
            return typeof words === "string" ? [words] : [];
          });
          return [text, plain.text, ...sections].flatMap((source) => {
            const { calls, faults: broken } = readMrkdwn(source);
            return [...calls, ...broken].map((one) => `${one} in ${source.slice(0, 300)}`);
          });
        }),
      );
      expect(faults).toEqual([]);
    },
    GUARD_MS,
  );
});
