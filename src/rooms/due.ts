/** Cases that may have something new to show, first come first served, each with the time before which it rests. */
export interface Due {
  add(id: string): void;
  /** The next case that does not rest. */
  next(now: number): string | undefined;
  /** Milliseconds until one no longer rests; undefined when none waits. */
  wait(now: number): number | undefined;
  /** Nothing is left to do for it, unless it was added since it was handed out. */
  done(id: string): void;
  rest(id: string, until: number): void;
  /** It rests longer from time to time; `backoff` says how long at the nth. */
  failed(id: string, now: number, backoff: (times: number) => number): void;
  succeeded(id: string): void;
  size(): number;
}

export function dueCases(): Due {
  const cases = new Map<string, { until: number; failures: number; fresh: boolean }>();
  return {
    add(id) {
      const known = cases.get(id);
      if (known === undefined) cases.set(id, { until: 0, failures: 0, fresh: true });
      else known.fresh = true;
    },
    next(now) {
      for (const [id, one] of cases) {
        if (one.until > now) continue;
        one.fresh = false;
        return id;
      }
      return undefined;
    },
    wait(now) {
      if (cases.size === 0) return undefined;
      return Math.max(1, Math.min(...[...cases.values()].map(({ until }) => until)) - now);
    },
    done(id) {
      if (cases.get(id)?.fresh === false) cases.delete(id);
    },
    rest(id, until) {
      const one = cases.get(id);
      if (one !== undefined) one.until = until;
    },
    failed(id, now, backoff) {
      const one = cases.get(id);
      if (one === undefined) return;
      one.failures += 1;
      one.until = now + backoff(one.failures);
    },
    succeeded(id) {
      const one = cases.get(id);
      if (one === undefined) return;
      one.failures = 0;
      // To the end: cases take turns.
      cases.delete(id);
      cases.set(id, one);
    },
    size: () => cases.size,
  };
}
