import type { Conversation } from "../../conversation/state.ts";
import { findAll } from "../../words/find.ts";
import { periodsOf } from "../../words/periods.ts";
import type { Term } from "../../words/query.ts";
import type { MessageView } from "../desk.ts";
import type { SearchRequest } from "../search.ts";
import { accountToken, authorToken, expressionOf } from "./search-expression.ts";
import { type CaseFilter, caseFilter } from "./search-filter.ts";
import { caseText } from "./search-index.ts";
import type { Db } from "./transaction.ts";

/** How many conversations are counted; beyond, "more" is all that is said. */
export const COUNTED = 100;
/** How many places of the index one request looks at: some 20 ms. The next request goes on from there. */
const LOOKED_AT = 6000;
/** A view that holds no more conversations than this is read, instead of all that was ever said with these words. */
const FEW = 200;

/** Where a request goes on: among cases by number or messages by place in the history, before this one. */
export interface Place {
  among: "c" | "m";
  before: number;
}

interface FoundMessage {
  id: string;
  seq: number;
  conversation_id: string;
  author: MessageView["author"];
  name: string | null;
  at: number;
  text: string;
}

export interface Candidate {
  conversationId: string;
  /** Absent when what is known of the case was found. */
  message?: FoundMessage;
}

type Found = { kind: "found"; candidate: Candidate; place: Place } | { kind: "stopped"; place: Place };

interface Look {
  terms: readonly Term[];
  request: SearchRequest;
  filter: CaseFilter;
  start: Place | undefined;
}

/** Conversations in the order they are shown, each once; "stopped" when enough was looked at. */
export function candidates(db: Db) {
  const cases = casesOf(db);
  const recent = recentMessages(db);
  const few = messagesOfFew(db);
  return function* (
    terms: readonly Term[],
    request: SearchRequest,
    start: Place | undefined,
  ): Generator<Found> {
    const look = { terms, request, filter: caseFilter(request), start };
    const asksCases = request.author === undefined;
    if (asksCases && start?.among !== "m") yield* cases.look(look);
    const isKnownCase = asksCases && cases.any(terms) ? cases.holds : () => false;
    const readsFew = few.conversations(look);
    const messages = readsFew ? few.look(look, readsFew) : recent(look);
    for (const found of messages) {
      if (found.kind === "found" && isKnownCase(terms, found.candidate.conversationId)) continue;
      yield found;
    }
  };
}

function casesOf(db: Db) {
  const any = db
    .prepare<[string], number>("SELECT 1 FROM search_cases WHERE search_cases MATCH ? LIMIT 1")
    .pluck();
  const state = db.prepare<[string], string>("SELECT state FROM conversations WHERE id = ?").pluck();
  const statement = kept(db);
  const knows = (terms: readonly Term[], text: string): boolean =>
    findAll(terms, caseText(JSON.parse(text) as Conversation)) !== undefined;
  return {
    any: (terms: readonly Term[]): boolean => any.get(expressionOf(terms)) !== undefined,
    /** Whether the case was shown already, for what is known of it. */
    holds(terms: readonly Term[], conversationId: string): boolean {
      const text = state.get(conversationId);
      return text !== undefined && knows(terms, text);
    },
    *look({ terms, request, filter, start }: Look): Generator<Found> {
      const fits = [filter.sql, "c.opened_at <= @to", "c.last_at >= @from"].filter((part) => part !== "");
      const rows = statement<{ n: number; id: string; state: string }>(`
        SELECT c.n, c.id, c.state FROM search_cases s CROSS JOIN conversations c ON c.n = s.rowid
        WHERE search_cases MATCH @words AND s.rowid < @before AND ${fits.join(" AND ")} ORDER BY s.rowid DESC`);
      const before = start?.before ?? Number.MAX_SAFE_INTEGER;
      const values = { ...filter.values, ...timesOf(request), words: expressionOf(terms), before };
      let looked = 0;
      for (const row of rows.iterate(values)) {
        looked += 1;
        if (looked > LOOKED_AT) {
          yield { kind: "stopped", place: { among: "c", before: row.n + 1 } };
          return;
        }
        if (!knows(terms, row.state)) continue;
        yield { kind: "found", candidate: { conversationId: row.id }, place: { among: "c", before: row.n } };
      }
    },
  };
}

/** From the newest message back, by the index. */
function recentMessages(db: Db) {
  const message = db.prepare<[number], FoundMessage>(
    "SELECT id, seq, conversation_id, author, name, at, text FROM messages WHERE seq = ?",
  );
  const shown = shownBefore(db);
  const statement = kept(db);
  return function* (look: Look): Generator<Found> {
    const { terms, request, filter, start } = look;
    const rows = statement<{ seq: number; conversation: string; fits: 0 | 1 }>(`
      SELECT s.rowid AS seq, m.conversation_id AS conversation, m.at BETWEEN @from AND @to
        ${filter.sql === "" ? "" : `AND (SELECT ${filter.sql} FROM conversations c WHERE c.id = m.conversation_id)`} AS fits
      FROM search_messages s CROSS JOIN messages m ON m.seq = s.rowid
      WHERE search_messages MATCH @words AND s.rowid < @before ORDER BY s.rowid DESC`);
    const later = start?.among === "m" ? start.before : undefined;
    const facets = facetsOf(request);
    if (facets.some((tokens) => tokens.length === 0)) return; // A time that ends before it begins.
    const values = {
      ...filter.values,
      ...timesOf(request),
      words: expressionOf(terms, facets),
      before: later ?? Number.MAX_SAFE_INTEGER,
    };
    const seen = new Set<string>();
    let looked = 0;
    for (const { seq, conversation, fits } of rows.iterate(values)) {
      looked += 1;
      if (looked > LOOKED_AT) {
        yield { kind: "stopped", place: { among: "m", before: seq + 1 } };
        return;
      }
      if (fits !== 1 || seen.has(conversation)) continue;
      const found = message.get(seq);
      if (!found || findAll(terms, found.text) === undefined) continue;
      seen.add(conversation);
      if (later !== undefined && shown(look, conversation, later)) continue;
      yield {
        kind: "found",
        candidate: { conversationId: conversation, message: found },
        place: { among: "m", before: seq },
      };
    }
  };
}

/** Whether a page before has shown a conversation: for a later message of it. */
function shownBefore(db: Db) {
  const later = db.prepare<[string, number], { text: string; author: string; at: number }>(`
    SELECT text, author, at FROM messages WHERE conversation_id = ? AND seq >= ? AND deleted_at IS NULL ORDER BY seq LIMIT 500`);
  return ({ terms, request }: Look, conversationId: string, place: number): boolean => {
    const { from, to } = timesOf(request);
    return later
      .all(conversationId, place)
      .some(
        ({ text, author, at }) =>
          at >= from &&
          at <= to &&
          (request.author ?? author) === author &&
          findAll(terms, text) !== undefined,
      );
  };
}

/** The messages of a small view, read without the index. */
function messagesOfFew(db: Db) {
  const statement = kept(db);
  const messages = db.prepare<[string], FoundMessage>(`
    SELECT id, seq, conversation_id, author, name, at, text FROM messages
    WHERE conversation_id = ? AND deleted_at IS NULL ORDER BY seq DESC LIMIT 500`);
  return {
    /** The ids of the conversations, when they are few. */
    conversations({ filter }: Look): string[] | undefined {
      if (!filter.indexed) return undefined;
      const sql = `SELECT c.id FROM conversations c WHERE ${filter.sql} LIMIT ${FEW + 1}`;
      const rows = statement<{ id: string }>(sql).all(filter.values);
      return rows.length > FEW ? undefined : rows.map(({ id }) => id);
    },
    *look({ terms, request, start }: Look, conversationIds: readonly string[]): Generator<Found> {
      const { from, to } = timesOf(request);
      const before = start?.among === "m" ? start.before : Number.MAX_SAFE_INTEGER;
      const fits = ({ author, at, text }: FoundMessage): boolean =>
        at >= from && at <= to && (request.author ?? author) === author && findAll(terms, text) !== undefined;
      const newest = conversationIds.flatMap((id) => messages.all(id).find(fits) ?? []);
      for (const message of newest.filter(({ seq }) => seq < before).sort((a, b) => b.seq - a.seq)) {
        const candidate = { conversationId: message.conversation_id, message };
        yield { kind: "found", candidate, place: { among: "m", before: message.seq } };
      }
    },
  };
}

function facetsOf({ author, account, from, to }: SearchRequest): string[][] {
  return [
    ...(author === undefined ? [] : [[authorToken(author)]]),
    ...(account === undefined ? [] : [[accountToken(account)]]),
    ...(from === undefined && to === undefined ? [] : [periodsOf(from, to)]),
  ];
}

function timesOf({ from = 0, to = Number.MAX_SAFE_INTEGER }: SearchRequest): { from: number; to: number } {
  return { from, to };
}

/** Statements by their words, each prepared once; the filters make a few dozen. */
function kept(db: Db) {
  const statements = new Map<string, unknown>();
  return <T>(sql: string) => {
    const known = statements.get(sql) ?? db.prepare<[Record<string, string | number>], T>(sql);
    statements.set(sql, known);
    return known as ReturnType<typeof db.prepare<[Record<string, string | number>], T>>;
  };
}
