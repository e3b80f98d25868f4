import { SEVERITIES, type Severity } from "../../knowledge/entry.ts";
import type { DeskStore, PastWait } from "../desk.ts";
import { severityOf } from "./conversations.ts";
import type { Db, Inside } from "./transaction.ts";

/** Where somebody stands in the queue, and how long others waited. */
export function place(db: Db): Inside<Pick<DeskStore, "ahead" | "pastWaits">> {
  const own = db.prepare<[string], { n: number; since: number }>(
    "SELECT n, queue_since AS since FROM conversations WHERE id = ? AND owner = 'queue' AND status = 'open'",
  );
  const waiting = db.prepare<
    [{ n: number; since: number }],
    { priority: number; all: number; before: number }
  >(`
    SELECT priority, count(*) AS "all", sum(queue_since < @since OR (queue_since = @since AND n < @n)) AS before
    FROM conversations INDEXED BY conversations_queue
    WHERE owner = 'queue' AND status = 'open' AND n <> @n GROUP BY priority`);
  const waits = db.prepare<[number, number], PastWait>(`
    SELECT at, priority, open_ms AS openMs, all_ms AS allMs, ahead
    FROM waits WHERE target = 'first' AND at > ? AND ahead IS NOT NULL ORDER BY at DESC LIMIT ?`);

  return {
    ahead(id) {
      // Who is not there yet would come last.
      const { n, since } = own.get(id) ?? { n: Number.MAX_SAFE_INTEGER, since: Number.MAX_SAFE_INTEGER };
      const rows = waiting.all({ n, since });
      const rank = (severity: Severity): number => SEVERITIES.indexOf(severity);
      const before = (severity: Severity): number =>
        rows.reduce((sum, { priority, all, before: earlier }) => {
          if (severityOf(priority) === severity) return sum + earlier;
          return priority > rank(severity) ? sum + all : sum;
        }, 0);
      return { normal: before("normal"), high: before("high"), urgent: before("urgent") };
    },
    pastWaits: (after, limit) => waits.all(after, limit),
  };
}
