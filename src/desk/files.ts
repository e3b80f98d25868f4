import { type FileBytes, type FileRef, LARGEST_CARRIED_FILE } from "../channel/contract.ts";
import { AppError } from "../errors.ts";
import type { FileStore, StoredFile } from "../store/files.ts";
import { assertSendable } from "./file-kind.ts";
import type { KeptBytes } from "./kept-bytes.ts";

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

export function deskFiles(deps: { files: FileStore; kept: KeptBytes; now(): number }): DeskFiles {
  const { files, kept, now } = deps;
  return {
    account: ACCOUNT,
    async add({ conversationId, agentId, name, bytes }) {
      const what = assertSendable(name, bytes, LARGEST_CARRIED_FILE);
      const file = { conversationId, agentId, name, ...what, bytes: bytes.byteLength, at: now() };
      return kept.keep(bytes, (hash) => files.add({ ...file, hash }));
    },
    sweep: kept.sweep,
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
      const bytes = file && (await kept.read(file.hash, signal));
      if (file === undefined || bytes === undefined) {
        throw new AppError("not_found", "This file is not here any more.");
      }
      return { bytes, name: file.name, mime: file.mime };
    },
  };
}

/** Beside the channels' accounts, whose names it cannot have. */
const ACCOUNT = "desk";
