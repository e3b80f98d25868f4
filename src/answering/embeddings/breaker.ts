/** Keeps from asking what fails: after three failures in a row, half a minute of silence, then one try at a time. */
export interface Breaker {
  /** False while it is better not to ask. A yes after a pause is for one try; the next comes a pause later. */
  allows(now: number): boolean;
  succeeded(): void;
  failed(now: number, reason: string): void;
  /** Why it is not asked, or only on trial; undefined while all is well. */
  reason(): string | undefined;
}

const FAILURES = 3;
const PAUSE_MS = 30_000;

export function breaker(): Breaker {
  let failures = 0;
  let pausedUntil = 0;
  let last = "";
  const tripped = () => failures >= FAILURES;
  return {
    allows(now) {
      if (!tripped()) return true;
      if (now < pausedUntil) return false;
      pausedUntil = now + PAUSE_MS;
      return true;
    },
    succeeded() {
      failures = 0;
    },
    failed(now, reason) {
      failures += 1;
      last = reason;
      if (tripped()) pausedUntil = now + PAUSE_MS;
    },
    reason: () => (tripped() ? last : undefined),
  };
}
