import { type FakeDiscord, startFakeDiscord } from "../fakes/discord.ts";
import type { FakeMessage } from "../fakes/discord-channels.ts";
import type { Person } from "../fakes/discord-ids.ts";
import type { Customer, Door } from "./customers.ts";
import type { Ending } from "./process.ts";

export async function fakeDiscord(ending: Ending): Promise<FakeDiscord> {
  const discord = await startFakeDiscord();
  ending(() => discord.close());
  return discord;
}

export function discordEnv(discord: FakeDiscord): Record<string, string> {
  return { DISCORD_BOT_TOKEN: discord.token, DISCORD_API_ROOT: discord.root, RATE_LIMITS: "discord=600" };
}

/** A customer in a direct message with the bot. */
export function discordCustomer(discord: FakeDiscord, person: Person): Customer {
  const channelId = discord.rooms.dmOf(person);
  const heard = () => discord.sent(channelId);
  let after = 0n;
  return {
    id: person.id,
    async say(text) {
      discord.say(person, text);
    },
    async hears(pattern) {
      const find = () =>
        heard().find((message) => BigInt(message.id) > after && pattern.test(textOf(message)));
      try {
        await discord.waitFor(() => find() !== undefined, String(pattern));
      } catch (error) {
        const all = JSON.stringify(heard().map(textOf), null, 1);
        throw new Error(`${pattern} was not sent to ${person.username}. Sent: ${all}`, { cause: error });
      }
      const message = find();
      if (message === undefined) throw new Error("gone again");
      after = BigInt(message.id);
      const buttons = message.components.flatMap((row) => row.components);
      return {
        text: textOf(message),
        labels: buttons.map(({ label }) => label),
        async press(label) {
          const button = buttons.find((one) => one.label === label);
          discord.press(person, button?.custom_id ?? label, message);
        },
      };
    },
    all: () => heard().map(textOf),
  };
}

let people = 0;

/** Somebody who has not written before. */
export function newPerson(): Person {
  people += 1;
  const id = String(2_050_000_000_000_000_000n + BigInt(people));
  return { id, username: `guest${people}`, global_name: null };
}

/** Discord's direct messages as a way to reach us. */
export function discordDoor(): Door {
  let discord: FakeDiscord | undefined;
  return {
    name: "Discord",
    async start(ending) {
      discord = await fakeDiscord(ending);
      return { env: discordEnv(discord) };
    },
    async customer() {
      if (discord === undefined) throw new Error("not started");
      return discordCustomer(discord, newPerson());
    },
  };
}

/** What a reader sees of a message: without the markup, and without the backslashes. */
export function textOf({ content }: FakeMessage): string {
  return content.replace(/\\([^0-9A-Za-z\s])|\*\*/g, "$1").replaceAll("\u200b", "");
}
