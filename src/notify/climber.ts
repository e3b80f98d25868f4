import { type Ladder, nextRung } from "../desk/alert-ladder.ts";
import type { Clock } from "../dispatch/clock.ts";
import { reasonOf } from "../errors.ts";
import type { Log } from "../log.ts";
import type { Alert } from "../store/alerts.ts";
import type { Agent, Store } from "../store/store.ts";
import { recipients, type Setup, waysAt } from "./ways.ts";

/** How often due alerts are looked for. */
const TICK_MS = 1_000;
const BATCH = 200;

export interface ClimberContext {
  store: Pick<Store, "alerts" | "people">;
  clock: Clock;
  log: Log;
  ladder: Ladder;
  setup: Setup;
  /** A rung asked for mails. */
  mailed(): void;
}

export interface Climber {
  start(): void;
  /** Why alerts could not be climbed last; undefined while all is well. */
  trouble(): string | undefined;
  stop(): Promise<void>;
}

/** Takes the rungs of open alerts when they are due. All it knows is in the store: a restart goes on where it was. */
export function createClimber(context: ClimberContext): Climber {
  const { store, clock, log } = context;
  let cancel: (() => void) | undefined;
  let running: Promise<void> = Promise.resolve();
  let stopped = false;
  let trouble: string | undefined;

  async function climbAll(): Promise<void> {
    for (;;) {
      const now = clock.now();
      const due = await store.alerts.due(now, BATCH);
      if (due.length === 0 || stopped) return;
      const people = await store.people.list();
      const moved = await Promise.all(due.map((alert) => climb(alert, people, now)));
      // Whatever stands still would be read again for ever.
      if (!moved.some(Boolean)) return;
    }
  }

  async function climb(alert: Alert, people: readonly Agent[], now: number): Promise<boolean> {
    const step = nextRung(alert, context.ladder, (rung) => waysAt(rung, context.setup, people), now);
    if (step.do === "wait") return store.alerts.postpone(alert.id, alert.rung, now, step.until);
    const { rung, ways, skipped, nextAt } = step;
    const mails = ways.includes("mail")
      ? recipients(rung, people).map(({ id, email }) => ({ id: `${alert.id}.${rung}.${id}`, to: email }))
      : [];
    const taken = await store.alerts.climb({
      id: alert.id,
      from: alert.rung,
      rung,
      at: now,
      ways,
      skipped,
      mails,
      nextAt,
    });
    if (!taken) return false;
    log.info(
      { conversation: alert.conversationId, alert: alert.id, rung, ways },
      "nobody has taken a case up yet",
    );
    if (mails.length > 0) context.mailed();
    return true;
  }

  function tick(): void {
    if (stopped) return;
    running = climbAll()
      .then(
        () => {
          trouble = undefined;
        },
        (error) => {
          trouble = reasonOf(error);
          log.error({ reason: trouble }, "alerts could not be climbed; tried again");
        },
      )
      .then(() => {
        if (!stopped) cancel = clock.after(TICK_MS, tick);
      });
  }

  return {
    start: tick,
    trouble: () => trouble,
    async stop() {
      stopped = true;
      cancel?.();
      await running;
    },
  };
}
