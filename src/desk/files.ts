import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type FileBytes, type FileRef, LARGEST_CARRIED_FILE } from "../channel/contract.ts";
import { AppError } from "../errors.ts";
import type { FileStore, StoredFile } from "../store/files.ts";
import { kindOf, SENDABLE } from "./file-kind.ts";

/** What was uploaded and never sent is kept this long. */
const UNSENT_MS = 24 * 3_600_000;
/** Each look goes through the whole folder. */
const SWEEP_EVERY_MS = 3_600_000;

/**
 * The files that agents send. To the channels they are the files of one more account: what carries a file from one
 * platform to another carries these too.
 */
export interface DeskFiles {
  readonly account: string;
  /** Keeps a file for one conversation. @throws AppError input_invalid, too_large, store_failed */
  add(file: {
    conversationId: string;
    agentId: string;
    name: string;
    bytes: Uint8Array;
  }): Promise<StoredFile>;
  /** The files as a message carries them, in this order. @throws AppError input_invalid for another conversation's */
  refs(conversationId: string, ids: readonly string[]): Promise<FileRef[]>;
  /** Takes away the bytes that belong to no conversation any more. */
  sweep(): Promise<void>;
  /** @throws AppError not_found */
  fetch(file: FileRef, signal: AbortSignal): Promise<FileBytes>;
}

export function deskFiles(deps: { files: FileStore; folder: string; now(): number }): DeskFiles {
  const { files, folder, now } = deps;
  const pathOf = (hash: string): string => join(folder, hash);
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
    account: ACCOUNT,
    add: ({ conversationId, agentId, name, bytes }) =>
      inTurn(async () => {
        const what = assertSendable(name, bytes);
        if (swept + SWEEP_EVERY_MS <= now()) {
          await sweep();
          swept = now();
        }
        const hash = createHash("sha256").update(bytes).digest("hex");
        await keep(folder, hash, bytes);
        return files.add({
          conversationId,
          agentId,
          name,
          hash,
          ...what,
          bytes: bytes.byteLength,
          at: now(),
        });
      }),
    sweep: () => inTurn(sweep),
    refs: (conversationId, ids) =>
      Promise.all(
        ids.map(async (id) => {
          const file = await files.get(id);
          if (file === undefined || file.conversationId !== conversationId) {
            throw new AppError("input_invalid", `files: ${id} was not uploaded for this conversation.`);
          }
          const { kind, name, mime, bytes } = file;
          return { id, account: ACCOUNT, kind, name, mime, bytes };
        }),
      ),
    async fetch({ id }, signal) {
      const file = await files.get(id);
      const bytes = file && (await readFile(pathOf(file.hash), { signal }).catch(() => undefined));
      if (file === undefined || bytes === undefined) {
        throw new AppError("not_found", "This file is not here any more.");
      }
      return { bytes, name: file.name, mime: file.mime };
    },
  };
}

/** Beside the channels' accounts, whose names it cannot have. */
const ACCOUNT = "desk";

function assertSendable(name: string, bytes: Uint8Array): Pick<StoredFile, "kind" | "mime"> {
  if (bytes.byteLength === 0) throw new AppError("input_invalid", "file: is empty.");
  if (bytes.byteLength > LARGEST_CARRIED_FILE) {
    throw new AppError("too_large", "file: may have 20 MB at most. Send a smaller one, or a link to it.");
  }
  const what = kindOf(name, bytes);
  if (what !== undefined) return what;
  throw new AppError("input_invalid", `file: this kind cannot be sent. Send one of ${SENDABLE}.`);
}

/** Written beside and renamed, so that a name always stands for the whole of its bytes. Only we may read it. */
async function keep(folder: string, hash: string, bytes: Uint8Array): Promise<void> {
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
