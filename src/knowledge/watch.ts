import { watch as watchFiles } from "node:fs";
import { reasonOf } from "../errors.ts";
import { faultLine } from "./fault.ts";
import { folderSignature, isTemporary } from "./files.ts";
import { type LoadResult, loadKnowledge } from "./load.ts";
import type { ParsedCache } from "./parsed-cache.ts";

const DEBOUNCE_MS = 300;
/** Network and container file systems report no changes at all: look ourselves, names and times only. */
const POLL_MS = 2_000;

export interface WatchOptions {
  /** Hash of what is in use; a folder that differs from it is reported at once. */
  hash?: string;
  /** How long the folder must have been still before it is read. */
  debounceMs?: number;
  pollMs?: number;
  log?: { warn(fields: object, message: string): void };
  /** Where folders that were found sound are kept as read: then the first look parses nothing again. */
  cache?: ParsedCache | undefined;
}

/**
 * Calls `onChange` with the newly loaded folder whenever its contents have changed, or its faults have.
 * A fault counts only when a second reading shows it too: an editor may be half-way through a file.
 * Does not keep the process alive. After `close` there are no more calls.
 */
export function watchKnowledge(
  folder: string,
  onChange: (result: LoadResult) => void,
  options: WatchOptions = {},
): { close(): void } {
  const { debounceMs = DEBOUNCE_MS, pollMs = POLL_MS, log, cache } = options;
  let closed = false;
  let reported = options.hash;
  let seen: string | undefined;
  let pending: NodeJS.Timeout | undefined;
  let reading = false;

  async function settle(): Promise<void> {
    const { signature, result } = await settledLoad(folder, debounceMs, () => closed, cache);
    seen = signature;
    const outcome = identity(result);
    if (closed || outcome === reported) return;
    reported = outcome;
    if (!result.ok) log?.warn({ faults: result.faults.map(faultLine) }, "The changed knowledge has faults");
    onChange(result);
  }

  async function look(): Promise<void> {
    if (closed) return;
    if (reading) return soon();
    reading = true;
    try {
      if ((await folderSignature(folder)) !== seen) await settle();
    } catch (error) {
      log?.warn({ reason: reasonOf(error) }, "The knowledge folder could not be watched this time");
    } finally {
      reading = false;
    }
  }

  function soon(): void {
    clearTimeout(pending);
    pending = setTimeout(look, debounceMs).unref();
  }

  const poll = setInterval(look, pollMs).unref();
  const stopWatching = watchEvents(folder, soon, (error) =>
    log?.warn(
      { reason: reasonOf(error) },
      "Changes in the knowledge folder are noticed by looking every few seconds",
    ),
  );
  soon();
  return {
    close() {
      closed = true;
      clearInterval(poll);
      clearTimeout(pending);
      stopWatching();
    },
  };
}

/** Waits until nothing changes for `debounceMs`, then reads; a faulty folder is read once more after another wait. */
async function settledLoad(
  folder: string,
  debounceMs: number,
  isClosed: () => boolean,
  cache: ParsedCache | undefined,
): Promise<{ signature: string; result: LoadResult }> {
  let signature = await folderSignature(folder);
  for (let before = ""; before !== signature && !isClosed(); ) {
    before = signature;
    await pause(debounceMs);
    signature = await folderSignature(folder);
  }
  const result = await loadKnowledge(folder, cache);
  if (result.ok || isClosed()) return { signature, result };
  await pause(debounceMs);
  return { signature, result: await loadKnowledge(folder, cache) };
}

/** Events only make it faster: whatever they miss, the next look finds. */
function watchEvents(folder: string, changed: () => void, failed: (error: unknown) => void): () => void {
  try {
    const watcher = watchFiles(folder, { recursive: true, persistent: false }, (_event, name) => {
      if (name === null || !name.split(/[\\/]/).some(isTemporary)) changed();
    });
    watcher.on("error", (error) => {
      watcher.close();
      failed(error);
    });
    return () => watcher.close();
  } catch (error) {
    failed(error);
    return () => undefined;
  }
}

function identity(result: LoadResult): string {
  return result.ok ? result.knowledge.hash : result.faults.map(faultLine).join("\n");
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}
