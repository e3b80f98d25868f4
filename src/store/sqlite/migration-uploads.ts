import type { Migration } from "./migrations.ts";

/**
 * Files that customers upload to accounts whose platform is ourselves. They belong to a space, since the conversation that a
 * message opens may not be there yet; their bytes lie beside the database, by their hash.
 */
export const UPLOADS: Migration = {
  name: "uploads",
  sql: `
CREATE TABLE uploads (
  id TEXT NOT NULL PRIMARY KEY,
  account TEXT NOT NULL,
  space_id TEXT NOT NULL,
  hash TEXT NOT NULL,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  mime TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  at INTEGER NOT NULL
) STRICT;
CREATE INDEX uploads_space ON uploads (account, space_id, at);
CREATE INDEX uploads_hash ON uploads (hash);
CREATE INDEX uploads_at ON uploads (at, bytes);`,
};
