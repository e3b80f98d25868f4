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

/** A file a customer uploaded in their space with an account. Its bytes lie where the others do. */
export interface Upload extends Omit<StoredFile, "conversationId" | "agentId"> {
  account: string;
  spaceId: string;
}

export interface FileStore {
  add(file: Omit<StoredFile, "id">): Promise<StoredFile>;
  get(id: string): Promise<StoredFile | undefined>;
  addUpload(upload: Omit<Upload, "id">): Promise<Upload>;
  upload(id: string): Promise<Upload | undefined>;
  /** How much was uploaded since a time: in one space, or where none is given by everybody. */
  uploadedSince(since: number, space?: { account: string; spaceId: string }): Promise<Uploaded>;
  /** Forgets files and uploads older than this that no message carries. */
  sweep(before: number): Promise<void>;
  /** The hashes that some file or upload has: all other bytes may go. */
  hashes(): Promise<string[]>;
}

export interface Uploaded {
  count: number;
  bytes: number;
}
