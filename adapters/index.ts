import type { z } from "zod";
import type { Channel } from "../src/channel/contract.ts";
import type { Log } from "../src/log.ts";
import { discord } from "./discord/index.ts";
import { slack } from "./slack/index.ts";
import { telegram } from "./telegram/index.ts";
import { web } from "./web/index.ts";

/** What the composition root gives every adapter. */
interface AdapterContext {
  log: Log;
  now(): number;
  publicUrl?: string;
  /** What a platform's menu of commands offers, by language. */
  commands?: Record<"zh" | "en", readonly { name: string; description: string }[]>;
}

/** One adapter as the registry knows it: its settings, and how to open it when they are given. */
export interface Adapter {
  name: string;
  /** Shape of the adapter's own environment variables. */
  variables: z.ZodRawShape;
  /** Validated settings → the channel, or undefined when the adapter is not configured. The SDK is loaded only here. */
  open(settings: Record<string, unknown>, context: AdapterContext): Promise<Channel | undefined>;
}

/** Every channel kefu has. A new one is one folder and one line here. */
export const ADAPTERS: readonly Adapter[] = [
  {
    name: "web",
    variables: web.settings.shape,
    open: async (settings, context) => web.open(web.settings.parse(settings), context),
  },
  {
    name: "telegram",
    variables: {
      ...telegram.settings.shape,
      TELEGRAM_BOT_TOKEN: telegram.settings.shape.TELEGRAM_BOT_TOKEN.optional(),
    },
    open: async (settings, context) =>
      settings.TELEGRAM_BOT_TOKEN === undefined
        ? undefined
        : telegram.open(telegram.settings.parse(settings), context),
  },
  {
    name: "discord",
    variables: {
      ...discord.settings.shape,
      DISCORD_BOT_TOKEN: discord.settings.shape.DISCORD_BOT_TOKEN.optional(),
    },
    open: async (settings, context) =>
      settings.DISCORD_BOT_TOKEN === undefined
        ? undefined
        : discord.open(discord.settings.parse(settings), context),
  },
  {
    name: "slack",
    variables: {
      ...slack.settings.shape,
      SLACK_BOT_TOKEN: slack.settings.shape.SLACK_BOT_TOKEN.optional(),
    },
    open: async (settings, context) =>
      settings.SLACK_BOT_TOKEN === undefined
        ? undefined
        : slack.open(slack.settings.parse(settings), context),
  },
];
