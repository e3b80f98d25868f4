import { useEffect, useRef, useState } from "preact/hooks";
import { api, type Refused } from "./api.ts";
import { usePage } from "./page.ts";
import { requestOf, type SearchQuery, writeQuery } from "./search-query.ts";
import { useStore } from "./store.ts";
import type { Found } from "./types.ts";

/** What came of a search, page by page. */
export interface Searching {
  /** What was found so far; while another question is under way, what the one before found. */
  found: Found | undefined;
  failed: Refused | undefined;
  busy: boolean;
  /** Fetches what comes next. Resolves to the conversation that is first of it, where there is one. */
  more(): Promise<string | undefined>;
  again(): void;
}

type Come = Pick<Searching, "found" | "failed" | "busy">;
const NOTHING: Come = { found: undefined, failed: undefined, busy: false };

/** Asks whenever the question changes. Answers that were overtaken are dropped. */
export function useSearch(query: SearchQuery): Searching {
  const [come, setCome] = useState<Come>(NOTHING);
  const asked = useRef(new URLSearchParams());
  const turn = useRef(0);
  const erased = useStore(usePage().desk.store, (state) => state.erased);
  const key = writeQuery({ ...query, q: query.q.trim() }).toString();

  const ask = async (): Promise<void> => {
    turn.current += 1;
    const { current } = turn;
    if (query.q.trim() === "") return setCome(NOTHING);
    asked.current = requestOf(query, Date.now());
    setCome((before) => ({ ...before, failed: undefined, busy: true }));
    const answer = await api.search(asked.current);
    if (turn.current !== current) return;
    setCome({
      found: answer.ok ? answer.data : undefined,
      failed: answer.ok ? undefined : answer,
      busy: false,
    });
  };
  const more = async (): Promise<string | undefined> => {
    const { found, busy } = come;
    if (found?.next === undefined || busy) return undefined;
    const { current } = turn;
    setCome({ found, failed: undefined, busy: true });
    const answer = await api.search(new URLSearchParams([...asked.current, ["cursor", found.next]]));
    if (turn.current !== current) return undefined;
    setCome({
      found: answer.ok ? joined(found, answer.data) : found,
      failed: answer.ok ? undefined : answer,
      busy: false,
    });
    return answer.ok ? answer.data.hits[0]?.conversation.id : undefined;
  };
  useEffect(() => void ask(), [key]);
  useEffect(() => {
    // Who is erased while their words stand here leaves at once.
    setCome((before) => ({ ...before, found: before.found && spared(before.found, erased) }));
  }, [erased]);
  useEffect(
    () => () => {
      turn.current += 1;
    },
    [],
  );
  return { ...come, more, again: () => void (come.found === undefined ? ask() : more()) };
}

function spared(found: Found, erased: ReadonlySet<string>): Found {
  return { ...found, hits: found.hits.filter(({ conversation }) => !erased.has(conversation.id)) };
}

function joined({ next: _, ...before }: Found, { hits, next }: Found): Found {
  return { ...before, hits: [...before.hits, ...hits], ...(next === undefined ? {} : { next }) };
}
