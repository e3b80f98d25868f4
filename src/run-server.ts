import { readConfig } from "./config.ts";
import { systemClock } from "./dispatch/clock.ts";
import { AppError, reasonOf } from "./errors.ts";
import { type Log, openLog } from "./log.ts";
import { type Running, serve } from "./serve.ts";

/**
 * Runs the server until SIGTERM or SIGINT. A second signal ends at once, and so does one that comes before anything
 * could have been sent.
 */
export async function runServer(environment: Record<string, string | undefined>): Promise<void> {
  const config = readConfig(environment);
  const log = openLog({ level: config.LOG_LEVEL, format: config.LOG_FORMAT, secrets: config.secrets });
  let signalled = false;
  let ended: Promise<void> | undefined;
  const sending = (stop: () => Promise<void>): void => {
    ended = signal().then(() => {
      signalled = true;
      return stopFirmly(stop, log);
    });
  };
  try {
    const running = await serve(config, { log, clock: systemClock, sending });
    if (!signalled) announce(running);
  } catch (error) {
    // What a stop cuts off in the middle of the start is no failure.
    if (!signalled) throw error;
  }
  // The stores' and servers' handles keep the process alive; the signal ends it.
  await ended;
}

async function stopFirmly(stop: () => Promise<void>, log: Log): Promise<void> {
  log.info({}, "stopping: finishing what is begun");
  process.once("SIGTERM", () => process.exit(1));
  process.once("SIGINT", () => process.exit(1));
  await stop();
  log.info({}, "stopped");
}

function announce(running: Running): void {
  const lines = [
    "",
    `  Customers chat at   ${running.url}/`,
    `  Agents work at      ${running.url}/inbox  (or: npx kefu queue list --as you@example.com)`,
    `  The desk's API is   ${running.url}/api/desk  (described at ${running.url}/api/openapi.json)`,
    `  Channels            ${running.channels().join(", ")}`,
  ];
  if (running.setupCode !== undefined) {
    lines.push(
      "",
      `  First admin: open ${running.url}/inbox/setup with code ${running.setupCode},`,
      "  or run: npx kefu agents add you@example.com --admin",
    );
  }
  process.stdout.write(`${lines.join("\n")}\n\n`);
}

function signal(): Promise<void> {
  return new Promise((resolve) => {
    process.once("SIGTERM", () => resolve());
    process.once("SIGINT", () => resolve());
  });
}

/** Ends with one clear message; a fault that is nobody's input shows its stack. */
export function die(error: unknown): never {
  const text =
    error instanceof AppError ? error.message : error instanceof Error ? error.stack : reasonOf(error);
  process.stderr.write(`kefu: ${text}\n`);
  process.exit(1);
}
