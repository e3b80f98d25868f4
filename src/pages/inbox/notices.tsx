import { useContext, useEffect, useState } from "preact/hooks";
import { Icon } from "./icons.tsx";
import { usePage } from "./page.ts";
import { Words } from "./phrases.ts";
import { useStore } from "./store.ts";

const SHOWN_MS = 5_000;

/** What was done, or why not; and whether the page still hears what happens. */
export function Notices() {
  const words = useContext(Words);
  const { desk } = usePage();
  const notice = useStore(desk.store, (state) => state.notice);
  const connected = useStore(desk.store, (state) => state.connected);
  const lost = useLasting(!connected, 1_200);
  const [hidden, setHidden] = useState(0);
  useEffect(() => {
    if (notice === undefined) return;
    const timer = setTimeout(() => setHidden(notice.id), notice.tone === "bad" ? 2 * SHOWN_MS : SHOWN_MS);
    return () => clearTimeout(timer);
  }, [notice]);
  return (
    <div class="notices">
      <div role="status">
        {lost && (
          <p class="notice lost">
            <Icon name="alert" size={16} />
            {words.lost}
          </p>
        )}
      </div>
      <div role={notice?.tone === "bad" ? "alert" : "status"}>
        {notice !== undefined && notice.id !== hidden && (
          <p class={`notice ${notice.tone}`} key={notice.id}>
            {notice.text}
            <button
              type="button"
              class="icon-button"
              aria-label={words.acts.close}
              onClick={() => setHidden(notice.id)}
            >
              <Icon name="close" size={16} />
            </button>
          </p>
        )}
      </div>
    </div>
  );
}

/** True once something has been so for a while: a blink of the network is not worth a word. */
function useLasting(is: boolean, ms: number): boolean {
  const [lasting, setLasting] = useState(false);
  useEffect(() => {
    if (!is) return setLasting(false);
    const timer = setTimeout(() => setLasting(true), ms);
    return () => clearTimeout(timer);
  }, [is, ms]);
  return lasting && is;
}
