import { decide } from "../conversation/decide.ts";
import type { ConversationEvent } from "../conversation/events.ts";
import { reasonOf } from "../errors.ts";
import type { Log } from "../log.ts";
import type { HandleRequest, OutboxRef, Store } from "../store/store.ts";
import type { Clock } from "./clock.ts";
import { eventId } from "./ids.ts";
import type { ReadLine } from "./line.ts";

/** How often due timers are looked for. */
const TICK_MS = 1000;
const BATCH = 100;

export interface TimersContext {
  store: Store;
  clock: Clock;
  log: Log;
  /** What every event carries of the desk's time. */
  timed: Pick<ConversationEvent, "times">;
  line: ReadLine;
  fit: HandleRequest["fit"];
  deliver(rows: OutboxRef[]): void;
}

/** Fires the conversations' timers from the store: they survive a restart, and each fires once. */
export function createTimers(context: TimersContext): { start(): void; stop(): Promise<void> } {
  let cancel: (() => void) | undefined;
  let running: Promise<void> = Promise.resolve();
  let stopped = false;

  function tick(): void {
    if (stopped) return;
    running = fireDue(context)
      .catch((error) =>
        context.log.error({ reason: reasonOf(error) }, "timers could not be read; tried again"),
      )
      .then(() => {
        if (!stopped) cancel = context.clock.after(TICK_MS, tick);
      });
  }

  return {
    start: tick,
    async stop() {
      stopped = true;
      cancel?.();
      await running;
    },
  };
}

/** Fires all that is due now. One that fails does not hold up the others; it is tried again. */
async function fireDue(context: TimersContext): Promise<void> {
  const now = context.clock.now();
  for (const { conversationId, name, dueAt } of await context.store.outbound.dueTimers(now, BATCH)) {
    try {
      const line = name === "queue-note" ? await context.line(conversationId) : {};
      const outcome = await context.store.outbound.handle({
        conversationId,
        at: now,
        cause: { kind: "timer", name, dueAt },
        event: {
          id: eventId(conversationId, name, dueAt),
          at: now,
          type: "timer.fired",
          name,
          ...context.timed,
          ...line,
        },
        decide,
        fit: context.fit,
      });
      if (outcome.outcome === "done") context.deliver(outcome.deliveries);
    } catch (error) {
      context.log.error(
        { conversation: conversationId, timer: name, reason: reasonOf(error) },
        "a timer could not be fired; tried again",
      );
    }
  }
}
