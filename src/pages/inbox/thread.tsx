import { useContext, useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { MessageItem } from "./message.tsx";
import { useNow, usePage } from "./page.ts";
import { PendingItem } from "./pending.tsx";
import { type Locale, type Phrases, Words } from "./phrases.ts";
import type { Sight } from "./seen.ts";
import type { Pending } from "./state.ts";
import { type Happening, timelineOf } from "./timeline.ts";
import { clock, dateAndTime, dayOf } from "./times.ts";
import type { Case } from "./types.ts";

/** What scrolls has to be within reach of the keyboard, also while nothing in it is a button. */
const BY_KEYS = { tabIndex: 0 };

/** How far from the end still counts as reading the end, in CSS pixels. */
const NEAR_END = 80;

/** What was said and done, oldest first; it follows its end unless the person scrolled up to read. */
export function Thread(props: {
  shown: Case;
  pending: readonly Pending[];
  sight: Sight;
  /** Id of the message that was looked for: it is shown first, instead of the end, and marked. */
  found: string | undefined;
  edit(pending: Pending): void;
  anyway(pending: Pending): void;
}) {
  const words = useContext(Words);
  const { locale } = usePage();
  const { shown, pending, sight } = props;
  const now = useNow(60_000);
  const scroll = useFollowedEnd(shown.messages.length + pending.length, shown, sight, props.found);
  return (
    <div class="thread-scroll" ref={scroll.box} onScroll={scroll.onScroll} {...BY_KEYS} id="thread">
      <div role="log" aria-live="polite" aria-relevant="additions" aria-label={words.threadLabel}>
        <ol class="thread">
          {timelineOf(shown).map((entry) => {
            if (entry.kind === "day") {
              return (
                <li key={entry.key} class="day">
                  {dayOf(entry.at, now, words, locale)}
                </li>
              );
            }
            if (entry.kind === "event") {
              return (
                <li key={entry.key} class="event">
                  {told(entry.happening, words, locale)}
                  <time> · {clock(entry.at, locale)}</time>
                </li>
              );
            }
            const { key, message, first } = entry;
            const found = message.id === props.found;
            return (
              <MessageItem key={key} message={message} first={first} found={found} shown={shown} now={now} />
            );
          })}
          {pending.map((one) => (
            <PendingItem
              key={one.key}
              pending={one}
              edit={() => props.edit(one)}
              anyway={() => props.anyway(one)}
            />
          ))}
        </ol>
      </div>
      {scroll.behind && (
        <button type="button" class="to-end" onClick={scroll.toEnd}>
          {words.toNewest}
        </button>
      )}
    </div>
  );
}

function told(happening: Happening, words: Phrases, locale: Locale): string {
  const { events } = words;
  switch (happening.name) {
    case "transferred":
      return events.transferred(happening.who, happening.to);
    case "snoozed":
      return events.snoozed(happening.who, dateAndTime(happening.until, locale));
    case "rated":
      return events.rated(happening.score);
    case "woke":
    case "silent":
    case "ended":
      return events[happening.name];
    default:
      return events[happening.name](happening.who);
  }
}

function useFollowedEnd(count: number, shown: Case, sight: Sight, found: string | undefined) {
  const box = useRef<HTMLDivElement>(null);
  const near = useRef(true);
  const [behind, setBehind] = useState(false);
  const latest = useRef(shown);
  latest.current = shown;

  /** What stands at the end is in sight when the end is, and the page is looked at. */
  const look = (): void => {
    if (near.current && document.visibilityState === "visible")
      sight.look(latest.current.messages, Date.now());
  };
  const toEnd = (): void => {
    const { current } = box;
    if (current === null) return;
    current.scrollTop = current.scrollHeight;
    near.current = true;
    setBehind(false);
    look();
  };
  const onScroll = (): void => {
    const { current } = box;
    if (current === null) return;
    near.current = current.scrollHeight - current.scrollTop - current.clientHeight < NEAR_END;
    if (near.current) setBehind(false);
    look();
  };
  const there = shown.messages.some(({ id }) => id === found);
  useLayoutEffect(() => {
    const place = found === undefined ? null : box.current?.querySelector(".message.found");
    if (!place) return;
    place.scrollIntoView({ block: "center" });
    onScroll();
    setBehind(!near.current);
  }, [found, there]);
  useLayoutEffect(() => {
    if (near.current) toEnd();
    else setBehind(true);
  }, [count]);
  useEffect(() => {
    document.addEventListener("visibilitychange", look);
    // Pictures of the layout that come late (fonts, a resized window) must not leave the end out of sight.
    const watch = new ResizeObserver(() => near.current && toEnd());
    if (box.current !== null) watch.observe(box.current);
    return () => {
      document.removeEventListener("visibilitychange", look);
      watch.disconnect();
    };
  }, []);
  return { box, behind, toEnd, onScroll };
}
