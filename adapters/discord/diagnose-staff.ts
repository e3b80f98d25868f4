import { type Finding, fault, ok, warning } from "../../src/channel/diagnosis.ts";
import type { DiscordApi } from "./api.ts";

const TEXT = 0;
const FORUM = 15;

const ADMINISTRATOR = 1n << 3n;
const VIEW = 1n << 10n;
/**
 * What a case's thread takes: in a forum "Send Messages" is what opens a post. To put away a thread of its own the bot needs
 * no right.
 */
const NEEDED: readonly [bit: bigint, name: string][] = [
  [1n << 6n, "Add Reactions"],
  [VIEW, "View Channel"],
  [1n << 11n, "Send Messages"],
  [1n << 15n, "Attach Files"],
  [1n << 16n, "Read Message History"],
  [1n << 35n, "Create Public Threads"],
  [1n << 38n, "Send Messages in Threads"],
];

interface Overwrite {
  id: string;
  type: number;
  allow: bigint;
  deny: bigint;
}

/** Whether the staff's channel is one in which the bot can keep a thread for every case. */
export async function diagnoseStaffChannel(
  api: DiscordApi,
  channelId: string,
  botId: string,
  signal: AbortSignal,
): Promise<Finding[]> {
  try {
    const channel = fieldsOf(await api.call("GET", `/channels/${encodeURIComponent(channelId)}`, { signal }));
    const type = Number(channel.type);
    if (type !== TEXT && type !== FORUM) {
      const what = "The staff's channel is neither a forum nor a text channel.";
      return [
        fault(
          "discord_staff_type",
          what,
          "Make a forum for the staff, and put its id into DISCORD_STAFF_CHANNEL_ID.",
        ),
      ];
    }
    const guild = String(channel.guild_id);
    const [roles, member] = await Promise.all([
      api.call("GET", `/guilds/${guild}/roles`, { signal }),
      api.call("GET", `/guilds/${guild}/members/${botId}`, { signal }),
    ]);
    return rights(permissionsIn(channel, roles, member, botId), type);
  } catch (error) {
    return [unseen(api, error)];
  }
}

function unseen(api: DiscordApi, error: unknown): Finding {
  const trouble = api.faultOf(error);
  if (trouble.kind !== "refused") {
    const what = `The staff's channel could not be looked at: ${trouble.detail}`;
    return warning("discord_staff_unread", what, "Run kefu doctor again.");
  }
  if (trouble.status === 403) {
    const what = "The bot does not see the staff's channel.";
    return fault(
      "discord_staff_rights",
      what,
      "Give its role View Channel there (channel settings, Permissions).",
    );
  }
  const what = `The staff's channel is not there: ${trouble.detail}`;
  const mend =
    "Add the bot to the staff's server, and check DISCORD_STAFF_CHANNEL_ID (right-click the channel, Copy Channel ID).";
  return fault("discord_staff_unknown", what, mend);
}

function rights(permissions: bigint, type: number): Finding[] {
  const missing = NEEDED.filter(([bit]) => (permissions & bit) === 0n).map(([, name]) => name);
  // A forum's posts are threads that "Send Messages" opens.
  const counted = type === FORUM ? missing.filter((name) => name !== "Create Public Threads") : missing;
  if (counted.length === 0)
    return [ok("discord_staff", "The bot may do all it needs in the staff's channel.")];
  const what = `In the staff's channel the bot lacks ${counted.join(", ")}.`;
  return [fault("discord_staff_rights", what, "Allow it for the bot's role: channel settings, Permissions.")];
}

/**
 * What the bot may do in a channel, by Discord's own order: everyone's role, its roles, then the channel's overwrites for
 * everyone, for its roles together, and for itself (docs, topics/permissions).
 */
export function permissionsIn(channel: unknown, roles: unknown, member: unknown, botId: string): bigint {
  const guild = String(fieldsOf(channel).guild_id);
  const mine = new Set([guild, ...listOf(fieldsOf(member).roles).map(String)]);
  const base = listOf(roles)
    .map(fieldsOf)
    .filter((role) => mine.has(String(role.id)))
    .reduce((sum, role) => sum | bits(role.permissions), 0n);
  if ((base & ADMINISTRATOR) !== 0n) return NEEDED.reduce((sum, [bit]) => sum | bit, ADMINISTRATOR);
  const overwrites = listOf(fieldsOf(channel).permission_overwrites).map(overwriteOf);
  const ofRoles = overwrites.filter(({ type, id }) => type === 0 && id !== guild && mine.has(id));
  const everyone = overwrites.filter(({ id }) => id === guild);
  const self = overwrites.filter(({ type, id }) => type === 1 && id === botId);
  return [everyone, ofRoles, self].reduce(applied, base);
}

function applied(permissions: bigint, overwrites: readonly Overwrite[]): bigint {
  const deny = overwrites.reduce((sum, one) => sum | one.deny, 0n);
  const allow = overwrites.reduce((sum, one) => sum | one.allow, 0n);
  return (permissions & ~deny) | allow;
}

function overwriteOf(value: unknown): Overwrite {
  const { id, type, allow, deny } = fieldsOf(value);
  return { id: String(id), type: Number(type), allow: bits(allow), deny: bits(deny) };
}

function bits(value: unknown): bigint {
  return typeof value === "string" && /^\d+$/.test(value) ? BigInt(value) : 0n;
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
