import type { Clock } from "../dispatch/clock.ts";
import { reasonOf } from "../errors.ts";
import type { Log } from "../log.ts";

const STORE_RETRY_MS = 1_000;

/** Work that runs when woken, once at a time, and again after the wait it asks for or when the store failed. */
export function loop(
  clock: Clock,
  log: Log,
  work: () => Promise<number | undefined>,
): { wake(): void; stop(): Promise<void> } {
  let running: Promise<void> | undefined;
  let again = false;
  let stopped = false;
  let cancel: (() => void) | undefined;
  function wake(): void {
    again = true;
    if (running !== undefined || stopped) return;
    cancel?.();
    again = false;
    running = work()
      .catch((error) => {
        log.error(
          { reason: reasonOf(error) },
          "the store failed while people or programs were told; tried again",
        );
        return STORE_RETRY_MS;
      })
      .then((wait) => {
        running = undefined;
        if (stopped) return;
        if (again) wake();
        else if (wait !== undefined) cancel = clock.after(wait, wake);
      });
  }
  return {
    wake,
    async stop() {
      stopped = true;
      cancel?.();
      await running;
    },
  };
}
