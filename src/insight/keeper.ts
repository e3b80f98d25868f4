import { reasonOf } from "../errors.ts";
import type { Log } from "../log.ts";
import type { InsightStore } from "../store/insight.ts";
import { upToDate } from "./reports.ts";

const EVERY_MS = 60_000;

/**
 * Keeps what reports are made of up with the events, so that a report has little left to do. Answers the stop, which
 * resolves when nothing more will be asked of the store.
 */
export function keepUp(deps: {
  insight: InsightStore;
  log: Log;
  after(ms: number, work: () => void): () => void;
}): () => Promise<void> {
  let stopped = false;
  let running: Promise<void> = Promise.resolve();
  let cancel = (): void => {};
  const again = async (): Promise<void> => {
    try {
      await upToDate({ catchUp: async (limit) => stopped || deps.insight.catchUp(limit) });
    } catch (error) {
      deps.log.warn(
        { reason: reasonOf(error) },
        "reports were not kept up with what happens; tried again soon",
      );
    }
    if (!stopped) wait();
  };
  const wait = (): void => {
    cancel = deps.after(EVERY_MS, () => {
      running = again();
    });
  };
  wait();
  return async () => {
    stopped = true;
    cancel();
    await running;
  };
}
