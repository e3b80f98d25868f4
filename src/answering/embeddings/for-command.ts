import type { Corpus } from "../../matching/corpus.ts";
import type { CacheLog } from "../cache.ts";
import type { Progress } from "../obtain.ts";
import type { Embedder, Timing } from "./embedder.ts";
import { guardedText } from "./texts.ts";
import { textKey } from "./vector-cache.ts";
import { obtainVectors, textsOf, withVectors } from "./vectors.ts";

/** A corpus with vectors, and those of the texts that are to be matched. */
export interface Sensed {
  corpus: Corpus;
  vectorOf(text: string): Float32Array | undefined;
}

/**
 * What a command needs of an embedder, which is open no longer than that takes: no deadline, and no falling back.
 * Rejects with AppError("embeddings_failed").
 */
export async function senseOnce(
  corpus: Corpus,
  texts: readonly string[],
  options: {
    open(): Promise<Embedder>;
    folder: string;
    log: CacheLog;
    progress?: Progress | undefined;
  },
): Promise<Sensed> {
  const embedder = await options.open();
  try {
    const wanted = [...textsOf(corpus), ...texts.map(guardedText)];
    const vectors = await obtainVectors(wanted, { ...options, embedder, timing: commandTiming });
    return {
      corpus: withVectors(corpus, embedder.id, vectors),
      vectorOf: (text) => vectors.get(textKey(guardedText(text))),
    };
  } finally {
    await embedder.close();
  }
}

/** Unlike the server's, these timers keep the process alive: nothing else may while it waits for the next try. */
const commandTiming: Timing = {
  now: () => Date.now(),
  after(ms, work) {
    const timer = setTimeout(work, ms);
    return () => clearTimeout(timer);
  },
};
