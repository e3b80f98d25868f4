import { api } from "./api.ts";
import { coalesced } from "./coalesce.ts";
import type { Place } from "./order.ts";
import type { State } from "./state.ts";
import type { Store } from "./store.ts";
import type { Counts, Row, View } from "./types.ts";
import { pagesOf, type Window } from "./windowing.ts";

const PAGE = 100;
/** Between two readings of a list, however much happens. */
const GAP_MS = 250;

export interface Lists {
  /** Shows another view, or only what of it carries a tag; resolves when its first rows are there. */
  show(view: View, tag?: string): Promise<void>;
  /** Tells which rows are drawn: what of them is not loaded is fetched. */
  see(window: Window): void;
  /** Reads what is in sight anew, soon. Resolves when what was true at the call is shown. */
  refresh(): Promise<void>;
}

/** The lists, a page at a time: ten thousand conversations cost what is in sight. */
export function lists(store: Store<State>, told: { seq(seq: number): void }): Lists {
  let sight: Window = { first: 0, end: 1 };
  /** How many rows each view has under the tag. */
  const totals: Counts = {};
  const underway = new Set<string>();

  const fetchPages = async (view: View, pages: number[], keep: boolean): Promise<void> => {
    const { tag } = store.get();
    const read = await Promise.all(pages.map((page) => api.list(view, page * PAGE, PAGE, tag)));
    // Meanwhile another tag was chosen: these rows are of the one before.
    if (store.get().tag !== tag) return;
    const found = new Map<number, Row[]>();
    for (const [index, answer] of read.entries()) {
      if (!answer.ok) return;
      found.set(pages[index] ?? 0, answer.data.conversations);
      totals[view] = answer.data.total;
      store.set({ counts: answer.data.counts });
      told.seq(answer.data.seq);
    }
    const count = totals[view] ?? 0;
    const old = keep ? store.get().lists[view] : undefined;
    store.set({ lists: { ...store.get().lists, [view]: placed(found, count, old) } });
  };

  const wanted = (view: View): number[] => {
    // Mine is sorted here, so all of it has to be.
    const end = view === "mine" ? Math.max(1, totals.mine ?? 1) : Math.max(1, sight.end);
    return pagesOf({ first: view === "mine" ? 0 : Math.min(sight.first, end - 1), end }, PAGE);
  };

  const refresh = coalesced(async () => {
    const { view } = store.get();
    await fetchPages(view, wanted(view), false);
    if (view === "mine" && (totals.mine ?? 0) > (store.get().lists.mine?.filter(Boolean).length ?? 0))
      await fetchPages(view, wanted(view), false);
  }, GAP_MS);

  return {
    refresh,
    async show(view, tag) {
      sight = { first: 0, end: 1 };
      if (tag === store.get().tag) store.set({ view });
      else store.set({ view, tag, lists: {} });
      await refresh();
    },
    see(window) {
      sight = window;
      const { view, lists: known } = store.get();
      const places = known[view];
      if (places === undefined) return;
      const lacking = pagesOf(window, PAGE).filter((page) => {
        const from = Math.max(page * PAGE, window.first);
        const rows = places.slice(from, Math.min((page + 1) * PAGE, window.end));
        return rows.some((row) => row === undefined) && !underway.has(`${view} ${page}`);
      });
      for (const page of lacking) {
        underway.add(`${view} ${page}`);
        void fetchPages(view, [page], true).finally(() => underway.delete(`${view} ${page}`));
      }
    },
  };
}

/** The whole list with what was fetched in its place. A row that moved between two readings stands where it was read last. */
function placed(found: Map<number, Row[]>, count: number, old: Place[] | undefined): Place[] {
  const fresh = new Set([...found.values()].flat().map((row) => row.id));
  const places: Place[] = Array.from({ length: count }, (_, index) => {
    const before = old?.[index];
    return before === undefined || fresh.has(before.id) ? undefined : before;
  });
  const seen = new Set<string>();
  for (const [page, rows] of found) {
    for (const [index, row] of rows.entries()) {
      if (page * PAGE + index >= count || seen.has(row.id)) continue;
      seen.add(row.id);
      places[page * PAGE + index] = row;
    }
  }
  return places;
}
