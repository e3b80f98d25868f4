/** Discord bans an address for 10,000 calls answered with 401, 403 or 429 within ten minutes; we rest far below. */
const mostRefused = 2_000;
const windowMs = 10 * 60_000;

/** Counts refused calls, and says when it is time to rest. */
export function refusalCount(now: () => number) {
  let window = { from: 0, count: 0 };
  return {
    note(): void {
      if (now() - window.from >= windowMs) window = { from: now(), count: 0 };
      window.count += 1;
    },
    /** Milliseconds until calls may be made again; 0 when they may. */
    pause(): number {
      return window.count < mostRefused ? 0 : Math.max(0, window.from + windowMs - now());
    },
  };
}
