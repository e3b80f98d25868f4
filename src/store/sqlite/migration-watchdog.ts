import type { Migration } from "./migrations.ts";

/** What the watchdog has acted on, so that it does so once; and indexes of the few rows it looks for. */
export const WATCHDOG: Migration = {
  name: "010-watchdog",
  sql: `
CREATE TABLE watchdog_seen (
  kind TEXT NOT NULL CHECK (kind IN ('inbox', 'outbox')),
  row_id INTEGER NOT NULL,
  PRIMARY KEY (kind, row_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX inbox_failed ON inbox (id) WHERE state = 'failed';
CREATE INDEX outbox_lost_bot ON outbox (id) WHERE author = 'bot' AND state IN ('failed', 'unknown');`,
};

/** The outbox was made anew in between, and its indexes with it. */
export const LOST_ANSWERS: Migration = {
  name: "lost-answers",
  sql: `
CREATE INDEX IF NOT EXISTS outbox_lost_bot ON outbox (id) WHERE author = 'bot' AND state IN ('failed', 'unknown');`,
};
