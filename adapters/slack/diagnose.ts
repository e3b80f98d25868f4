import {
  clockFindings,
  type Diagnosis,
  deliveryAddressFindings,
  type Finding,
  fault,
  ok,
  warning,
} from "../../src/channel/diagnosis.ts";
import type { Log } from "../../src/log.ts";
import { type SlackApi, slackApi } from "./api.ts";
import { faultOf, isTokenRefusal } from "./errors.ts";
import { missingScopes } from "./scopes.ts";
import type { SlackSettings } from "./settings.ts";

export interface DiagnoseParts {
  api: SlackApi;
  settings: SlackSettings;
  publicUrl: string | undefined;
  log: Log;
}

/** What is right and wrong with the app in its workspace. Reads only; a token that is refused is all there is to say. */
export async function diagnose(
  parts: DiagnoseParts,
  asked: Diagnosis,
  signal: AbortSignal,
): Promise<Finding[]> {
  const { api, settings } = parts;
  const clock = clockOf(settings.SLACK_API_ROOT, asked.now, signal);
  const way = wayInFindings(parts, signal);
  let me: Record<string, unknown>;
  try {
    me = await api.call("auth.test", {}, { signal, timeoutMs: 8_000 });
  } catch (error) {
    return [unmet(parts, error), ...(await way)];
  }
  const staff = settings.SLACK_STAFF_CHANNEL_ID;
  const room = staff === undefined ? [] : await staffFindings(api, staff, signal);
  return [
    ok("slack_token", `Slack knows the app: ${String(me.user)} in ${String(me.team)}.`),
    ...scopeFindings(me, staff !== undefined),
    ...(await way),
    ...room,
    ...(await clock),
  ];
}

function unmet({ api, settings }: DiagnoseParts, error: unknown): Finding {
  const trouble = faultOf(error, api.redact);
  if (isTokenRefusal(trouble)) {
    const mend =
      "Reinstall the app on its page “OAuth & Permissions”, set SLACK_BOT_TOKEN to the token shown there and restart.";
    return fault("slack_token_refused", `Slack refuses the bot token (${codeOf(trouble)}).`, mend);
  }
  const what = `Slack cannot be reached at ${new URL(settings.SLACK_API_ROOT).host}: ${trouble.detail}`;
  return fault(
    "slack_unreachable",
    what,
    "Check the network, the name server and SLACK_API_ROOT from this machine.",
  );
}

function scopeFindings(me: Record<string, unknown>, staff: boolean): Finding[] {
  const missing = missingScopes(me, { staff });
  if (missing === undefined) return [ok("slack_scopes", "The app has the scopes it needs.")];
  const [what = missing, ...mend] = missing.split(/(?<=\.) /);
  return [fault("slack_scopes_missing", what, mend.join(" "))];
}

/** How messages get here: Socket Mode where there is an app token, else signed HTTP. */
async function wayInFindings(parts: DiagnoseParts, signal: AbortSignal): Promise<Finding[]> {
  const { SLACK_APP_TOKEN: appToken, SLACK_SIGNING_SECRET: secret } = parts.settings;
  if (appToken !== undefined) return socketFindings(parts, appToken, signal);
  if (secret === undefined) {
    const what =
      "Slack's messages cannot be received: there is neither an app-level token nor a signing secret.";
    return [
      fault("slack_no_way_in", what, "Set SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP)."),
    ];
  }
  if (parts.publicUrl === undefined) {
    const what = "Slack is to deliver by HTTP, and PUBLIC_URL does not say where.";
    const mend =
      "Set PUBLIC_URL and name PUBLIC_URL/webhooks/slack in the app's manifest, or set SLACK_APP_TOKEN for Socket Mode.";
    return [fault("slack_public_url_missing", what, mend)];
  }
  const wrong = deliveryAddressFindings("slack", parts.publicUrl);
  if (wrong.length > 0) return wrong;
  return [ok("slack_http", "Slack delivers by HTTP; every delivery is checked against the signing secret.")];
}

/** Asks for an address to connect to, which is all that can be asked without connecting. */
async function socketFindings(
  parts: DiagnoseParts,
  appToken: string,
  signal: AbortSignal,
): Promise<Finding[]> {
  const app = slackApi(appToken, parts.settings.SLACK_API_ROOT, parts.log);
  try {
    await app.call("apps.connections.open", {}, { signal, timeoutMs: 8_000 });
    return [ok("slack_socket", "Socket Mode works.")];
  } catch (error) {
    const trouble = faultOf(error, (text) => parts.api.redact(app.redact(text)));
    if (trouble.kind !== "refused") {
      const what = `Socket Mode could not be tried: ${trouble.detail}`;
      return [warning("slack_socket_unread", what, "Run kefu doctor again.")];
    }
    if (/socket_mode|not_enabled|disabled/.test(trouble.code)) {
      const what = "Socket Mode is switched off for this app.";
      return [fault("slack_socket_off", what, "Switch it on on your app's page “Socket Mode”.")];
    }
    const what = `Slack refuses the app-level token (${trouble.code}).`;
    const mend =
      "Make one with connections:write on your app's page “Basic Information”, set SLACK_APP_TOKEN and restart.";
    return [fault("slack_app_token_refused", what, mend)];
  }
}

async function staffFindings(api: SlackApi, channel: string, signal: AbortSignal): Promise<Finding[]> {
  try {
    const answer = await api.call("conversations.info", { channel }, { signal, timeoutMs: 8_000 });
    const info = Object(answer.channel) as Record<string, unknown>;
    if (info.is_archived === true) {
      return [
        fault(
          "slack_staff_archived",
          "The staff's channel is archived.",
          "Unarchive it, or name another one.",
        ),
      ];
    }
    if (info.is_member !== true) {
      const what = "The bot is not in the staff's channel: it can neither post there nor hear the staff.";
      return [fault("slack_staff_not_member", what, "Invite it there: /invite @ and its name.")];
    }
    return [ok("slack_staff", "The bot is in the staff's channel.")];
  } catch (error) {
    return [unseen(faultOf(error, api.redact))];
  }
}

function unseen(trouble: ReturnType<typeof faultOf>): Finding {
  if (trouble.kind === "refused" && trouble.code === "missing_scope") {
    const what =
      "The staff's channel cannot be looked at: the app lacks channels:read (groups:read for a private one).";
    return warning(
      "slack_staff_unread",
      what,
      "Add the scope on the page “OAuth & Permissions”, and reinstall the app.",
    );
  }
  if (trouble.kind === "refused") {
    const what = `There is no staff's channel that the bot could see (${trouble.code}).`;
    const mend = "Check SLACK_STAFF_CHANNEL_ID (channel details, at the bottom), and invite the bot there.";
    return fault("slack_staff_unknown", what, mend);
  }
  return warning(
    "slack_staff_unread",
    `The staff's channel could not be looked at: ${trouble.detail}`,
    "Run kefu doctor again.",
  );
}

function codeOf(trouble: ReturnType<typeof faultOf>): string {
  return trouble.kind === "refused" ? trouble.code : trouble.kind;
}

async function clockOf(root: string, now: number, signal: AbortSignal): Promise<Finding[]> {
  const answer = await fetch(root, { method: "HEAD", redirect: "manual", signal }).catch(() => undefined);
  return clockFindings(answer?.headers.get("date") ?? null, now);
}
