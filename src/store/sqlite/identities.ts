import type { Actor } from "../../channel/contract.ts";
import type { Identity, Merge } from "../contacts.ts";
import { randomId } from "./ids.ts";
import type { Db } from "./transaction.ts";

interface Row {
  account: string;
  customer_id: string;
  contact_id: string;
  name: string | null;
  verified: 0 | 1;
  first_at: number;
  last_at: number;
}

interface MergeRow {
  other: string;
  survivor: string;
  at: number;
  by_id: string | null;
}

export type Identities = ReturnType<typeof identities>;

/** Who is who: identities, the contacts they were made for, and which of these count as one. */
export function identities(db: Db) {
  const known = db
    .prepare<[string, string], string>(
      "SELECT contact_id FROM identities WHERE account = ? AND customer_id = ?",
    )
    .pluck();
  const addContact = db.prepare<[string, number]>("INSERT INTO contacts (id, created_at) VALUES (?, ?)");
  const add = db.prepare(`
    INSERT INTO identities (account, customer_id, contact_id, name, verified, first_at, last_at)
    VALUES (@account, @customerId, @contactId, @name, @verified, @at, @at)
    ON CONFLICT DO UPDATE SET name = coalesce(excluded.name, name), verified = max(excluded.verified, verified),
      last_at = max(excluded.last_at, last_at)`);
  const created = db.prepare<[string], number>("SELECT created_at FROM contacts WHERE id = ?").pluck();
  const root = db
    .prepare<[string], string>(`
    WITH RECURSIVE up (id, depth) AS (
      SELECT ?, 0 UNION SELECT m.survivor, up.depth + 1 FROM up JOIN contact_merges m ON m.other = up.id)
    SELECT id FROM up ORDER BY depth DESC LIMIT 1`)
    .pluck();
  const members = db
    .prepare<[string], string>(`
    WITH RECURSIVE down (id) AS (
      SELECT ? UNION SELECT m.other FROM down JOIN contact_merges m ON m.survivor = down.id)
    SELECT id FROM down`)
    .pluck();
  const ofContact = db.prepare<[string], Row>(
    "SELECT * FROM identities WHERE contact_id = ? ORDER BY last_at DESC, account, customer_id",
  );
  const mergesOf = db.prepare<[string], MergeRow>(
    "SELECT * FROM contact_merges WHERE survivor = ? ORDER BY at DESC, other",
  );

  const membersOf = (contactId: string): string[] => members.all(contactId);
  return {
    /** Somebody began a conversation: the first one makes the contact. */
    met(account: string, actor: Actor, at: number): void {
      const contactId = known.get(account, actor.id) ?? randomId();
      if (created.get(contactId) === undefined) addContact.run(contactId, at);
      const name = actor.name ?? null;
      const verified = actor.verified === true ? 1 : 0;
      add.run({ account, customerId: actor.id, contactId, name, verified, at });
    },
    contactOf: (account: string, customerId: string): string | undefined => known.get(account, customerId),
    createdAt: (contactId: string): number | undefined => created.get(contactId),
    /** The contact this one counts as part of; itself where it was not merged. */
    rootOf: (contactId: string): string => root.get(contactId) ?? contactId,
    /** The contact and all that were merged into it, near and far. */
    membersOf,
    /** Heard last first. */
    identitiesOf(contactId: string): Identity[] {
      const rows = membersOf(contactId).flatMap((id) => ofContact.all(id));
      return rows.sort((one, two) => two.last_at - one.last_at).map(toIdentity);
    },
    /** What was merged into it or into its parts, newest first. */
    mergesOf(contactId: string): Merge[] {
      const rows = membersOf(contactId).flatMap((id) => mergesOf.all(id));
      return rows.sort((one, two) => two.at - one.at).map(toMerge);
    },
  };
}

function toIdentity(row: Row): Identity {
  return {
    account: row.account,
    customerId: row.customer_id,
    ...(row.name === null ? {} : { name: row.name }),
    verified: row.verified === 1,
    firstAt: row.first_at,
    lastAt: row.last_at,
    contactId: row.contact_id,
  };
}

function toMerge({ other, survivor, at, by_id }: MergeRow): Merge {
  return { other, survivor, at, ...(by_id === null ? {} : { byId: by_id }) };
}
