import { AppError } from "../errors.ts";
import type { FileBytes, FileRef, Space } from "./contract.ts";

/** Largest file a customer may upload to us, in bytes: a telephone's picture or a short film. */
export const LARGEST_UPLOAD = 10 * 1024 * 1024;

/** The files of an account whose platform is ourselves. They are kept with the desk's own, and erased with the customer. */
export interface OwnFiles {
  /**
   * Keeps what a customer uploads in their space, for a message of theirs to carry; what none carries within a day is
   * forgotten. The name is redacted and bounded. Rejects with an AppError: input_invalid for a kind that is not taken,
   * too_large, rate_limited when this space or everybody together uploaded too much within a day, store_failed.
   */
  keep(space: Space, file: { name: string; bytes: Uint8Array }): Promise<FileRef>;
  /** A file that was uploaded in this space, as a message carries it; undefined when it is none, or is gone. */
  find(space: Space, id: string): Promise<FileRef | undefined>;
  /** The bytes of a file of this account, whoever's it is. Rejects with an AppError not_found when it is gone. */
  fetch(file: FileRef, signal: AbortSignal): Promise<FileBytes>;
}

/** Where nothing can be kept. */
export const noOwnFiles: OwnFiles = {
  keep: () => Promise.reject(new AppError("input_invalid", "file: no files are kept here.")),
  find: async () => undefined,
  fetch: () => Promise.reject(new AppError("not_found", "No files are kept here.")),
};
