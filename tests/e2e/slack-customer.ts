import { type FakeSlack, startFakeSlack } from "../fakes/slack.ts";
import { directOf } from "../fakes/slack-customers.ts";
import type { RoomMessage } from "../fakes/slack-rooms.ts";
import type { Customer } from "./customers.ts";
import type { Ending } from "./process.ts";

/** A customer who writes to the bot in Slack. `hears` also finds what is shown to them alone in `channel`. */
export function slackCustomer(
  slack: FakeSlack,
  user: string,
): Customer & { hearsIn(channel: string, pattern: RegExp): Promise<RoomMessage> } {
  const seen = new Map<string, number>();

  async function find(channel: string, pattern: RegExp): Promise<RoomMessage> {
    const after = seen.get(channel) ?? -1;
    const at = () =>
      slack.sent(channel).findIndex(({ shown }, index) => index > after && pattern.test(shown));
    try {
      await slack.waitFor(() => at() >= 0, { what: String(pattern), guardMs: 15_000 });
    } catch (error) {
      const heard = slack.sent(channel).map(({ shown }) => shown);
      const words = `${pattern} was not shown in ${channel}. Shown: ${JSON.stringify(heard, null, 1)}`;
      throw new Error(words, { cause: error });
    }
    seen.set(channel, at());
    const message = slack.sent(channel)[seen.get(channel) ?? 0];
    if (!message) throw new Error("it went away");
    return message;
  }

  return {
    id: `${slack.team}:${user}`,
    async say(text) {
      slack.say(user, text);
    },
    async hears(pattern) {
      const message = await find(directOf(user), pattern);
      return {
        text: message.shown,
        labels: message.buttons.map(({ label }) => label),
        async press(label) {
          slack.press(user, message, label);
        },
      };
    },
    hearsIn: find,
    all: () => slack.sent(directOf(user)).map(({ shown }) => shown),
  };
}

/** Settings of an app at the stand-in for Slack, by Socket Mode. */
export function socketEnv(slack: FakeSlack): Record<string, string> {
  return {
    SLACK_BOT_TOKEN: slack.token,
    SLACK_APP_TOKEN: slack.appToken,
    SLACK_API_ROOT: slack.root,
    RATE_LIMITS: "slack=600",
  };
}

/** The same without a socket: Slack calls us. */
export function httpEnv(slack: FakeSlack): Record<string, string> {
  return {
    SLACK_BOT_TOKEN: slack.token,
    SLACK_SIGNING_SECRET: slack.signingSecret,
    SLACK_API_ROOT: slack.root,
    RATE_LIMITS: "slack=600",
  };
}

export async function fakeSlack(ending: Ending): Promise<FakeSlack> {
  const slack = await startFakeSlack();
  ending(() => slack.close());
  return slack;
}
