import type { Migration } from "./migrations.ts";

/** Replies kept for use again. A shortcut names one; each has a text in at least one language. */
export const CANNED: Migration = {
  name: "canned-replies",
  sql: `
CREATE TABLE canned (
  id TEXT NOT NULL PRIMARY KEY,
  shortcut TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  zh TEXT,
  en TEXT,
  changed_by TEXT REFERENCES agents (id),
  changed_at INTEGER NOT NULL,
  CHECK (zh IS NOT NULL OR en IS NOT NULL)
) STRICT;`,
};
