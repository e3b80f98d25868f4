import { type ChildProcess, spawn } from "node:child_process";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, onTestFinished, vi } from "vitest";

const ROOT = resolve(import.meta.dirname, "../..");
/** A few topics in both languages: a program that learns them starts in a second. */
export const SMALL_KNOWLEDGE = join(ROOT, "tests/fixtures/knowledge");
export const SHIPPED_KNOWLEDGE = join(ROOT, "knowledge");

const TSX = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;
const START_MS = 80_000;

// Whole programs start, stop and start again here: on a busy machine that takes its time.
vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 });

interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** The real program in a process of its own, as its operator sees it. */
export interface Kefu {
  readonly url: string;
  readonly folder: string;
  readonly pid: number;
  stdout(): string;
  stderr(): string;
  /** Resolves once stderr matches. */
  logged(pattern: RegExp): Promise<void>;
  readyz(): Promise<{ status: number; body: Readyz }>;
  /** Asks /readyz until it is as wanted. */
  untilReadyz(wanted: (body: Readyz) => boolean): Promise<Readyz>;
  /** Resolves with the exit, however it came about. */
  readonly exit: Promise<Exit>;
  kill(signal?: NodeJS.Signals): Promise<Exit>;
}

interface Readyz {
  status: string;
  phase: string;
  channels: Record<string, { state: string; detail?: string }>;
  knowledge: { state: string; detail?: string };
  embeddings?: { state: string; detail?: string };
}

type Environment = Record<string, string>;

/** Told what must be undone when the test, or the file, is over. */
export type Ending = (undo: () => void | Promise<void>) => void;

/** A data folder that is gone after the test. */
export async function dataFolder(ending: Ending = onTestFinished): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "kefu-e2e-"));
  ending(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

export interface StartOptions {
  folder?: string;
  env?: Environment;
}

/** Starts the server and waits until it is ready. It ends with the test, whatever happens in it. */
export async function startKefu(options: StartOptions = {}, ending: Ending = onTestFinished): Promise<Kefu> {
  const folder = options.folder ?? (await dataFolder(ending));
  await takeIndexAlong(folder);
  const program = launch("src/main.ts", [], { folder, env: options.env ?? {} });
  ending(async () => {
    program.child.kill("SIGKILL");
    await program.exit;
  });
  const printed = program.until("stdout", /Customers chat at\s+(http:\S+)\//);
  const found = await Promise.race([printed, program.exit.then(() => undefined)]);
  if (found === undefined) throw new Error(`kefu did not start:\n${program.stderr()}`);
  const kefu = handle(program, found[1] ?? "", folder);
  await kefu.untilReadyz(({ phase }) => phase === "running");
  await keepIndex(folder);
  return kefu;
}

/** Starts the server and waits for nothing; gives the way to signal it, and its end. */
export function beginKefu(options: { folder: string; env: Environment }) {
  const program = launch("src/main.ts", [], options);
  onTestFinished(() => void program.child.kill("SIGKILL"));
  return {
    stdout: program.stdout,
    async kill(signal: NodeJS.Signals): Promise<Exit> {
      program.child.kill(signal);
      return program.exit;
    },
  };
}

/** One server for all tests of a file: their customers do not know each other. */
export function sharedKefu(options: (ending: Ending) => Promise<StartOptions> | StartOptions): () => Kefu {
  let kefu: Kefu | undefined;
  const undone: (() => void | Promise<void>)[] = [];
  const ending: Ending = (undo) => void undone.unshift(undo);
  beforeAll(async () => {
    kefu = await startKefu(await options(ending), ending);
  });
  afterAll(async () => {
    for (const undo of undone) await undo();
  });
  return () => {
    if (kefu === undefined) throw new Error("the server is not started yet");
    return kefu;
  };
}

/** Starts the server where it is expected to refuse, and gives its last words. */
export async function refusedStart(options: StartOptions) {
  const folder = options.folder ?? (await dataFolder());
  return runToEnd("src/main.ts", [], { folder, env: options.env ?? {} });
}

/** Runs one command of the command line to its end. */
export async function kefuCommand(
  args: string[],
  options: { folder: string; env?: Environment; input?: string },
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  await takeIndexAlong(options.folder);
  const done = await runToEnd("src/cli.ts", args, { env: {}, ...options });
  await keepIndex(options.folder);
  return done;
}

async function runToEnd(
  script: string,
  args: string[],
  options: { folder: string; env: Environment; input?: string },
) {
  const program = launch(script, args, options);
  program.child.stdin?.end(options.input ?? "");
  const { code } = await program.exit;
  return { code, stdout: program.stdout(), stderr: program.stderr() };
}

function launch(script: string, args: string[], { folder, env }: { folder: string; env: Environment }) {
  const child = spawn(process.execPath, ["--import", TSX, join(ROOT, script), ...args], {
    // Away from the checkout: a developer's .env is none of the test's settings.
    cwd: folder,
    env: {
      PATH: process.env.PATH ?? "",
      DATA_DIR: folder,
      PORT: "0",
      KNOWLEDGE_DIR: SMALL_KNOWLEDGE,
      ...env,
    },
    stdio: "pipe",
  });
  const text = { stdout: "", stderr: "" };
  const watchers = new Set<() => void>();
  for (const name of ["stdout", "stderr"] as const) {
    child[name].setEncoding("utf8").on("data", (chunk: string) => {
      text[name] += chunk;
      for (const look of watchers) look();
    });
  }
  const exit = new Promise<Exit>((done) => child.on("close", (code, signal) => done({ code, signal })));
  const until = (name: "stdout" | "stderr", pattern: RegExp): Promise<RegExpExecArray> =>
    new Promise((found, missed) => {
      const guard = setTimeout(
        () => missed(new Error(`${pattern} was not printed:\n${text.stdout}${text.stderr}`)),
        START_MS,
      );
      const look = () => {
        const match = pattern.exec(text[name]);
        if (match === null) return;
        clearTimeout(guard);
        watchers.delete(look);
        found(match);
      };
      watchers.add(look);
      void exit.then(() => clearTimeout(guard));
      look();
    });
  return { child: child as ChildProcess, exit, until, stdout: () => text.stdout, stderr: () => text.stderr };
}

function handle(program: ReturnType<typeof launch>, url: string, folder: string): Kefu {
  const readyz = async () => {
    const answer = await fetch(`${url}/readyz`);
    return { status: answer.status, body: (await answer.json()) as Readyz };
  };
  return {
    url,
    folder,
    pid: program.child.pid ?? 0,
    stdout: program.stdout,
    stderr: program.stderr,
    async logged(pattern) {
      await program.until("stderr", pattern);
    },
    readyz,
    async untilReadyz(wanted) {
      const deadline = performance.now() + START_MS;
      for (;;) {
        const { body } = await readyz();
        if (wanted(body)) return body;
        if (performance.now() > deadline) throw new Error(`/readyz stayed at ${JSON.stringify(body)}`);
        // There is nothing to listen to: an operator's probe asks again as well.
        await new Promise((again) => setTimeout(again, 50));
      }
    },
    exit: program.exit,
    async kill(signal = "SIGTERM") {
      program.child.kill(signal);
      return program.exit;
    },
  };
}

/** The first program of a test file trains the matcher, the others find its index. */
let indexes: Promise<string> | undefined;

afterAll(async () => {
  if (indexes !== undefined) await rm(await indexes, { recursive: true, force: true });
});

async function keepIndex(folder: string): Promise<void> {
  indexes ??= mkdtemp(join(tmpdir(), "kefu-e2e-index-"));
  // A command that needed no matcher has left no index.
  await cp(join(folder, "cache"), await indexes, { recursive: true, force: false }).catch(() => undefined);
}

async function takeIndexAlong(folder: string): Promise<void> {
  if (indexes !== undefined)
    await cp(await indexes, join(folder, "cache"), { recursive: true, force: false });
}
