import { ADAPTERS } from "../../adapters/index.ts";
import type { Channel, ChannelHealth } from "../channel/contract.ts";
import { type Diagnosis, type Finding, fault, warning } from "../channel/diagnosis.ts";
import { type Config, readConfig } from "../config.ts";
import { commandMenus } from "../conversation/phrases/phrases.ts";
import { systemClock } from "../dispatch/clock.ts";
import { AppError, reasonOf } from "../errors.ts";
import { type Log, openLog } from "../log.ts";
import { connectToServer, type DeskClient } from "./desk-client.ts";
import { coreFindings, type RunningServer } from "./doctor-core.ts";
import { folderFindings } from "./doctor-folder.ts";
import { show } from "./output.ts";

export interface AccountFindings {
  account: string;
  findings: Finding[];
}

/** How long one account may take; all are asked at once. */
const ACCOUNT_MS = 10_000;

/**
 * `kefu doctor`: what is wrong with this installation and each account, and how to mend it. Beside a server and without
 * one; changes nothing anywhere. A fault makes the exit code 1.
 */
export async function doctor(
  options: { json?: boolean },
  environment: Record<string, string | undefined>,
): Promise<void> {
  const accounts = await examined(environment);
  const findings = accounts.flatMap((one) => one.findings);
  const sick = findings.some(({ level }) => level === "fault");
  show(options.json, { ok: !sick, accounts }, () => readable(accounts));
  if (sick) process.exitCode = 1;
}

async function examined(environment: Record<string, string | undefined>): Promise<AccountFindings[]> {
  let config: Config;
  try {
    config = readConfig(environment);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const mend = "Correct them in .env or the environment, and run kefu doctor again.";
    return [{ account: "kefu", findings: [fault("settings_invalid", error.message, mend)] }];
  }
  const accounts = await examine(config);
  return accounts.map(({ account, findings }) => ({
    account,
    findings: findings.map((one) => ({
      ...one,
      what: withoutSecrets(one.what, config.secrets),
      mend: withoutSecrets(one.mend, config.secrets),
    })),
  }));
}

/** An adapter names no secret; should one slip, it ends here. */
function withoutSecrets(text: string, secrets: readonly string[]): string {
  return secrets.reduce((told, secret) => told.replaceAll(secret, "[secret]"), text);
}

async function examine(config: Config): Promise<AccountFindings[]> {
  const log = openLog({ level: "error", format: config.LOG_FORMAT, secrets: config.secrets });
  const server = await connectToServer(config);
  const running = server === undefined ? undefined : await stateOf(server);
  const core = coreFindings(config, running).then((findings) => ({
    account: "kefu",
    findings: [...folderFindings(config.dataFolder, running !== undefined), ...findings],
  }));
  const accounts = ADAPTERS.map((adapter) => account(adapter, config, log, running));
  const [own, ...told] = await Promise.all([core, ...accounts]);
  return [own, ...told.flat()];
}

async function stateOf(server: DeskClient): Promise<RunningServer> {
  const health = await server.request<Omit<RunningServer, "admin">>({ method: "GET", path: "/local/health" });
  const { agents } = await server.request<{ agents: { role: string; disabledAt?: number }[] }>({
    method: "GET",
    path: "/local/agents",
  });
  return {
    ...health,
    admin: agents.some(({ role, disabledAt }) => role === "admin" && disabledAt === undefined),
  };
}

async function account(
  adapter: (typeof ADAPTERS)[number],
  config: Config,
  log: Log,
  running: RunningServer | undefined,
): Promise<AccountFindings[]> {
  let channel: Channel | undefined;
  try {
    channel = await adapter.open(config.channels, {
      log,
      now: systemClock.now,
      ...(config.PUBLIC_URL === undefined ? {} : { publicUrl: config.PUBLIC_URL }),
      commands: commandMenus(),
    });
  } catch (error) {
    const mend = "Run npm ci; if it stays, report it.";
    return [{ account: adapter.name, findings: [fault("channel_broken", reasonOf(error), mend)] }];
  }
  if (channel === undefined) return [];
  try {
    const serving = running?.channels[channel.account];
    const asked = { now: systemClock.now(), ...(serving === undefined ? {} : { serving }) };
    const told = (await diagnosed(channel, asked)) ?? [];
    return [{ account: channel.account, findings: [...told, ...stateFindings(serving, running, told)] }];
  } finally {
    await channel.close();
  }
}

/** What a channel finds within its time. */
export async function diagnosed(
  channel: Pick<Channel, "diagnose">,
  asked: Diagnosis,
  withinMs = ACCOUNT_MS,
): Promise<Finding[]> {
  const limit = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Finding[]>((resolve) => {
    timer = setTimeout(() => {
      limit.abort();
      const what = `The platform did not answer within ${withinMs / 1_000} s.`;
      resolve([
        fault("diagnosis_late", what, "Check the network from this machine, and run kefu doctor again."),
      ]);
    }, withinMs);
  });
  try {
    return await Promise.race([channel.diagnose?.(asked, limit.signal) ?? [], late]);
  } catch (error) {
    return [fault("diagnosis_failed", reasonOf(error), "See the log of the server; report it if it stays.")];
  } finally {
    clearTimeout(timer);
    // Whatever is still asked is of no interest any more, and would keep the process alive.
    limit.abort();
  }
}

/** The server's own word for the account, unless the platform's explains it already. */
export function stateFindings(
  serving: ChannelHealth | undefined,
  running: RunningServer | undefined,
  told: readonly Finding[],
): Finding[] {
  if (running === undefined) return [];
  if (serving === undefined) {
    const what = "The running server does not know this account: it was started with other settings.";
    return [warning("channel_not_running", what, "Restart the server.")];
  }
  if (serving.state !== "down" && serving.state !== "degraded") return [];
  const what = `The running server says it is ${serving.state}${serving.detail === undefined ? "." : `: ${serving.detail}`}`;
  const explained = told.some(({ level }) => level !== "ok");
  const mend = explained
    ? "See what else is named here, then restart the server."
    : "See the log; restart the server.";
  return [
    serving.state === "down" ? fault("channel_down", what, mend) : warning("channel_degraded", what, mend),
  ];
}

const SIGNS = { ok: "ok     ", warning: "WARNING", fault: "FAULT  " } as const;

export function readable(accounts: readonly AccountFindings[]): string {
  const parts = accounts.map(({ account, findings }) => [account, ...findings.flatMap(linesOf)].join("\n"));
  const all = accounts.flatMap(({ findings }) => findings);
  const faults = all.filter(({ level }) => level === "fault").length;
  const warnings = all.filter(({ level }) => level === "warning").length;
  const verdict =
    faults + warnings === 0
      ? "All is well."
      : `${counted(faults, "fault")}, ${counted(warnings, "warning")}.`;
  return `${parts.join("\n\n")}\n\n${verdict}`;
}

function linesOf({ level, code, what, mend }: Finding): string[] {
  const told = `  ${SIGNS[level]}  ${what}${level === "ok" ? "" : `  [${code}]`}`;
  return mend === "" ? [told] : [told, `           -> ${mend}`];
}

function counted(n: number, what: string): string {
  return `${n} ${what}${n === 1 ? "" : "s"}`;
}
