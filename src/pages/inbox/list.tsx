import type { Ref } from "preact";
import { useContext, useEffect, useImperativeHandle, useLayoutEffect, useRef, useState } from "preact/hooks";
import { TagFilter } from "./filed.tsx";
import { matches } from "./filter.ts";
import { Icon } from "./icons.tsx";
import { Link } from "./link.tsx";
import { ListRow } from "./list-row.tsx";
import { type Place, settle } from "./order.ts";
import { useNow, usePage } from "./page.ts";
import { SEARCH } from "./phrases/search.ts";
import { Words } from "./phrases.ts";
import type { Route } from "./route.ts";
import { LONGEST, NO_QUERY } from "./search-query.ts";
import { rowsOf } from "./state.ts";
import { useStore } from "./store.ts";
import { scrollTo, windowOf } from "./windowing.ts";

/** What the keys do to the list. */
export interface ListHandle {
  /** Where the row so many steps from a conversation leads; from the top where it is not in the list. */
  beside(id: string | undefined, step: number): (Pick<Route, "message"> & { id: string }) | undefined;
  focusSearch(): void;
  /** Brings the row into sight and gives it the focus. */
  focusRow(id: string): void;
}

/** One view: the rows in sight drawn, the rest a height. Rows keep their places while the pointer is on them. */
export function List({ handle }: { handle: Ref<ListHandle> }) {
  const words = useContext(Words);
  const { desk, route, locale } = usePage();
  const { view } = route;
  const state = useStore(desk.store, (now) => now);
  const now = useNow();
  const [search, setSearch] = useState("");
  const [held, setHeld] = useState<Place[]>();
  const truth = rowsOf(state, view);
  // A row that is held keeps its words, but not those of who was erased.
  const kept = held?.filter((row) => row === undefined || !state.erased.has(row.id));
  const { shown, news, differs } = settle(kept, truth ?? []);
  const wanted = search.trim().toLowerCase();
  const rows =
    wanted === "" ? shown : shown.filter((row) => row !== undefined && matches(row, wanted, words));
  const scroll = useWindow(rows.length);
  const box = useRef<HTMLInputElement>(null);
  const latest = useRef(rows);
  latest.current = rows;

  useEffect(() => {
    setSearch("");
    setHeld(undefined);
  }, [view, route.tag]);
  const filled = held?.length === 0 && shown.length > 0;
  useEffect(() => {
    // The pointer was there before the rows were: from now on they keep their places too.
    if (filled) setHeld(shown);
  }, [filled, shown]);
  const { first, end } = scroll.window;
  useEffect(() => desk.lists.see({ first, end }), [desk, first, end, truth]);

  useImperativeHandle(handle, () => ({
    beside(id, step) {
      const at = latest.current.findIndex((row) => row?.id === id);
      const to = at === -1 ? scroll.lastIndex.current : at + step;
      const row = latest.current[Math.max(0, Math.min(latest.current.length - 1, to))];
      return row === undefined ? undefined : { id: row.id };
    },
    focusSearch: () => box.current?.focus(),
    focusRow(id) {
      const at = latest.current.findIndex((row) => row?.id === id);
      if (at === -1) return;
      scroll.reveal(at);
      requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-row="${id}"]`)?.focus());
    },
  }));
  const at = rows.findIndex((row) => row?.id === route.id);
  if (at !== -1) scroll.lastIndex.current = at;

  const loaded = shown.filter(Boolean).length;
  return (
    <section class="list" aria-label={words.listLabel(words.views[view])}>
      <header class="list-head">
        <div class="list-title">
          <h1>{words.views[view]}</h1>
          <Link to={{ view, search: NO_QUERY }} class="icon-button only-narrow" title={SEARCH[locale].label}>
            <Icon name="search" />
            <span class="unseen">{SEARCH[locale].label}</span>
          </Link>
        </div>
        <label class="search">
          <span class="unseen">{words.searchLabel}</span>
          <Icon name="search" size={16} />
          <input
            ref={box}
            type="search"
            value={search}
            placeholder={words.searchPlaceholder}
            onInput={(event) => setSearch(event.currentTarget.value)}
          />
        </label>
        {wanted !== "" && (
          <Link to={{ view, search: { ...NO_QUERY, q: search.trim().slice(0, LONGEST) } }} class="link small">
            {SEARCH[locale].everywhere(search.trim())}
          </Link>
        )}
        <TagFilter />
        {wanted !== "" && loaded < shown.length && (
          <p class="soft small">{words.searchPartly(loaded, shown.length)}</p>
        )}
      </header>
      <div role="status" class="news">
        {held !== undefined && (news > 0 || differs) && (
          <button type="button" onClick={() => setHeld([...(truth ?? [])])}>
            {words.news(news)}
          </button>
        )}
      </div>
      <div
        class="list-scroll"
        ref={scroll.box}
        onScroll={scroll.onScroll}
        onPointerEnter={(event) => event.pointerType === "mouse" && setHeld(shown)}
        onPointerLeave={() => setHeld(undefined)}
      >
        {truth !== undefined && rows.length === 0 && (
          <p class="list-empty">
            {wanted === "" && route.tag === undefined ? words.emptyView[view] : words.noMatch}
          </p>
        )}
        <ul style={{ height: `${rows.length * scroll.rowHeight}px` }}>
          {rows.slice(first, end).map((row, index) => (
            <li
              key={row?.id ?? `empty ${first + index}`}
              aria-setsize={rows.length}
              aria-posinset={first + index + 1}
              style={{ transform: `translateY(${(first + index) * scroll.rowHeight}px)` }}
            >
              {row === undefined ? (
                <div class="row empty" />
              ) : (
                <ListRow
                  row={row}
                  view={view}
                  current={row.id === route.id}
                  now={now}
                  locale={locale}
                  me={state.agent.id}
                />
              )}
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
}

/** Height of a row in rem, so that larger text makes larger rows. */
const ROW_REM = 5.5;

function useWindow(count: number) {
  const box = useRef<HTMLDivElement>(null);
  const lastIndex = useRef(0);
  const [view, setView] = useState({ top: 0, height: 800, rem: 16 });
  const measure = (): void => {
    const { current } = box;
    if (current === null) return;
    const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
    setView({ top: current.scrollTop, height: current.clientHeight, rem });
  };
  useLayoutEffect(() => {
    measure();
    const watch = new ResizeObserver(measure);
    if (box.current !== null) watch.observe(box.current);
    return () => watch.disconnect();
  }, []);
  const rowHeight = ROW_REM * view.rem;
  return {
    box,
    lastIndex,
    rowHeight,
    window: windowOf(view.top, view.height, rowHeight, count),
    onScroll: measure,
    reveal(index: number) {
      const { current } = box;
      if (current === null) return;
      const top = scrollTo(index, current.scrollTop, current.clientHeight, rowHeight);
      if (top === undefined) return;
      current.scrollTop = top;
      measure();
    },
  };
}
