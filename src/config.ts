import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseEnv } from "node:util";
import { z } from "zod";
import { ADAPTERS } from "../adapters/index.ts";
import { readLadder } from "./desk/alert-ladder.ts";
import { readRetention } from "./desk/retention-days.ts";
import { AppError, reasonOf } from "./errors.ts";
import type { DeskTimes } from "./hours/desk-times.ts";
import { readHolidays } from "./hours/holidays.ts";
import type { Read } from "./hours/parts.ts";
import { DEFAULT_SLA, readTargets } from "./hours/targets.ts";
import { readWeekly } from "./hours/weekly.ts";
import { isZone } from "./hours/zone.ts";
import { isWebhookSecret, isWebhookUrl } from "./notify/webhook-call.ts";

/** A setting that is kept as written, once `reader` finds no fault in it. */
function read(reader: (text: string) => Read<unknown>, usual: string) {
  const faultless = (text: string, context: z.RefinementCtx): void => {
    const result = reader(text);
    if (!result.ok) context.addIssue({ code: "custom", message: result.faults.join("; ") });
  };
  return z.string().superRefine(faultless).default(usual);
}

function days(usual: number) {
  const error = "use a number of days from 0 to 365, like 3 or 0.5";
  return z.coerce.number({ error }).min(0, { error }).max(365, { error }).default(usual);
}

type Environment = Record<string, string | undefined>;

/** The project's root, from the source tree or from dist/. */
export const ROOT = projectRoot(fileURLToPath(new URL(".", import.meta.url)));

/** The program's version, from its package.json. */
export function version(): string {
  const manifest = JSON.parse(readFileSync(resolve(ROOT, "package.json"), "utf8")) as { version: string };
  return manifest.version;
}

/** Hash of the sources the running program was built from; undefined when it runs from source. */
export function buildStamp(): string | undefined {
  if (!import.meta.url.endsWith(".js")) return undefined;
  try {
    return readFileSync(join(ROOT, "dist", ".sources"), "utf8");
  } catch {
    return undefined;
  }
}

const LEVELS = ["trace", "debug", "info", "warn", "error"] as const;
/** Messages a second each channel takes, by the platform's own word (Telegram's bot FAQ: about 30 a second). */
const DEFAULT_RATES: Record<string, number> = { telegram: 30, web: 1000, console: 1000 };
const OTHER_RATE = 20;
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const MINUTES = "use a number of minutes from 0 to 1440";

/** The core's own variables. Those of the channels stand in each adapter's settings. */
const core = {
  PORT: z.coerce.number({ error: "use a port number" }).int().min(0).max(65535).default(3000),
  HOST: z.string().default("127.0.0.1"),
  DATA_DIR: z.string().default("./data"),
  LOG_LEVEL: z.enum(LEVELS, { error: `use one of ${LEVELS.join(", ")}` }).default("info"),
  LOG_FORMAT: z.enum(["text", "json"], { error: "use text or json" }).default("text"),
  PUBLIC_URL: z
    .url({ protocol: /^https?$/, error: "use the address customers reach, like https://help.example.com" })
    .optional(),
  TENANT_NAME: z.string().max(80, { error: "use at most 80 characters" }).default("tpWallet"),
  TIME_ZONE: z
    .string()
    .refine(isZone, { error: "no time zone by this name; write it like Asia/Shanghai or Europe/Berlin" })
    .default("UTC"),
  BUSINESS_HOURS: read(readWeekly, ""),
  HOLIDAYS: read(readHolidays, ""),
  SLA: read(readTargets, DEFAULT_SLA),
  AUTO_RESOLVE_DAYS: days(0),
  AUTO_RESOLVE_GRACE_DAYS: days(1),
  QUEUE_NOTE_MINUTES: z.coerce
    .number({ error: MINUTES })
    .min(0, { error: MINUTES })
    .max(1440, { error: MINUTES })
    .default(30),
  STAFF_LOCALE: z.enum(["zh", "en"], { error: "use zh or en" }).default("en"),
  ADMIN_EMAIL: z.email({ error: "use an e-mail address" }).optional(),
  ADMIN_PASSWORD: z.string().min(12, { error: "use at least 12 characters" }).optional(),
  KNOWLEDGE_DIR: z.string().optional(),
  TRUST_PROXY: z
    .string()
    .regex(/^(\d{1,2}|loopback)$/, { error: "use the number of proxies in front of kefu, or loopback" })
    .optional(),
  ALERT_STEPS: z
    .string()
    .optional()
    .transform((text, context) => {
      const ladder = readLadder(text);
      if (ladder !== undefined) return ladder;
      context.addIssue({ code: "custom", message: "write it like room=2m,mail=5m,second=10m,repeat=30m" });
      return z.NEVER;
    }),
  ANSWER_WITHIN: z.coerce
    .number({ error: "use a number of seconds" })
    .min(5, { error: "use 5 seconds or more" })
    .max(600, { error: "use 600 seconds or less" })
    .default(30),
  SMTP_URL: z
    .url({ protocol: /^smtps?$/, error: "use smtp://user:password@host:587 or smtps://user:password@host" })
    .optional(),
  MAIL_FROM: z
    .string()
    .regex(/^(?:[^<>\r\n]*<)?[^\s<>@]+@[\w.-]+>?$/, { error: "use an address, or Name <address>" })
    .optional(),
  WEBHOOK_URL: z
    .string()
    .refine(isWebhookUrl, {
      error: "use an https address (http to this machine alone), without a password in it",
    })
    .optional(),
  WEBHOOK_SECRET: z
    .string()
    .refine(isWebhookSecret, { error: "use whsec_ and 24 bytes or more in base64 (openssl rand -base64 32)" })
    .optional(),
  RETENTION_DAYS: read(readRetention, ""),
  RATE_LIMITS: z.string().optional().transform(readRates),
  EMBEDDINGS_URL: z
    .url({ protocol: /^https?$/, error: "use the root of an OpenAI-compatible API, like https://host/v1" })
    .refine((url) => !/^https?:\/\/[^/]*@/i.test(url), { error: "put the key into EMBEDDINGS_KEY, not here" })
    .optional(),
  EMBEDDINGS_MODEL: z.string().optional(),
  EMBEDDINGS_KEY: z.string().optional(),
  EMBEDDINGS_DIR: z.string().optional(),
} satisfies z.ZodRawShape;

export interface Config extends z.output<z.ZodObject<typeof core>> {
  dataFolder: string;
  knowledgeFolder: string;
  /** Everything the adapters' own schemas read, validated. */
  channels: Record<string, unknown>;
  /** Values that must never be shown. */
  secrets: string[];
}

const SECRET_NAME = /TOKEN|SECRET|PASSWORD|KEY$|^SMTP_URL$/;

/** Every variable kefu reads, in the order `.env.example` shows them. */
export function variableNames(): string[] {
  return [...Object.keys(core), ...ADAPTERS.flatMap((adapter) => Object.keys(adapter.variables))];
}

/**
 * Reads the settings: `.env` in the working folder below the environment. Empty means unset, `NAME_FILE` names a file
 * that holds the value. Every fault is reported at once, by name and never by value.
 */
export function readConfig(environment: Environment, dotEnv: Environment = readDotEnv()): Config {
  const faults: string[] = [];
  const set = fromFiles(withoutEmpty({ ...dotEnv, ...environment }), faults);
  const own = check(z.object(core), set, faults);
  const channels = check(
    z.object(Object.assign({}, ...ADAPTERS.map((adapter) => adapter.variables))),
    set,
    faults,
  );
  if ((set.ADMIN_EMAIL === undefined) !== (set.ADMIN_PASSWORD === undefined)) {
    faults.push("ADMIN_EMAIL, ADMIN_PASSWORD: give both, or neither");
  }
  faults.push(...togetherFaults(set));
  faults.push(...embeddingFaults(set));
  if (own === undefined || channels === undefined || faults.length > 0) {
    throw new AppError(
      "config_invalid",
      `Fix these settings (in .env or the environment):\n${faults.map((fault) => `  ${fault}`).join("\n")}`,
    );
  }
  return {
    ...own,
    dataFolder: resolve(own.DATA_DIR),
    knowledgeFolder: resolve(own.KNOWLEDGE_DIR ?? resolve(ROOT, "knowledge")),
    channels,
    secrets: variableNames().flatMap((name) => (SECRET_NAME.test(name) ? (set[name]?.trim() ?? []) : [])),
  };
}

/** Settings that are of use only together. */
function togetherFaults(set: Environment): string[] {
  const pairs = [
    ["SMTP_URL", "MAIL_FROM"],
    ["WEBHOOK_URL", "WEBHOOK_SECRET"],
  ] as const;
  return pairs.flatMap(([a, b]) =>
    (set[a] === undefined) === (set[b] === undefined) ? [] : [`${a}, ${b}: give both, or neither`],
  );
}

function embeddingFaults(set: Environment): string[] {
  const has = (name: string) => set[`EMBEDDINGS_${name}`] !== undefined;
  if (has("URL") && has("DIR")) return ["EMBEDDINGS_URL, EMBEDDINGS_DIR: give one of them"];
  if (has("URL") && !has("MODEL")) return ["EMBEDDINGS_MODEL: name the model that EMBEDDINGS_URL is to use"];
  if (!has("URL") && (has("MODEL") || has("KEY"))) {
    return ["EMBEDDINGS_URL: EMBEDDINGS_MODEL and EMBEDDINGS_KEY belong to an endpoint, and none is given"];
  }
  return [];
}

/** Messages a second for a channel's account ("telegram:42" → telegram). */
export function ratesOf(config: Pick<Config, "RATE_LIMITS">) {
  const channel = (account: string) => account.split(":")[0] ?? account;
  const usual = (account: string) => DEFAULT_RATES[channel(account)] ?? OTHER_RATE;
  const perSecond = (account: string) => config.RATE_LIMITS[channel(account)] ?? usual(account);
  return {
    perSecond,
    /** How many times the usual limit was asked for; a customer's flood limit and a chat's pace grow with it. */
    factor: (account: string) => Math.max(1, perSecond(account) / usual(account)),
  };
}

/** The desk's hours, targets and patience, as events carry them. */
export function deskTimes(config: Config): DeskTimes {
  const { TIME_ZONE: zone, BUSINESS_HOURS: hours, HOLIDAYS: holidays, SLA: sla } = config;
  const { AUTO_RESOLVE_DAYS: after, AUTO_RESOLVE_GRACE_DAYS: grace } = config;
  return {
    zone,
    hours,
    holidays,
    sla,
    noteEveryMs: config.QUEUE_NOTE_MINUTES * MINUTE_MS,
    ...(after > 0 ? { autoResolve: { afterMs: after * DAY_MS, graceMs: grace * DAY_MS } } : {}),
  };
}

function readRates(text: string | undefined, context: z.RefinementCtx): Record<string, number> {
  const rates: Record<string, number> = {};
  for (const [n, entry] of (text ?? "")
    .split(/[,;\s]+/)
    .filter(Boolean)
    .entries()) {
    const [, name, number] = /^([a-z]+)[=:](\d+(?:\.\d+)?)$/i.exec(entry) ?? [];
    if (name === undefined || Number(number) <= 0) {
      context.addIssue({
        code: "custom",
        message: `entry ${n + 1} is not a limit; write channel=messages a second, like telegram=30,web=1000`,
      });
    } else {
      rates[name.toLowerCase()] = Number(number);
    }
  }
  return rates;
}

function check<Shape extends z.ZodRawShape>(schema: z.ZodObject<Shape>, set: Environment, faults: string[]) {
  const result = schema.safeParse(set);
  if (result.success) return result.data;
  for (const issue of result.error.issues) faults.push(`${issue.path.join(".")}: ${issue.message}`);
  return undefined;
}

function withoutEmpty(set: Environment): Environment {
  return Object.fromEntries(
    Object.entries(set).filter(([, value]) => value !== undefined && value.trim() !== ""),
  );
}

function fromFiles(set: Environment, faults: string[]): Environment {
  const read = { ...set };
  for (const name of variableNames()) {
    const file = set[`${name}_FILE`];
    if (file === undefined || set[name] !== undefined) continue;
    try {
      read[name] = readFileSync(file, "utf8").trim();
    } catch (error) {
      faults.push(
        `${name}_FILE: the file cannot be read (${(error as NodeJS.ErrnoException).code ?? reasonOf(error)})`,
      );
    }
  }
  return read;
}

function readDotEnv(): Environment {
  try {
    return parseEnv(readFileSync(".env", "utf8")) as Environment;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return {};
    throw new AppError(
      "config_invalid",
      `.env cannot be read: ${reasonOf(error)}. Make it readable, or remove it.`,
    );
  }
}

function projectRoot(here: string): string {
  const root = resolve(here, "..");
  return root.endsWith("/dist") ? resolve(root, "..") : root;
}
