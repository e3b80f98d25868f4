import type { StaffRoom } from "../channel/staff.ts";
import type { Clock } from "../dispatch/clock.ts";
import { AppError, reasonOf } from "../errors.ts";
import type { Log } from "../log.ts";
import { type ActsContext, carryOut } from "./acts.ts";

/** Attempts before an event that cannot be carried out is answered with an excuse. */
const ATTEMPTS = 3;
const RETRY_MS = 1_000;

export interface HandContext {
  clock: Clock;
  log: Log;
  acts: ActsContext;
  /** Called after each event: there may be an answer to say. */
  done(): void;
}

/** Carries out what was written in a room, one event at a time, in order. */
export function roomHand(
  room: Pick<StaffRoom, "id">,
  { clock, log, acts, done }: HandContext,
): { wake(): void; stop(): Promise<void> } {
  const { rooms } = acts.store;
  let running: Promise<void> | undefined;
  let again = false;
  let stopping = false;
  let cancel: (() => void) | undefined;

  async function run(): Promise<void> {
    while (!stopping) {
      again = false;
      const item = await rooms.next(room.id);
      if (item === undefined && !again) return;
      if (item === undefined) continue;
      try {
        const { answer, said } = await carryOut(item, acts);
        if (said !== true) await rooms.finish(item.id, answer);
      } catch (error) {
        log.error(
          { room: room.id, reason: reasonOf(error) },
          "an event of a staff room could not be carried out",
        );
        if (error instanceof AppError && error.retryable) throw error;
        await rooms.failed(item.id, ATTEMPTS, acts.phrases.refuse.failed);
      }
      done();
    }
  }

  function wake(): void {
    again = true;
    if (running !== undefined || stopping) return;
    cancel?.();
    running = run()
      .catch(() => {
        again = false;
        cancel = clock.after(RETRY_MS, wake);
      })
      .finally(() => {
        running = undefined;
        if (again) wake();
      });
  }

  return {
    wake,
    async stop() {
      stopping = true;
      cancel?.();
      await running;
    },
  };
}
