import { join } from "node:path";
import { copyIndex } from "./answering/cache.ts";
import { buildCachedIndex, type Progress } from "./answering/obtain.ts";
import { knowledgeError } from "./knowledge/fault.ts";
import { loadKnowledge } from "./knowledge/load.ts";
import { corpusOf } from "./matching/corpus.ts";

/**
 * The build's last step: reads the knowledge and trains the matcher on it, into `folder`. The index of the previous
 * build (`previous`) is taken along when it is still the right one. `stamp` is the hash of the sources being built.
 * Throws `knowledge_invalid` with every fault.
 */
export async function buildIndex(
  root: string,
  where: { folder: string; previous: string; stamp: string },
  progress?: Progress,
): Promise<{ built: boolean; phrasings: number; ms: number }> {
  const cache = { read: [], write: where.folder, version: where.stamp };
  const loaded = await loadKnowledge(join(root, "knowledge"), cache);
  if (!loaded.ok) throw knowledgeError(loaded.faults);
  const corpus = corpusOf(loaded.knowledge);
  await copyIndex(where.previous, where.folder, corpus.hash);
  return buildCachedIndex(corpus, where.folder, progress);
}
