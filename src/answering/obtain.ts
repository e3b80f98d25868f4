import { AppError, reasonOf } from "../errors.ts";
import { buildIndex } from "../matching/build.ts";
import { decodeIndex, encodeIndex } from "../matching/codec.ts";
import type { Corpus } from "../matching/corpus.ts";
import type { MatchIndex } from "../matching/rank.ts";
import { type CacheLog, indexFiles, readFirst, writeIndexFile } from "./cache.ts";
import type { IndexInfo, WorkerTask } from "./protocol.ts";

export interface Obtained {
  index: MatchIndex;
  bytes: Uint8Array;
  info: IndexInfo;
}

export type Progress = (done: number, total: number) => void;

/**
 * The index a task asks for: its finished bytes, else a cache file, else built (and kept, unless warm-started). A
 * damaged cache file is told to `log` and built anew; a folder that cannot be written is told and served without.
 */
export async function obtainIndex(task: WorkerTask, log: CacheLog, progress?: Progress): Promise<Obtained> {
  const start = performance.now();
  const done = (index: MatchIndex, bytes: Uint8Array, cached: boolean): Obtained => ({
    index,
    bytes,
    info: { hash: index.hash, cached, phrasings: index.phrasings, ms: performance.now() - start },
  });
  if (task.bytes) return done(decodeIndex(task.bytes), task.bytes, false);
  const { corpus, warmFrom } = task;
  const hash = task.hash ?? corpus?.hash;
  const kept = warmFrom || hash === undefined ? undefined : await readCached(hash, task.files, log);
  if (kept) return done(kept.index, kept.bytes, true);
  if (!corpus)
    throw new AppError("index_missing", "There is neither an index nor a corpus to make one from.");
  const index = buildIndex(corpus, {
    ...(warmFrom && { warmFrom: decodeIndex(warmFrom) }),
    ...(progress && { progress }),
  });
  const bytes = encodeIndex(index);
  const { writeFolder } = task;
  const written = !warmFrom && writeFolder !== undefined && (await keep(writeFolder, corpus, bytes, log));
  return done(index, bytes, written);
}

/**
 * Makes sure that `folder` holds the index of the corpus, for `npm run build`. Says whether it was there already.
 * Builds in the calling thread.
 */
export async function buildCachedIndex(
  corpus: Corpus,
  folder: string,
  progress?: Progress,
): Promise<{ built: boolean; phrasings: number; ms: number }> {
  const start = performance.now();
  const silent = () => {};
  const kept = await readCached(corpus.hash, indexFiles([folder], corpus.hash), silent);
  const index = kept?.index ?? buildIndex(corpus, progress ? { progress } : {});
  if (!kept) await writeIndexFile(folder, corpus.hash, encodeIndex(index));
  return { built: !kept, phrasings: index.phrasings, ms: performance.now() - start };
}

async function readCached(
  hash: string,
  files: readonly string[],
  log: CacheLog,
): Promise<{ index: MatchIndex; bytes: Uint8Array } | undefined> {
  for (const file of files) {
    const found = await readFirst([file], log);
    if (!found) continue;
    try {
      const index = decodeIndex(found.bytes);
      if (index.hash === hash) return { index, bytes: found.bytes };
      log("An index file holds another corpus; it is passed over.", { file });
    } catch (error) {
      log("An index file is passed over; the index is built again.", { file, reason: reasonOf(error) });
    }
  }
  return undefined;
}

async function keep(folder: string, corpus: Corpus, bytes: Uint8Array, log: CacheLog): Promise<boolean> {
  try {
    await writeIndexFile(folder, corpus.hash, bytes);
    return true;
  } catch (error) {
    log("The index cannot be kept; the next start will build it again.", { folder, reason: reasonOf(error) });
    return false;
  }
}
