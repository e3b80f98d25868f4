import type { Conversation } from "../../conversation/state.ts";
import type { ContactStore, Erasure, Expired, RoomCopy, Trace } from "../contacts.ts";
import type { Conversations } from "./conversations.ts";
import { erasing } from "./erase.ts";
import type { Feed } from "./feed.ts";
import type { Identities } from "./identities.ts";
import { randomId } from "./ids.ts";
import { traceOf } from "./records.ts";
import type { Db, Inside, Write } from "./transaction.ts";

interface Parts {
  conversations: Conversations;
  identities: Identities;
  feed: Feed;
}

type Forgetting = Pick<
  Inside<ContactStore>,
  "erase" | "expired" | "expiry" | "accounts" | "eraseConversations" | "finish"
>;

/** How people are forgotten: one at an operator's word, or what has been kept long enough. */
export function forgetting(db: Db, write: Write, parts: Parts): Forgetting {
  const { conversations, identities } = parts;
  const eraseOne = erasing(db, parts);
  const states = db
    .prepare<[string, string], string>(
      "SELECT state FROM conversations WHERE account = ? AND customer_id = ?",
    )
    .pluck();
  const dropIdentity = db.prepare<[string, string]>(
    "DELETE FROM identities WHERE account = ? AND customer_id = ?",
  );
  const dropMerges = db.prepare<[string, string]>(
    "DELETE FROM contact_merges WHERE other = ? OR survivor = ?",
  );
  const dropContact = db.prepare<[string]>("DELETE FROM contacts WHERE id = ?");
  const expired = db.prepare<[string, number, number], Expired>(`
    SELECT id, account, last_at AS lastAt FROM conversations
    WHERE account = ? AND status = 'resolved' AND last_at < ? AND erased_at IS NULL ORDER BY last_at, n LIMIT ?`);
  const expiry = db.prepare<[string, number], { expired: number; oldest: number | null }>(`
    SELECT count(*) AS expired, min(last_at) AS oldest FROM conversations
    WHERE account = ? AND status = 'resolved' AND last_at < ? AND erased_at IS NULL`);
  const accounts = db.prepare<[], string>("SELECT DISTINCT account FROM identities ORDER BY account").pluck();
  const pending = unfinished(db);

  const conversationsOf = (account: string, customerId: string): Conversation[] =>
    states.all(account, customerId).map((state) => JSON.parse(state) as Conversation);
  const eraseAll = (all: readonly Conversation[], at: number) => {
    const aliases = new Map<string, string>();
    const done = all.map((conversation) => {
      const who = `${conversation.account}\n${conversation.customer.id}`;
      const alias = aliases.get(who) ?? randomId();
      aliases.set(who, alias);
      return eraseOne(conversation, at, alias);
    });
    return {
      conversations: done.length,
      messages: done.reduce((sum, { messages }) => sum + messages, 0),
      rooms: done.flatMap(({ rooms }): RoomCopy[] => rooms),
    };
  };

  return {
    erase: (id, at) =>
      write((): Erasure | undefined => {
        if (identities.createdAt(id) === undefined) return undefined;
        const members = identities.membersOf(id);
        const known = identities
          .identitiesOf(id)
          .map((identity) => ({ identity, all: conversationsOf(identity.account, identity.customerId) }));
        const traces = known.map(({ identity, all }) => traceOf(identity, all));
        const erased = eraseAll(
          known.flatMap(({ all }) => all),
          at,
        );
        for (const { account, customerId } of traces) dropIdentity.run(account, customerId);
        for (const member of members) dropMerges.run(member, member);
        for (const member of members) dropContact.run(member);
        pending.add(traces);
        return { ...erased, traces };
      }),
    expired: (account, before, limit) => expired.all(account, before, limit),
    expiry(account, before) {
      const { expired: count = 0, oldest = null } = expiry.get(account, before) ?? {};
      return { expired: count, ...(oldest === null ? {} : { oldest }) };
    },
    accounts: () => accounts.all(),
    eraseConversations: (ids, at) =>
      write((): Erasure => {
        const all = ids
          .flatMap((id) => conversations.get(id) ?? [])
          .filter(({ status, erasedAt }) => status === "resolved" && erasedAt === undefined);
        const erased = eraseAll(all, at);
        const traces = all
          .map((one) => traceOf({ account: one.account, customerId: one.customer.id }, [one]))
          .filter((trace) => conversationsOf(trace.account, trace.customerId).length === 0);
        for (const { account, customerId } of traces) {
          const contact = identities.contactOf(account, customerId);
          dropIdentity.run(account, customerId);
          // One that others were merged into, or that has other identities, is still somebody.
          if (contact !== undefined && identities.identitiesOf(contact).length === 0) {
            dropMerges.run(contact, contact);
            dropContact.run(contact);
          }
        }
        pending.add(traces);
        return { ...erased, traces };
      }),
    finish: (thorough) => pending.finish(write, thorough),
  };
}

/** The row under which it stands what an erasure has still to do, should the program stop in the middle of one. */
const UNFINISHED = { account: "kefu", name: "erasing" } as const;

interface CursorRow {
  account: string;
  name: string;
  value: string;
}

/** What is left to do after rows were erased, remembered until it is done. */
export function unfinished(db: Db) {
  const get = db
    .prepare<[], string>(
      `SELECT value FROM cursors WHERE account = '${UNFINISHED.account}' AND name = '${UNFINISHED.name}'`,
    )
    .pluck();
  const set = db.prepare<[string]>(`
    INSERT INTO cursors (account, name, value) VALUES ('${UNFINISHED.account}', '${UNFINISHED.name}', ?)
    ON CONFLICT DO UPDATE SET value = excluded.value`);
  const ofAccount = db.prepare<[string], CursorRow>(
    "SELECT account, name, value FROM cursors WHERE account = ?",
  );
  const drop = db.prepare<[string, string]>("DELETE FROM cursors WHERE account = ? AND name = ?");
  const read = (): Trace[] | undefined => {
    const value = get.get();
    return value === undefined ? undefined : (JSON.parse(value) as Trace[]);
  };
  const sweep = (): void => {
    for (const { account, customerId, spaces } of read() ?? []) {
      const ids = [customerId, ...spaces.map(({ id }) => id)];
      for (const row of ofAccount.all(account)) {
        if (ids.some((id) => mentions(row.name, id) || mentions(row.value, id))) drop.run(account, row.name);
      }
    }
    drop.run(UNFINISHED.account, UNFINISHED.name);
  };
  const compact = (): void => {
    db.exec("VACUUM"); // Whole pages and the gaps within them are made anew from what is there.
    db.pragma("wal_checkpoint(TRUNCATE)");
  };

  return {
    isDue: (): boolean => read() !== undefined,
    /** Inside the transaction that erased. */
    add(traces: readonly Trace[]): void {
      set.run(JSON.stringify([...(read() ?? []), ...traces]));
    },
    async finish(write: Write, thorough: boolean): Promise<void> {
      await write(sweep);
      if (thorough) compact();
    },
    /** At the start, before anybody else writes. */
    makeUp(): void {
      if (read() === undefined) return;
      db.transaction(sweep).immediate();
      compact();
    },
  };
}

/** As a word of its own: an id is not part of a longer number. */
function mentions(text: string, id: string): boolean {
  for (let at = text.indexOf(id); at >= 0; at = text.indexOf(id, at + 1)) {
    if (!/[\w-]/.test(text[at - 1] ?? "") && !/[\w-]/.test(text[at + id.length] ?? "")) return true;
  }
  return false;
}
