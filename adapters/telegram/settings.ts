import { z } from "zod";

/**
 * Settings of one Telegram account, as they stand in the environment (empty lines already removed).
 * The messages say what to do, and never repeat a value: values are secrets.
 */
export const telegramSettings = z.object({
  TELEGRAM_BOT_TOKEN: z
    .string()
    .trim()
    .regex(/^\d{1,20}:[\w-]{3,128}$/, {
      error:
        "This is not a bot token. Ask @BotFather for one (it looks like 123456:ABC-…) and paste all of it.",
    }),
  TELEGRAM_API_ROOT: z
    .url({
      protocol: /^https?$/,
      error: "Give the address of a Bot API server, such as https://api.telegram.org, or remove the line.",
    })
    .default("https://api.telegram.org"),
  TELEGRAM_WEBHOOK_SECRET: z
    .string()
    .regex(/^[\w-]{16,256}$/, {
      error: "Use 16 to 256 letters, digits, _ or -, for example from `openssl rand -hex 32`.",
    })
    .optional(),
  TELEGRAM_UNCERTAIN: z
    .enum(["resend", "hold"], {
      error:
        "Use resend (a message that may or may not have arrived is sent again) or hold (an agent decides).",
    })
    .default("resend"),
  TELEGRAM_STAFF_CHAT_ID: z
    .string()
    .trim()
    .regex(/^-\d{1,19}$/, {
      error:
        "Give the numeric id of the staff's group, minus sign included (it looks like -1001234567890; see docs/telegram.md).",
    })
    .optional(),
});

export type TelegramSettings = z.infer<typeof telegramSettings>;

/** The variables of this channel, in the order `.env.example` shows them. */
export const telegramVariables = [
  "TELEGRAM_BOT_TOKEN",
  "TELEGRAM_API_ROOT",
  "TELEGRAM_WEBHOOK_SECRET",
  "TELEGRAM_UNCERTAIN",
  "TELEGRAM_STAFF_CHAT_ID",
] as const satisfies readonly (keyof TelegramSettings)[];
