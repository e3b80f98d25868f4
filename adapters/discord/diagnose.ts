import {
  clockFindings,
  type Diagnosis,
  type Finding,
  fault,
  ok,
  warning,
} from "../../src/channel/diagnosis.ts";
import type { DiscordApi } from "./api.ts";
import { sameCommands } from "./commands.ts";
import { diagnoseStaffChannel } from "./diagnose-staff.ts";
import { isTokenRefusal } from "./errors.ts";
import type { DiscordSettings } from "./settings.ts";

export interface DiagnoseParts {
  api: DiscordApi;
  settings: DiscordSettings;
  /** What Discord's list of our commands is to be. */
  commands: readonly object[];
}

/** Presence, members and message content, each with its "limited" twin (application flags, Discord's docs). */
const PRIVILEGED: readonly [bits: number, name: string][] = [
  [(1 << 12) | (1 << 13), "Presence Intent"],
  [(1 << 14) | (1 << 15), "Server Members Intent"],
  [(1 << 18) | (1 << 19), "Message Content Intent"],
];
/** Of the 1,000 connections Discord lets a bot begin in a day. */
const FEW_SESSIONS = 50;
const portal = "https://discord.com/developers";

/** What is right and wrong with the application. Reads only; a token that is refused is all there is to say. */
export async function diagnose(
  parts: DiagnoseParts,
  asked: Diagnosis,
  signal: AbortSignal,
): Promise<Finding[]> {
  const { api, settings } = parts;
  const clock = clockOf(settings.DISCORD_API_ROOT, asked.now, signal);
  let application: Record<string, unknown>;
  try {
    application = fieldsOf(await api.call("GET", "/applications/@me", { signal }));
  } catch (error) {
    return [unmet(parts, error)];
  }
  const id = String(application.id);
  const botId = String(fieldsOf(application.bot).id ?? id);
  const staff = Reflect.get(settings, "DISCORD_STAFF_CHANNEL_ID");
  const found = await Promise.all([
    applicationFindings(application),
    unread(api, "discord_sessions_unread", () => sessionFindings(api, signal)),
    unread(api, "discord_servers_unread", () => serverFindings(api, signal)),
    unread(api, "discord_commands_unread", () => commandFindings(parts, id, asked, signal)),
    staff === undefined ? [] : diagnoseStaffChannel(api, String(staff), botId, signal),
    clock,
  ]);
  return [
    ok("discord_token", `Discord knows the application: ${String(application.name)}.`),
    ...found.flat(),
  ];
}

function unmet({ api, settings }: DiagnoseParts, error: unknown): Finding {
  const trouble = api.faultOf(error);
  if (isTokenRefusal(trouble)) {
    const mend = `Open the application at ${portal}, page Bot, choose Reset Token, set DISCORD_BOT_TOKEN and restart.`;
    return fault("discord_token_refused", "Discord refuses the token.", mend);
  }
  const host = new URL(settings.DISCORD_API_ROOT).host;
  const what = `Discord cannot be reached at ${host}: ${trouble.detail}`;
  return fault(
    "discord_unreachable",
    what,
    "Check the network, the name server and DISCORD_API_ROOT from this machine.",
  );
}

function applicationFindings(application: Record<string, unknown>): Finding[] {
  const findings: Finding[] = [];
  if (
    typeof application.interactions_endpoint_url === "string" &&
    application.interactions_endpoint_url !== ""
  ) {
    const what = "Buttons and commands go to the application's interactions endpoint, not here.";
    const mend = `At ${portal}, page General Information, empty “Interactions Endpoint URL”.`;
    findings.push(fault("discord_interactions_elsewhere", what, mend));
  }
  const flags = Number(application.flags ?? 0);
  const needless = PRIVILEGED.filter(([bits]) => (flags & bits) !== 0).map(([, name]) => name);
  if (needless.length > 0) {
    const what = `The application may see more than kefu asks for: ${needless.join(", ")}.`;
    const mend = `At ${portal}, page Bot, switch off the privileged intents; with them Discord wants a review of larger bots.`;
    findings.push(warning("discord_intents_needless", what, mend));
  } else {
    findings.push(ok("discord_intents", "No privileged intent is on, and none is needed."));
  }
  if (application.bot_require_code_grant === true) {
    const what = "“Requires OAuth2 Code Grant” is on: the bot cannot be added to a server by its address.";
    findings.push(warning("discord_code_grant", what, `Switch it off at ${portal}, page Bot.`));
  }
  return findings;
}

async function sessionFindings(api: DiscordApi, signal: AbortSignal): Promise<Finding[]> {
  const gateway = fieldsOf(await api.call("GET", "/gateway/bot", { signal }));
  const limit = fieldsOf(gateway.session_start_limit);
  const left = Number(limit.remaining ?? FEW_SESSIONS);
  if (left >= FEW_SESSIONS) return [];
  const hours = Math.ceil(Number(limit.reset_after ?? 0) / 3_600_000);
  const what = `Discord lets the bot connect ${left} times more in the next ${hours} h; something restarts it over and over.`;
  const mend = "Look in the log for what ends it, and stop a second process with this token.";
  return [
    left === 0 ? fault("discord_sessions_spent", what, mend) : warning("discord_sessions_low", what, mend),
  ];
}

async function serverFindings(api: DiscordApi, signal: AbortSignal): Promise<Finding[]> {
  const servers = await api.call("GET", "/users/@me/guilds", { query: { limit: "1" }, signal });
  if (!Array.isArray(servers) || servers.length > 0) return [];
  const what = "The bot is on no server: nobody can write to it, not even directly.";
  return [fault("discord_no_server", what, "Add it to your server by the address in docs/discord.md.")];
}

async function commandFindings(
  { api, commands }: DiagnoseParts,
  id: string,
  asked: Diagnosis,
  signal: AbortSignal,
): Promise<Finding[]> {
  const query = { with_localizations: "true" };
  const present = await api.call("GET", `/applications/${id}/commands`, { query, signal });
  if (sameCommands(present, commands)) return [ok("discord_commands", "Discord offers the bot's commands.")];
  if (asked.serving === undefined)
    return [ok("discord_commands", "The commands are registered when kefu starts.")];
  const what = "Discord's list of the bot's commands is not the one kefu has.";
  const mend = "Restart kefu, which registers them, and stop any other program that uses this application.";
  return [warning("discord_commands_differ", what, mend)];
}

/** What is looked at, or that it could not be. */
async function unread(api: DiscordApi, code: string, look: () => Promise<Finding[]>): Promise<Finding[]> {
  try {
    return await look();
  } catch (error) {
    const what = `Discord did not tell: ${api.faultOf(error).detail}`;
    return [warning(code, what, "Run kefu doctor again.")];
  }
}

async function clockOf(root: string, now: number, signal: AbortSignal): Promise<Finding[]> {
  const answer = await fetch(root, { method: "HEAD", redirect: "manual", signal }).catch(() => undefined);
  return clockFindings(answer?.headers.get("date") ?? null, now);
}

/** The fields of an answer of Discord's; none when it is no object. */
function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
