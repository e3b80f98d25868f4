import { useContext } from "preact/hooks";
import { channelName } from "./chips.tsx";
import { usePage } from "./page.ts";
import { SEARCH } from "./phrases/search.ts";
import { Words } from "./phrases.ts";
import { AUTHORS, filtersOf, LOCALES, NO_QUERY, type SearchQuery, WHENS } from "./search-query.ts";
import { useStore } from "./store.ts";
import { VIEWS } from "./types.ts";

type Name = "view" | "account" | "owner" | "locale" | "author" | "when";

/** Among what is looked: each a list to choose from, the first choice asks for nothing. */
export function SearchFilters(props: { query: SearchQuery; set(change: Partial<SearchQuery>): void }) {
  const words = useContext(Words);
  const { desk, locale } = usePage();
  const say = SEARCH[locale];
  const { query, set } = props;
  const { channels, agents, agent: me } = useStore(desk.store, (state) => state);
  const choose = (name: Name, options: readonly (readonly [value: string, shown: string])[]) => (
    <label>
      <span>{say.field[name]}</span>
      <select value={query[name]} onChange={(event) => set({ [name]: event.currentTarget.value })}>
        <option value="">{say.any}</option>
        {options.map(([value, shown]) => (
          <option key={value} value={value}>
            {shown}
          </option>
        ))}
      </select>
    </label>
  );
  const day = (name: "from" | "to") => (
    <label>
      <span>{say.field[name]}</span>
      <input
        type="date"
        value={query[name]}
        onChange={(event) => set({ [name]: event.currentTarget.value })}
      />
    </label>
  );
  const colleagues = agents.filter(({ id }) => id !== me.id);
  return (
    <div class="search-filters">
      {choose(
        "view",
        VIEWS.map((view) => [view, words.views[view]]),
      )}
      {choose(
        "account",
        channels.map(({ account }) => [account, channelName(account)]),
      )}
      {choose("owner", [
        ["me", say.ownerMe],
        ["queue", words.ownerQueue],
        ["bot", words.ownerBot],
        ...colleagues.map(({ id, name }) => [id, name] as const),
      ])}
      {choose(
        "locale",
        LOCALES.map((one) => [one, words.locales[one] ?? one]),
      )}
      {choose(
        "author",
        AUTHORS.map((author) => [author, words.authors[author]]),
      )}
      {choose(
        "when",
        [...WHENS, "days" as const].map((when) => [when, say.when[when]]),
      )}
      {query.when === "days" && day("from")}
      {query.when === "days" && day("to")}
      {filtersOf(query) > 0 && (
        <button type="button" class="link" onClick={() => set({ ...NO_QUERY, q: query.q })}>
          {say.clear}
        </button>
      )}
    </div>
  );
}
