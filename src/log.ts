import { type Logger, pino } from "pino";

/** What everyone logs through. Nothing that a customer wrote is ever logged, only ids and codes. */
export interface Log {
  debug(fields: Record<string, unknown>, message: string): void;
  info(fields: Record<string, unknown>, message: string): void;
  warn(fields: Record<string, unknown>, message: string): void;
  error(fields: Record<string, unknown>, message: string): void;
}

/** Shapes of credentials that must not reach a log even when they are not configured ones. */
const CREDENTIALS =
  /\b\d{6,}:[\w-]{35}\b|\bxox[abeprs]-[\w-]+|\bxapp-[\w-]+|\bBearer\s+[\w.~+/-]+=*|(?<=\/bot)[^/\s]+(?=\/)/g;

/** Replaces every configured secret, and everything shaped like a credential, by "[redacted]". */
export function redactor(secrets: readonly string[]): (text: string) => string {
  // In JSON a secret with a quote or a backslash stands in another spelling.
  const known = secrets
    .filter((secret) => secret.length >= 6)
    .flatMap((secret) => [...new Set([secret, JSON.stringify(secret).slice(1, -1)])]);
  return (text) =>
    known
      .reduce((clean, secret) => clean.replaceAll(secret, "[redacted]"), text)
      .replace(CREDENTIALS, "[redacted]");
}

/**
 * Opens the log on stderr-like `destination`. Every line passes the redactor whole, so a secret cannot
 * hide in a nested field, an error's stack or a URL.
 */
export function openLog(
  settings: { level: string; format: "json" | "text"; secrets: readonly string[] },
  write: (line: string) => void = (line) => process.stderr.write(line),
): Log {
  const clean = redactor(settings.secrets);
  const stream = {
    write: (line: string) => write(clean(settings.format === "json" ? line : asText(line))),
  };
  const logger: Logger = pino(
    { level: settings.level, base: null, timestamp: pino.stdTimeFunctions.isoTime },
    stream,
  );
  return logger;
}

/** One readable line per entry: time, level, message, then the fields. */
function asText(line: string): string {
  const { time, level, msg, ...fields } = JSON.parse(line) as Record<string, unknown>;
  const name = pino.levels.labels[Number(level)] ?? String(level);
  const rest = Object.entries(fields).map(
    ([key, value]) => `${key}=${typeof value === "string" ? value : JSON.stringify(value)}`,
  );
  return `${[String(time), name.toUpperCase().padEnd(5), String(msg ?? ""), ...rest].join(" ")}\n`;
}

/** A log that keeps nothing, for callers that have no use for one. */
export const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {} };
