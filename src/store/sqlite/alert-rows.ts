import type { Severity } from "../../knowledge/entry.ts";
import type { Alert, AlertCause } from "../alerts.ts";
import type { Feed } from "./feed.ts";

export interface AlertRow {
  id: string;
  conversation_id: string;
  reference: string;
  cause: AlertCause;
  reason: string;
  priority: Severity;
  raised_at: number;
  since: number;
  rung: number;
  next_at: number;
  acknowledged_at: number | null;
  acknowledged_by: string | null;
  acknowledged_name: string | null;
  ended_at: number | null;
  how: string | null;
  ended_by: string | null;
}

export const ALERT = "SELECT a.*, c.reference FROM alerts a JOIN conversations c ON c.id = a.conversation_id";
/** What became of an alert, in the feed: for the desk alone. */
export function tellAlert(
  feed: Feed,
  alert: Alert,
  state: "raised" | "climbed" | "acknowledged" | "ended",
  at: number,
  more: Record<string, unknown>,
): void {
  const { id: alertId, conversationId, cause, reason, priority, since, rung } = alert;
  const data = { alertId, state, cause, reason, priority, since, rung, ...more };
  feed.append({ at, conversationId, kind: "alert", data });
}

export function toAlert(row: AlertRow | undefined): Alert | undefined {
  return row && alertOf(row);
}

export function alertOf(row: AlertRow): Alert {
  const { acknowledged_by, acknowledged_at, acknowledged_name, ended_at } = row;
  return {
    id: row.id,
    conversationId: row.conversation_id,
    reference: row.reference,
    cause: row.cause,
    reason: row.reason,
    priority: row.priority,
    raisedAt: row.raised_at,
    since: row.since,
    rung: row.rung,
    nextAt: row.next_at,
    ...(acknowledged_by === null
      ? {}
      : {
          acknowledged: {
            agentId: acknowledged_by,
            name: acknowledged_name ?? "",
            at: acknowledged_at ?? 0,
          },
        }),
    ...(ended_at === null
      ? {}
      : {
          ended: {
            at: ended_at,
            how: row.how ?? "",
            ...(row.ended_by === null ? {} : { agentId: row.ended_by }),
          },
        }),
  };
}
