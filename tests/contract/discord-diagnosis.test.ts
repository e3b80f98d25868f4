import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { permissionsIn } from "../../adapters/discord/diagnose-staff.ts";
import { discord } from "../../adapters/discord/index.ts";
import type { ChannelHealth } from "../../src/channel/contract.ts";
import type { Finding } from "../../src/channel/diagnosis.ts";
import { type FakeDiscord, startFakeDiscord } from "../fakes/discord.ts";
import { applicationId, botUser, guildId } from "../fakes/discord-ids.ts";

const NOW = Date.now();
const FORUM = "5040000000000000001";
const ROLE = "6040000000000000001";
const up: ChannelHealth = { state: "up" };
const bit = (...names: (keyof typeof BITS)[]) => String(names.reduce((sum, name) => sum | BITS[name], 0n));
const BITS = {
  admin: 1n << 3n,
  view: 1n << 10n,
  send: 1n << 11n,
  react: 1n << 6n,
  attach: 1n << 15n,
  history: 1n << 16n,
  createThreads: 1n << 35n,
  sendInThreads: 1n << 38n,
} as const;
const ALL = bit("view", "send", "react", "attach", "history", "createThreads", "sendInThreads");

interface Seed {
  settings?: Record<string, string>;
  serving?: ChannelHealth;
  now?: number;
  at?(platform: FakeDiscord): void;
}

let platform: FakeDiscord;
beforeEach(async () => {
  platform = await startFakeDiscord();
  platform.answers("GET /channels/:id", {
    id: FORUM,
    type: 15,
    guild_id: guildId,
    permission_overwrites: [],
  });
  platform.answers("GET /guilds/:id/roles", [
    { id: guildId, permissions: bit("view") },
    { id: ROLE, permissions: ALL },
  ]);
  platform.answers("GET /guilds/:id/members/:id", { user: botUser, roles: [ROLE] });
});
afterEach(() => platform.close());

async function diagnosed(seed: Seed): Promise<Finding[]> {
  seed.at?.(platform);
  const settings = discord.settings.parse({
    DISCORD_BOT_TOKEN: platform.token,
    DISCORD_API_ROOT: platform.root,
    ...seed.settings,
  });
  Object.assign(settings, seed.settings);
  const quiet = () => undefined;
  const channel = await discord.open(settings, {
    log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
  });
  try {
    const asked = { now: seed.now ?? NOW, ...(seed.serving === undefined ? {} : { serving: seed.serving }) };
    return (await channel.diagnose?.(asked, new AbortController().signal)) ?? [];
  } finally {
    await channel.close();
  }
}

const application = (more: Record<string, unknown>) => (at: FakeDiscord) =>
  at.answers("GET /applications/@me", { id: applicationId, name: "Desk", flags: 0, bot: botUser, ...more });
const gateway = (remaining: number) => (at: FakeDiscord) =>
  at.answers("GET /gateway/bot", { session_start_limit: { total: 1000, remaining, reset_after: 3_600_000 } });
const room = { settings: { DISCORD_STAFF_CHANNEL_ID: FORUM } };
const denied = (deny: string, type: number, id: string) => (at: FakeDiscord) =>
  at.answers("GET /channels/:id", {
    id: FORUM,
    type: 15,
    guild_id: guildId,
    permission_overwrites: [{ id, type, allow: "0", deny }],
  });

const seeds: [name: string, level: Finding["level"], code: string, seed: Seed][] = [
  [
    "a token that was reset",
    "fault",
    "discord_token_refused",
    { settings: { DISCORD_BOT_TOKEN: "MTA0MDAwMDAwMDAwMDAwMDAwMQ.Gold.reset-token-0123456789" } },
  ],
  [
    "an address where no Discord is",
    "fault",
    "discord_unreachable",
    { settings: { DISCORD_API_ROOT: "http://127.0.0.1:9" } },
  ],
  [
    "buttons and commands that go elsewhere",
    "fault",
    "discord_interactions_elsewhere",
    { at: application({ interactions_endpoint_url: "https://old.example/interactions" }) },
  ],
  [
    "privileged intents that nothing needs",
    "warning",
    "discord_intents_needless",
    { at: application({ flags: 1 << 19 }) },
  ],
  [
    "an application that cannot be added by its address",
    "warning",
    "discord_code_grant",
    { at: application({ bot_require_code_grant: true }) },
  ],
  ["a day's connections used up", "fault", "discord_sessions_spent", { at: gateway(0) }],
  ["a day's connections nearly used up", "warning", "discord_sessions_low", { at: gateway(7) }],
  [
    "a bot that is on no server",
    "fault",
    "discord_no_server",
    { at: (at) => at.answers("GET /users/@me/guilds", []) },
  ],
  [
    "another program's commands while we serve",
    "warning",
    "discord_commands_differ",
    { serving: up, at: (at) => at.answers("GET /applications/:id/commands", [{ name: "other" }]) },
  ],
  [
    "a staff's channel that is not there",
    "fault",
    "discord_staff_unknown",
    { ...room, at: (at) => at.fail("GET /channels/:id", { status: 404, code: 10003 }) },
  ],
  [
    "a staff's channel the bot does not see",
    "fault",
    "discord_staff_rights",
    { ...room, at: (at) => at.fail("GET /channels/:id", { status: 403, code: 50001 }) },
  ],
  [
    "a voice channel for the staff",
    "fault",
    "discord_staff_type",
    { ...room, at: (at) => at.answers("GET /channels/:id", { type: 2, guild_id: guildId }) },
  ],
  [
    "a right that the channel takes from the bot",
    "fault",
    "discord_staff_rights",
    { ...room, at: denied(bit("sendInThreads"), 1, applicationId) },
  ],
  ["a clock that is ten minutes off", "fault", "clock_skew", { now: NOW + 600_000 }],
];

describe("what is wrong with a Discord account", () => {
  it.each(seeds)("%s: a %s, %s", async (_, level, code, seed) => {
    const findings = await diagnosed(seed);
    const found = findings.find((one) => one.code === code);
    expect(found, JSON.stringify(findings)).toMatchObject({ level });
    expect(found?.mend).not.toBe("");
    expect(JSON.stringify(findings)).not.toContain(platform.token);
  });

  it("names the right that is missing", async () => {
    const forRole = await diagnosed({ ...room, at: denied(bit("attach", "history"), 0, ROLE) });
    expect(forRole.find(({ code }) => code === "discord_staff_rights")?.what).toMatch(
      /lacks Attach Files, Read Message History\./,
    );
  });

  const healthy: [string, Seed][] = [
    ["no server running", {}],
    ["a staff's forum", room],
  ];
  it.each(healthy)("is nothing with %s", async (_, seed) => {
    const findings = await diagnosed(seed);
    expect(findings.filter(({ level }) => level !== "ok")).toEqual([]);
    expect(findings.length).toBeGreaterThan(2);
  });

  it("is found without changing anything: every call reads", async () => {
    await diagnosed(room);
    expect(platform.calls().filter(({ method }) => method !== "GET" && method !== "HEAD")).toEqual([]);
  });
});

describe("what the bot may do in a channel", () => {
  const roles = [
    { id: guildId, permissions: bit("view", "send") },
    { id: ROLE, permissions: bit("attach") },
  ];
  const member = { roles: [ROLE] };
  const channel = (...overwrites: unknown[]) => ({ guild_id: guildId, permission_overwrites: overwrites });
  const permissions = (of: unknown) => permissionsIn(of, roles, member, applicationId);

  it("is what everyone and its roles may", () => {
    expect(permissions(channel())).toBe(BITS.view | BITS.send | BITS.attach);
  });

  it("is narrowed for everyone, widened again for a role, and settled for the bot itself", () => {
    const everyone = { id: guildId, type: 0, allow: "0", deny: bit("send", "view") };
    const role = { id: ROLE, type: 0, allow: bit("view"), deny: "0" };
    const self = { id: applicationId, type: 1, allow: bit("send"), deny: bit("attach") };
    expect(permissions(channel(everyone))).toBe(BITS.attach);
    expect(permissions(channel(everyone, role))).toBe(BITS.attach | BITS.view);
    expect(permissions(channel(self, role, everyone))).toBe(BITS.view | BITS.send);
  });

  it("is everything for an administrator, whatever the channel says", () => {
    const admin = [{ id: guildId, permissions: bit("admin") }];
    const nothing = { id: guildId, type: 0, allow: "0", deny: ALL };
    expect(permissionsIn(channel(nothing), admin, member, applicationId) & BigInt(ALL)).toBe(BigInt(ALL));
  });
});
