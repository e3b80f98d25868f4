import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { AppError } from "../errors.ts";
import type { FileStore } from "../store/files.ts";

/** What was uploaded and never sent is kept this long. */
const UNSENT_MS = 24 * 3_600_000;
/** Each look goes through the whole folder. */
const SWEEP_EVERY_MS = 3_600_000;

/** The bytes of files, in one folder, each once, by their SHA-256. */
export interface KeptBytes {
  /** Keeps bytes and, before anything is swept away, writes down whose they are. @throws AppError store_failed */
  keep<T>(bytes: Uint8Array, record: (hash: string) => Promise<T>): Promise<T>;
  /** Undefined when they are gone. */
  read(hash: string, signal: AbortSignal): Promise<Uint8Array | undefined>;
  /** Takes away what nobody sent within a day, and all bytes that are nobody's any more. */
  sweep(): Promise<void>;
}

export function keptBytes(deps: {
  files: Pick<FileStore, "sweep" | "hashes">;
  folder: string;
  now(): number;
}): KeptBytes {
  const { files, folder, now } = deps;
  let swept = Number.NEGATIVE_INFINITY;
  let line: Promise<unknown> = Promise.resolve();
  // One after the other: what is being swept away must not be what is just being kept.
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const done = line.then(work);
    line = done.catch(() => undefined);
    return done;
  };

  /** Also what a stop left in the middle, and what an erasure took the rows of. */
  const sweep = async (): Promise<void> => {
    await files.sweep(now() - UNSENT_MS);
    const kept = new Set(await files.hashes());
    const there = await readdir(folder).catch(() => []);
    for (const name of there) if (!kept.has(name)) await rm(join(folder, name), { force: true });
  };

  return {
    keep: (bytes, record) =>
      inTurn(async () => {
        if (swept + SWEEP_EVERY_MS <= now()) {
          await sweep();
          swept = now();
        }
        const hash = createHash("sha256").update(bytes).digest("hex");
        await write(folder, hash, bytes);
        return record(hash);
      }),
    read: (hash, signal) => readFile(join(folder, hash), { signal }).catch(() => undefined),
    sweep: () => inTurn(sweep),
  };
}

/** Written beside and renamed, so that a name always stands for the whole of its bytes. Only we may read it. */
async function write(folder: string, hash: string, bytes: Uint8Array): Promise<void> {
  const path = join(folder, hash);
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    if (await stat(path).catch(() => undefined)) return;
    await writeFile(`${path}.new`, bytes, { mode: 0o600, flush: true });
    await rename(`${path}.new`, path);
  } catch (cause) {
    throw new AppError("store_failed", "The file could not be written to the data folder.", {
      cause,
      retryable: true,
    });
  }
}
