import type { Migration } from "./migrations.ts";

/**
 * Changing and taking back what was sent. A change is a row of the outbox like any other (`op`), of the change it belongs to;
 * so the outbox's key grows by one column, which takes a new table.
 */
export const ALTERATIONS: Migration = {
  name: "alterations",
  sql: `
CREATE TABLE message_changes (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  message_id TEXT NOT NULL REFERENCES messages (id),
  kind TEXT NOT NULL CHECK (kind IN ('edit', 'delete')),
  agent_id TEXT NOT NULL,
  name TEXT NOT NULL,
  text TEXT NOT NULL,
  before TEXT,
  at INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('pending', 'done', 'failed', 'unknown', 'superseded')),
  detail TEXT
) STRICT;
CREATE INDEX message_changes_message ON message_changes (message_id, id);

CREATE TABLE outbox_next (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  message_id TEXT NOT NULL REFERENCES messages (id),
  part INTEGER NOT NULL,
  op TEXT NOT NULL DEFAULT 'send' CHECK (op IN ('send', 'edit', 'delete')),
  change_id INTEGER NOT NULL DEFAULT 0,
  conversation_id TEXT NOT NULL REFERENCES conversations (id),
  account TEXT NOT NULL,
  author TEXT NOT NULL CHECK (author IN ('bot', 'agent', 'system')),
  epoch INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('ready', 'sending', 'sent', 'retry', 'failed', 'unknown', 'superseded')),
  attempts INTEGER NOT NULL DEFAULT 0,
  not_before INTEGER,
  started_at INTEGER,
  detail TEXT,
  may_double INTEGER NOT NULL DEFAULT 0 CHECK (may_double IN (0, 1)),
  external_ids TEXT,
  entry_seq INTEGER,
  reply TEXT,
  body TEXT NOT NULL,
  edited_at INTEGER,
  removed_at INTEGER,
  UNIQUE (message_id, part, change_id)
) STRICT;
INSERT INTO outbox_next (id, message_id, part, conversation_id, account, author, epoch, state, attempts, not_before, started_at,
    detail, may_double, external_ids, entry_seq, reply, body)
  SELECT id, message_id, part, conversation_id, account, author, epoch, state, attempts, not_before, started_at,
    detail, may_double, external_ids, entry_seq, reply, body FROM outbox ORDER BY id;
DROP TABLE outbox;
ALTER TABLE outbox_next RENAME TO outbox;
CREATE INDEX outbox_unsettled ON outbox (conversation_id, id) WHERE state IN ('ready', 'sending', 'retry');
CREATE INDEX outbox_open_bot ON outbox (conversation_id) WHERE author = 'bot' AND state IN ('ready', 'retry', 'unknown');
CREATE INDEX outbox_change ON outbox (change_id) WHERE change_id > 0;
CREATE INDEX outbox_lost_bot ON outbox (id) WHERE author = 'bot' AND state IN ('failed', 'unknown');
CREATE TRIGGER outbox_added AFTER INSERT ON outbox BEGIN
  UPDATE tallies SET n = n + 1 WHERE state = NEW.state;
END;
CREATE TRIGGER outbox_moved AFTER UPDATE OF state ON outbox WHEN OLD.state <> NEW.state BEGIN
  UPDATE tallies SET n = n - 1 WHERE state = OLD.state;
  UPDATE tallies SET n = n + 1 WHERE state = NEW.state;
END;
CREATE TRIGGER outbox_removed AFTER DELETE ON outbox BEGIN
  UPDATE tallies SET n = n - 1 WHERE state = OLD.state;
END;`,
};
