import type { Migration } from "./migrations.ts";

/** `n` is the order of delivery. */
export const WEBHOOKS: Migration = {
  name: "009-webhooks",
  sql: `
CREATE TABLE webhook_deliveries (
  n INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  type TEXT NOT NULL,
  conversation_id TEXT NOT NULL REFERENCES conversations (id),
  state TEXT NOT NULL CHECK (state IN ('ready', 'sent', 'dead')),
  attempts INTEGER NOT NULL DEFAULT 0,
  not_before INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  settled_at INTEGER,
  detail TEXT,
  body TEXT NOT NULL
) STRICT;
CREATE INDEX webhook_deliveries_open ON webhook_deliveries (n) WHERE state = 'ready';
CREATE INDEX webhook_deliveries_dead ON webhook_deliveries (n) WHERE state = 'dead';
CREATE INDEX webhook_deliveries_settled ON webhook_deliveries (settled_at) WHERE state <> 'ready';`,
};
