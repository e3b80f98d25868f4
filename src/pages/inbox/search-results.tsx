import { useContext } from "preact/hooks";
import { refusalText } from "./acts.ts";
import { KnowledgeHits } from "./knowledge-hits.tsx";
import { useNow, usePage } from "./page.ts";
import { SEARCH, type SearchWords } from "./phrases/search.ts";
import { Words } from "./phrases.ts";
import { SearchHit } from "./search-hit.tsx";
import { filtersOf, type SearchQuery } from "./search-query.ts";
import type { Found } from "./types.ts";
import type { Searching } from "./use-search.ts";

/** What was found, conversations and answers; or why there is nothing to show. */
export function SearchResults(props: {
  query: SearchQuery;
  searching: Searching;
  /** Takes the filters away. */
  clear(): void;
  /** Gives a conversation found the focus. */
  focus(id: string | undefined): void;
}) {
  const words = useContext(Words);
  const { locale } = usePage();
  const now = useNow(60_000);
  const say = SEARCH[locale];
  const { searching, query } = props;
  const { found, failed, busy } = searching;
  const asked = query.q.trim() !== "";
  const more = async (): Promise<void> => {
    const first = await searching.more();
    requestAnimationFrame(() => props.focus(first));
  };
  return (
    <div class="search-scroll">
      <div class="search-status small">
        <p role="status" class="soft">
          {found !== undefined ? statusOf(found, say) : busy ? say.busy : ""}
        </p>
        {(found?.knowledge.length ?? 0) > 0 && (
          <button type="button" class="link to-answers" onClick={toAnswers}>
            {say.answers(found?.knowledge.length ?? 0)}
          </button>
        )}
      </div>
      {!asked && (
        <div class="search-lead soft">
          <p>{say.lead}</p>
          <p class="small search-keys">{say.leadKeys}</p>
        </div>
      )}
      <div class="search-found" aria-busy={busy}>
        {found !== undefined && (
          <div class="hits">
            {found.hits.length > 0 && (
              <ul aria-label={say.results}>
                {found.hits.map((hit) => (
                  <li key={hit.conversation.id}>
                    <SearchHit hit={hit} now={now} />
                  </li>
                ))}
              </ul>
            )}
            {found.hits.length === 0 && found.next === undefined && (
              <Nothing query={query} say={say} clear={props.clear} />
            )}
            {found.hits.length === 0 && found.next !== undefined && <p class="soft">{say.noneYet}</p>}
            {found.next !== undefined && (
              <button
                type="button"
                class="secondary"
                aria-disabled={busy || undefined}
                onClick={() => void more()}
              >
                {found.hits.length === 0 ? say.further : say.more}
              </button>
            )}
          </div>
        )}
        {failed !== undefined && (
          <div class="stopped" role="alert">
            <p>
              {say.failed} {refusalText(failed, words)}
            </p>
            <button type="button" class="secondary" onClick={searching.again}>
              {say.again}
            </button>
          </div>
        )}
        {found !== undefined && <KnowledgeHits hits={found.knowledge} />}
      </div>
    </div>
  );
}

/** Where there is no room beside them, the answers stand below the conversations. */
function toAnswers(): void {
  document.querySelector(".answers")?.scrollIntoView();
  document.querySelector<HTMLElement>(".answers button")?.focus({ preventScroll: true });
}

function Nothing({ query, say, clear }: { query: SearchQuery; say: SearchWords; clear(): void }) {
  return (
    <div class="search-lead">
      <p>
        <b>{say.none(query.q.trim())}</b>
      </p>
      <p class="soft">{say.noneHint}</p>
      {filtersOf(query) > 0 && (
        <p class="soft">
          {say.noneFiltered}{" "}
          <button type="button" class="link" onClick={clear}>
            {say.clear}
          </button>
        </p>
      )}
    </div>
  );
}

function statusOf({ hits, total, next }: Found, say: SearchWords): string {
  if (total !== undefined && total.count > 0) return say.count(total.count, total.more);
  return hits.length > 0 ? say.count(hits.length, next !== undefined) : "";
}
