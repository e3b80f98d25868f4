import type { Migration } from "./migrations.ts";

/** Files that agents send. Each belongs to one conversation; its bytes lie beside the database, by their hash. */
export const FILES: Migration = {
  name: "desk-files",
  sql: `
CREATE TABLE files (
  id TEXT NOT NULL PRIMARY KEY,
  conversation_id TEXT NOT NULL REFERENCES conversations (id),
  hash TEXT NOT NULL,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  mime TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  agent_id TEXT NOT NULL REFERENCES agents (id),
  at INTEGER NOT NULL
) STRICT;
CREATE INDEX files_conversation ON files (conversation_id);
CREATE INDEX files_hash ON files (hash);
CREATE INDEX files_at ON files (at);`,
};
