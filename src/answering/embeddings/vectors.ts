import { createHash } from "node:crypto";
import { AppError, reasonOf } from "../../errors.ts";
import { type Corpus, embeddedLines } from "../../matching/corpus.ts";
import type { CacheLog } from "../cache.ts";
import type { Progress } from "../obtain.ts";
import { BATCH, type Embedder, embeddingsError, type Timing, within } from "./embedder.ts";
import { lineText } from "./texts.ts";
import { readVectors, textKey, type Vectors, vectorFile, writeVectors } from "./vector-cache.ts";

export interface VectorSource {
  embedder: Embedder;
  /** Where vectors are kept. */
  folder: string;
  timing: Timing;
  log: CacheLog;
  signal?: AbortSignal;
  progress?: Progress | undefined;
}

const BATCH_MS = 60_000;
/** Waits before the next try of a batch that may yet succeed. */
const BACKOFF_MS = [1_000, 2_000, 4_000, 8_000];

/**
 * A vector for each text, from the cache, else from the embedder, and kept. What was got before a failure is kept as
 * well, so that the next attempt asks only for the rest. Rejects with AppError("embeddings_failed"), or "stopping"
 * when `signal` aborts.
 */
export async function obtainVectors(texts: readonly string[], source: VectorSource): Promise<Vectors> {
  const file = vectorFile(source.folder, source.embedder.id);
  const kept = await readVectors(file, source.log);
  const byKey = new Map(texts.map((text) => [textKey(text), text]));
  const missing = [...byKey].filter(([key]) => !kept.has(key));
  if (missing.length === 0) return kept;
  const got: Vectors = new Map();
  try {
    for (let at = 0; at < missing.length; at += BATCH) {
      const batch = missing.slice(at, at + BATCH);
      const vectors = await patiently(
        batch.map(([, text]) => text),
        source,
      );
      batch.forEach(([key], i) => {
        const vector = vectors[i];
        if (vector) got.set(key, vector);
      });
      source.progress?.(at + batch.length, missing.length);
    }
  } finally {
    if (got.size > 0) await keep(file, merged(kept, got, byKey), source);
  }
  return merged(kept, got, byKey);
}

/** The corpus with its lines' vectors: another index than without, another one with another model. */
export function withVectors(corpus: Corpus, embedderId: string, vectors: Vectors): Corpus {
  const rows = embeddedLines(corpus).map((line) => vectors.get(textKey(lineText(line))));
  const dimensions = rows[0]?.length ?? 0;
  const values = new Float32Array(rows.length * dimensions);
  rows.forEach((row, i) => {
    if (row?.length !== dimensions) {
      throw embeddingsError(
        "The vectors differ in length: the model was changed under its name. They are asked for again.",
      );
    }
    values.set(row, i * dimensions);
  });
  const hash = createHash("sha256").update(`${corpus.hash}\n${embedderId}`).digest("hex");
  return { ...corpus, hash, vectors: { dimensions, values } };
}

/** Texts of a corpus that need a vector. */
export function textsOf(corpus: Corpus): string[] {
  return embeddedLines(corpus).map(lineText);
}

/**
 * All that is known; but of the old only what is wanted once there is more old than wanted. A model that was changed
 * under its name gives vectors of another length: then the old ones are worth nothing.
 */
function merged(kept: Vectors, got: Vectors, wanted: ReadonlyMap<string, string>): Vectors {
  const size = [...got.values()][0]?.length;
  const fits = [...kept].filter(([, vector]) => vector.length === size);
  const many = fits.length > 2 * wanted.size;
  return new Map([...(many ? fits.filter(([key]) => wanted.has(key)) : fits), ...got]);
}

async function patiently(texts: readonly string[], source: VectorSource): Promise<Float32Array[]> {
  const { embedder, timing, signal } = source;
  for (const wait of [...BACKOFF_MS, undefined]) {
    try {
      return await within(timing, BATCH_MS, signal, (own) => embedder.embed(texts, own));
    } catch (error) {
      if (wait === undefined || !(error instanceof AppError) || !error.retryable) throw error;
      await pause(wait, source);
    }
  }
  throw embeddingsError("No vectors came.");
}

function pause(ms: number, { timing, signal }: VectorSource): Promise<void> {
  return new Promise((resolve) => {
    const cancel = timing.after(ms, resolve);
    signal?.addEventListener("abort", () => {
      cancel();
      resolve();
    });
  });
}

async function keep(file: string, vectors: Vectors, { folder, log }: VectorSource): Promise<void> {
  try {
    await writeVectors(file, folder, vectors);
  } catch (error) {
    log("The vectors cannot be kept; the next start will ask for them again.", {
      folder,
      reason: reasonOf(error),
    });
  }
}
