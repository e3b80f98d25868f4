import type { AlertMail, AlertStore } from "../alerts.ts";
import { type AlertRow, alertOf } from "./alert-rows.ts";
import type { Db, Inside, Write } from "./transaction.ts";

type MailPort = Pick<Inside<AlertStore>, "mailsDue" | "settleMail" | "mailGauges">;

interface MailRow extends AlertRow {
  mail_id: string;
  mail_rung: number;
  recipient: string;
  attempts: number;
  created_at: number;
}

/** Mails of alerts: added with the rung that asks for them, dropped once nobody needs them any more. */
export function alertMails(db: Db, write: Write) {
  const add = db.prepare<[string, string, number, string, number, number]>(`
    INSERT INTO alert_mails (id, alert_id, rung, recipient, state, not_before, created_at)
    VALUES (?, ?, ?, ?, 'ready', ?, ?) ON CONFLICT DO NOTHING`);
  const drop = db.prepare<[number]>(`
    UPDATE alert_mails SET state = 'dropped', settled_at = ?
    WHERE state = 'ready' AND alert_id IN
      (SELECT id FROM alerts WHERE ended_at IS NOT NULL OR acknowledged_at IS NOT NULL)`);
  const due = db.prepare<[number, number], MailRow>(`
    SELECT a.*, c.reference, m.id AS mail_id, m.rung AS mail_rung, m.recipient, m.attempts, m.created_at
    FROM alert_mails m JOIN alerts a ON a.id = m.alert_id JOIN conversations c ON c.id = a.conversation_id
    WHERE m.state = 'ready' AND m.not_before <= ? ORDER BY m.n LIMIT ?`);
  const settle = db.prepare<[string, string | null, number, string]>(
    "UPDATE alert_mails SET state = ?, detail = ?, settled_at = ?, attempts = attempts + 1 WHERE id = ? AND state = 'ready'",
  );
  const retry = db.prepare<[number, string, string]>(
    "UPDATE alert_mails SET not_before = ?, detail = ?, attempts = attempts + 1 WHERE id = ? AND state = 'ready'",
  );
  const waiting = db.prepare<[], number>("SELECT count(*) FROM alert_mails WHERE state = 'ready'").pluck();
  const failed = db.prepare<[], { n: number; at: number | null }>(
    "SELECT count(*) AS n, max(settled_at) AS at FROM alert_mails WHERE state = 'failed'",
  );
  const detail = db
    .prepare<[], string | null>(
      "SELECT detail FROM alert_mails WHERE state = 'failed' ORDER BY settled_at DESC LIMIT 1",
    )
    .pluck();

  const port: MailPort = {
    mailsDue: (now, limit) =>
      write(() => {
        drop.run(now);
        return due.all(now, limit).map(toMail);
      }),
    settleMail: (id, result, at) =>
      write(() => {
        if (result.state === "retry") retry.run(result.at, result.detail, id);
        else settle.run(result.state, result.state === "failed" ? result.detail : null, at, id);
      }),
    mailGauges() {
      const { n = 0, at = null } = failed.get() ?? {};
      const last = detail.get();
      return {
        waiting: waiting.get() ?? 0,
        failed: n,
        ...(at === null ? {} : { lastFailedAt: at }),
        ...(last === undefined || last === null ? {} : { lastDetail: last }),
      };
    },
  };
  return {
    port,
    /** Must be called inside a transaction. */
    add(mail: { id: string; alertId: string; rung: number; to: string; at: number }): void {
      add.run(mail.id, mail.alertId, mail.rung, mail.to, mail.at, mail.at);
    },
  };
}

function toMail(row: MailRow): AlertMail {
  return {
    id: row.mail_id,
    alert: alertOf(row),
    rung: row.mail_rung,
    to: row.recipient,
    attempts: row.attempts,
    createdAt: row.created_at,
  };
}
