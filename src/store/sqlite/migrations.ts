import { ACCESS } from "./migration-access.ts";
import { ALERTS } from "./migration-alerts.ts";
import { ALTERATIONS } from "./migration-alterations.ts";
import { AVAILABILITY } from "./migration-availability.ts";
import { CANNED } from "./migration-canned.ts";
import { CONTACTS } from "./migration-contacts.ts";
import { DUE } from "./migration-due.ts";
import { FILES } from "./migration-files.ts";
import { INSIGHT } from "./migration-insight.ts";
import { ROOMS } from "./migration-rooms.ts";
import { SEARCH } from "./migration-search.ts";
import { TAGS } from "./migration-tags.ts";
import { UPLOADS } from "./migration-uploads.ts";
import { LOST_ANSWERS, WATCHDOG } from "./migration-watchdog.ts";
import { WEBHOOKS } from "./migration-webhooks.ts";

/** One step of the schema. The list is append-only: never edit one that shipped. */
export interface Migration {
  name: string;
  sql: string;
}

/** Every step, in order. There is no way down: restore the copy that is made before an existing database is changed. */
export const MIGRATIONS: readonly Migration[] = [
  { name: "001-conversations", sql: conversations() },
  { name: "002-inbox", sql: inbox() },
  { name: "003-outbox", sql: outbox() },
  { name: "004-people", sql: people() },
  ACCESS,
  ROOMS,
  SEARCH,
  CANNED,
  ALERTS,
  DUE,
  CONTACTS,
  WEBHOOKS,
  FILES,
  WATCHDOG,
  INSIGHT,
  ALTERATIONS,
  LOST_ANSWERS,
  AVAILABILITY,
  UPLOADS,
  TAGS,
];

/** `state` is the conversation as `decide` knows it; the columns beside it are what lists and indexes need. */
function conversations(): string {
  return `
CREATE TABLE conversations (
  n INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  account TEXT NOT NULL,
  space_id TEXT NOT NULL,
  thread TEXT NOT NULL,
  actor TEXT NOT NULL,
  ordinal INTEGER NOT NULL,
  reference TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('open', 'snoozed', 'resolved')),
  owner TEXT NOT NULL CHECK (owner IN ('bot', 'queue', 'agent')),
  agent_id TEXT,
  epoch INTEGER NOT NULL,
  priority INTEGER NOT NULL,
  reason TEXT,
  queue_since INTEGER,
  waiting_since INTEGER,
  opened_at INTEGER NOT NULL,
  messages INTEGER NOT NULL DEFAULT 0,
  last_text TEXT NOT NULL DEFAULT '',
  last_author TEXT NOT NULL DEFAULT '',
  last_at INTEGER NOT NULL,
  flood_count INTEGER NOT NULL DEFAULT 0,
  flood_message TEXT,
  flood_seq INTEGER,
  state TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX conversations_one_open ON conversations (account, space_id, thread, actor) WHERE status <> 'resolved';
CREATE INDEX conversations_space ON conversations (account, space_id, thread, actor, n);
CREATE INDEX conversations_reference ON conversations (reference);
CREATE INDEX conversations_queue ON conversations (priority DESC, queue_since, n) WHERE owner = 'queue' AND status = 'open';
CREATE INDEX conversations_agent ON conversations (agent_id, status, last_at) WHERE owner = 'agent';
CREATE INDEX conversations_status ON conversations (status, owner, last_at);
CREATE INDEX conversations_recent ON conversations (status, last_at);
CREATE INDEX conversations_last ON conversations (last_at);

CREATE TABLE messages (
  id TEXT NOT NULL PRIMARY KEY,
  conversation_id TEXT NOT NULL REFERENCES conversations (id),
  seq INTEGER NOT NULL,
  author TEXT NOT NULL CHECK (author IN ('customer', 'bot', 'agent', 'system', 'note')),
  agent_id TEXT,
  name TEXT,
  text TEXT NOT NULL,
  choices TEXT NOT NULL,
  files TEXT NOT NULL,
  found TEXT NOT NULL,
  at INTEGER NOT NULL,
  in_reply_to TEXT,
  topic TEXT,
  edited_at INTEGER,
  deleted_at INTEGER
) STRICT;
CREATE UNIQUE INDEX messages_one_answer ON messages (in_reply_to) WHERE author = 'bot' AND in_reply_to IS NOT NULL;
CREATE INDEX messages_conversation ON messages (conversation_id, seq);
CREATE INDEX messages_customer ON messages (conversation_id, seq) WHERE author = 'customer';

CREATE TABLE message_refs (
  account TEXT NOT NULL,
  space_id TEXT NOT NULL,
  external_id TEXT NOT NULL,
  message_id TEXT NOT NULL REFERENCES messages (id),
  PRIMARY KEY (account, space_id, external_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX message_refs_message ON message_refs (message_id);

CREATE TABLE choices (
  token TEXT NOT NULL PRIMARY KEY,
  conversation_id TEXT NOT NULL REFERENCES conversations (id),
  message_id TEXT NOT NULL REFERENCES messages (id),
  label TEXT NOT NULL,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE feed (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  conversation_id TEXT NOT NULL REFERENCES conversations (id),
  kind TEXT NOT NULL,
  audience TEXT NOT NULL CHECK (audience IN ('desk', 'all')),
  message_id TEXT,
  outbox_id INTEGER,
  data TEXT NOT NULL
) STRICT;
CREATE INDEX feed_stream ON feed (conversation_id, seq) WHERE audience = 'all';`;
}

function inbox(): string {
  return `
CREATE TABLE inbox (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  account TEXT NOT NULL,
  key TEXT NOT NULL,
  conversation_id TEXT NOT NULL REFERENCES conversations (id),
  event_id TEXT NOT NULL,
  message_id TEXT,
  state TEXT NOT NULL CHECK (state IN ('new', 'done', 'failed')),
  revision INTEGER NOT NULL DEFAULT 1,
  attempts INTEGER NOT NULL DEFAULT 0,
  error TEXT,
  received_at INTEGER NOT NULL,
  body TEXT NOT NULL,
  UNIQUE (account, key)
) STRICT;
CREATE INDEX inbox_waiting ON inbox (conversation_id, id) WHERE state = 'new';

CREATE TABLE cursors (
  account TEXT NOT NULL,
  name TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (account, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE events (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  event_id TEXT NOT NULL,
  conversation_id TEXT NOT NULL REFERENCES conversations (id),
  type TEXT NOT NULL,
  reason TEXT NOT NULL,
  at INTEGER NOT NULL,
  event TEXT NOT NULL
) STRICT;
CREATE INDEX events_conversation ON events (conversation_id, id);

CREATE TABLE idempotency (
  agent_id TEXT NOT NULL,
  key TEXT NOT NULL,
  route TEXT NOT NULL,
  conversation_id TEXT NOT NULL REFERENCES conversations (id),
  reason TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (agent_id, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE timers (
  conversation_id TEXT NOT NULL REFERENCES conversations (id),
  name TEXT NOT NULL,
  due_at INTEGER NOT NULL,
  PRIMARY KEY (conversation_id, name)
) STRICT, WITHOUT ROWID;
CREATE INDEX timers_due ON timers (due_at);

CREATE TABLE escalations (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  conversation_id TEXT NOT NULL REFERENCES conversations (id),
  reason TEXT NOT NULL,
  priority TEXT NOT NULL,
  at INTEGER NOT NULL,
  ended_at INTEGER,
  how TEXT
) STRICT;
CREATE INDEX escalations_running ON escalations (conversation_id) WHERE ended_at IS NULL;

CREATE TABLE ratings (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  conversation_id TEXT NOT NULL REFERENCES conversations (id),
  score INTEGER NOT NULL,
  comment TEXT,
  at INTEGER NOT NULL
) STRICT;`;
}

/** The tallies are kept by triggers, so that the figures for /metrics cost the same with ten rows and with ten million. */
function outbox(): string {
  return `
CREATE TABLE outbox (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  message_id TEXT NOT NULL REFERENCES messages (id),
  part INTEGER NOT NULL,
  conversation_id TEXT NOT NULL REFERENCES conversations (id),
  account TEXT NOT NULL,
  author TEXT NOT NULL CHECK (author IN ('bot', 'agent', 'system')),
  epoch INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('ready', 'sending', 'sent', 'retry', 'failed', 'unknown', 'superseded')),
  attempts INTEGER NOT NULL DEFAULT 0,
  not_before INTEGER,
  started_at INTEGER,
  detail TEXT,
  may_double INTEGER NOT NULL DEFAULT 0 CHECK (may_double IN (0, 1)),
  external_ids TEXT,
  entry_seq INTEGER,
  reply TEXT,
  body TEXT NOT NULL,
  UNIQUE (message_id, part)
) STRICT;
CREATE INDEX outbox_unsettled ON outbox (conversation_id, id) WHERE state IN ('ready', 'sending', 'retry');
CREATE INDEX outbox_open_bot ON outbox (conversation_id) WHERE author = 'bot' AND state IN ('ready', 'retry', 'unknown');

CREATE TABLE tallies (state TEXT NOT NULL PRIMARY KEY, n INTEGER NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO tallies VALUES ('ready', 0), ('sending', 0), ('sent', 0), ('retry', 0), ('failed', 0), ('unknown', 0), ('superseded', 0);
CREATE TRIGGER outbox_added AFTER INSERT ON outbox BEGIN
  UPDATE tallies SET n = n + 1 WHERE state = NEW.state;
END;
CREATE TRIGGER outbox_moved AFTER UPDATE OF state ON outbox WHEN OLD.state <> NEW.state BEGIN
  UPDATE tallies SET n = n - 1 WHERE state = OLD.state;
  UPDATE tallies SET n = n + 1 WHERE state = NEW.state;
END;
CREATE TRIGGER outbox_removed AFTER DELETE ON outbox BEGIN
  UPDATE tallies SET n = n - 1 WHERE state = OLD.state;
END;`;
}

function people(): string {
  return `
CREATE TABLE agents (
  id TEXT NOT NULL PRIMARY KEY,
  email TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('admin', 'agent')),
  password_hash TEXT,
  disabled_at INTEGER,
  created_at INTEGER NOT NULL
) STRICT;
CREATE TABLE agent_keys (
  hash TEXT NOT NULL PRIMARY KEY,
  agent_id TEXT NOT NULL REFERENCES agents (id),
  at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE sessions (
  hash TEXT NOT NULL PRIMARY KEY,
  agent_id TEXT NOT NULL REFERENCES agents (id),
  at INTEGER NOT NULL,
  used_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_expiry ON sessions (expires_at);
CREATE TABLE probe (id INTEGER PRIMARY KEY CHECK (id = 1), at INTEGER NOT NULL) STRICT;`;
}
