import Fuse from "fuse.js";
import type { ComponentChildren, TargetedKeyboardEvent } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";

/** One thing to choose. */
export interface Pick {
  id: string;
  title: string;
  /** Beside the title: its shortcut, its place. */
  hint: string;
  /** What it is found by, the most telling first. */
  found: readonly string[];
  preview: string;
  /** The language of the preview, where it is not the customer's own. */
  note?: string | undefined;
}

/** Rows drawn at most: who sees more types another letter. */
const MOST = 30;
const LONGEST_QUERY = 64;

/** A list to search by typing and to choose from without the mouse: arrows, Enter, Escape. */
export function Picker(props: {
  label: string;
  placeholder: string;
  picks: readonly Pick[];
  /** Shown where nothing is found. */
  none: ComponentChildren;
  choose(id: string): void;
  close(): void;
}) {
  const [query, setQuery] = useState("");
  const [place, setPlace] = useState(0);
  const input = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const search = useMemo(() => searchOf(props.picks), [props.picks]);
  const shown = useMemo(() => search(query), [search, query]);
  const at = Math.min(place, Math.max(0, shown.length - 1));
  const current = shown[at];
  useEffect(() => input.current?.focus(), []);
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
  }, [at, shown]);

  const onKeyDown = (event: TargetedKeyboardEvent<HTMLElement>): void => {
    // The letters of an input method are its own, Enter and the arrows too.
    if (event.isComposing || event.keyCode === 229) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && shown.length > 0) setPlace((at + step + shown.length) % shown.length);
    else if (event.key === "Enter" && current !== undefined) props.choose(current.id);
    else if (event.key === "Escape") props.close();
    else if (event.key !== "Enter") return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div class="picker">
      <input
        ref={input}
        type="text"
        role="combobox"
        aria-expanded="true"
        aria-controls="picks"
        aria-autocomplete="list"
        aria-activedescendant={current === undefined ? undefined : `pick-${at}`}
        aria-label={props.label}
        placeholder={props.placeholder}
        autocomplete="off"
        maxLength={LONGEST_QUERY}
        value={query}
        onInput={(event) => {
          setQuery(event.currentTarget.value);
          setPlace(0);
        }}
        onKeyDown={onKeyDown}
      />
      {shown.length === 0 && (
        <p class="soft" role="status">
          {props.none}
        </p>
      )}
      <div class="picks">
        <div id="picks" ref={list} role="listbox" aria-label={props.label} hidden={shown.length === 0}>
          {shown.map((pick, index) => (
            <button
              key={pick.id}
              id={`pick-${index}`}
              type="button"
              role="option"
              // The keys stay in the box above.
              tabIndex={-1}
              aria-selected={index === at}
              onPointerMove={() => setPlace(index)}
              onClick={() => props.choose(pick.id)}
            >
              <span>{pick.title}</span> <span class="soft">{pick.hint}</span>
            </button>
          ))}
        </div>
        {current !== undefined && (
          <div class="pick-preview">
            {current.note !== undefined && <p class="warn-tag">{current.note}</p>}
            <p class="plain">{current.preview}</p>
          </div>
        )}
      </div>
    </div>
  );
}

/** Finds near misses too: a list as short as this is what the library is for. */
function searchOf(picks: readonly Pick[]): (query: string) => readonly Pick[] {
  const fuse = new Fuse(picks, {
    keys: [
      { name: "title", weight: 2 },
      { name: "found", weight: 1 },
    ],
    ignoreLocation: true,
    threshold: 0.34,
  });
  return (query) => {
    const wanted = query.trim();
    if (wanted === "") return picks.slice(0, MOST);
    return fuse.search(wanted, { limit: MOST }).map(({ item }) => item);
  };
}
