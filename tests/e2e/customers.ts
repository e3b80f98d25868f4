import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import type { FakeTelegram } from "../fakes/telegram.ts";
import { startFakeTelegram } from "../fakes/telegram.ts";
import { discordDoor } from "./discord-customer.ts";
import type { Ending, Kefu, StartOptions } from "./process.ts";
import { visit } from "./visitor.ts";

/** What a customer reads, on whichever channel. */
interface Heard {
  text: string;
  labels: string[];
  press(label: string): Promise<void>;
}

/** A customer, wherever they write. `hears` goes forward: each call looks behind what the last one found. */
export interface Customer {
  say(text: string): Promise<void>;
  hears(pattern: RegExp): Promise<Heard>;
  /** Everything heard so far. */
  all(): string[];
  /** Whose conversation this is, as the desk lists it. */
  readonly id: string;
}

export async function webCustomer(kefu: { url: string }): Promise<Customer> {
  const visitor = await visit(kefu);
  let after = 0;
  return {
    id: visitor.conversationId,
    async say(text) {
      await visitor.say(text);
    },
    async hears(pattern) {
      const message = await visitor.hears(pattern, after);
      after = message.seq;
      const choices = message.choices ?? [];
      return {
        text: message.text,
        labels: choices.map(({ label }) => label),
        async press(label) {
          await visitor.press(choices.find((choice) => choice.label === label)?.token ?? label);
        },
      };
    },
    all: () => visitor.messages().flatMap(({ author, text }) => (author === "customer" ? [] : [text])),
  };
}

export function telegramCustomer(telegram: FakeTelegram, chat: number): Customer {
  let after = 0;
  return {
    id: String(chat),
    async say(text) {
      telegram.say(chat, text);
    },
    async hears(pattern) {
      const find = () =>
        telegram.sent(chat).find(({ messageId, text }) => messageId > after && pattern.test(text));
      try {
        await telegram.waitFor(() => find() !== undefined, { what: String(pattern), guardMs: 10_000 });
      } catch (error) {
        const heard = telegram.sent(chat).map(({ text }) => text);
        throw new Error(`${pattern} was not sent to ${chat}. Sent: ${JSON.stringify(heard, null, 1)}`, {
          cause: error,
        });
      }
      const message = find();
      after = message?.messageId ?? after;
      const buttons = message?.buttons ?? [];
      return {
        text: message?.text ?? "",
        labels: buttons.map(({ text }) => text),
        async press(label) {
          const button = buttons.find(({ text }) => text === label);
          telegram.press(chat, button?.data ?? label, message?.messageId ?? 0);
        },
      };
    },
    all: () => telegram.sent(chat).map(({ text }) => text),
  };
}

/** Settings of a bot at the stand-in for Telegram, by long polling. */
export function pollingEnv(telegram: FakeTelegram): Record<string, string> {
  return {
    TELEGRAM_BOT_TOKEN: telegram.token,
    TELEGRAM_API_ROOT: telegram.root,
    RATE_LIMITS: "telegram=600",
  };
}

export const WEBHOOK_SECRET = "e2e-webhook-secret-0123456789";

/** The same with a webhook: then the port must be known before the start. */
export async function webhookEnv(telegram: FakeTelegram): Promise<Record<string, string>> {
  const port = await freePort();
  return {
    ...pollingEnv(telegram),
    PORT: String(port),
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    TELEGRAM_WEBHOOK_SECRET: WEBHOOK_SECRET,
  };
}

export async function fakeTelegram(ending: Ending): Promise<FakeTelegram> {
  const telegram = await startFakeTelegram();
  ending(() => telegram.close());
  return telegram;
}

/** Each way a customer can reach us: how to start the program, and how to open a new customer. */
export interface Door {
  name: string;
  start(ending: Ending): Promise<StartOptions>;
  customer(kefu: Kefu): Promise<Customer>;
}

export function doors(): Door[] {
  let chat = 9_000;
  const telegramDoor = (
    name: string,
    env: (telegram: FakeTelegram) => Record<string, string> | Promise<Record<string, string>>,
  ): Door => {
    let telegram: FakeTelegram | undefined;
    return {
      name,
      async start(ending) {
        telegram = await fakeTelegram(ending);
        return { env: await env(telegram) };
      },
      async customer() {
        if (telegram === undefined) throw new Error("not started");
        chat += 1;
        return telegramCustomer(telegram, chat);
      },
    };
  };
  return [
    { name: "the website", start: async () => ({}), customer: webCustomer },
    telegramDoor("Telegram by long polling", pollingEnv),
    telegramDoor("Telegram by webhook", webhookEnv),
    discordDoor(),
  ];
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
