import { VIEWS } from "./types.ts";

/** What is looked for and among what, as the address keeps it; an empty field asks for nothing. */
export interface SearchQuery {
  q: string;
  view: string;
  account: string;
  /** "me", "bot", "queue" or an agent's id. */
  owner: string;
  locale: string;
  author: string;
  /** One of WHENS, or "days" for what `from` and `to` say. */
  when: string;
  /** Days as the person writes them, YYYY-MM-DD; both included. */
  from: string;
  to: string;
}

export const NO_QUERY: SearchQuery = {
  q: "",
  view: "",
  account: "",
  owner: "",
  locale: "",
  author: "",
  when: "",
  from: "",
  to: "",
};

export const AUTHORS = ["customer", "agent", "bot", "note"] as const;
export const LOCALES = ["zh", "en"] as const;
/** Today and the days before it that are looked at. */
export const WHENS = ["today", "week", "month", "year"] as const;
const BACK: Record<string, number> = { today: 0, week: 6, month: 29, year: 364 };

/** The server's own limit of what is typed. */
export const LONGEST = 200;

const FIELDS = Object.keys(NO_QUERY) as (keyof SearchQuery)[];
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Reads what stands behind the question mark; what it does not know is left out. */
export function readQuery(params: URLSearchParams): SearchQuery {
  const said = (name: keyof SearchQuery): string => params.get(name) ?? "";
  const oneOf = (name: keyof SearchQuery, known: readonly string[]): string =>
    known.includes(said(name)) ? said(name) : "";
  const when = oneOf("when", [...WHENS, "days"]);
  const day = (name: "from" | "to"): string => (when === "days" && DAY.test(said(name)) ? said(name) : "");
  return {
    q: said("q").slice(0, LONGEST),
    view: oneOf("view", VIEWS),
    account: said("account"),
    owner: said("owner"),
    locale: oneOf("locale", LOCALES),
    author: oneOf("author", AUTHORS),
    when,
    from: day("from"),
    to: day("to"),
  };
}

/** What `readQuery` reads, in the same order every time. */
export function writeQuery(query: SearchQuery): URLSearchParams {
  return new URLSearchParams(
    FIELDS.filter((name) => query[name] !== "").map((name): [string, string] => [name, query[name]]),
  );
}

/** How many filters are set. A span of days is one. */
export function filtersOf({ view, account, owner, locale, author, when }: SearchQuery): number {
  return [view, account, owner, locale, author, when].filter((value) => value !== "").length;
}

/** The server's question. Days begin and end where the person is. */
export function requestOf(query: SearchQuery, now: number): URLSearchParams {
  const { when, from, to, ...rest } = query;
  const params = writeQuery({ ...NO_QUERY, ...rest });
  params.set("q", query.q.trim());
  const set = (name: string, at: number | undefined): void => {
    if (at !== undefined && !Number.isNaN(at)) params.set(name, String(at));
  };
  if (when === "days") {
    set("from", from === "" ? undefined : new Date(`${from}T00:00`).getTime());
    set("to", to === "" ? undefined : new Date(`${to}T23:59:59.999`).getTime());
  } else if (when !== "") {
    const first = new Date(now);
    first.setDate(first.getDate() - (BACK[when] ?? 0));
    set("from", first.setHours(0, 0, 0, 0));
  }
  return params;
}
