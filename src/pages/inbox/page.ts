import { createContext } from "preact";
import { useContext, useEffect, useState } from "preact/hooks";
import type { Desk } from "./desk.ts";
import type { Locale } from "./phrases.ts";
import type { Route } from "./route.ts";

/** What every part of the signed-in page may need. */
export interface Page {
  desk: Desk;
  locale: Locale;
  /** The company's name; may be empty. */
  tenant: string;
  route: Route;
  /** Goes to another address; `replace` without a step to go back to. */
  go(route: Route, how?: { replace: boolean }): void;
}

export const PageContext = createContext<Page | undefined>(undefined);

export function usePage(): Page {
  const page = useContext(PageContext);
  if (page === undefined) throw new Error("outside of the page");
  return page;
}

/** The time, told again every so often. */
export function useNow(everyMs = 15_000): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}

/** Whether the screen is at least this wide. */
export function useWider(query: string): boolean {
  const [matches, setMatches] = useState(() => matchMedia(query).matches);
  useEffect(() => {
    const list = matchMedia(query);
    const look = (): void => setMatches(list.matches);
    look();
    list.addEventListener("change", look);
    return () => list.removeEventListener("change", look);
  }, [query]);
  return matches;
}
