import { Link } from "./link.tsx";
import { usePage } from "./page.ts";
import { TAGS } from "./phrases/tags.ts";
import { useStore } from "./store.ts";
import type { Case } from "./types.ts";

/** A list is narrowed by a tag with this; absent while nothing is tagged. */
export function TagFilter() {
  const { desk, route, go, locale } = usePage();
  const say = TAGS[locale];
  const known = useStore(desk.store, (state) => state.tags);
  const { view, id, tag } = route;
  if (known.length === 0 && tag === undefined) return null;
  const names = known.map((one) => one.tag);
  const shown = tag === undefined || names.includes(tag) ? names : [tag, ...names];
  return (
    <select
      class="tag-filter"
      aria-label={say.filter}
      value={tag ?? ""}
      onChange={({ currentTarget: { value } }) =>
        go({ view, ...(id === undefined ? {} : { id }), ...(value === "" ? {} : { tag: value }) })
      }
    >
      <option value="">{say.all}</option>
      {shown.map((one) => (
        <option key={one} value={one}>
          {one}
        </option>
      ))}
    </select>
  );
}

/** In the details: what the case is filed under, each a way to the list of its like. */
export function Filed({ shown, open }: { shown: Case; open(): void }) {
  const { desk, route, locale } = usePage();
  const say = TAGS[locale];
  const mayAct = useStore(desk.store, (state) => state.mayAct);
  if (shown.tags.length === 0 && !mayAct) return null;
  return (
    <section class="card">
      <h3>{say.title}</h3>
      <ul class="filed">
        {shown.tags.map((tag) => (
          <li key={tag}>
            <Link to={{ view: route.view, id: shown.conversation.id, tag }} class="tag" title={say.filter}>
              <bdi>{tag}</bdi>
            </Link>
          </li>
        ))}
      </ul>
      {mayAct && (
        <button type="button" class="link start" onClick={open} aria-keyshortcuts="l">
          {say.open}
        </button>
      )}
    </section>
  );
}

/** Tags drawn in a row; the rest is a number. */
const MOST = 2;

/** In a list row. */
export function RowTags({ tags }: { tags: readonly string[] }) {
  const { locale } = usePage();
  const left = tags.length - MOST;
  return (
    <>
      {tags.slice(0, MOST).map((tag) => (
        <span key={tag} class="tag">
          <bdi>{tag}</bdi>
        </span>
      ))}
      {left > 0 && (
        <span class="small" title={tags.slice(MOST).join(", ")}>
          <span aria-hidden="true">+{left}</span>
          <span class="unseen">{TAGS[locale].more(left)}</span>
        </span>
      )}
    </>
  );
}
