import type { Migration } from "./migrations.ts";

/**
 * Four roles, the second step of signing in, named keys and sessions, invitations, the audit log. `agents` is made anew
 * for its CHECK: the rows that refer to it wait until they are back (`defer_foreign_keys`).
 */
export const ACCESS: Migration = {
  name: "006-access",
  sql: `
PRAGMA defer_foreign_keys = ON;
CREATE TEMP TABLE agents_before AS SELECT * FROM agents;
DROP TABLE agents;
CREATE TABLE agents (
  id TEXT NOT NULL PRIMARY KEY,
  email TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('viewer', 'agent', 'supervisor', 'admin')),
  password_hash TEXT,
  disabled_at INTEGER,
  created_at INTEGER NOT NULL,
  totp_secret TEXT,
  totp_pending TEXT,
  totp_step INTEGER NOT NULL DEFAULT 0
) STRICT;
INSERT INTO agents (id, email, name, role, password_hash, disabled_at, created_at)
  SELECT id, email, name, role, password_hash, disabled_at, created_at FROM agents_before;
DROP TABLE agents_before;

CREATE TABLE recovery_codes (
  agent_id TEXT NOT NULL REFERENCES agents (id),
  hash TEXT NOT NULL,
  PRIMARY KEY (agent_id, hash)
) STRICT, WITHOUT ROWID;

ALTER TABLE agent_keys ADD COLUMN id TEXT NOT NULL DEFAULT '';
ALTER TABLE agent_keys ADD COLUMN name TEXT NOT NULL DEFAULT '';
ALTER TABLE agent_keys ADD COLUMN prefix TEXT NOT NULL DEFAULT 'kf_';
ALTER TABLE agent_keys ADD COLUMN role TEXT NOT NULL DEFAULT 'admin'
  CHECK (role IN ('viewer', 'agent', 'supervisor', 'admin'));
ALTER TABLE agent_keys ADD COLUMN used_at INTEGER;
UPDATE agent_keys SET id = lower(hex(randomblob(10)));
CREATE INDEX agent_keys_agent ON agent_keys (agent_id, at);

ALTER TABLE sessions ADD COLUMN id TEXT NOT NULL DEFAULT '';
ALTER TABLE sessions ADD COLUMN address TEXT NOT NULL DEFAULT '';
ALTER TABLE sessions ADD COLUMN client TEXT NOT NULL DEFAULT '';
UPDATE sessions SET id = lower(hex(randomblob(10)));
CREATE INDEX sessions_agent ON sessions (agent_id, used_at);

CREATE TABLE invitations (
  id TEXT NOT NULL PRIMARY KEY,
  hash TEXT NOT NULL UNIQUE,
  email TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('viewer', 'agent', 'supervisor', 'admin')),
  by_id TEXT REFERENCES agents (id),
  at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  accepted_at INTEGER,
  revoked_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX invitations_email ON invitations (email);
CREATE INDEX invitations_at ON invitations (at);

CREATE TABLE audit (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  agent_id TEXT,
  via TEXT NOT NULL CHECK (via IN ('session', 'key', 'operator', 'door')),
  action TEXT NOT NULL,
  target TEXT,
  address TEXT NOT NULL,
  outcome TEXT NOT NULL
) STRICT;
CREATE INDEX audit_agent ON audit (agent_id, id);
CREATE INDEX audit_action ON audit (action, id);
CREATE INDEX audit_target ON audit (target, id) WHERE target IS NOT NULL;
CREATE TRIGGER audit_unchanged BEFORE UPDATE ON audit BEGIN
  SELECT RAISE(ABORT, 'the audit log is append-only');
END;
CREATE TRIGGER audit_kept BEFORE DELETE ON audit BEGIN
  SELECT RAISE(ABORT, 'the audit log is append-only');
END;`,
};
