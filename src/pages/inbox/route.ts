import { readQuery, type SearchQuery, writeQuery } from "./search-query.ts";
import { VIEWS, type View } from "./types.ts";

/** Everything the address says: which list, which conversation, and on a narrow screen which pane. */
export interface Route {
  view: View;
  id?: string;
  /** The details of the conversation, where they take the whole screen. */
  details?: true;
  /** Only what carries this tag is listed. */
  tag?: string;
  /** A page of settings in the place of the conversation; the list beside it stays the same. */
  settings?: SettingsPage;
  /** What is looked for; the list is then what was found. */
  search?: SearchQuery;
  /** Id of the message at which the conversation opens, and that is marked there; else it opens at its end. */
  message?: string;
}

export const SETTINGS = ["account", "canned", "invitations", "audit"] as const;
export type SettingsPage = (typeof SETTINGS)[number];

const ROOT = "/inbox";
const SEARCH = "search";

/** Reads an address, with what stands behind its question mark; what it does not know is the queue. */
export function readRoute(address: string): Route {
  const [path = "", asked = ""] = address.split("?", 2);
  const params = new URLSearchParams(asked);
  const [view, id, pane] = path.slice(ROOT.length).split("/").filter(Boolean).map(decode);
  const settings = view === "settings" ? (SETTINGS.find((one) => one === id) ?? "account") : undefined;
  if (settings !== undefined) return { view: "queue", settings };
  const known = VIEWS.find((one) => one === view) ?? "queue";
  const list = view === SEARCH ? { view: known, search: readQuery(params) } : viewOf(known, params);
  if (id === undefined || (known !== view && view !== SEARCH)) return list;
  const message = params.get("message");
  return {
    ...list,
    id,
    ...(pane === "details" ? { details: true as const } : {}),
    ...(message === null ? {} : { message }),
  };
}

export function writeRoute({ view, id, details, settings, search, message, tag }: Route): string {
  if (settings !== undefined) return `${ROOT}/settings/${settings}`;
  const path = [
    ROOT,
    search === undefined ? view : SEARCH,
    ...(id === undefined ? [] : [encodeURIComponent(id)]),
    ...(id && details ? ["details"] : []),
  ].join("/");
  const params = search === undefined ? new URLSearchParams() : writeQuery(search);
  if (search === undefined && tag !== undefined) params.set("tag", tag);
  if (id !== undefined && message !== undefined) params.set("message", message);
  return params.size === 0 ? path : `${path}?${params}`;
}

/** The list a conversation stands in: the view, narrowed by a tag or not, or what was found. */
export function listOf({ view, search, tag }: Route): Route {
  if (search !== undefined) return { view, search };
  return { view, ...(tag === undefined ? {} : { tag }) };
}

function viewOf(view: View, params: URLSearchParams): Route {
  const tag = params.get("tag") ?? "";
  return { view, ...(tag === "" ? {} : { tag }) };
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
