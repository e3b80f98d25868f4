import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { deskTimes, ROOT, ratesOf, readConfig, variableNames } from "../../src/config.ts";

const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function fileWith(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), "kefu-config-"));
  folders.push(folder);
  const file = join(folder, "value");
  writeFileSync(file, text);
  return file;
}

function faultsOf(environment: Record<string, string>): string {
  try {
    readConfig(environment, {});
  } catch (error) {
    return error instanceof Error ? error.message : "";
  }
  return "";
}

describe("the settings", () => {
  it("need nothing: without any, kefu listens on this machine only", () => {
    const config = readConfig({}, {});
    expect(config).toMatchObject({ PORT: 3000, HOST: "127.0.0.1", LOG_LEVEL: "info", LOG_FORMAT: "text" });
    expect(config.dataFolder).toBe(join(process.cwd(), "data"));
    expect(config.knowledgeFolder).toBe(join(ROOT, "knowledge"));
    expect(config.secrets).toEqual([]);
  });

  it("an empty or blank line means not set", () => {
    const config = readConfig({ PORT: "", LOG_LEVEL: "  ", TELEGRAM_BOT_TOKEN: "" }, { TENANT_NAME: "" });
    expect(config).toMatchObject({ PORT: 3000, LOG_LEVEL: "info", TENANT_NAME: "tpWallet" });
    expect(config.channels.TELEGRAM_BOT_TOKEN).toBeUndefined();
  });

  it("hours, holidays and the zone are kept as written, and a bad part is named", () => {
    const written = { TIME_ZONE: "Asia/Shanghai", BUSINESS_HOURS: "Mon-Fri 09:00-18:00", HOLIDAYS: "12-25" };
    expect(deskTimes(readConfig(written, {}))).toMatchObject({
      zone: "Asia/Shanghai",
      hours: "Mon-Fri 09:00-18:00",
      holidays: "12-25",
    });
    expect(deskTimes(readConfig({}, {}))).toEqual({
      zone: "UTC",
      hours: "",
      holidays: "",
      sla: "urgent 15m 24/7; high 4h; normal 24h",
      noteEveryMs: 30 * 60_000,
    });
    expect(deskTimes(readConfig({ AUTO_RESOLVE_DAYS: "0.5" }, {})).autoResolve).toEqual({
      afterMs: 12 * 3_600_000,
      graceMs: 24 * 3_600_000,
    });
    const told = faultsOf({
      TIME_ZONE: "Shanghai",
      BUSINESS_HOURS: "Mon 09:00-18:00; Tu 9-5",
      HOLIDAYS: "may",
      SLA: "low 4h",
    });
    expect(told).toContain("TIME_ZONE: no time zone by this name");
    expect(told).toContain('BUSINESS_HOURS: "Tu 9-5": Tu is no day');
    expect(told).toContain('HOLIDAYS: "may": may is no date');
    expect(told).toContain('SLA: "low 4h": low is no priority');
  });

  it("the environment goes before .env", () => {
    expect(readConfig({ PORT: "4000" }, { PORT: "5000", HOST: "::1" })).toMatchObject({
      PORT: 4000,
      HOST: "::1",
    });
  });

  it("all faults are told at once, by name", () => {
    const told = faultsOf({
      PORT: "70000",
      LOG_LEVEL: "loud",
      PUBLIC_URL: "ftp://example.com",
      ADMIN_PASSWORD: "short",
      TRUST_PROXY: "yes",
      RATE_LIMITS: "telegram=fast",
      WEB_ALLOWED_ORIGINS: "https://www.example.com/path",
      TELEGRAM_WEBHOOK_SECRET: "short",
      TELEGRAM_UNCERTAIN: "maybe",
    });
    const names = told.split("\n").flatMap((line) => /^ {2}([A-Z_, ]+):/.exec(line)?.[1] ?? []);
    expect(names.sort()).toEqual([
      "ADMIN_EMAIL, ADMIN_PASSWORD",
      "ADMIN_PASSWORD",
      "LOG_LEVEL",
      "PORT",
      "PUBLIC_URL",
      "RATE_LIMITS",
      "TELEGRAM_UNCERTAIN",
      "TELEGRAM_WEBHOOK_SECRET",
      "TRUST_PROXY",
      "WEB_ALLOWED_ORIGINS",
    ]);
  });

  it("a fault repeats no value: it may be a secret pasted into the wrong line", () => {
    const told = faultsOf({
      LOG_LEVEL: "pasted-level",
      TENANT_NAME: "pasted-name".repeat(10),
      RATE_LIMITS: "web=100,pasted-rate",
      WEB_ALLOWED_ORIGINS: "https://www.example.com,pasted-origin",
      TRUST_PROXY: "pasted-proxy",
      ADMIN_EMAIL: "boss@example.com",
      ADMIN_PASSWORD: "hunter2",
      TELEGRAM_BOT_TOKEN: "nearly-a-token",
      TELEGRAM_WEBHOOK_SECRET: "sssh",
      WEB_IDENTITY_SECRET: "not-long-enough",
    });
    expect(told).toContain("RATE_LIMITS: entry 2");
    expect(told).toContain("WEB_ALLOWED_ORIGINS: entry 2");
    expect(told).not.toMatch(/pasted|boss@|hunter2|nearly-a-token|sssh|not-long-enough/);
  });

  it("NAME_FILE reads the value from a file, without its line break", () => {
    const password = "correct horse battery";
    const config = readConfig(
      { ADMIN_EMAIL: "boss@example.com", ADMIN_PASSWORD_FILE: fileWith(`${password}\n`) },
      {},
    );
    expect(config.ADMIN_PASSWORD).toBe(password);
    expect(config.secrets).toEqual([password]);
  });

  it("a value goes before its file, and a file that is not there is a fault", () => {
    expect(readConfig({ PORT: "4000", PORT_FILE: "/nowhere" }, {}).PORT).toBe(4000);
    expect(faultsOf({ PORT_FILE: "/nowhere" })).toContain("PORT_FILE: the file cannot be read (ENOENT)");
  });

  it("every secret is known, so that the log can take it out", () => {
    const token = "123456:ABC-def_ghijklmnopqrstuvwxyz01234567";
    const config = readConfig({ TELEGRAM_BOT_TOKEN: token, WEB_IDENTITY_SECRET: "s".repeat(40) }, {});
    expect([...config.secrets].sort()).toEqual([token, "s".repeat(40)].sort());
  });
});

describe("RATE_LIMITS", () => {
  it("sets the messages a second of a channel; the others keep their own", () => {
    const rates = ratesOf(readConfig({ RATE_LIMITS: "telegram=60, Web:2000" }, {}));
    expect(rates.perSecond("telegram:42")).toBe(60);
    expect(rates.perSecond("web")).toBe(2000);
    expect(rates.perSecond("console")).toBe(1000);
    expect(rates.perSecond("smoke")).toBe(20);
  });

  it("raises a customer's flood limit in proportion, and never lowers it", () => {
    const rates = ratesOf(readConfig({ RATE_LIMITS: "telegram=90 web=10" }, {}));
    expect(rates.factor("telegram:42")).toBe(3);
    expect(rates.factor("web")).toBe(1);
    expect(rates.factor("console")).toBe(1);
  });

  it.each(["telegram", "telegram=0", "telegram=-1", "=5", "telegram=1=2"])("refuses %s", (text) => {
    expect(faultsOf({ RATE_LIMITS: text })).toContain("RATE_LIMITS:");
  });
});

describe("an embedder", () => {
  const url = "https://api.example.com/v1";

  it("is an endpoint with its model, or a folder", () => {
    expect(readConfig({ EMBEDDINGS_URL: url, EMBEDDINGS_MODEL: "m" }, {}).EMBEDDINGS_URL).toBe(url);
    expect(readConfig({ EMBEDDINGS_DIR: "/srv/model" }, {}).EMBEDDINGS_DIR).toBe("/srv/model");
  });

  it.each([
    [{ EMBEDDINGS_URL: url }, "EMBEDDINGS_MODEL: name the model"],
    [{ EMBEDDINGS_URL: url, EMBEDDINGS_MODEL: "m", EMBEDDINGS_DIR: "x" }, "give one of them"],
    [{ EMBEDDINGS_KEY: "sk-invented" }, "EMBEDDINGS_URL: EMBEDDINGS_MODEL and EMBEDDINGS_KEY belong"],
    [{ EMBEDDINGS_URL: "api.example.com", EMBEDDINGS_MODEL: "m" }, "EMBEDDINGS_URL: use the root"],
    [
      { EMBEDDINGS_URL: "https://u:sk-invented@host/v1", EMBEDDINGS_MODEL: "m" },
      "put the key into EMBEDDINGS_KEY",
    ],
  ])("of %j is refused", (environment: Record<string, string>, fault) => {
    const told = faultsOf(environment);
    expect(told).toContain(fault);
    expect(told).not.toContain("sk-invented");
  });

  it("has a key that is never shown", () => {
    const settings = { EMBEDDINGS_URL: url, EMBEDDINGS_MODEL: "m", EMBEDDINGS_KEY: "sk-invented" };
    expect(readConfig(settings, {}).secrets).toEqual(["sk-invented"]);
  });
});

describe(".env.example", () => {
  const lines = readFileSync(join(ROOT, ".env.example"), "utf8").split("\n");
  const assigned = lines.flatMap((line) => /^([A-Z_]+)=/.exec(line)?.[1] ?? []);

  it("names exactly the variables that are read, each once and in the same order", () => {
    expect(assigned).toEqual(variableNames());
  });

  it("works as it stands", () => {
    const example = Object.fromEntries(
      lines.flatMap((line) => (/^[A-Z_]+=/.test(line) ? [line.split(/=(.*)/s).slice(0, 2)] : [])),
    );
    const { secrets, ...config } = readConfig(example, {});
    expect(config).toEqual({ ...readConfig({}, {}), secrets: undefined });
    expect(secrets).toEqual([]);
  });
});
