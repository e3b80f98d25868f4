import type { FakeDiscord } from "../fakes/discord.ts";
import type { FakeSlack } from "../fakes/slack.ts";
import { directOf } from "../fakes/slack-customers.ts";
import type { FakeTelegram } from "../fakes/telegram.ts";

/** Customers of one channel, by number: what they write, what comes again, and what they see. */
export interface Crowd {
  channel: "telegram" | "discord" | "slack";
  /** How the store names the place of customer `n`. */
  spaceOf(n: number): string;
  say(n: number, text: string): void;
  /** The platform hands something of this customer over once more. */
  again(n: number, which: number): void;
  /** What the customer sees, in order. */
  seen(n: number): string[];
}

export function telegramCrowd(telegram: FakeTelegram): Crowd {
  const written = new Map<number, Record<string, unknown>[]>();
  const id = (n: number) => 5_000 + n;
  let last = 100_000;
  return {
    channel: "telegram",
    spaceOf: (n) => String(id(n)),
    say(n, text) {
      last += 1;
      const chat = { id: id(n), type: "private" };
      const from = { id: id(n), is_bot: false, first_name: `T${n}`, language_code: "en" };
      const message = { message_id: last, date: Math.floor(Date.now() / 1_000), chat, from, text };
      const update = { message };
      const update_id = telegram.deliver(update);
      written.set(n, [...(written.get(n) ?? []), { update_id, ...update }]);
    },
    again(n, which) {
      const own = written.get(n) ?? [];
      telegram.deliver({ ...own[which % own.length] });
    },
    seen: (n) => telegram.sent(id(n)).map(({ text }) => text),
  };
}

export function discordCrowd(discord: FakeDiscord): Crowd {
  const person = (n: number) => ({
    id: String(2_060_000_000_000_000_000n + BigInt(n)),
    username: `d${n}`,
    global_name: null,
  });
  const written = new Map<number, string[]>();
  return {
    channel: "discord",
    spaceOf: (n) => discord.rooms.dmOf(person(n)),
    say(n, text) {
      const { messageId } = discord.say(person(n), text);
      written.set(n, [...(written.get(n) ?? []), messageId]);
    },
    again(n, which) {
      const own = written.get(n) ?? [];
      discord.gateway.dispatch("MESSAGE_CREATE", discord.rooms.find(own[which % own.length] ?? ""));
    },
    seen: (n) => discord.sent(discord.rooms.dmOf(person(n))).map(({ content }) => content),
  };
}

export function slackCrowd(slack: FakeSlack): Crowd {
  const user = (n: number) => `U024S${n}`;
  const written = new Map<number, Record<string, unknown>[]>();
  return {
    channel: "slack",
    spaceOf: (n) => directOf(user(n)),
    say(n, text) {
      const { body } = slack.say(user(n), text);
      written.set(n, [...(written.get(n) ?? []), body]);
    },
    again(n, which) {
      const own = written.get(n) ?? [];
      slack.deliver({ ...own[which % own.length] });
    },
    seen: (n) => slack.sent(directOf(user(n))).map(({ shown }) => shown),
  };
}
