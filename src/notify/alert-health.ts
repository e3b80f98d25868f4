import type { AlertStore } from "../store/alerts.ts";
import type { WebhookStore } from "../store/webhooks.ts";
import type { Setup } from "./ways.ts";

/** How a part is, in words an operator can act on. */
export interface PartHealth {
  state: "off" | "ok" | "degraded";
  detail?: string;
}

export interface AlertHealth extends PartHealth {
  open: number;
  oldestMs: number;
  /** Ways that are not set up, and are skipped. */
  skipped: string[];
}

/** A rung is looked for every second: one that is this late is not being climbed. */
const LATE_MS = 30_000;
const HOW: Record<keyof Setup, string> = {
  room: "a staff room (TELEGRAM_STAFF_CHAT_ID, DISCORD_STAFF_CHANNEL_ID or SLACK_STAFF_CHANNEL_ID)",
  mail: "mail (SMTP_URL and MAIL_FROM)",
  webhook: "a webhook (WEBHOOK_URL and WEBHOOK_SECRET)",
};

/** Read when somebody asks. Rejects when the store fails. */
export async function alertHealth(
  alerts: Pick<AlertStore, "gauges">,
  setup: Setup,
  trouble: string | undefined,
  now: number,
): Promise<AlertHealth> {
  const { open, oldestMs, late, orphans, lonely } = await alerts.gauges(now, LATE_MS);
  const skipped = (Object.keys(HOW) as (keyof Setup)[]).filter((way) => !setup[way]);
  const base = { open, oldestMs, skipped };
  const bad = (detail: string): AlertHealth => ({ state: "degraded", detail, ...base });
  if (trouble !== undefined) return bad(`Alerts cannot be climbed: ${trouble}. See the log.`);
  if (orphans > 0) return bad(`${orphans} waiting cases have no alert: look at the queue, and restart.`);
  if (late > 0) return bad(`${late} alerts are overdue: the alert ladder stands still. Restart.`);
  if (skipped.length < 3) return { state: "ok", ...base };
  const where = `Set up ${HOW.room}, ${HOW.mail} or ${HOW.webhook}.`;
  if (lonely > 0)
    return bad(`${lonely} cases wait, and nobody can be reached while no inbox is open. ${where}`);
  return { state: "ok", detail: `Alerts reach an open inbox alone. ${where}`, ...base };
}

/** How long a mail that was given up is told of. */
const TOLD_MS = 24 * 3_600_000;

export async function mailHealth(
  alerts: Pick<AlertStore, "mailGauges">,
  on: boolean,
  trouble: string | undefined,
  now: number,
): Promise<PartHealth & { waiting?: number; failed?: number }> {
  if (!on) return { state: "off" };
  const { waiting, failed, lastFailedAt = 0, lastDetail } = await alerts.mailGauges();
  const base = { waiting, failed };
  if (trouble !== undefined) {
    const detail = `The mail server does not take mails (${trouble}); ${waiting} wait. Check SMTP_URL.`;
    return { state: "degraded", detail, ...base };
  }
  if (failed > 0 && now - lastFailedAt < TOLD_MS) {
    const detail = `A mail to somebody of the desk was refused (${lastDetail ?? ""}). Check people's addresses and MAIL_FROM.`;
    return { state: "degraded", detail, ...base };
  }
  return { state: "ok", ...base };
}

/** A receiver that is away for less than this is no news. */
const PATIENCE_MS = 60_000;

export async function webhookHealth(
  webhooks: Pick<WebhookStore, "gauges">,
  on: boolean,
  now: number,
): Promise<PartHealth & { waiting?: number; dead?: number }> {
  if (!on) return { state: "off" };
  const { waiting, dead, oldestAt = now, lastDetail } = await webhooks.gauges();
  const base = { waiting, dead };
  if (now - oldestAt > PATIENCE_MS) {
    const detail = `WEBHOOK_URL does not take events (${lastDetail ?? "slow"}); ${waiting} wait.`;
    return { state: "degraded", detail, ...base };
  }
  if (dead > 0) {
    const detail = `${dead} events were given up after three days: see GET /api/desk/webhooks/deliveries?state=dead, and retry them.`;
    return { state: "degraded", detail, ...base };
  }
  return { state: "ok", ...base };
}
