import { cp, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { fakeTelegram, pollingEnv } from "./customers.ts";
import { dataFolder, refusedStart, SMALL_KNOWLEDGE, startKefu } from "./process.ts";
import { visit } from "./visitor.ts";

/** A copy of the knowledge that a test may break. */
async function knowledgeFolder(): Promise<string> {
  const folder = join(await dataFolder(), "knowledge");
  await cp(SMALL_KNOWLEDGE, folder, { recursive: true });
  return folder;
}

describe("wrong settings", () => {
  it("are named all at once, with what to write instead, and no secret is shown", async () => {
    const { code, stdout, stderr } = await refusedStart({
      env: {
        PORT: "eighty",
        LOG_LEVEL: "loud",
        PUBLIC_URL: "help.example.com",
        RATE_LIMITS: "telegram",
        ADMIN_EMAIL: "admin@example.com",
        TELEGRAM_BOT_TOKEN: "my-secret-token-with-a-typo",
        WEB_IDENTITY_SECRET: "too-short-secret",
      },
    });
    expect(code).toBe(1);
    expect(stdout).toBe("");
    const named = stderr.split("\n").flatMap((line) => /^ {2}([A-Z_, ]+): /.exec(line)?.[1] ?? []);
    expect(named.sort()).toEqual([
      "ADMIN_EMAIL, ADMIN_PASSWORD",
      "LOG_LEVEL",
      "PORT",
      "PUBLIC_URL",
      "RATE_LIMITS",
      "TELEGRAM_BOT_TOKEN",
      "WEB_IDENTITY_SECRET",
    ]);
    expect(stderr).not.toMatch(/my-secret-token|too-short-secret/);
    expect(stderr, "a stack helps nobody who mistyped").not.toContain("    at ");
  });

  it("in .env are refused the same way", async () => {
    const folder = await dataFolder();
    await writeFile(join(folder, ".env"), "LOG_FORMAT=xml\nTENANT_NAME=\n");
    const { code, stderr } = await refusedStart({ folder });
    expect(code).toBe(1);
    expect(stderr).toContain("LOG_FORMAT: use text or json");
  });

  it("an address that is taken is named, and the program ends", async () => {
    const first = await startKefu();
    const { code, stderr } = await refusedStart({ env: { PORT: new URL(first.url).port } });
    expect(code).toBe(1);
    expect(stderr).toMatch(/PORT/);
  });
});

describe("a fault in the knowledge", () => {
  it("is refused at the start, with file, line and reason", async () => {
    const folder = await knowledgeFolder();
    await writeFile(
      join(folder, "en/app/language.md"),
      "---\ntitle: Language\nseverity: enormous\nhandoff: never\n---\nOpen Settings.\n",
    );
    const { code, stderr } = await refusedStart({ env: { KNOWLEDGE_DIR: folder } });
    expect(code).toBe(1);
    expect(stderr).toMatch(/en\/app\/language\.md:3: .*severity/);
  });

  it("while running keeps the last good answers, shows in /readyz, and is taken over once mended", async () => {
    const folder = await knowledgeFolder();
    const file = join(folder, "en/app/language.md");
    const kefu = await startKefu({ env: { KNOWLEDGE_DIR: folder } });
    await writeFile(file, "---\ntitle: Language\n");
    const stale = await kefu.untilReadyz(({ knowledge }) => knowledge.state === "stale");
    expect(stale.status).toBe("degraded");
    expect(stale.knowledge.detail).toContain("en/app/language.md");
    const customer = await visit(kefu);
    const question = "how do I change the language";
    expect((await customer.answerTo(await customer.say(question))).text).toContain("Open Settings");

    await writeFile(
      file,
      "---\ntitle: Language\nseverity: normal\nhandoff: never\n---\nShake the phone twice.\n",
    );
    await kefu.untilReadyz(({ knowledge }) => knowledge.state === "ok");
    const other = await visit(kefu);
    expect((await other.answerTo(await other.say(question))).text).toContain("Shake the phone twice");
  });
});

it("a second program on the same data folder refuses, and the first goes on", async () => {
  const first = await startKefu();
  const { code, stderr } = await refusedStart({ folder: first.folder });
  expect(code).toBe(1);
  expect(stderr).toContain(first.folder);
  expect(stderr).not.toContain("    at ");
  const customer = await visit(first);
  expect((await customer.answerTo(await customer.say("I forgot my password"))).author).toBe("bot");
});

it("starts again after the socket and the lock of a killed one were left behind", async () => {
  const folder = await dataFolder();
  const first = await startKefu({ folder });
  await first.kill("SIGKILL");
  const second = await startKefu({ folder });
  expect((await second.readyz()).status).toBe(200);
  expect(await second.kill("SIGINT")).toEqual({ code: 0, signal: null });
});

it("makes the first admin from the settings, and then only takes the right password", async () => {
  const env = { ADMIN_EMAIL: "boss@example.com", ADMIN_PASSWORD: "correct horse battery" };
  const kefu = await startKefu({ env });
  const login = (password: string) =>
    fetch(`${kefu.url}/api/desk/login`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ email: env.ADMIN_EMAIL, password }),
    });
  expect((await login("wrong horse battery")).status).toBe(401);
  const welcome = await login(env.ADMIN_PASSWORD);
  expect(welcome.status).toBe(200);
  expect(await welcome.json()).toMatchObject({ agent: { email: "boss@example.com", role: "admin" } });
  expect(kefu.stdout()).not.toContain("First admin");
  expect(kefu.stdout() + kefu.stderr()).not.toContain(env.ADMIN_PASSWORD);
});

it("prints a code for the first admin, which works once", async () => {
  const kefu = await startKefu();
  const code = /with code (\S+),/.exec(kefu.stdout())?.[1];
  const setup = () =>
    fetch(`${kefu.url}/api/desk/setup`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ code, email: "boss@example.com", password: "correct horse battery" }),
    });
  expect((await setup()).status).toBe(200);
  expect((await setup()).status).toBe(409);
});

describe("Telegram in trouble", () => {
  it("with a refused token leaves the website working, and says so", async () => {
    const telegram = await fakeTelegram(onTestFinished);
    const env = {
      ...pollingEnv(telegram),
      TELEGRAM_BOT_TOKEN: "700200:another-token-that-is-not-known-here",
    };
    const kefu = await startKefu({ env });
    const body = await kefu.untilReadyz(({ channels }) => channels["telegram:700200"]?.state === "down");
    expect(body.status).toBe("degraded");
    expect(body.channels["telegram:700200"]?.detail).toContain("BotFather");
    expect((await kefu.readyz()).status).toBe(200);
    const customer = await visit(kefu);
    expect((await customer.answerTo(await customer.say("I forgot my password"))).author).toBe("bot");
    expect(kefu.stderr()).not.toContain("another-token");
  });

  it("with another process polling the same bot is degraded, goes on trying, and recovers", async () => {
    const telegram = await fakeTelegram(onTestFinished);
    telegram.fail("getUpdates", { status: 409 });
    const kefu = await startKefu({ env: pollingEnv(telegram) });
    const account = `telegram:${telegram.bot.id}`;
    const seen = await kefu.untilReadyz(({ channels }) => channels[account]?.state === "degraded");
    expect(seen.channels[account]?.detail).toContain("Another process polls this token");
    telegram.say(5, "I forgot my password");
    await telegram.waitFor(() => telegram.sent(5).length === 1);
    await kefu.untilReadyz(({ channels }) => channels[account]?.state === "up");
  });

  it("that cannot be reached at the start holds nothing up", async () => {
    const telegram = await fakeTelegram(onTestFinished);
    const env = pollingEnv(telegram);
    await telegram.close();
    const kefu = await startKefu({ env });
    const customer = await visit(kefu);
    expect((await customer.answerTo(await customer.say("I forgot my password"))).author).toBe("bot");
    expect((await kefu.readyz()).body.status).toBe("degraded");
    expect(await kefu.kill()).toEqual({ code: 0, signal: null });
  });
});
