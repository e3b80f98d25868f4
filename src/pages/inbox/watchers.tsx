import { useEffect, useRef, useState } from "preact/hooks";
import { usePage } from "./page.ts";
import { TOGETHER } from "./phrases/together.ts";
import { useStore } from "./store.ts";

/** Screen readers are told at most so often. */
const CALM_MS = 3_000;

/** Which colleagues have this conversation open, and who of them writes to the customer. */
export function Watchers({ id }: { id: string }) {
  const { desk, locale } = usePage();
  const me = useStore(desk.store, (state) => state.agent.id);
  const all = useStore(desk.store, (state) => state.watchers[id]);
  const words = TOGETHER[locale];
  const others = (all ?? []).filter(({ agentId }) => agentId !== me);
  const writing = others.filter(({ typing }) => typing);
  const names = (writing.length > 0 ? writing : others).map(({ name }) => name);
  const text = names.length === 0 ? "" : writing.length > 0 ? words.replying(names) : words.looking(names);
  const shown = useCalm(text);
  return (
    <p class={writing.length > 0 ? "watchers replying" : "watchers"} role="status">
      {shown}
    </p>
  );
}

/** The text, changing no more often than is pleasant to hear. The first word comes at once. */
function useCalm(text: string): string {
  const [shown, setShown] = useState(text);
  const changedAt = useRef(0);
  useEffect(() => {
    if (text === shown) return;
    const timer = setTimeout(
      () => {
        changedAt.current = Date.now();
        setShown(text);
      },
      Math.max(0, changedAt.current + CALM_MS - Date.now()),
    );
    return () => clearTimeout(timer);
  }, [text, shown]);
  return shown;
}
