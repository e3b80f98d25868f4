import { AppError } from "../errors.ts";
import type { Alert, AlertStep, AlertStore } from "../store/alerts.ts";
import { type Ladder, restOf } from "./alert-ladder.ts";

/** Most open alerts that are listed at once. */
const MOST = 500;

export interface DeskAlerts {
  /** Open alerts, the oldest first. */
  list(): Promise<Alert[]>;
  /**
   * "I'm on it": nobody else is called while the ladder rests; if the case still waits after that, it climbs on.
   * Throws `not_found`, or `conflict` when the alert has ended.
   */
  acknowledge(agent: { id: string; name: string }, id: string): Promise<Alert>;
  /** How far it climbed, and when. */
  steps(id: string): Promise<AlertStep[]>;
}

/** What agents do about alerts. */
export function deskAlerts({
  alerts,
  ladder,
  now,
}: {
  alerts: AlertStore;
  ladder: Ladder;
  now(): number;
}): DeskAlerts {
  return {
    list: () => alerts.open(MOST),
    steps: (id) => alerts.steps(id),
    async acknowledge(agent, id) {
      const alert = await alerts.get(id);
      if (alert === undefined) throw new AppError("not_found", "There is no alert with this id.");
      const at = now();
      const done = alert.ended
        ? undefined
        : await alerts.acknowledge(id, agent, at, at + restOf(alert, ladder));
      if (done !== undefined) return done;
      throw new AppError(
        "conflict",
        "This alert has ended: somebody has taken up the case, or it is closed.",
      );
    },
  };
}
