import type { Channel } from "../../src/channel/contract.ts";
import type { DiscordContext } from "./channel.ts";
import { type DiscordSettings, discordSettings, discordVariables } from "./settings.ts";

/** The Discord channel. The SDK is loaded by `open`, so an unconfigured channel costs nothing. */
export const discord = {
  name: "discord",
  settings: discordSettings,
  variables: discordVariables,
  async open(settings: DiscordSettings, context: DiscordContext): Promise<Channel> {
    const { openDiscord } = await import("./channel.ts");
    return openDiscord(settings, context);
  },
} as const;
