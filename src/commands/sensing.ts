import { type Sensed, senseOnce } from "../answering/embeddings/for-command.ts";
import { embedderOf } from "../answering/embeddings/open.ts";
import { embeddingSettings, indexFolders } from "../compose.ts";
import type { Config } from "../config.ts";
import type { Log } from "../log.ts";
import type { Corpus } from "../matching/corpus.ts";
import { progressOn } from "./output.ts";

/** How a command comes by vectors of meaning; undefined where no embedder is configured. */
export function sensing(
  config: Config,
  log: Log,
): ((corpus: Corpus, texts: readonly string[]) => Promise<Sensed>) | undefined {
  const open = embedderOf(embeddingSettings(config));
  if (open === undefined) return undefined;
  return (corpus, texts) =>
    senseOnce(corpus, texts, {
      open,
      folder: indexFolders(config).write,
      log: (message, details) => log.warn(details, message),
      progress: progressOn(process.stderr, "asking for vectors"),
    });
}
