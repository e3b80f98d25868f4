import { type Finding, ok, warning } from "../channel/diagnosis.ts";
import type { Config } from "../config.ts";
import type { RunningServer } from "./doctor-core.ts";

type Settings = Pick<Config, "PUBLIC_URL" | "SMTP_URL" | "WEBHOOK_URL" | "channels">;

/** Whether anybody can be called when no inbox is open, as far as the settings tell. */
export function callingFindings(config: Settings): Finding[] {
  const { SMTP_URL: smtp, WEBHOOK_URL: webhook, PUBLIC_URL: publicUrl } = config;
  return [
    ...(smtp === undefined ? [] : mailFindings(smtp, publicUrl)),
    ...(webhook === undefined ? [] : [ok("webhook", `Events go to ${new URL(webhook).host}.`)]),
    ...(publicUrl === undefined || smtp !== undefined || webhook !== undefined || hasRoom(config)
      ? []
      : [
          warning(
            "nobody_called",
            "Nobody is called about a waiting case while no inbox is open.",
            "Set SMTP_URL and MAIL_FROM, WEBHOOK_URL, or a staff room.",
          ),
        ]),
  ];
}

/** What the running server says of its ladder, mail and webhooks. */
export function calledFindings({ calling }: Pick<RunningServer, "calling">): Finding[] {
  return Object.entries(calling)
    .filter(([, { state }]) => state === "degraded")
    .map(([part, { detail }]) =>
      warning(`${part}_degraded`, detail ?? `${part}: something is wrong.`, "See /readyz and the log."),
    );
}

function mailFindings(smtp: string, publicUrl: string | undefined): Finding[] {
  const { protocol, port, host } = new URL(smtp);
  if (protocol === "smtp:" && port === "465") {
    const what = "SMTP_URL uses smtp:// with port 465, where servers expect TLS from the first byte.";
    return [warning("smtp_protocol", what, "Write smtps://…, or use port 587.")];
  }
  if (publicUrl === undefined) {
    const what = "Mails about waiting cases have no link to the case: PUBLIC_URL is not set.";
    return [warning("mail_without_link", what, "Set PUBLIC_URL to the address agents open.")];
  }
  return [ok("mail", `Mails go by ${host}.`)];
}

function hasRoom({ channels }: Settings): boolean {
  return Object.entries(channels).some(([name, value]) => name.includes("_STAFF_") && value !== undefined);
}
