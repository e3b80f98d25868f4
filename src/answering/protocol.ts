import type { ErrorCode } from "../errors.ts";
import type { Corpus } from "../matching/corpus.ts";
import type { Match } from "../matching/match.ts";
import type { Circumstances } from "../matching/rank.ts";

/** What a worker is started with: how it comes by its index, in the order of the fields. */
export interface WorkerTask {
  /** Bytes of a finished index: served as they are. */
  bytes?: Uint8Array;
  /** Hash of the corpus whose finished index is asked for: a cache file that holds another is passed over. */
  hash?: string;
  /** Cache files to try for `hash`. */
  files: readonly string[];
  /** What to build the index from when no cache file has it. Left out, the task is refused as index_missing. */
  corpus?: Corpus;
  /** Where a cold index of the corpus is kept. */
  writeFolder?: string;
  /** Bytes of an older index to go on from; the result is not kept. */
  warmFrom?: Uint8Array;
}

export type ToWorker = { id: number; text: string; circumstances: Circumstances };

export type FromWorker =
  /** `bytes` is absent when the index lies in a cache file, where it can be read again. */
  | { type: "ready"; bytes?: Uint8Array; info: IndexInfo }
  | { type: "match"; id: number; match: Match }
  | { type: "failed"; id: number; reason: string }
  | { type: "refused"; code: ErrorCode; reason: string }
  | { type: "log"; message: string; details: Record<string, unknown> };

export interface IndexInfo {
  /** Hash of the corpus that answers. */
  hash: string;
  /** The index is the cold one and lies in a cache file. */
  cached: boolean;
  phrasings: number;
  /** Milliseconds it took to read or build the index. */
  ms: number;
}
