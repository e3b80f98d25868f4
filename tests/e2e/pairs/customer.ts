import { nextId } from "../../fakes/discord-ids.ts";
import { directOf } from "../../fakes/slack-customers.ts";
import { type Customer, telegramCustomer } from "../customers.ts";
import { discordCustomer, newPerson } from "../discord-customer.ts";
import { slackCustomer } from "../slack-customer.ts";
import { onDiscord, onSlack, onTelegram, type Platforms, type Shown } from "./shown.ts";

/** A file somebody sends. */
export interface Sent {
  name: string;
  mime: string;
  bytes: Buffer;
}

/** A customer as these tests need one. */
export interface PairCustomer extends Customer {
  sendsPhoto(photo: Sent, caption: string): Promise<void>;
  /** All that stands in the chat of the program's. */
  shown(): Shown[];
  /** Resolves once something stands there. */
  until(what: string, look: () => boolean): Promise<void>;
  /** Every call that was ever made for this chat, in full: also of what was changed or taken away since. */
  everything(): string;
}

/** Opens a chat with somebody new. */
export type CustomersOf = (platforms: Platforms) => PairCustomer;

let chat = 7_000;

function onTelegramChat({ telegram }: Platforms): PairCustomer {
  chat += 1;
  const id = chat;
  return {
    ...telegramCustomer(telegram, id),
    async sendsPhoto({ name, bytes }, caption) {
      telegram.store(name, `photos/${name}`, bytes);
      const photo = [{ file_id: name, file_unique_id: name, width: 9, height: 9, file_size: bytes.length }];
      telegram.say(id, "", { with: { photo, caption } });
    },
    shown: () => telegram.sent(id).map(onTelegram),
    until: (what, look) => telegram.waitFor(look, { what, guardMs: 20_000 }),
    everything: () =>
      JSON.stringify(telegram.calls().filter(({ payload }) => String(payload.chat_id) === String(id))),
  };
}

function onDiscordChat({ discord }: Platforms): PairCustomer {
  const person = newPerson();
  const place = discord.rooms.dmOf(person);
  return {
    ...discordCustomer(discord, person),
    async sendsPhoto({ name, mime, bytes }, caption) {
      const url = discord.keep(bytes);
      const attachments = [{ id: nextId(), filename: name, content_type: mime, size: bytes.length, url }];
      discord.say(person, caption, { attachments });
    },
    shown: () => discord.sent(place).map(onDiscord),
    until: (what, look) => discord.waitFor(look, what, 20_000),
    everything: () => JSON.stringify(discord.calls().filter(({ path }) => path.includes(place))),
  };
}

let users = 0;

function onSlackChat({ slack }: Platforms): PairCustomer {
  users += 1;
  const user = `U024GUEST${users}`;
  const place = directOf(user);
  return {
    ...slackCustomer(slack, user),
    async sendsPhoto({ name, mime, bytes }, caption) {
      const { id } = slack.files.add(name, mime, bytes);
      slack.say(user, caption, { files: [{ id, name, mimetype: mime, size: bytes.length }] });
    },
    shown: () => slack.sent(place).map((message) => onSlack(message, slack)),
    until: (what, look) => slack.waitFor(look, { what, guardMs: 20_000 }),
    everything: () =>
      JSON.stringify(
        slack.calls().filter(({ payload }) => [payload.channel, payload.channel_id].includes(place)),
      ),
  };
}

export const customerChannels: readonly [name: string, open: CustomersOf][] = [
  ["Telegram", onTelegramChat],
  ["Discord", onDiscordChat],
  ["Slack", onSlackChat],
];
