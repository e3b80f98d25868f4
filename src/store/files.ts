import type { FileRef } from "../channel/contract.ts";

/** A file an agent uploaded for one conversation. Its bytes lie beside the store, by `hash` (SHA-256, hex). */
export interface StoredFile {
  id: string;
  conversationId: string;
  hash: string;
  name: string;
  kind: FileRef["kind"];
  mime: string;
  bytes: number;
  agentId: string;
  at: number;
}

export interface FileStore {
  add(file: Omit<StoredFile, "id">): Promise<StoredFile>;
  get(id: string): Promise<StoredFile | undefined>;
  /** Forgets files older than this that no message carries. */
  sweep(before: number): Promise<void>;
  /** The hashes that some file has: all other bytes may go. */
  hashes(): Promise<string[]>;
}
