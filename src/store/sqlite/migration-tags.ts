import type { Migration } from "./migrations.ts";

/** Words the team files conversations under, as `tagOf` writes them. */
export const TAGS: Migration = {
  name: "tags",
  sql: `
CREATE TABLE conversation_tags (
  conversation_id TEXT NOT NULL REFERENCES conversations (id),
  tag TEXT NOT NULL,
  by_id TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (conversation_id, tag)
) STRICT, WITHOUT ROWID;
CREATE INDEX conversation_tags_tag ON conversation_tags (tag);`,
};
