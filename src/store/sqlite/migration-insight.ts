import type { Migration } from "./migrations.ts";

/**
 * Each event says what it left behind, so that reports need no replay; engagements are derived from that and can be made
 * anew (`store.insight.forget`). They lie in the order of their beginning, so that a period is one stretch of the table. `person` is a fingerprint of account and customer: no identity lies here. For events from
 * before this step, owner and status come from the feed, the rest from messages, ratings and the conversation.
 */
export const INSIGHT: Migration = {
  name: "010-insight",
  sql: `
ALTER TABLE events ADD COLUMN owner TEXT NOT NULL DEFAULT 'bot';
ALTER TABLE events ADD COLUMN status TEXT NOT NULL DEFAULT 'open';
ALTER TABLE events ADD COLUMN locale TEXT NOT NULL DEFAULT '';
ALTER TABLE events ADD COLUMN topic TEXT;
ALTER TABLE events ADD COLUMN bot INTEGER NOT NULL DEFAULT 0;
ALTER TABLE events ADD COLUMN score INTEGER;
ALTER TABLE events ADD COLUMN rating_asked INTEGER NOT NULL DEFAULT 0;

CREATE TEMP TABLE shown AS
  SELECT conversation_id, seq, at, json_extract(data, '$.owner') AS owner, json_extract(data, '$.status') AS status
  FROM feed WHERE kind = 'conversation';
CREATE INDEX temp.shown_conversation ON shown (conversation_id, at, seq);
CREATE TEMP TABLE scored AS SELECT conversation_id, at, score FROM ratings;
CREATE INDEX temp.scored_conversation ON scored (conversation_id, at);
UPDATE events SET
  owner = coalesce((SELECT s.owner FROM shown s WHERE s.conversation_id = events.conversation_id AND s.at <= events.at
    ORDER BY s.at DESC, s.seq DESC LIMIT 1), 'bot'),
  status = coalesce((SELECT s.status FROM shown s WHERE s.conversation_id = events.conversation_id AND s.at <= events.at
    ORDER BY s.at DESC, s.seq DESC LIMIT 1), 'open'),
  locale = coalesce((SELECT json_extract(c.state, '$.locale') FROM conversations c WHERE c.id = events.conversation_id), ''),
  topic = (SELECT m.topic FROM messages m WHERE m.id = events.event_id || '.0' AND m.author = 'bot'),
  bot = EXISTS (SELECT 1 FROM messages m WHERE m.id = events.event_id || '.0' AND m.author = 'bot'),
  score = (SELECT s.score FROM scored s WHERE s.conversation_id = events.conversation_id AND s.at = events.at LIMIT 1),
  rating_asked = events.type = 'agent.resolved' AND EXISTS (
    SELECT 1 FROM choices c WHERE c.token = events.event_id || '.0.0' AND json_extract(c.value, '$.kind') = 'rate');
DROP TABLE temp.shown;
DROP TABLE temp.scored;

DROP INDEX events_conversation;
CREATE INDEX events_steps ON events
  (conversation_id, id, at, type, reason, owner, status, locale, topic, bot, score, rating_asked);

CREATE TABLE engagements (
  conversation_id TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
  n INTEGER NOT NULL,
  channel TEXT NOT NULL,
  person TEXT NOT NULL,
  locale TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  last_at INTEGER NOT NULL,
  next_at INTEGER,
  messages INTEGER NOT NULL,
  bot INTEGER NOT NULL,
  answered INTEGER NOT NULL,
  verdict TEXT NOT NULL CHECK (verdict IN ('open', 'answered', 'confirmed', 'moved')),
  escalated INTEGER NOT NULL,
  queued INTEGER NOT NULL,
  running INTEGER NOT NULL,
  asked_at INTEGER,
  replied_at INTEGER,
  resolved_at INTEGER,
  rating_asked INTEGER NOT NULL,
  score INTEGER,
  PRIMARY KEY (started_at, conversation_id, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX engagements_conversation ON engagements (conversation_id);
CREATE INDEX engagements_person ON engagements (person, started_at);

CREATE TABLE engagement_topics (
  started_at INTEGER NOT NULL,
  conversation_id TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
  n INTEGER NOT NULL,
  topic TEXT NOT NULL,
  PRIMARY KEY (started_at, conversation_id, n, topic)
) STRICT, WITHOUT ROWID;
CREATE INDEX engagement_topics_conversation ON engagement_topics (conversation_id);

CREATE TABLE engagements_upto (id INTEGER PRIMARY KEY CHECK (id = 1), event INTEGER NOT NULL) STRICT;
INSERT INTO engagements_upto VALUES (1, 0);`,
};
