import { useCallback, useEffect, useState } from "preact/hooks";
import { type Route, readRoute, writeRoute } from "./route.ts";

/** The address as state: going somewhere changes it, back and forward are followed. */
export function useRoute(): [Route, (route: Route, how?: { replace: boolean }) => void] {
  const [route, setRoute] = useState(() => readRoute(addressNow()));
  useEffect(() => {
    const follow = (): void => setRoute(readRoute(addressNow()));
    addEventListener("popstate", follow);
    return () => removeEventListener("popstate", follow);
  }, []);
  useEffect(() => {
    // `/inbox` itself becomes the address of the view it shows.
    if (writeRoute(route) !== addressNow()) history.replaceState(null, "", writeRoute(route));
  }, []);
  const go = useCallback((next: Route, how = { replace: false }) => {
    const path = writeRoute(next);
    if (path !== addressNow()) history[how.replace ? "replaceState" : "pushState"](null, "", path);
    setRoute(next);
  }, []);
  return [route, go];
}

function addressNow(): string {
  return location.pathname + location.search;
}
