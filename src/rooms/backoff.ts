const LONGEST_WAIT_MS = 60_000;

/** Milliseconds to wait after the nth failure in a row: doubling from a second. */
export function backoff(times: number): number {
  return Math.min(LONGEST_WAIT_MS, 1000 * 2 ** Math.min(times - 1, 10));
}
