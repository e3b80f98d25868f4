import { AppError } from "../../errors.ts";

/** Texts as vectors of their meaning: an endpoint or a model of the operator's. Failing it costs no answer. */
export interface Embedder {
  /** Names the model: vectors of one id may be compared with each other. */
  id: string;
  /**
   * One vector a text, in order, all of one length. Takes at most 64 texts, which must be guarded: an endpoint is
   * somebody else's machine. Never tries twice. Rejects with `embeddingsError`; soon when `signal` aborts.
   */
  embed(texts: readonly string[], signal: AbortSignal): Promise<Float32Array[]>;
  close(): Promise<void>;
}

/** Most texts of one call. */
export const BATCH = 64;

/** Time, injected (see src/dispatch/clock.ts, which fits). */
export interface Timing {
  /** Epoch milliseconds. */
  now(): number;
  /** Runs `work` once after `ms`; the returned function cancels it. */
  after(ms: number, work: () => void): () => void;
}

/** A message the operator can act on; never the key, never a text. */
export function embeddingsError(message: string, options: { retryable?: boolean } = {}): AppError {
  return new AppError("embeddings_failed", message, options);
}

/** `work` within `ms`: later its signal aborts, and this rejects at once whether it heeds that or not. */
export function within<T>(
  timing: Timing,
  ms: number,
  outer: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const own = new AbortController();
  return new Promise((resolve, reject) => {
    const end = (error: AppError) => {
      own.abort();
      reject(error);
    };
    const late = () => end(embeddingsError(`It did not answer within ${ms} ms.`, { retryable: true }));
    const stop = () => end(new AppError("stopping", "No longer wanted."));
    const cancel = timing.after(ms, late);
    outer?.addEventListener("abort", stop);
    if (outer?.aborted) stop();
    work(own.signal)
      .then(resolve, reject)
      .finally(() => {
        cancel();
        outer?.removeEventListener("abort", stop);
      });
  });
}
