import type { TargetedKeyboardEvent } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { Dialog } from "./dialogs.tsx";
import { Icon } from "./icons.tsx";
import { usePage } from "./page.ts";
import { TAGS } from "./phrases/tags.ts";
import { useStore } from "./store.ts";
import type { TagCount } from "./types.ts";

/** Suggestions drawn at most: who sees more types another letter. */
const MOST = 12;
const LONGEST = 32;

/** Tags to put on and take off, found by typing: arrows, Enter, Escape. It stays open for the next one. */
export function TagDialog(props: {
  title: string;
  carried: readonly string[];
  /** Resolves to whether it was done; why not is told elsewhere. */
  change(tag: string, on: boolean): Promise<boolean>;
  close(): void;
}) {
  const { desk, locale } = usePage();
  const say = TAGS[locale];
  const known = useStore(desk.store, (state) => state.tags);
  const [query, setQuery] = useState("");
  const [place, setPlace] = useState(0);
  const [told, setTold] = useState("");
  const input = useRef<HTMLInputElement>(null);
  const wanted = query.normalize("NFKC").trim().toLowerCase();
  const picks = useMemo(() => picksOf(known, props.carried, wanted), [known, props.carried, wanted]);
  const at = Math.min(place, Math.max(0, picks.length - 1));
  useEffect(() => input.current?.focus(), []);

  const change = (tag: string | undefined, on: boolean): void => {
    if (tag === undefined) return;
    setQuery("");
    setPlace(0);
    input.current?.focus();
    void props.change(tag, on).then((done) => done && setTold(on ? say.added(tag) : say.removed(tag)));
  };
  const onKeyDown = (event: TargetedKeyboardEvent<HTMLInputElement>): void => {
    // The letters of an input method are its own, Enter and the arrows too.
    if (event.isComposing || event.keyCode === 229) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && picks.length > 0) setPlace((at + step + picks.length) % picks.length);
    else if (event.key === "Enter") change(picks[at], true);
    else return;
    event.preventDefault();
  };

  return (
    <Dialog title={props.title} close={props.close}>
      <div class="tagging">
        <ul class="filed">
          {props.carried.map((tag) => (
            <li key={tag} class="tag">
              <bdi>{tag}</bdi>
              <button
                type="button"
                aria-label={say.remove(tag)}
                title={say.remove(tag)}
                onClick={() => change(tag, false)}
              >
                <Icon name="close" size={14} />
              </button>
            </li>
          ))}
        </ul>
        <input
          ref={input}
          type="text"
          role="combobox"
          aria-expanded={picks.length > 0}
          aria-controls="tag-picks"
          aria-autocomplete="list"
          aria-activedescendant={picks.length === 0 ? undefined : `tag-pick-${at}`}
          aria-label={say.search}
          placeholder={say.searchHint}
          autocomplete="off"
          maxLength={LONGEST}
          value={query}
          onInput={(event) => {
            setQuery(event.currentTarget.value);
            setPlace(0);
          }}
          onKeyDown={onKeyDown}
        />
        {known.length === 0 && wanted === "" && <p class="soft">{say.none}</p>}
        <div id="tag-picks" class="choices" role="listbox" aria-label={say.title} hidden={picks.length === 0}>
          {picks.map((tag, index) => (
            <button
              key={tag}
              id={`tag-pick-${index}`}
              type="button"
              role="option"
              // The keys stay in the box above.
              tabIndex={-1}
              aria-selected={index === at}
              onPointerMove={() => setPlace(index)}
              onClick={() => change(tag, true)}
            >
              <bdi>{known.some((one) => one.tag === tag) ? tag : say.add(tag)}</bdi>
            </button>
          ))}
        </div>
        <p role="status" class="soft small">
          {told}
        </p>
      </div>
    </Dialog>
  );
}

/** What Enter may add: known tags that begin with what was typed, then those that hold it, then the words as a new tag. */
function picksOf(known: readonly TagCount[], carried: readonly string[], wanted: string): string[] {
  const free = known.map(({ tag }) => tag).filter((tag) => !carried.includes(tag) && tag.includes(wanted));
  const [begin, hold] = [
    free.filter((tag) => tag.startsWith(wanted)),
    free.filter((tag) => !tag.startsWith(wanted)),
  ];
  const found = [...begin, ...hold].slice(0, MOST);
  const isNew = wanted !== "" && !carried.includes(wanted) && !known.some(({ tag }) => tag === wanted);
  return isNew ? [...found, wanted] : found;
}
