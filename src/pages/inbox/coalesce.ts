/**
 * Runs `work` soon, and once for many calls: while it runs, one further run is kept for afterwards.
 * The promise resolves after a run that began later than the call.
 */
export function coalesced(work: () => Promise<void>, gapMs: number): () => Promise<void> {
  let waiting: Promise<void> | undefined;
  let running: Promise<void> = Promise.resolve();
  let lastStart = 0;
  return () => {
    waiting ??= (async () => {
      await running;
      const left = lastStart + gapMs - Date.now();
      if (left > 0) await new Promise((soon) => setTimeout(soon, left));
      lastStart = Date.now();
      waiting = undefined;
      running = work().catch(() => undefined);
      await running;
    })();
    return waiting;
  };
}
