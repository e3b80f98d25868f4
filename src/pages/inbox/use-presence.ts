import { useEffect, useMemo } from "preact/hooks";
import { usePage } from "./page.ts";

/** Said so often while the conversation is looked at: well within the ten seconds it holds. */
const BEAT_MS = 4_000;
/** How long after the last key somebody still writes. */
const WRITES_MS = 5_000;

/** Says, for as long as a conversation is open and the page is looked at, that I am there and whether I write. */
export function usePresence(id: string): { wrote(): void; sent(): void } {
  const { desk } = usePage();
  const mine = useMemo(() => {
    let wroteAt = 0;
    let said = false;
    const say = (): void => {
      if (document.visibilityState !== "visible") return;
      said = Date.now() - wroteAt < WRITES_MS;
      void desk.here(id, said);
    };
    return {
      say,
      wrote(): void {
        wroteAt = Date.now();
        if (!said) say();
      },
      sent(): void {
        wroteAt = 0;
        if (said) say();
      },
    };
  }, [desk, id]);
  useEffect(() => {
    mine.say();
    const timer = setInterval(mine.say, BEAT_MS);
    document.addEventListener("visibilitychange", mine.say);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", mine.say);
      void desk.left(id);
    };
  }, [desk, id, mine]);
  return mine;
}
