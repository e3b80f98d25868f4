import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { slack } from "../../adapters/slack/index.ts";
import type { Finding } from "../../src/channel/diagnosis.ts";
import { type FakeSlack, startFakeSlack } from "../fakes/slack.ts";

const NOW = Date.now();
const STAFF = "C024STAFF";
const PUBLIC = "https://help.example.com";

interface Seed {
  settings?: Record<string, string>;
  /** By HTTP instead of Socket Mode. */
  http?: true;
  neither?: true;
  publicUrl?: string;
  now?: number;
  at?(platform: FakeSlack): void;
}

let platform: FakeSlack;
beforeEach(async () => {
  platform = await startFakeSlack();
  platform.answers("conversations.info", { channel: { id: STAFF, is_member: true, is_archived: false } });
});
afterEach(() => platform.close());

async function diagnosed(seed: Seed): Promise<Finding[]> {
  seed.at?.(platform);
  const { token, root, appToken, signingSecret } = platform;
  const way = seed.http ? { SLACK_SIGNING_SECRET: signingSecret } : { SLACK_APP_TOKEN: appToken };
  const settings = slack.settings.parse({
    SLACK_BOT_TOKEN: token,
    SLACK_API_ROOT: root,
    ...(seed.neither ? {} : way),
    ...seed.settings,
  });
  Object.assign(settings, seed.settings);
  const quiet = () => undefined;
  const log = { debug: quiet, info: quiet, warn: quiet, error: quiet };
  const channel = await slack.open(settings, { log, publicUrl: seed.publicUrl });
  try {
    return (await channel.diagnose?.({ now: seed.now ?? NOW }, new AbortController().signal)) ?? [];
  } finally {
    await channel.close();
  }
}

const http = { http: true, publicUrl: PUBLIC } as const;
const room = { settings: { SLACK_STAFF_CHANNEL_ID: STAFF } };

const seeds: [name: string, level: Finding["level"], code: string, seed: Seed][] = [
  [
    "a token that was revoked",
    "fault",
    "slack_token_refused",
    { settings: { SLACK_BOT_TOKEN: "xoxb-1111-2222-RevokedToken" } },
  ],
  [
    "an address where no Slack is",
    "fault",
    "slack_unreachable",
    { settings: { SLACK_API_ROOT: "http://127.0.0.1:9/api/" } },
  ],
  [
    "scopes that were not granted",
    "fault",
    "slack_scopes_missing",
    { at: (at) => at.grant("chat:write,im:history,commands") },
  ],
  ["no way for messages to get here", "fault", "slack_no_way_in", { neither: true }],
  [
    "an app-level token that was revoked",
    "fault",
    "slack_app_token_refused",
    { settings: { SLACK_APP_TOKEN: "xapp-1-A024KEFU-4444-Revoked" } },
  ],
  [
    "Socket Mode switched off",
    "fault",
    "slack_socket_off",
    { at: (at) => at.fail("apps.connections.open", { error: "socket_mode_not_enabled" }) },
  ],
  ["HTTP without an address", "fault", "slack_public_url_missing", { http: true }],
  [
    "HTTP to an address without https",
    "fault",
    "slack_public_url_not_https",
    { ...http, publicUrl: "http://help.example.com" },
  ],
  [
    "HTTP to this machine alone",
    "fault",
    "slack_public_url_private",
    { ...http, publicUrl: "https://localhost" },
  ],
  [
    "a staff's channel that is not there",
    "fault",
    "slack_staff_unknown",
    { ...room, at: (at) => at.fail("conversations.info", { error: "channel_not_found" }) },
  ],
  [
    "a staff's channel the bot was not invited to",
    "fault",
    "slack_staff_not_member",
    { ...room, at: (at) => at.answers("conversations.info", { channel: { is_member: false } }) },
  ],
  [
    "a staff's channel that is archived",
    "fault",
    "slack_staff_archived",
    {
      ...room,
      at: (at) => at.answers("conversations.info", { channel: { is_member: true, is_archived: true } }),
    },
  ],
  [
    "a staff's channel that may not be looked at",
    "warning",
    "slack_staff_unread",
    { ...room, at: (at) => at.fail("conversations.info", { error: "missing_scope" }) },
  ],
  ["a clock that is ten minutes off", "fault", "clock_skew", { now: NOW - 600_000 }],
];

describe("what is wrong with a Slack account", () => {
  it.each(seeds)("%s: a %s, %s", async (_, level, code, seed) => {
    const findings = await diagnosed(seed);
    const found = findings.find((one) => one.code === code);
    expect(found, JSON.stringify(findings)).toMatchObject({ level });
    expect(found?.mend).not.toBe("");
    const told = JSON.stringify(findings);
    for (const secret of [platform.token, platform.appToken, platform.signingSecret, "Revoked"]) {
      expect(told).not.toContain(secret);
    }
  });

  it("names the scopes that are missing", async () => {
    const findings = await diagnosed({ at: (at) => at.grant("chat:write,im:history,commands,im:write") });
    const found = findings.find(({ code }) => code === "slack_scopes_missing");
    expect(found?.what).toContain("app_mentions:read, channels:history");
    expect(found?.mend).toContain("reinstall");
  });

  const healthy: [string, Seed][] = [
    ["Socket Mode", {}],
    ["HTTP", http],
    ["a staff's channel", room],
  ];
  it.each(healthy)("is nothing with %s", async (_, seed) => {
    const findings = await diagnosed(seed);
    expect(findings.filter(({ level }) => level !== "ok")).toEqual([]);
    expect(findings.length).toBeGreaterThan(2);
  });

  it("is found without changing anything: no connection is made, nothing is posted", async () => {
    await diagnosed(room);
    const reading = ["auth.test", "apps.connections.open", "conversations.info", ""];
    expect(platform.calls().filter(({ method }) => !reading.includes(method))).toEqual([]);
    expect(platform.deliveries.sockets.size).toBe(0);
  });
});
