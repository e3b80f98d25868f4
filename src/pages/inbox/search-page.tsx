import type { Ref } from "preact";
import { useEffect, useImperativeHandle, useRef, useState } from "preact/hooks";
import "./css/search.css";
import { Icon } from "./icons.tsx";
import type { ListHandle } from "./list.tsx";
import { usePage, useWider } from "./page.ts";
import { SEARCH } from "./phrases/search.ts";
import { listOf } from "./route.ts";
import { SearchFilters } from "./search-filters.tsx";
import { filtersOf, LONGEST, NO_QUERY, type SearchQuery } from "./search-query.ts";
import { SearchResults } from "./search-results.tsx";
import { useSearch } from "./use-search.ts";
import { useTyped } from "./use-typed.ts";

/** Looks for words in everything: the box, the filters, what was found. Beside an open conversation it is its list. */
export function SearchPage({ handle }: { handle: Ref<ListHandle> }) {
  const { locale, route, go } = usePage();
  const say = SEARCH[locale];
  const query = route.search ?? NO_QUERY;
  const alone = route.id === undefined;
  const latest = useRef(route);
  latest.current = route;
  const set = (change: Partial<SearchQuery>): void =>
    go({ ...latest.current, search: { ...query, ...change } }, { replace: true });
  const typed = useTyped(query.q, (q) => set({ q }));
  const searching = useSearch(query);
  const filters = useFilters(alone);
  const box = useRef<HTMLInputElement>(null);
  const hits = searching.found?.hits ?? [];

  const focusBox = (): void => {
    box.current?.focus();
    box.current?.select();
  };
  useEffect(() => {
    if (alone) focusBox();
  }, []);
  useImperativeHandle(handle, () => ({
    beside(id, step) {
      const at = hits.findIndex((hit) => hit.conversation.id === id);
      const hit = hits[Math.max(0, Math.min(hits.length - 1, at === -1 ? 0 : at + step))];
      if (hit === undefined) return undefined;
      return { id: hit.conversation.id, ...(hit.message && { message: hit.message.id }) };
    },
    focusSearch() {
      // On a narrow screen the conversation lies over the box.
      if (box.current?.offsetParent === null) go(listOf(route));
      requestAnimationFrame(focusBox);
    },
    focusRow: (id) => requestAnimationFrame(() => focusHit(id)),
  }));
  const count = filtersOf(query);
  return (
    <section class="list search-pane" role={alone ? "main" : undefined} aria-labelledby="search-title">
      <search class="list-head">
        <h1 id="search-title">{say.title}</h1>
        <label class="search">
          <span class="unseen">{say.label}</span>
          <Icon name="search" size={16} />
          <input
            ref={box}
            type="search"
            enterkeyhint="search"
            autocomplete="off"
            maxLength={LONGEST}
            value={typed.text}
            placeholder={say.placeholder}
            {...typed.on}
            onKeyDown={(event) => {
              // While an input method composes, its keys are its own.
              if (event.isComposing || event.keyCode === 229) return;
              if (event.key !== "Enter" && event.key !== "ArrowDown") return;
              event.preventDefault();
              if (!(event.key === "Enter" && typed.now())) focusHit(hits[0]?.conversation.id);
            }}
          />
        </label>
        <button
          type="button"
          class="link filters-switch"
          aria-expanded={filters.open}
          onClick={filters.toggle}
        >
          {count === 0 ? say.filters : say.filtersSet(count)}
        </button>
        {filters.open && <SearchFilters query={query} set={set} />}
      </search>
      <SearchResults
        query={query}
        searching={searching}
        clear={() => set({ ...NO_QUERY, q: query.q })}
        focus={focusHit}
      />
    </section>
  );
}

function focusHit(id: string | undefined): void {
  if (id !== undefined) document.querySelector<HTMLElement>(`.search-pane [data-row="${id}"]`)?.focus();
}

/** The filters stand open where there is room for them, until the person says otherwise. */
function useFilters(alone: boolean) {
  const wide = useWider("(min-width: 64rem)");
  const [chosen, choose] = useState<boolean>();
  const open = chosen ?? (wide && alone);
  return { open, toggle: () => choose(!open) };
}
