import type { Conversation } from "../../conversation/state.ts";
import { findAll, type Mark } from "../../words/find.ts";
import { parseQuery, type Term } from "../../words/query.ts";
import { snippetOf } from "../../words/snippet.ts";
import type { SearchHit, SearchPage, SearchRequest, SearchStore } from "../search.ts";
import { COLUMNS, type Row, toRow } from "./desk.ts";
import { type Candidate, COUNTED, candidates, type Place } from "./search-candidates.ts";
import { caseText } from "./search-index.ts";
import type { Db, Inside } from "./transaction.ts";

/** What agents look for. See `SearchStore` for what is promised. */
export function search(db: Db): Inside<SearchStore> {
  const lookFor = candidates(db);
  const caseRow = db.prepare<[string], Row>(`SELECT ${COLUMNS} FROM conversations WHERE id = ?`);

  const hitOf = (terms: readonly Term[], { conversationId, message }: Candidate): SearchHit | undefined => {
    const row = caseRow.get(conversationId);
    if (!row) return undefined;
    const text = message ? message.text : caseText(JSON.parse(row.state) as Conversation);
    const marks: Mark[] = findAll(terms, text) ?? [];
    const conversation = toRow(row);
    const snippet = snippetOf(text, marks);
    if (!message) return { conversation, snippet };
    const { id, seq, author, name, at } = message;
    return { conversation, snippet, message: { id, seq, author, at, ...(name === null ? {} : { name }) } };
  };

  return {
    find(request) {
      const terms = parseQuery(request.text);
      if (terms.length === 0) return { hits: [], total: { count: 0, more: false } };
      const start = readCursor(request.cursor);
      const hits: SearchHit[] = [];
      let count = 0;
      let last: Place | undefined;
      for (const found of lookFor(terms, request, start)) {
        if (found.kind === "stopped") {
          const full = hits.length === request.limit;
          return pageOf(hits, full ? last : found.place, count, true, start);
        }
        count += 1;
        if (hits.length < request.limit) {
          const hit = hitOf(terms, found.candidate);
          if (hit) hits.push(hit);
          last = found.place;
        } else if (start !== undefined || count > COUNTED) {
          return pageOf(hits, last, count, true, start);
        }
      }
      const isMore = count > hits.length;
      return pageOf(hits, isMore ? last : undefined, count, false, start);
    },
  };
}

function pageOf(
  hits: SearchHit[],
  next: Place | undefined,
  count: number,
  more: boolean,
  start: Place | undefined,
): SearchPage {
  return {
    hits,
    ...(next === undefined ? {} : { next: `${next.among}${next.before}` }),
    ...(start === undefined ? { total: { count: Math.min(count, COUNTED), more } } : {}),
  };
}

/** What is no cursor of ours begins anew. */
function readCursor(text: SearchRequest["cursor"]): Place | undefined {
  const [, among, before] = /^([cm])(\d{1,15})$/.exec(text ?? "") ?? [];
  if (among === undefined || before === undefined) return undefined;
  return { among: among === "c" ? "c" : "m", before: Number(before) };
}
