/** How long a call may take, and who may end it before. */
export interface CallLimits {
  signal?: AbortSignal;
  /** Default 15 s. */
  timeoutMs?: number;
}

/** Runs `act` with a signal that aborts after the time limit or together with the caller's own. */
export async function within<T>(
  { signal, timeoutMs = 15_000 }: CallLimits = {},
  act: (signal: AbortSignal, timeoutMs: number) => Promise<T>,
): Promise<T> {
  // Not AbortSignal.any: on Node 20 it leaks a listener per call into a long-lived signal.
  const limit = new AbortController();
  const abort = () => limit.abort();
  const timer = setTimeout(abort, timeoutMs);
  signal?.addEventListener("abort", abort, { once: true });
  if (signal?.aborted) abort();
  try {
    return await act(limit.signal, timeoutMs);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", abort);
  }
}
