/**
 * Runs `act` with a signal that aborts with the given one, or after `ms`. Not AbortSignal.any: on Node 20 it leaks a
 * listener per call into a long-lived signal.
 */
export async function within<T>(
  ms: number,
  signal: AbortSignal | undefined,
  act: (until: AbortSignal) => Promise<T>,
): Promise<T> {
  const limit = new AbortController();
  const abort = () => limit.abort();
  const timer = setTimeout(abort, ms);
  signal?.addEventListener("abort", abort, { once: true });
  if (signal?.aborted) abort();
  try {
    return await act(limit.signal);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", abort);
  }
}
