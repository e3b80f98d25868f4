import { createHash } from "node:crypto";
import { z } from "zod";

/**
 * Settings of one Slack workspace, as they stand in the environment (empty lines already removed).
 * The messages say what to do, and never repeat a value: values are secrets.
 */
export const slackSettings = z.object({
  SLACK_BOT_TOKEN: z
    .string()
    .trim()
    .regex(/^xoxb-[\w-]{6,250}$/, {
      error:
        "This is not a bot token. Copy the one that begins with xoxb- from your app's page “OAuth & Permissions”.",
    }),
  SLACK_APP_TOKEN: z
    .string()
    .trim()
    .regex(/^xapp-[\w-]{6,250}$/, {
      error:
        "This is not an app-level token. Make one with connections:write on your app's page “Basic Information” (it begins with xapp-).",
    })
    .optional(),
  SLACK_SIGNING_SECRET: z
    .string()
    .trim()
    .regex(/^\w{16,128}$/, {
      error: "Copy the signing secret from your app's page “Basic Information”, all of it and nothing else.",
    })
    .optional(),
  SLACK_API_ROOT: z
    .url({
      protocol: /^https?$/,
      error: "Give the address of Slack's Web API, such as https://slack.com/api/, or remove the line.",
    })
    .default("https://slack.com/api/"),
  SLACK_STAFF_CHANNEL_ID: z
    .string()
    .trim()
    .regex(/^[CG][A-Z0-9]{2,30}$/, {
      error:
        "This is not a channel's id. Open the staff's channel in Slack, click its name, and copy the id at the end of “About” (it begins with C).",
    })
    .optional(),
});

export type SlackSettings = z.infer<typeof slackSettings>;

/** The variables of this channel, in the order `.env.example` shows them. */
export const slackVariables = [
  "SLACK_BOT_TOKEN",
  "SLACK_APP_TOKEN",
  "SLACK_SIGNING_SECRET",
  "SLACK_API_ROOT",
  "SLACK_STAFF_CHANNEL_ID",
] as const satisfies readonly (keyof SlackSettings)[];

/**
 * The account a bot token belongs to: "slack:" and twelve hexadecimal digits. Slack names workspace and app only when
 * asked (auth.test), but a token is `xoxb-<workspace>-<bot>-<secret>`: what stands before the secret outlives a new
 * secret. It is hashed, so that no part of a token is stored.
 */
export function accountOf(token: string): string {
  const place = token.split("-").slice(0, -1).join("-");
  return `slack:${createHash("sha256").update(place).digest("hex").slice(0, 12)}`;
}
