import type { Migration } from "./migrations.ts";

/** Cases that wait already get their alert here. The kind 'alert' of a room's post is a reminder that nobody has taken the case. */
export const ALERTS: Migration = {
  name: "008-alerts",
  sql: `
CREATE TABLE alerts (
  id TEXT NOT NULL PRIMARY KEY,
  conversation_id TEXT NOT NULL REFERENCES conversations (id),
  cause TEXT NOT NULL CHECK (cause IN ('escalation', 'breach')),
  reason TEXT NOT NULL,
  priority TEXT NOT NULL CHECK (priority IN ('normal', 'high', 'urgent')),
  raised_at INTEGER NOT NULL,
  since INTEGER NOT NULL,
  rung INTEGER NOT NULL,
  next_at INTEGER NOT NULL,
  acknowledged_at INTEGER,
  acknowledged_by TEXT,
  acknowledged_name TEXT,
  ended_at INTEGER,
  how TEXT,
  ended_by TEXT
) STRICT;
CREATE UNIQUE INDEX alerts_open ON alerts (conversation_id) WHERE ended_at IS NULL;
CREATE INDEX alerts_due ON alerts (next_at) WHERE ended_at IS NULL;
CREATE INDEX alerts_conversation ON alerts (conversation_id);

CREATE TABLE alert_steps (
  alert_id TEXT NOT NULL REFERENCES alerts (id),
  rung INTEGER NOT NULL,
  way TEXT NOT NULL CHECK (way IN ('browser', 'room', 'mail', 'webhook', 'none')),
  at INTEGER NOT NULL,
  PRIMARY KEY (alert_id, rung, way)
) STRICT, WITHOUT ROWID;

CREATE TABLE alert_mails (
  n INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  alert_id TEXT NOT NULL REFERENCES alerts (id),
  rung INTEGER NOT NULL,
  recipient TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('ready', 'sent', 'failed', 'dropped')),
  attempts INTEGER NOT NULL DEFAULT 0,
  not_before INTEGER NOT NULL,
  detail TEXT,
  created_at INTEGER NOT NULL,
  settled_at INTEGER
) STRICT;
CREATE INDEX alert_mails_ready ON alert_mails (not_before) WHERE state = 'ready';
CREATE INDEX alert_mails_failed ON alert_mails (settled_at) WHERE state = 'failed';

INSERT INTO alerts (id, conversation_id, cause, reason, priority, raised_at, since, rung, next_at)
  SELECT c.id || '.1', c.id, 'escalation', coalesce(c.reason, 'wish'),
    coalesce(json_extract(c.state, '$.owner.priority'), 'normal'),
    coalesce(c.queue_since, c.last_at), coalesce(c.queue_since, c.last_at), 1, coalesce(c.queue_since, c.last_at)
  FROM conversations c WHERE c.owner = 'queue' AND c.status = 'open';

CREATE TABLE room_posts_new (
  room TEXT NOT NULL,
  conversation_id TEXT NOT NULL REFERENCES conversations (id),
  kind TEXT NOT NULL CHECK (kind IN ('transcript', 'message', 'source', 'trouble', 'alert')),
  message_id TEXT NOT NULL,
  part INTEGER NOT NULL,
  platform_id TEXT NOT NULL,
  shown TEXT NOT NULL,
  PRIMARY KEY (room, conversation_id, kind, message_id, part)
) STRICT, WITHOUT ROWID;
INSERT INTO room_posts_new SELECT room, conversation_id, kind, message_id, part, platform_id, shown FROM room_posts;
DROP TABLE room_posts;
ALTER TABLE room_posts_new RENAME TO room_posts;
CREATE INDEX room_posts_platform ON room_posts (room, platform_id);`,
};
