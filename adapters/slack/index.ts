import type { Channel } from "../../src/channel/contract.ts";
import type { SlackContext } from "./channel.ts";
import { type SlackSettings, slackSettings, slackVariables } from "./settings.ts";

/** The Slack channel. The SDK is loaded by `open`, so an unconfigured channel costs nothing. */
export const slack = {
  name: "slack",
  settings: slackSettings,
  variables: slackVariables,
  async open(settings: SlackSettings, context: SlackContext): Promise<Channel> {
    const { openSlack } = await import("./channel.ts");
    return openSlack(settings, context);
  },
} as const;
