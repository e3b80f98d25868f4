import type { Line } from "../conversation/events.ts";
import { type DeskTimes, deskTimeOf } from "../hours/desk-times.ts";
import { estimateWait, HISTORY_MS } from "../hours/estimate.ts";
import { SEVERITIES } from "../knowledge/entry.ts";
import type { PastWait } from "../store/desk.ts";
import type { Store } from "../store/store.ts";
import type { Clock } from "./clock.ts";

/** So long the past may be remembered: the place in the queue is read anew each time. */
const KEEP_MS = 5_000;
const MOST_WAITS = 500;

/** How the queue stands for one conversation. */
export type ReadLine = (conversationId: string) => Promise<Pick<{ line?: Line }, "line">>;

/** Reads the queue as an event that may lead there carries it; nothing without settings of time. */
export function createLine(store: Store, clock: Clock, times: DeskTimes | undefined): ReadLine {
  let known: { at: number; waits: PastWait[] } | undefined;

  async function past(now: number): Promise<PastWait[]> {
    if (known === undefined || now - known.at > KEEP_MS) {
      known = { at: now, waits: await store.desk.pastWaits(now - HISTORY_MS, MOST_WAITS) };
    }
    return known.waits;
  }

  return async (conversationId) => {
    if (times === undefined) return {};
    const now = clock.now();
    const [ahead, waits] = await Promise.all([store.desk.ahead(conversationId), past(now)]);
    const { targets } = deskTimeOf(times);
    const range: Line["range"] = {};
    for (const severity of SEVERITIES) {
      const wall = targets[severity]?.roundTheClock === true;
      const like = waits
        .filter(({ priority }) => priority === severity)
        .map(({ at, ahead: before, openMs, allMs }) => ({ at, ahead: before, ms: wall ? allMs : openMs }));
      const estimate = estimateWait(like, ahead[severity], now);
      if (estimate !== undefined) range[severity] = estimate;
    }
    return { line: { ahead, range } };
  };
}
