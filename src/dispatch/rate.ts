/** Messages a second an account may send, with bursts up to one second's worth. */
export interface RateLimit {
  perSecond: number;
}

export interface RateBudget {
  /** Takes one token; returns 0, or the milliseconds until one is there (then nothing was taken). */
  take(now: number): number;
  /** Gives a token back that was not used. */
  giveBack(): void;
  /** Nothing may be sent for `ms` from `now`, as the platform said. */
  pause(now: number, ms: number): void;
}

/** A token bucket for one account, which also obeys the platform's own "retry after". */
export function rateBudget(limit: RateLimit): RateBudget {
  const capacity = Math.max(1, limit.perSecond);
  let tokens = capacity;
  let filledAt = 0;
  let pausedUntil = 0;
  let pausedFor = 0;
  return {
    take(now) {
      // A clock that was set back must not make a pause longer than it was.
      pausedUntil = Math.min(pausedUntil, now + pausedFor);
      if (now < pausedUntil) return pausedUntil - now;
      tokens = Math.min(capacity, tokens + (Math.max(0, now - filledAt) * limit.perSecond) / 1000);
      filledAt = now;
      if (tokens < 1) return Math.ceil(((1 - tokens) * 1000) / limit.perSecond);
      tokens -= 1;
      return 0;
    },
    giveBack() {
      tokens = Math.min(capacity, tokens + 1);
    },
    pause(now, ms) {
      if (now + ms <= pausedUntil) return;
      pausedUntil = now + ms;
      pausedFor = ms;
    },
  };
}
