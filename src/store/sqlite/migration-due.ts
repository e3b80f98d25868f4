import type { Migration } from "./migrations.ts";

/**
 * When each target of a conversation is due, and the first of them, for lists and their order. `waits` keeps how long each
 * customer waited for people: `open_ms` on the desk's clock, `all_ms` on the wall's; `ahead` is how many stood before them.
 */
export const DUE: Migration = {
  name: "009-due",
  sql: `
ALTER TABLE conversations ADD COLUMN first_due_at INTEGER;
ALTER TABLE conversations ADD COLUMN next_due_at INTEGER;
ALTER TABLE conversations ADD COLUMN resolve_due_at INTEGER;
ALTER TABLE conversations ADD COLUMN due_at INTEGER;
ALTER TABLE conversations ADD COLUMN due_warn_at INTEGER;
ALTER TABLE conversations ADD COLUMN due_kind TEXT CHECK (due_kind IN ('first', 'next', 'resolve'));
CREATE INDEX conversations_due ON conversations (priority DESC, coalesce(due_at, 9e15), queue_since, n)
  WHERE owner = 'queue' AND status = 'open';

CREATE TABLE waits (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  conversation_id TEXT NOT NULL REFERENCES conversations (id),
  target TEXT NOT NULL CHECK (target IN ('first', 'next', 'resolve')),
  priority TEXT NOT NULL,
  since INTEGER NOT NULL,
  at INTEGER NOT NULL,
  open_ms INTEGER NOT NULL,
  all_ms INTEGER NOT NULL,
  due_at INTEGER,
  late INTEGER NOT NULL CHECK (late IN (0, 1)),
  ahead INTEGER
) STRICT;
CREATE INDEX waits_recent ON waits (target, at);
CREATE INDEX waits_conversation ON waits (conversation_id);`,
};
