import type { Alert, AlertStep, AlertStore } from "../alerts.ts";
import { alertMails } from "./alert-mails.ts";
import { ALERT, type AlertRow, alertOf, tellAlert, toAlert } from "./alert-rows.ts";
import type { Feed } from "./feed.ts";
import type { Db, Inside, Write } from "./transaction.ts";

/** The last rung that is not a repetition. */
const LAST_RUNG = 4;

/** Alerts as the shell climbs them, and agents take them up. */
export function alertStore(db: Db, write: Write, feed: Feed): Inside<AlertStore> {
  const due = db.prepare<[number, number], AlertRow>(
    `${ALERT} WHERE a.ended_at IS NULL AND a.next_at <= ? ORDER BY a.next_at LIMIT ?`,
  );
  const one = db.prepare<[string], AlertRow>(`${ALERT} WHERE a.id = ?`);
  const ofConversation = db.prepare<[string], AlertRow>(
    `${ALERT} WHERE a.conversation_id = ? AND a.ended_at IS NULL`,
  );
  const open = db.prepare<[number], AlertRow>(
    `${ALERT} WHERE a.ended_at IS NULL ORDER BY a.raised_at, a.id LIMIT ?`,
  );
  const steps = db.prepare<[string], AlertStep>(
    "SELECT rung, way, at FROM alert_steps WHERE alert_id = ? ORDER BY rung, way",
  );
  const postpone = db.prepare<[number, string, number, number]>(
    "UPDATE alerts SET next_at = ? WHERE id = ? AND rung = ? AND next_at <= ? AND ended_at IS NULL",
  );
  const climb = db.prepare<[number, number, string, number, number]>(`
    UPDATE alerts SET rung = ?, next_at = ?, acknowledged_at = NULL, acknowledged_by = NULL, acknowledged_name = NULL
    WHERE id = ? AND rung = ? AND next_at <= ? AND ended_at IS NULL`);
  const addStep = db.prepare<[string, number, string, number]>(
    "INSERT INTO alert_steps (alert_id, rung, way, at) VALUES (?, ?, ?, ?)",
  );
  const acknowledge = db.prepare<[number, string, string, number, string]>(`
    UPDATE alerts SET acknowledged_at = ?, acknowledged_by = ?, acknowledged_name = ?, next_at = ?
    WHERE id = ? AND ended_at IS NULL`);
  const mails = alertMails(db, write);
  const counts = db.prepare<
    [number, number],
    { open: number; oldest: number | null; late: number; lonely: number }
  >(`
    SELECT count(*) AS open, min(raised_at) AS oldest, coalesce(sum(next_at < ?), 0) AS late,
      coalesce(sum(rung > ? AND acknowledged_at IS NULL), 0) AS lonely
    FROM alerts WHERE ended_at IS NULL`);
  const orphans = db
    .prepare<[], number>(`
    SELECT count(*) FROM conversations c WHERE c.owner = 'queue' AND c.status = 'open'
      AND NOT EXISTS (SELECT 1 FROM alerts a WHERE a.conversation_id = c.id AND a.ended_at IS NULL)`)
    .pluck();
  const get = (id: string): Alert | undefined => toAlert(one.get(id));

  return {
    ...mails.port,
    due: (now, limit) => due.all(now, limit).map(alertOf),
    postpone: (id, rung, at, nextAt) => write(() => postpone.run(nextAt, id, rung, at).changes > 0),
    climb: (step) =>
      write(() => {
        const { id, from, rung, at, ways, skipped, nextAt } = step;
        if (climb.run(rung, nextAt, id, from, at).changes === 0) return false;
        for (const rung of skipped) addStep.run(id, rung, "none", at);
        for (const way of ways) addStep.run(id, rung, way, at);
        for (const mail of step.mails) mails.add({ ...mail, alertId: id, rung, at });
        const after = get(id);
        if (after !== undefined) tellAlert(feed, after, "climbed", at, { ways });
        return true;
      }),
    acknowledge: (id, agent, at, until) =>
      write(() => {
        if (acknowledge.run(at, agent.id, agent.name, until, id).changes === 0) return undefined;
        const after = get(id);
        if (after !== undefined)
          tellAlert(feed, after, "acknowledged", at, { by: agent.id, name: agent.name });
        return after;
      }),
    get,
    ofConversation: (conversationId) => toAlert(ofConversation.get(conversationId)),
    open: (limit) => open.all(limit).map(alertOf),
    steps: (id) => steps.all(id),
    gauges(now, graceMs) {
      const { open = 0, oldest = null, late = 0, lonely = 0 } = counts.get(now - graceMs, LAST_RUNG) ?? {};
      const oldestMs = oldest === null ? 0 : Math.max(0, now - oldest);
      return { open, oldestMs, late, lonely, orphans: orphans.get() ?? 0 };
    },
  };
}
