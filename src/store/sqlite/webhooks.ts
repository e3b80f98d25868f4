import type { WebhookDelivery, WebhookStore } from "../webhooks.ts";
import type { Db, Inside, Write } from "./transaction.ts";

interface Row {
  id: string;
  type: string;
  conversation_id: string;
  state: WebhookDelivery["state"];
  attempts: number;
  not_before: number;
  created_at: number;
  settled_at: number | null;
  detail: string | null;
  body: string;
}

/** Webhooks on their way out. The place in the feed lies among the cursors, under an account no channel has. */
export function webhooks(db: Db, write: Write): Inside<WebhookStore> {
  const place = db
    .prepare<[], string>("SELECT value FROM cursors WHERE account = '' AND name = 'webhooks'")
    .pluck();
  const setPlace = db.prepare<[string]>(`
    INSERT INTO cursors (account, name, value) VALUES ('', 'webhooks', ?)
    ON CONFLICT DO UPDATE SET value = excluded.value`);
  const add = db.prepare(`
    INSERT INTO webhook_deliveries (id, type, conversation_id, state, not_before, created_at, body)
    VALUES (@id, @type, @conversationId, 'ready', @at, @at, @body) ON CONFLICT DO NOTHING`);
  const next = db.prepare<[], Row>(
    "SELECT * FROM webhook_deliveries WHERE state = 'ready' ORDER BY n LIMIT 1",
  );
  const settle = db.prepare<[string, string | null, number, string]>(`
    UPDATE webhook_deliveries SET state = ?, detail = ?, settled_at = ?, attempts = attempts + 1
    WHERE id = ? AND state = 'ready'`);
  const later = db.prepare<[number, string, string]>(
    "UPDATE webhook_deliveries SET not_before = ?, detail = ?, attempts = attempts + 1 WHERE id = ? AND state = 'ready'",
  );
  const all = db.prepare<[number], Row>("SELECT * FROM webhook_deliveries ORDER BY n DESC LIMIT ?");
  const some = db.prepare<[string, number], Row>(
    "SELECT * FROM webhook_deliveries WHERE state = ? ORDER BY n DESC LIMIT ?",
  );
  const retry = db.prepare<[number, string]>(`
    UPDATE webhook_deliveries SET state = 'ready', not_before = ?, settled_at = NULL WHERE id = ? AND state = 'dead'`);
  const waiting = db.prepare<[], { n: number; oldest: number | null }>(
    "SELECT count(*) AS n, min(created_at) AS oldest FROM webhook_deliveries WHERE state = 'ready'",
  );
  const dead = db.prepare<[], number>("SELECT count(*) FROM webhook_deliveries WHERE state = 'dead'").pluck();
  const prune = db.prepare<[number]>(
    "DELETE FROM webhook_deliveries WHERE state <> 'ready' AND settled_at < ?",
  );

  return {
    place() {
      const value = place.get();
      return value === undefined ? undefined : Number(value);
    },
    queue: (reached, events) =>
      write(() => {
        for (const event of events) add.run(event);
        setPlace.run(String(reached));
      }),
    next() {
      const row = next.get();
      return row && { ...toDelivery(row), body: row.body };
    },
    settle: (id, result, at) =>
      write(() => {
        if (result.state === "retry") later.run(result.at, result.detail, id);
        else settle.run(result.state, result.state === "dead" ? result.detail : null, at, id);
      }),
    list: (state, limit) => (state === undefined ? all.all(limit) : some.all(state, limit)).map(toDelivery),
    retry: (id, at) => write(() => retry.run(at, id).changes > 0),
    gauges() {
      const { n = 0, oldest = null } = waiting.get() ?? {};
      const detail = next.get()?.detail ?? null;
      return {
        waiting: n,
        dead: dead.get() ?? 0,
        ...(oldest === null ? {} : { oldestAt: oldest }),
        ...(detail === null ? {} : { lastDetail: detail }),
      };
    },
    prune: (before) =>
      write(() => {
        prune.run(before);
      }),
  };
}

function toDelivery(row: Row): WebhookDelivery {
  return {
    id: row.id,
    type: row.type,
    conversationId: row.conversation_id,
    state: row.state,
    attempts: row.attempts,
    createdAt: row.created_at,
    notBefore: row.not_before,
    ...(row.settled_at === null ? {} : { settledAt: row.settled_at }),
    ...(row.detail === null ? {} : { detail: row.detail }),
  };
}
