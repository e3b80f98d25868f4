import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import { type Platform, sleep } from "./platform.ts";

const CHILD = fileURLToPath(new URL("./child.ts", import.meta.url));

export interface Child {
  /** Messages that wait to be handled, and rows that wait to be sent. */
  workLeft(): Promise<number>;
  /** Ends it and resolves with its exit code, null when a signal ended it, and what it wrote to stderr. */
  end(signal: "SIGKILL" | "SIGTERM"): Promise<{ code: number | null; ms: number; errors: string }>;
}

/** Starts the child and resolves when it has asked the platform for the first time. It ends with the test, whatever happens. */
export async function startChild(
  folder: string,
  platform: Platform,
  policy: "hold" | "resend",
): Promise<Child> {
  const awake = platform.nextRequest();
  const process_ = spawn(process.execPath, ["--import", "tsx", CHILD, folder, platform.url, policy], {
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  onTestFinished(() => void process_.kill("SIGKILL"));
  let errors = "";
  process_.stderr?.on("data", (chunk) => {
    errors += String(chunk);
  });
  const gone = exitOf(process_);
  const early = gone.then((code) => {
    throw new Error(`the child ended by itself (${code}): ${errors}`);
  });
  early.catch(() => undefined);
  await Promise.race([awake, early]);
  return {
    workLeft: () =>
      new Promise((resolve) => {
        process_.once("message", (count) => resolve(Number(count)));
        process_.send("work left?");
      }),
    async end(signal) {
      const began = Date.now();
      process_.kill(signal);
      const code = await gone;
      return { code, ms: Date.now() - began, errors };
    },
  };
}

function exitOf(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => child.once("exit", (code) => resolve(code)));
}

/**
 * Resolves when nothing was asked to be posted for `ms` and nothing is left to handle or to send: a refused
 * post may wait longer for its next turn than any silence. Rejects when there still is after `most`.
 */
export async function settled(platform: Platform, child: Child, ms: number, most: number): Promise<void> {
  const end = Date.now() + most;
  for (;;) {
    const left = platform.quietFor() < ms ? undefined : await child.workLeft();
    if (left === 0) return;
    if (Date.now() > end)
      throw new Error(`after ${most} ms ${left ?? "some"} messages are still on their way`);
    await sleep(100);
  }
}
