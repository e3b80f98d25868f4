import type { Conversation } from "../../conversation/state.ts";
import { AppError } from "../../errors.ts";
import type { Contact, ContactConversation, ContactRow, ContactStore, Identity } from "../contacts.ts";
import type { Conversations } from "./conversations.ts";
import type { Feed } from "./feed.ts";
import { forgetting } from "./forget.ts";
import type { Identities } from "./identities.ts";
import { records } from "./records.ts";
import type { Db, Inside, Write } from "./transaction.ts";

interface Parts {
  conversations: Conversations;
  identities: Identities;
  feed: Feed;
}

/** People across channels: who they are, which are one, and how they are forgotten. */
export function contacts(db: Db, write: Write, parts: Parts): Inside<ContactStore> {
  return {
    ...looking(db, parts),
    ...merging(db, write, parts),
    ...records(db, parts),
    ...forgetting(db, write, parts),
  };
}

const LISTED = 200;

interface ListRow {
  state: string;
  last_text: string;
  last_at: number;
}

function looking(db: Db, { identities }: Parts): Pick<Inside<ContactStore>, "find" | "show" | "search"> {
  const place = db.prepare<[string, string], { account: string; customer_id: string }>(`
    SELECT account, customer_id FROM conversations WHERE (id = ? OR reference = ?) AND erased_at IS NULL
    ORDER BY n DESC LIMIT 1`);
  const said = db.prepare<[string, string, number], ListRow>(`
    SELECT state, last_text, last_at FROM conversations WHERE account = ? AND customer_id = ? ORDER BY n DESC LIMIT ?`);
  const heard = db
    .prepare<[{ part: string; start: string; all: 0 | 1 }], string>(`
    SELECT contact_id FROM identities
    WHERE @all OR name LIKE @part ESCAPE '\\' OR customer_id LIKE @start ESCAPE '\\'
    ORDER BY last_at DESC LIMIT 500`)
    .pluck();

  const rowOf = (id: string): ContactRow => {
    const all = identities.identitiesOf(id);
    const name = nameOf(all);
    return {
      id,
      ...(name === undefined ? {} : { name }),
      verified: all.some(({ verified }) => verified),
      identities: all,
    };
  };
  const conversationsOf = (all: readonly Identity[]): ContactConversation[] =>
    all
      .flatMap(({ account, customerId }) => said.all(account, customerId, LISTED))
      .map(toConversation)
      .sort((one, two) => two.openedAt - one.openedAt)
      .slice(0, LISTED);

  return {
    find(text) {
      const asked = text.trim();
      if (identities.createdAt(asked) !== undefined) return identities.rootOf(asked);
      const at = place.get(asked.toLowerCase(), asked.toUpperCase());
      const contact = at && identities.contactOf(at.account, at.customer_id);
      return contact && identities.rootOf(contact);
    },
    show(id): Contact | undefined {
      const createdAt = identities.createdAt(id);
      if (createdAt === undefined) return undefined;
      const row = rowOf(id);
      const conversations = conversationsOf(row.identities);
      return { ...row, createdAt, conversations, merges: identities.mergesOf(id) };
    },
    search(text, limit) {
      const asked = text.trim();
      const escaped = asked.replace(/[\\%_]/g, "\\$&");
      const ids = heard.all({ part: `%${escaped}%`, start: `${escaped}%`, all: asked === "" ? 1 : 0 });
      return [...new Set(ids.map(identities.rootOf))].slice(0, limit).map(rowOf);
    },
  };
}

type Merging = Pick<Inside<ContactStore>, "merge" | "unmerge">;

function merging(db: Db, write: Write, { identities }: Parts): Merging {
  const add = db.prepare<[string, string, number, string | null]>(
    "INSERT INTO contact_merges (other, survivor, at, by_id) VALUES (?, ?, ?, ?)",
  );
  const remove = db.prepare<[string]>("DELETE FROM contact_merges WHERE other = ?");
  const known = (id: string): string => {
    if (identities.createdAt(id) !== undefined) return id;
    throw new AppError("not_found", "There is no such contact.");
  };
  return {
    merge: (survivor, other, byId, at) =>
      write(() => {
        const into = identities.rootOf(known(survivor));
        const from = identities.rootOf(known(other));
        if (into === from) throw new AppError("conflict", "These are one contact already.");
        add.run(from, into, at, byId ?? null);
        return { other: from, survivor: into, at, ...(byId === undefined ? {} : { byId }) };
      }),
    unmerge: (id, other) =>
      write(() => {
        const merges = identities.mergesOf(identities.rootOf(known(id)));
        const undone = other === undefined ? merges[0] : merges.find((merge) => merge.other === other);
        if (undone === undefined) throw new AppError("not_found", "Nothing was merged into this contact.");
        remove.run(undone.other);
        return undone;
      }),
  };
}

/** Of the identity heard last that has one. */
function nameOf(all: readonly Identity[]): string | undefined {
  return all.find(({ name }) => name !== undefined && name !== "")?.name;
}

function toConversation({ state, last_text, last_at }: ListRow): ContactConversation {
  const { id, reference, account, status, openedAt } = JSON.parse(state) as Conversation;
  return { id, reference, account, status, openedAt, lastAt: last_at, lastText: last_text };
}
