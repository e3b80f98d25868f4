import type { Channel } from "../channel/contract.ts";
import type { Ladder } from "../desk/alert-ladder.ts";
import type { Clock } from "../dispatch/clock.ts";
import type { Log } from "../log.ts";
import type { Store } from "../store/store.ts";
import { type AlertHealth, alertHealth } from "./alert-health.ts";
import { createClimber } from "./climber.ts";
import type { Setup } from "./ways.ts";

export interface NotifyContext {
  store: Store;
  channels: readonly Channel[];
  clock: Clock;
  log: Log;
  ladder: Ladder;
}

/** What /readyz says of it. A type, so that it counts as a record. */
export type NotifyHealth = {
  alerts: AlertHealth;
};

/** Calls people by whatever ways the operator has set up. What is still to be done stands in the store. */
export interface Notify {
  start(): Promise<void>;
  /** Rejects when the store fails. */
  health(now: number): Promise<NotifyHealth>;
  stop(): Promise<void>;
}

export function createNotify(context: NotifyContext): Notify {
  const { store } = context;
  const setup: Setup = {
    room: context.channels.some(({ staff }) => staff !== undefined),
    mail: false,
    webhook: false,
  };
  const climber = createClimber({ ...context, setup, mailed: () => {} });
  return {
    async start() {
      climber.start();
    },
    async health(now) {
      return { alerts: await alertHealth(store.alerts, setup, climber.trouble(), now) };
    },
    async stop() {
      await climber.stop();
    },
  };
}
