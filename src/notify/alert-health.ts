import type { AlertStore } from "../store/alerts.ts";
import type { Setup } from "./ways.ts";

/** How the calling of people is, in words an operator can act on. */
export interface AlertHealth {
  state: "ok" | "degraded";
  detail?: string;
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
