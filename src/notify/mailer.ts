import type { Clock } from "../dispatch/clock.ts";
import { within } from "../dispatch/deadline.ts";
import type { Locale } from "../knowledge/entry.ts";
import type { Log } from "../log.ts";
import type { AlertMail } from "../store/alerts.ts";
import type { Store } from "../store/store.ts";
import { loop } from "./loop.ts";
import { mailText } from "./mail-text.ts";
import type { MailResult, MailTransport } from "./smtp.ts";

const BATCH = 20;
const LOOK_MS = 5_000;
const SEND_TIMEOUT_MS = 30_000;
const FIRST_WAIT_MS = 10_000;
const LONGEST_WAIT_MS = 10 * 60_000;
/** A mail that could not be sent for so long would tell nobody anything new: later rungs have asked for others. */
const GIVEN_UP_MS = 24 * 3_600_000;

export interface MailerContext {
  store: Pick<Store, "alerts">;
  clock: Clock;
  log: Log;
  transport: MailTransport;
  locale: Locale;
  publicUrl: string | undefined;
  /** Domain of the Message-IDs. */
  domain: string;
}

export interface Mailer {
  start(): void;
  wake(): void;
  /** Why the last mail was not taken; undefined while all is well. */
  trouble(): string | undefined;
  stop(): Promise<void>;
}

/** Sends the mails of alerts, one after the other. A kill between a mail and its record repeats it with the same Message-ID. */
export function createMailer(context: MailerContext): Mailer {
  const { store, clock, log } = context;
  const open = new Set<AbortController>();
  let trouble: string | undefined;
  let stopping = false;

  const sending = loop(clock, log, async () => {
    for (;;) {
      const mails = await store.alerts.mailsDue(clock.now(), BATCH);
      if (mails.length === 0 || stopping) return LOOK_MS;
      for (const mail of mails) {
        if (stopping) return undefined;
        await sendOne(mail);
      }
    }
  });

  async function sendOne({ id, alert, to, attempts, createdAt }: AlertMail): Promise<void> {
    const { locale, publicUrl, domain } = context;
    const words = mailText(alert, { locale, publicUrl, now: clock.now() });
    const mail = {
      to,
      ...words,
      messageId: `${id}@${domain}`,
      thread: `${alert.conversationId}@${domain}`,
    };
    const answer = await within(clock, SEND_TIMEOUT_MS, () => context.transport.send(mail), open);
    const result: MailResult = answer ?? { ok: false, detail: "no answer in time", final: false };
    const now = clock.now();
    if (result.ok) {
      trouble = undefined;
      return store.alerts.settleMail(id, { state: "sent" }, now);
    }
    const { detail, final } = result;
    if (!final) trouble = detail;
    log.warn(
      { alert: alert.id, attempts: attempts + 1, detail },
      "a mail about a waiting case was not taken",
    );
    if (final || now - createdAt >= GIVEN_UP_MS) {
      return store.alerts.settleMail(id, { state: "failed", detail }, now);
    }
    const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(attempts, 10));
    return store.alerts.settleMail(id, { state: "retry", at: now + wait, detail }, now);
  }

  return {
    start: sending.wake,
    wake: sending.wake,
    trouble: () => trouble,
    async stop() {
      stopping = true;
      for (const controller of open) controller.abort();
      await sending.stop();
    },
  };
}
