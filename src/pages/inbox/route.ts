import { VIEWS, type View } from "./types.ts";

/** Everything the address says: which list, which conversation, and on a narrow screen which pane. */
export interface Route {
  view: View;
  id?: string;
  /** The details of the conversation, where they take the whole screen. */
  details?: true;
  /** A page of settings in the place of the conversation; the list beside it stays the same. */
  settings?: SettingsPage;
}

const SETTINGS = ["canned"] as const;
export type SettingsPage = (typeof SETTINGS)[number];

const ROOT = "/inbox";

/** Reads an address; what it does not know is the queue. */
export function readRoute(path: string): Route {
  const [view, id, pane] = path.slice(ROOT.length).split("/").filter(Boolean).map(decode);
  const settings = view === "settings" ? SETTINGS.find((one) => one === id) : undefined;
  if (settings !== undefined) return { view: "queue", settings };
  const known = VIEWS.find((one) => one === view) ?? "queue";
  if (id === undefined || known !== view) return { view: known };
  return { view: known, id, ...(pane === "details" ? { details: true as const } : {}) };
}

export function writeRoute({ view, id, details, settings }: Route): string {
  if (settings !== undefined) return `${ROOT}/settings/${settings}`;
  return [
    ROOT,
    view,
    ...(id === undefined ? [] : [encodeURIComponent(id)]),
    ...(id && details ? ["details"] : []),
  ].join("/");
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
