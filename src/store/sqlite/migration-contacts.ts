import type { Migration } from "./migrations.ts";

/**
 * People across channels. A merge is a row of its own and changes no other, so that taking it back leaves every row as it
 * was. Only the website's signed identities begin with `user_`: they were vouched for before anybody wrote that down.
 */
export const CONTACTS: Migration = {
  name: "009-contacts",
  sql: `
PRAGMA defer_foreign_keys = ON;
ALTER TABLE conversations ADD COLUMN customer_id TEXT NOT NULL DEFAULT '';
ALTER TABLE conversations ADD COLUMN erased_at INTEGER;
UPDATE conversations SET customer_id = json_extract(state, '$.customer.id');
CREATE INDEX conversations_customer ON conversations (account, customer_id, n);

CREATE TABLE contacts (
  id TEXT NOT NULL PRIMARY KEY,
  created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE identities (
  account TEXT NOT NULL,
  customer_id TEXT NOT NULL,
  contact_id TEXT NOT NULL REFERENCES contacts (id),
  name TEXT,
  verified INTEGER NOT NULL DEFAULT 0 CHECK (verified IN (0, 1)),
  first_at INTEGER NOT NULL,
  last_at INTEGER NOT NULL,
  PRIMARY KEY (account, customer_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX identities_contact ON identities (contact_id);
CREATE TABLE contact_merges (
  other TEXT NOT NULL PRIMARY KEY REFERENCES contacts (id),
  survivor TEXT NOT NULL REFERENCES contacts (id),
  at INTEGER NOT NULL,
  by_id TEXT REFERENCES agents (id),
  CHECK (other <> survivor)
) STRICT, WITHOUT ROWID;
CREATE INDEX contact_merges_survivor ON contact_merges (survivor, at);

INSERT INTO identities (account, customer_id, contact_id, name, verified, first_at, last_at)
  SELECT g.account, g.customer_id, lower(hex(randomblob(10))),
    (SELECT json_extract(c.state, '$.customer.name') FROM conversations c
      WHERE c.account = g.account AND c.customer_id = g.customer_id ORDER BY c.n DESC LIMIT 1),
    g.account = 'web' AND g.customer_id LIKE 'user\\_%' ESCAPE '\\',
    g.first_at, g.last_at
  FROM (SELECT account, customer_id, min(opened_at) AS first_at, max(opened_at) AS last_at
    FROM conversations GROUP BY account, customer_id) g;
INSERT INTO contacts (id, created_at) SELECT contact_id, first_at FROM identities;`,
};
