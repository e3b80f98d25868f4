import { cp, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it, onTestFinished } from "vitest";
import type { Finding } from "../../src/channel/diagnosis.ts";
import { type FakeTelegram, startFakeTelegram } from "../fakes/telegram.ts";
import { fakeTelegram, pollingEnv } from "./customers.ts";
import { discordEnv, fakeDiscord } from "./discord-customer.ts";
import { dataFolder, kefuCommand, SMALL_KNOWLEDGE, sharedKefu } from "./process.ts";
import { fakeSlack, socketEnv } from "./slack-customer.ts";

interface Told {
  ok: boolean;
  accounts: { account: string; findings: Finding[] }[];
}

const ADMIN = { ADMIN_EMAIL: "mei@example.com", ADMIN_PASSWORD: "Kestrel-Harbour-77" };

async function doctor(folder: string, env: Record<string, string>) {
  const { code, stdout, stderr } = await kefuCommand(["doctor", "--json"], { folder, env });
  const told = JSON.parse(stdout) as Told;
  const wrong = told.accounts.flatMap(({ account, findings }) =>
    findings.flatMap(({ level, code }) => (level === "ok" ? [] : [`${account.split(":")[0]}: ${code}`])),
  );
  return { code, told, wrong, printed: stdout + stderr };
}

describe("kefu doctor beside a running server", () => {
  let telegram: FakeTelegram;
  let env: Record<string, string> = {};
  const kefu = sharedKefu(async (ending) => {
    telegram = await fakeTelegram(ending);
    const [discord, slack] = [await fakeDiscord(ending), await fakeSlack(ending)];
    env = { ...pollingEnv(telegram), ...discordEnv(discord), ...socketEnv(slack) };
    return { env: { ...ADMIN, ...env } };
  });
  beforeAll(() => kefu().untilReadyz(({ status }) => status === "ok"));

  it("finds nothing wrong with a healthy set-up, and leaves the server its updates", async () => {
    const { code, told, wrong } = await doctor(kefu().folder, env);
    expect(wrong).toEqual([]);
    expect(told).toMatchObject({ ok: true });
    const channels = told.accounts.map(({ account }) => account.split(":")[0]);
    expect(channels).toEqual(["kefu", "web", "telegram", "discord", "slack"]);
    expect(code).toBe(0);
    expect((await kefu().readyz()).body.status).toBe("ok");
  });

  it("says that an account was set up after the server started", async () => {
    const other = await startFakeTelegram({ token: "700200:FAKE-token-of-another-bot-0123456" });
    onTestFinished(() => other.close());
    const { code, wrong } = await doctor(kefu().folder, pollingEnv(other));
    expect(wrong).toEqual(["telegram: channel_not_running"]);
    expect(code).toBe(0);
  });
});

describe("kefu doctor without a server", () => {
  it("names what is wrong, account by account, ends with 1 and shows no secret", async () => {
    const telegram = await startFakeTelegram();
    onTestFinished(() => telegram.close());
    const folder = await dataFolder();
    const broken = join(await dataFolder(), "knowledge");
    await cp(SMALL_KNOWLEDGE, broken, { recursive: true });
    await writeFile(join(broken, "en/app/language.md"), "---\ntitle: [\n---\n");
    const env = {
      ...pollingEnv(telegram),
      TELEGRAM_BOT_TOKEN: "700100:revoked-0123456789-revoked",
      WEB_IDENTITY_SECRET: "abcd".repeat(10),
      PUBLIC_URL: "http://help.example.com",
      KNOWLEDGE_DIR: broken,
    };
    const { code, wrong, printed } = await doctor(folder, env);
    expect(wrong).toEqual([
      "kefu: public_url_not_https",
      "kefu: nobody_called",
      "kefu: knowledge_faults",
      "web: web_identity_secret_weak",
      "telegram: telegram_token_refused",
    ]);
    expect(code).toBe(1);
    for (const secret of [env.TELEGRAM_BOT_TOKEN, "revoked-0123456789", env.WEB_IDENTITY_SECRET])
      expect(printed).not.toContain(secret);
    const text = await kefuCommand(["doctor"], { folder, env });
    expect(text.stdout).toMatch(
      /FAULT {4}Telegram refuses the token\. {2}\[telegram_token_refused\]\n +-> .*@BotFather/,
    );
    expect(text.stdout).toMatch(/\d faults, \d warnings?\.\n$/);
    expect(text.code).toBe(1);
  });

  it("names settings that cannot be read instead of stopping at them", async () => {
    const { code, wrong, told, printed } = await doctor(await dataFolder(), {
      TELEGRAM_BOT_TOKEN: "no-token-at-all",
      WEB_IDENTITY_SECRET: "too-short",
    });
    expect(wrong).toEqual(["kefu: settings_invalid"]);
    expect(told.accounts[0]?.findings[0]?.what).toMatch(/TELEGRAM_BOT_TOKEN[\s\S]*|WEB_IDENTITY_SECRET/);
    expect(code).toBe(1);
    for (const secret of ["no-token-at-all", "too-short"]) expect(printed).not.toContain(secret);
  });

  it("leaves nothing behind where nothing was", async () => {
    const folder = await dataFolder();
    const { wrong } = await doctor(folder, {});
    expect(wrong).toEqual([]);
    expect((await readdir(folder)).filter((name) => name !== "cache")).toEqual([]);
  });
});
