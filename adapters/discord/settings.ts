import { z } from "zod";

/**
 * Settings of one Discord application, as they stand in the environment (empty lines already removed).
 * The messages say what to do, and never repeat a value: values are secrets.
 */
export const discordSettings = z.object({
  DISCORD_BOT_TOKEN: z
    .string()
    .trim()
    .transform((token) => token.replace(/^Bot\s+/i, ""))
    .pipe(
      z.string().regex(/^[\w.-]{20,200}$/, {
        error:
          "This is not a bot token. Open your application at https://discord.com/developers, page Bot, choose Reset Token and paste all of it.",
      }),
    ),
  DISCORD_API_ROOT: z
    .url({
      protocol: /^https?$/,
      error: "Give the address of Discord's API, such as https://discord.com/api, or remove the line.",
    })
    .transform((root) => root.replace(/\/+$/, ""))
    .default("https://discord.com/api"),
  DISCORD_STAFF_CHANNEL_ID: z
    .string()
    .trim()
    .regex(/^\d{15,20}$/, {
      error:
        "Give the id of the staff's forum or text channel, digits alone: right-click the channel and choose Copy Channel ID (docs/discord.md).",
    })
    .optional(),
});

export type DiscordSettings = z.infer<typeof discordSettings>;

/** The variables of this channel, in the order `.env.example` shows them. */
export const discordVariables = [
  "DISCORD_BOT_TOKEN",
  "DISCORD_API_ROOT",
  "DISCORD_STAFF_CHANNEL_ID",
] as const satisfies readonly (keyof DiscordSettings)[];
