import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { telegram } from "../../adapters/telegram/index.ts";
import type { ChannelHealth } from "../../src/channel/contract.ts";
import type { Finding } from "../../src/channel/diagnosis.ts";
import { type FakeTelegram, startFakeTelegram } from "../fakes/telegram.ts";

const NOW = Date.now();
const SECRET = "webhook-secret-0123456789";
const PUBLIC = "https://help.example.com";
const HOOK = `${PUBLIC}/webhooks/telegram`;
const STAFF = "-1001234567890";
const up: ChannelHealth = { state: "up" };

interface Seed {
  /** Settings beside token and root. */
  settings?: Record<string, string>;
  publicUrl?: string;
  serving?: ChannelHealth;
  now?: number;
  at?(platform: FakeTelegram): void;
}

let platform: FakeTelegram;
beforeEach(async () => {
  platform = await startFakeTelegram();
  // Else every case would listen for another poller as long as an operator does.
  platform.answers("getUpdates", []);
  platform.answers("getChat", { id: Number(STAFF), type: "supergroup", is_forum: true });
  platform.answers("getChatMember", {
    status: "administrator",
    can_manage_topics: true,
    can_delete_messages: true,
  });
});
afterEach(() => platform.close());

async function diagnosed(seed: Seed): Promise<Finding[]> {
  seed.at?.(platform);
  const settings = telegram.settings.parse({
    TELEGRAM_BOT_TOKEN: platform.token,
    TELEGRAM_API_ROOT: platform.root,
    ...seed.settings,
  });
  const quiet = () => undefined;
  const log = { debug: quiet, info: quiet, warn: quiet, error: quiet };
  const channel = await telegram.open(settings, { log, publicUrl: seed.publicUrl });
  try {
    const asked = { now: seed.now ?? NOW, ...(seed.serving === undefined ? {} : { serving: seed.serving }) };
    return (await channel.diagnose?.(asked, new AbortController().signal)) ?? [];
  } finally {
    await channel.close();
  }
}

const webhook = { settings: { TELEGRAM_WEBHOOK_SECRET: SECRET }, publicUrl: PUBLIC, serving: up };
const hookInfo = (more: Record<string, unknown> = {}) => ({ url: HOOK, pending_update_count: 0, ...more });
const justNow = Math.floor(NOW / 1_000) - 30;

const seeds: [name: string, level: Finding["level"], code: string, seed: Seed][] = [
  [
    "a token that was revoked",
    "fault",
    "telegram_token_refused",
    { settings: { TELEGRAM_BOT_TOKEN: "700100:revoked-0123456789" } },
  ],
  [
    "an address where no Bot API is",
    "fault",
    "telegram_unreachable",
    { settings: { TELEGRAM_API_ROOT: "http://127.0.0.1:9" } },
  ],
  [
    "a webhook of another program",
    "fault",
    "telegram_webhook_set",
    { at: (at) => at.answers("getWebhookInfo", { url: "https://other.example/hidden-path" }) },
  ],
  [
    "a second poller, while no server runs",
    "fault",
    "telegram_second_poller",
    { at: (at) => at.fail("getUpdates", { status: 409 }) },
  ],
  [
    "a second poller, as the running server noticed",
    "fault",
    "telegram_second_poller",
    { serving: { state: "degraded", detail: "Another process polls this token. Stop it." } },
  ],
  [
    "a webhook's secret without an address",
    "warning",
    "telegram_webhook_without_url",
    { settings: { TELEGRAM_WEBHOOK_SECRET: SECRET } },
  ],
  [
    "a PUBLIC_URL without https",
    "fault",
    "telegram_public_url_not_https",
    { ...webhook, publicUrl: "http://help.example.com" },
  ],
  [
    "a PUBLIC_URL on a port Telegram refuses",
    "fault",
    "telegram_public_url_port",
    { ...webhook, publicUrl: "https://help.example.com:3000" },
  ],
  [
    "a PUBLIC_URL of this network only",
    "fault",
    "telegram_public_url_private",
    { ...webhook, publicUrl: "https://192.168.1.5" },
  ],
  [
    "a webhook that was moved elsewhere",
    "fault",
    "telegram_webhook_elsewhere",
    { ...webhook, at: (at) => at.answers("getWebhookInfo", { url: "https://old.example/hook" }) },
  ],
  [
    "a secret that a proxy or a restart lost",
    "fault",
    "telegram_webhook_secret",
    {
      ...webhook,
      at: (at) =>
        at.answers(
          "getWebhookInfo",
          hookInfo({
            pending_update_count: 3,
            last_error_date: justNow,
            last_error_message: "Wrong response from the webhook: 401 Unauthorized",
          }),
        ),
    },
  ],
  [
    "a certificate that Telegram does not take",
    "fault",
    "telegram_webhook_failing",
    {
      ...webhook,
      at: (at) =>
        at.answers(
          "getWebhookInfo",
          hookInfo({ last_error_date: justNow, last_error_message: "SSL error {error:0A000086}" }),
        ),
    },
  ],
  [
    "messages that pile up",
    "warning",
    "telegram_backlog",
    { serving: up, at: (at) => at.answers("getWebhookInfo", { url: "", pending_update_count: 500 }) },
  ],
  ["a clock that is ten minutes off", "fault", "clock_skew", { now: NOW + 600_000 }],
  ["a clock that is a minute off", "warning", "clock_skew", { now: NOW - 60_000 }],
];

const room = { settings: { TELEGRAM_STAFF_CHAT_ID: STAFF } };
const roomSeeds: typeof seeds = [
  [
    "a staff's group the bot is not in",
    "fault",
    "telegram_staff_unknown",
    { ...room, at: (at) => at.fail("getChat", { status: 400, description: "Bad Request: chat not found" }) },
  ],
  [
    "a staff's group without topics",
    "warning",
    "telegram_staff_no_topics",
    { ...room, at: (at) => at.answers("getChat", { type: "supergroup" }) },
  ],
  [
    "a bot that is a mere member there",
    "fault",
    "telegram_staff_not_admin",
    { ...room, at: (at) => at.answers("getChatMember", { status: "member" }) },
  ],
  [
    "a bot that privacy mode keeps from hearing the staff",
    "fault",
    "telegram_staff_privacy",
    { ...room, at: (at) => at.answers("getChatMember", { status: "member" }) },
  ],
  [
    "a bot that was thrown out of the staff's group",
    "fault",
    "telegram_staff_unknown",
    { ...room, at: (at) => at.answers("getChatMember", { status: "kicked" }) },
  ],
  [
    "an administrator that may not manage topics",
    "fault",
    "telegram_staff_rights",
    {
      ...room,
      at: (at) => at.answers("getChatMember", { status: "administrator", can_delete_messages: true }),
    },
  ],
  [
    "an administrator that may not delete",
    "warning",
    "telegram_staff_rights",
    {
      ...room,
      at: (at) => at.answers("getChatMember", { status: "administrator", can_manage_topics: true }),
    },
  ],
];

describe("what is wrong with a Telegram account", () => {
  it.each([...seeds, ...roomSeeds])("%s: a %s, %s", async (_, level, code, seed) => {
    const findings = await diagnosed(seed);
    const found = findings.find((one) => one.code === code);
    expect(found, JSON.stringify(findings)).toMatchObject({ level });
    expect(found?.mend).not.toBe("");
    const told = JSON.stringify(findings);
    for (const secret of [platform.token, SECRET, "hidden-path"]) expect(told).not.toContain(secret);
  });

  const healthy: [string, Seed][] = [
    ["long polling", {}],
    ["long polling in a running server", { serving: up }],
    ["a webhook that works", { ...webhook, at: (at) => at.answers("getWebhookInfo", hookInfo()) }],
    ["a webhook that is set at the next start", { settings: webhook.settings, publicUrl: PUBLIC }],
    ["a staff's group", room],
  ];
  it.each(healthy)("is nothing with %s", async (_, seed) => {
    const findings = await diagnosed(seed);
    expect(findings.filter(({ level }) => level !== "ok")).toEqual([]);
    expect(findings.length).toBeGreaterThan(2);
  });

  it("is found without changing anything: no call but those that read, and no update taken", async () => {
    platform.say(42, "still there?");
    await diagnosed(room);
    const reading = ["getMe", "getWebhookInfo", "getUpdates", "getChat", "getChatMember", ""];
    expect(platform.calls().filter(({ method }) => !reading.includes(method))).toEqual([]);
    expect(platform.calls("getUpdates")[0]?.payload).not.toHaveProperty("offset");
    expect(platform.pending()).toBe(1);
  });
});
