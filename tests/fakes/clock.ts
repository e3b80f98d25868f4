import type { Clock } from "../../src/dispatch/clock.ts";

interface Timer {
  at: number;
  work: () => void;
}

export interface ManualClock extends Clock {
  /** Moves time on, firing what falls due in order; between two timers pending work of the store is let through. */
  advance(ms: number): Promise<void>;
  /** Lets everything that needs no time happen. */
  settle(): Promise<void>;
  timers(): number;
}

/** Time that stands still until a test moves it. */
export function manualClock(start = 1_700_000_000_000): ManualClock {
  let now = start;
  const timers = new Set<Timer>();

  const due = (until: number): Timer | undefined =>
    [...timers].filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0];

  return {
    now: () => now,
    after(ms, work) {
      const timer = { at: now + Math.max(0, ms), work };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    async advance(ms) {
      const end = now + ms;
      await turns();
      for (let timer = due(end); timer !== undefined; timer = due(end)) {
        timers.delete(timer);
        now = Math.max(now, timer.at);
        timer.work();
        await turns();
      }
      now = end;
      await turns();
    },
    settle: turns,
    timers: () => timers.size,
  };
}

/** Enough turns of the event loop for a chain of commits: each commit of the store takes one. */
async function turns(): Promise<void> {
  for (let n = 0; n < 60; n++) await new Promise((resolve) => setImmediate(resolve));
}
