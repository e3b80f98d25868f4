import type { Migration } from "./migrations.ts";

/** `body` is an event as it was admitted; what was dealt with keeps its key alone. */
export const ROOMS: Migration = {
  name: "007-rooms",
  sql: `
CREATE TABLE room_threads (
  room TEXT NOT NULL,
  conversation_id TEXT NOT NULL REFERENCES conversations (id),
  opening INTEGER NOT NULL,
  thread TEXT,
  card_id TEXT,
  card TEXT NOT NULL,
  status TEXT NOT NULL,
  rating TEXT NOT NULL,
  seq INTEGER NOT NULL,
  live_epoch INTEGER,
  shelved INTEGER NOT NULL CHECK (shelved IN (0, 1)),
  PRIMARY KEY (room, conversation_id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX room_threads_thread ON room_threads (room, thread) WHERE thread IS NOT NULL;

CREATE TABLE room_posts (
  room TEXT NOT NULL,
  conversation_id TEXT NOT NULL REFERENCES conversations (id),
  kind TEXT NOT NULL CHECK (kind IN ('transcript', 'message', 'source', 'trouble')),
  message_id TEXT NOT NULL,
  part INTEGER NOT NULL,
  platform_id TEXT NOT NULL,
  shown TEXT NOT NULL,
  PRIMARY KEY (room, conversation_id, kind, message_id, part)
) STRICT, WITHOUT ROWID;
CREATE INDEX room_posts_platform ON room_posts (room, platform_id);

CREATE TABLE room_inbox (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  account TEXT NOT NULL,
  key TEXT NOT NULL,
  room TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('new', 'answer', 'done')),
  attempts INTEGER NOT NULL DEFAULT 0,
  answer TEXT,
  received_at INTEGER NOT NULL,
  body TEXT NOT NULL,
  UNIQUE (account, key)
) STRICT;
CREATE INDEX room_inbox_open ON room_inbox (room, state, id) WHERE state <> 'done';

CREATE TABLE agent_links (
  account TEXT NOT NULL,
  actor_id TEXT NOT NULL,
  agent_id TEXT NOT NULL REFERENCES agents (id),
  at INTEGER NOT NULL,
  PRIMARY KEY (account, actor_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE link_codes (
  hash TEXT NOT NULL PRIMARY KEY,
  agent_id TEXT NOT NULL REFERENCES agents (id),
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;`,
};
