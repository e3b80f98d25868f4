import type { Migration } from "./migrations.ts";

/** Who takes cases: what each agent chose, when they were last there, and how much they take. No row: nothing was chosen yet. */
export const AVAILABILITY: Migration = {
  name: "availability",
  sql: `
CREATE TABLE availability (
  agent_id TEXT NOT NULL PRIMARY KEY REFERENCES agents (id),
  chosen TEXT NOT NULL DEFAULT 'away' CHECK (chosen IN ('available', 'away')),
  chosen_at INTEGER,
  seen_at INTEGER,
  languages TEXT NOT NULL DEFAULT '',
  capacity INTEGER NOT NULL DEFAULT 5 CHECK (capacity >= 0)
) STRICT, WITHOUT ROWID;`,
};
