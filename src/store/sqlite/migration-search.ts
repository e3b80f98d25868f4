import type { Migration } from "./migrations.ts";

/**
 * The tables hold tokens alone, made by `indexTokens` (src/words): no text, no sizes, as nothing is ranked by them.
 * The tokenizer only splits at spaces. Filled by `openSearchIndex`, as SQL cannot make tokens; version 0 is an empty index.
 * secure-delete takes tokens out of the file at once, where FTS5 would leave them until it tidies up.
 */
export const SEARCH: Migration = {
  name: "008-search",
  sql: `
CREATE UNIQUE INDEX messages_seq ON messages (seq);
CREATE VIRTUAL TABLE search_messages USING fts5(words, content='', columnsize=0, tokenize="ascii tokenchars '_'");
CREATE VIRTUAL TABLE search_cases USING fts5(words, content='', columnsize=0, tokenize="ascii tokenchars '_'");
INSERT INTO search_messages (search_messages, rank) VALUES ('secure-delete', 1);
INSERT INTO search_cases (search_cases, rank) VALUES ('secure-delete', 1);
CREATE TABLE search_version (id INTEGER PRIMARY KEY CHECK (id = 1), version INTEGER NOT NULL) STRICT;
INSERT INTO search_version VALUES (1, 0);`,
};
