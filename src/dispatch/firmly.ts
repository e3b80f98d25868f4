import { AppError, reasonOf } from "../errors.ts";
import type { Log } from "../log.ts";
import type { Clock } from "./clock.ts";
import { pause } from "./deadline.ts";

const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 2000;
/** Tries that a store gets while the program is stopping. */
const LAST_TRIES = 3;

/**
 * Asks the store until it does what must not be forgotten. Resolves with undefined only when asking again is of no use,
 * or when the program is stopping and the store still fails.
 */
export async function firmly<T>(
  work: () => Promise<T>,
  context: { clock: Clock; log: Log; stopping?: () => boolean },
  fields: Record<string, unknown>,
): Promise<T | undefined> {
  for (let tries = 1; ; tries++) {
    try {
      return await work();
    } catch (error) {
      const hopeless = !(error instanceof AppError && error.retryable);
      const givenUp = hopeless || (context.stopping?.() === true && tries >= LAST_TRIES);
      context.log.error(
        { ...fields, tries, reason: reasonOf(error) },
        givenUp
          ? "an outcome could not be stored; it is settled at the next start"
          : "an outcome could not be stored yet",
      );
      if (givenUp) return undefined;
    }
    await pause(context.clock, Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (tries - 1)));
  }
}
