import type { Channel } from "../../src/channel/contract.ts";
import type { TelegramContext } from "./channel.ts";
import { type TelegramSettings, telegramSettings, telegramVariables } from "./settings.ts";

/** The Telegram channel. The SDK is loaded by `open`, so an unconfigured channel costs nothing. */
export const telegram = {
  name: "telegram",
  settings: telegramSettings,
  variables: telegramVariables,
  async open(settings: TelegramSettings, context: TelegramContext): Promise<Channel> {
    const { openTelegram } = await import("./channel.ts");
    return openTelegram(settings, context);
  },
} as const;
