import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { BenchApi } from "./bot-api.ts";
import { naiveKnowledge } from "./questions.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const MAIN = join(ROOT, "dist", "src", "main.js");
const NAIVE = fileURLToPath(new URL("./naive-bot.mjs", import.meta.url));
const READY_WITHIN_MS = 90_000;
const STOP_WITHIN_MS = 10_000;
const ASK_EVERY_MS = 5;

/** A bot in a process of its own. */
export interface Program {
  /** From spawn to ready, in milliseconds. */
  startMs: number;
  /** Resident memory now, in MB. */
  rss(): number;
  /** Processor time used since the start, in milliseconds: what a busy machine does not distort. */
  cpuMs(): number;
  stop(): Promise<void>;
}

/** True when a source was written after dist/ was built: then the figures are those of older code. */
export function isStale(): boolean {
  const built = statSync(join(ROOT, "dist", ".sources"), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return ["src", "adapters"].some((room) =>
    readdirSync(join(ROOT, room), { recursive: true, encoding: "utf8" }).some(
      (name) => name.endsWith(".ts") && statSync(join(ROOT, room, name)).mtimeMs > built,
    ),
  );
}

/** Flags for node in the children, such as `--cpu-prof`. */
export const nodeFlags: string[] = [];

let warmed: string | undefined;

/** The folder of this run: gone when it ends. */
export const folder = mkdtempSync(join(tmpdir(), "kefu-bench-"));
process.once("exit", () => rmSync(folder, { recursive: true, force: true }));

/** Starts the built program on an empty data folder whose index is there already. */
export async function startKefu(api: BenchApi | undefined): Promise<Program> {
  if (!existsSync(MAIN)) throw new Error("dist/ is missing. Run `npm run build` first.");
  if (warmed === undefined) {
    warmed = join(folder, "warm");
    await (await startOn(warmed, undefined)).stop();
  }
  const data = mkdtempSync(join(folder, "data-"));
  const cache = join(warmed, "cache");
  if (existsSync(cache)) cpSync(cache, join(data, "cache"), { recursive: true });
  return startOn(data, api);
}

async function startOn(data: string, api: BenchApi | undefined): Promise<Program> {
  const port = await freePort();
  const telegram = api && { TELEGRAM_BOT_TOKEN: api.token, TELEGRAM_API_ROOT: api.root };
  const env = { DATA_DIR: data, PORT: String(port), LOG_LEVEL: "error", RATE_LIMITS: "telegram=5000" };
  const begun = performance.now();
  const child = run(MAIN, { ...env, ...telegram });
  await until(child, async () => (await statusOf(`http://127.0.0.1:${port}/readyz`)) === 200);
  return programOf(child, performance.now() - begun);
}

/** Starts the naive bot; ready is when it asks for updates. */
export async function startNaive(api: BenchApi): Promise<Program> {
  const file = join(folder, "naive.json");
  writeFileSync(file, JSON.stringify(await naiveKnowledge()));
  const env = { NAIVE_KNOWLEDGE: file, TELEGRAM_BOT_TOKEN: api.token, TELEGRAM_API_ROOT: api.root };
  const before = api.calls.getUpdates ?? 0;
  const begun = performance.now();
  const child = run(NAIVE, env);
  await until(child, async () => (api.calls.getUpdates ?? 0) > before);
  return programOf(child, performance.now() - begun);
}

function run(file: string, env: Record<string, string>): ChildProcess {
  const { PATH = "", HOME = "" } = process.env;
  // In the run's folder, so that nobody's .env is read.
  return spawn(process.execPath, [...nodeFlags, file], {
    cwd: folder,
    env: { PATH, HOME, ...env },
    stdio: ["ignore", "ignore", "inherit"],
  });
}

function programOf(child: ChildProcess, startMs: number): Program {
  return {
    startMs,
    rss: () => Number(execFileSync("ps", ["-o", "rss=", "-p", String(child.pid)]).toString()) / 1024,
    cpuMs: () => cpuMsOf(child.pid ?? 0),
    async stop() {
      if (child.exitCode !== null) return;
      const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
      const impatient = setTimeout(() => child.kill("SIGKILL"), STOP_WITHIN_MS);
      child.kill("SIGTERM");
      await gone;
      clearTimeout(impatient);
    },
  };
}

/** User and system time from /proc, in ticks of 10 ms; not a number where there is no /proc. */
function cpuMsOf(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
    return 10 * (Number(fields[11]) + Number(fields[12]));
  } catch {
    return Number.NaN;
  }
}

async function until(child: ChildProcess, ready: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + READY_WITHIN_MS;
  while (!(await ready())) {
    if (child.exitCode !== null) throw new Error(`The program ended with ${child.exitCode}.`);
    if (performance.now() > end) {
      child.kill("SIGKILL");
      throw new Error("The program was not ready in time.");
    }
    await new Promise((resolve) => setTimeout(resolve, ASK_EVERY_MS));
  }
}

async function statusOf(url: string): Promise<number> {
  try {
    const response = await fetch(url);
    await response.arrayBuffer();
    return response.status;
  } catch {
    return 0;
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
