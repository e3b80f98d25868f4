import type { Channel } from "../channel/contract.ts";
import type { Ladder } from "../desk/alert-ladder.ts";
import type { Clock } from "../dispatch/clock.ts";
import type { Locale } from "../knowledge/entry.ts";
import type { Log } from "../log.ts";
import type { Store } from "../store/store.ts";
import { alertHealth, mailHealth, type PartHealth, webhookHealth } from "./alert-health.ts";
import { createClimber } from "./climber.ts";
import { createMailer, type Mailer } from "./mailer.ts";
import { smtpTransport } from "./smtp.ts";
import type { Setup } from "./ways.ts";
import { webhookCall } from "./webhook-call.ts";
import { createWebhooks, type Webhooks } from "./webhooks.ts";

export interface NotifyContext {
  store: Store;
  channels: readonly Channel[];
  clock: Clock;
  log: Log;
  ladder: Ladder;
  /** Language of the mails. */
  locale: Locale;
  publicUrl?: string | undefined;
  mail?: { url: string; from: string } | undefined;
  webhook?: { url: string; secret: string } | undefined;
}

/** Calls people by whatever ways the operator has set up. What is still to be done stands in the store. */
export interface Notify {
  start(): Promise<void>;
  /** A webhook was put back by hand. */
  wakeWebhooks(): void;
  /** What /readyz says of it. Rejects when the store fails. */
  health(now: number): Promise<Record<string, PartHealth>>;
  stop(): Promise<void>;
}

export function createNotify(context: NotifyContext): Notify {
  const { store, clock, log, channels } = context;
  const setup: Setup = {
    room: channels.some(({ staff }) => staff !== undefined),
    mail: context.mail !== undefined,
    webhook: context.webhook !== undefined,
  };
  const mailer = mailerOf(context);
  const webhooks = webhooksOf(context);
  const climber = createClimber({
    store,
    clock,
    log,
    ladder: context.ladder,
    setup,
    mailed: () => mailer?.wake(),
  });
  return {
    async start() {
      climber.start();
      mailer?.start();
      await webhooks?.start();
    },
    wakeWebhooks: () => webhooks?.wake(),
    async health(now) {
      const [alerts, mail, webhook] = await Promise.all([
        alertHealth(store.alerts, setup, climber.trouble(), now),
        mailHealth(store.alerts, setup.mail, mailer?.trouble(), now),
        webhookHealth(store.webhooks, setup.webhook, now),
      ]);
      return { alerts, mail, webhooks: webhook };
    },
    async stop() {
      await Promise.all([climber.stop(), mailer?.stop(), webhooks?.stop()]);
    },
  };
}

function mailerOf({ store, clock, log, mail, locale, publicUrl }: NotifyContext): Mailer | undefined {
  if (mail === undefined) return undefined;
  const transport = smtpTransport(mail.url, mail.from);
  const domain = /@([\w.-]+)>?\s*$/.exec(mail.from)?.[1] ?? "localhost";
  return createMailer({ store, clock, log, transport, locale, publicUrl, domain });
}

function webhooksOf({ store, clock, log, webhook }: NotifyContext): Webhooks | undefined {
  if (webhook === undefined) return undefined;
  const call = webhookCall(webhook.url, webhook.secret);
  return createWebhooks({ store, clock, log, call, random: Math.random });
}
