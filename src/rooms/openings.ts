import type { Clock } from "../dispatch/clock.ts";

/** A thread is written down within moments of its opening, unless the room is down: then nobody is kept waiting. */
const PATIENCE_MS = 3_000;
const MOST_REMEMBERED = 10_000;

/** Threads that are a case's perhaps, and not written down yet. */
export interface Openings {
  /** Resolves once it is known whether the thread is a case's; for each thread it waits once. */
  known(thread: string): Promise<void>;
  /** A case's thread was written down. */
  opened(thread: string): void;
  /** Nothing is left to show, so no opening is under way. */
  settled(): void;
}

/**
 * A card can be seen, and pressed, from the moment the platform has it: before we hear that it is there, and before a start
 * after a kill has found it again.
 */
export function openings(clock: Clock, inStep: () => boolean): Openings {
  const asked = new Set<string>();
  const waiting = new Map<string, () => void>();
  return {
    known(thread) {
      if (asked.has(thread) || inStep()) return Promise.resolve();
      if (asked.size < MOST_REMEMBERED) asked.add(thread);
      return new Promise((resolve) => {
        const cancel = clock.after(PATIENCE_MS, () => waiting.get(thread)?.());
        waiting.set(thread, () => {
          cancel();
          waiting.delete(thread);
          resolve();
        });
      });
    },
    opened: (thread) => waiting.get(thread)?.(),
    settled() {
      for (const go of [...waiting.values()]) go();
    },
  };
}
