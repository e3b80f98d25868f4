import {
  type Diagnosis,
  deliveryAddressFindings,
  type Finding,
  fault,
  ok,
  warning,
} from "../../src/channel/diagnosis.ts";
import type { BotApi } from "./api.ts";
import { faultOf } from "./errors.ts";

export interface Delivering {
  api: BotApi;
  /** Where Telegram is to deliver; undefined with long polling. */
  webhookUrl?: string | undefined;
  /** A secret without a PUBLIC_URL: what was meant to be a webhook is none. */
  secretUnused: boolean;
}

/** The only ports Telegram delivers to (core.telegram.org/bots/api#setwebhook). */
const PORTS = ["443", "80", "88", "8443"];
/** A failed delivery older than this, with nothing waiting, is history. */
const RECENT_MS = 10 * 60_000;
const MANY_WAITING = 100;
/** Long enough for another poller, cut off by ours, to come back and cut ours off. */
const LISTEN_SECONDS = 2;

const pollsToo = fault(
  "telegram_second_poller",
  "Another process receives with this token, and takes messages away from this one.",
  "Stop the other process, or give one of them a bot of its own; if nobody knows it, revoke the token at @BotFather (/revoke).",
);

/** How messages get here: by the webhook that Telegram knows of, or by long polling. */
export async function diagnoseDelivery(
  parts: Delivering,
  asked: Diagnosis,
  signal: AbortSignal,
): Promise<Finding[]> {
  const unused = parts.secretUnused
    ? [
        warning(
          "telegram_webhook_without_url",
          "TELEGRAM_WEBHOOK_SECRET is set and PUBLIC_URL is not: long polling is used.",
          "Set PUBLIC_URL for a webhook, or remove the secret.",
        ),
      ]
    : [];
  try {
    const info = fieldsOf(await parts.api.call("getWebhookInfo", {}, { signal, timeoutMs: 8_000 }));
    const findings =
      parts.webhookUrl === undefined
        ? await polling(parts, info, asked, signal)
        : webhook(parts.webhookUrl, info, asked, parts.api);
    return [...unused, ...findings];
  } catch (error) {
    const { detail } = faultOf(error, parts.api.redact);
    return [
      ...unused,
      warning(
        "telegram_webhook_unread",
        `Telegram did not tell how it delivers: ${detail}`,
        "Run kefu doctor again.",
      ),
    ];
  }
}

async function polling(
  { api }: Delivering,
  info: Record<string, unknown>,
  { serving }: Diagnosis,
  signal: AbortSignal,
): Promise<Finding[]> {
  const url = String(info.url ?? "");
  if (url !== "") {
    const what = `A webhook of another program is set for this bot (${hostOf(url)}), so long polling gets nothing.`;
    const mend =
      "Stop that program, or set PUBLIC_URL and TELEGRAM_WEBHOOK_SECRET here. kefu removes the webhook when it starts.";
    return [fault("telegram_webhook_set", what, mend)];
  }
  if (serving !== undefined) {
    return /another process polls/i.test(serving.detail ?? "") ? [pollsToo] : waiting(info);
  }
  try {
    // No offset: nothing is confirmed, and whoever polls next gets the same updates.
    await api.call("getUpdates", { timeout: LISTEN_SECONDS, limit: 1 }, { signal, timeoutMs: 8_000 });
    return [ok("telegram_polling", "Nobody else receives with this token.")];
  } catch (error) {
    const trouble = faultOf(error, api.redact);
    if (trouble.kind === "refused" && trouble.code === 409) return [pollsToo];
    const mend = "Run kefu doctor again; if it stays, look at the network.";
    return [warning("telegram_polling_failed", `Asking for messages did not work: ${trouble.detail}`, mend)];
  }
}

function webhook(
  wanted: string,
  info: Record<string, unknown>,
  { now, serving }: Diagnosis,
  api: BotApi,
): Finding[] {
  const present = String(info.url ?? "");
  if (present !== wanted) {
    const address = deliveryAddressFindings("telegram", wanted, PORTS);
    if (address.length > 0) return address;
    if (present === "" && serving === undefined) {
      return [ok("telegram_webhook", "The webhook is set when kefu starts.")];
    }
    const what =
      present === ""
        ? "Telegram delivers nowhere: no webhook is set."
        : `Telegram delivers to ${hostOf(present)}, which is not what PUBLIC_URL says.`;
    const mend =
      "Check PUBLIC_URL, stop whatever else uses this bot, and restart kefu, which sets the webhook.";
    return [fault("telegram_webhook_elsewhere", what, mend)];
  }
  const failedAt = Number(info.last_error_date ?? 0) * 1_000;
  const pending = Number(info.pending_update_count ?? 0);
  const failing = failedAt > 0 && (pending > 0 || failedAt >= now - RECENT_MS) && serving !== undefined;
  if (!failing) return waiting(info);
  const words = api.redact(String(info.last_error_message ?? "no reason given"));
  const what = `Telegram cannot deliver (${pending} wait): ${words}`;
  if (/\b401\b/.test(words)) {
    const mend =
      "Telegram sends another secret than TELEGRAM_WEBHOOK_SECRET. Restart kefu, which tells it the right one, and let the proxy pass the header X-Telegram-Bot-Api-Secret-Token on.";
    return [fault("telegram_webhook_secret", what, mend)];
  }
  const mend = `Check that ${hostOf(wanted)} reaches kefu: the proxy, its certificate with the whole chain, the firewall.`;
  return [fault("telegram_webhook_failing", what, mend)];
}

function waiting(info: Record<string, unknown>): Finding[] {
  const pending = Number(info.pending_update_count ?? 0);
  if (pending < MANY_WAITING) return [ok("telegram_delivery", "Messages come through.")];
  const what = `${pending} messages wait at Telegram.`;
  return [
    warning(
      "telegram_backlog",
      what,
      "Start kefu; if it runs, look at its log. Telegram keeps them for 24 hours.",
    ),
  ];
}

/** Never the whole address: its path may be another program's secret. */
function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : "an address that cannot be read";
}

/** The fields of an answer of Telegram's; none when it is no object. */
export function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
