import type { Conversation } from "../../conversation/state.ts";
import { indexTokens, TOKENS_VERSION } from "../../words/index-tokens.ts";
import { periodTokens } from "../../words/periods.ts";
import { accountToken, authorToken } from "./search-expression.ts";
import type { Db } from "./transaction.ts";

/**
 * Keeps the search index true. Whatever statement of this connection adds, changes, marks as deleted or deletes a message
 * or a conversation, its tokens follow in the same transaction: triggers see to it, so no writer has to think of it.
 * The triggers are the connection's own (TEMP), because they call functions of ours, which a schema must not (trusted_schema).
 * An index that is missing, or was made by other rules, is made here, in one transaction. Call it before any write.
 */
export function openSearchIndex(db: Db): void {
  db.function("search_words", { deterministic: true }, messageWords);
  db.function("search_case_words", { deterministic: true }, (state) => caseWords(String(state)));
  if (!hasIndex(db)) return; // A schema of before: the tests of migrations open such.
  db.exec(TRIGGERS);
  const version = db.prepare<[], number>("SELECT version FROM search_version").pluck().get();
  if (version !== TOKENS_VERSION) rebuild(db);
}

/** What is known of a case besides its messages, as it is searched and shown. */
export function caseText(conversation: Conversation): string {
  const { reference, customer, collected } = conversation;
  const known = [reference, customer.name, customer.id, ...Object.values(collected)];
  return known.filter((part) => part !== undefined && part !== "").join(" · ");
}

function messageWords(text: unknown, author: unknown, account: unknown, at: unknown): string {
  const facets = [authorToken(String(author)), accountToken(String(account)), ...periodTokens(Number(at))];
  return [...indexTokens(String(text)), ...facets].join(" ");
}

function caseWords(state: string): string {
  return indexTokens(caseText(JSON.parse(state) as Conversation)).join(" ");
}

function hasIndex(db: Db): boolean {
  return db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'search_version'").get() !== undefined;
}

/** A contentless table must be told what it holds in order to forget it: the same tokens, from the same function. */
const words = (row: string): string =>
  `${row}.seq, search_words(${row}.text, ${row}.author, (SELECT account FROM conversations WHERE id = ${row}.conversation_id), ${row}.at)`;

const changed = (part: string): string => `OLD.state -> '$.${part}' IS NOT NEW.state -> '$.${part}'`;
const KNOWN_CHANGED = ["reference", "customer", "collected"].map(changed).join(" OR ");

const TRIGGERS = `
CREATE TEMP TRIGGER search_message_added AFTER INSERT ON main.messages WHEN NEW.deleted_at IS NULL BEGIN
  INSERT INTO search_messages (rowid, words) VALUES (${words("NEW")});
END;
CREATE TEMP TRIGGER search_message_changed AFTER UPDATE OF text, author, deleted_at ON main.messages BEGIN
  INSERT INTO search_messages (search_messages, rowid, words) SELECT 'delete', ${words("OLD")} WHERE OLD.deleted_at IS NULL;
  INSERT INTO search_messages (rowid, words) SELECT ${words("NEW")} WHERE NEW.deleted_at IS NULL;
END;
CREATE TEMP TRIGGER search_message_gone AFTER DELETE ON main.messages WHEN OLD.deleted_at IS NULL BEGIN
  INSERT INTO search_messages (search_messages, rowid, words) VALUES ('delete', ${words("OLD")});
END;
CREATE TEMP TRIGGER search_case_added AFTER INSERT ON main.conversations BEGIN
  INSERT INTO search_cases (rowid, words) VALUES (NEW.n, search_case_words(NEW.state));
END;
CREATE TEMP TRIGGER search_case_changed AFTER UPDATE OF state ON main.conversations WHEN ${KNOWN_CHANGED} BEGIN
  INSERT INTO search_cases (search_cases, rowid, words) VALUES ('delete', OLD.n, search_case_words(OLD.state));
  INSERT INTO search_cases (rowid, words) VALUES (NEW.n, search_case_words(NEW.state));
END;
CREATE TEMP TRIGGER search_case_gone AFTER DELETE ON main.conversations BEGIN
  INSERT INTO search_cases (search_cases, rowid, words) VALUES ('delete', OLD.n, search_case_words(OLD.state));
END;`;

function rebuild(db: Db): void {
  const all = db.transaction(() => {
    db.exec(`
      INSERT INTO search_messages (search_messages) VALUES ('delete-all');
      INSERT INTO search_cases (search_cases) VALUES ('delete-all');
      INSERT INTO search_messages (rowid, words)
        SELECT ${words("m")} FROM messages m WHERE m.deleted_at IS NULL ORDER BY m.seq;
      INSERT INTO search_cases (rowid, words) SELECT n, search_case_words(state) FROM conversations ORDER BY n;`);
    db.prepare("UPDATE search_version SET version = ?").run(TOKENS_VERSION);
  });
  all.immediate();
}
