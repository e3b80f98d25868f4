import { useContext, useEffect, useRef, useState } from "preact/hooks";
import { refusalText } from "./acts.ts";
import { api, type Refused } from "./api.ts";
import { channelName } from "./chips.tsx";
import { Verified } from "./contact-parts.tsx";
import { usePage } from "./page.ts";
import { CONTACT } from "./phrases/contact.ts";
import { Words } from "./phrases.ts";
import type { ContactRow } from "./types.ts";

/** Between the last letter and the look-up, in milliseconds. */
const REST_MS = 150;
const REFERENCE = /^K-[0-9A-Z]{6}$/i;

/** What was found, and for which words. */
interface Found {
  query: string;
  rows: readonly ContactRow[];
  failed?: Refused;
}

/** Contacts by a name, a platform's id or a reference. Enter takes the first. */
export function ContactSearch(props: { but: string; choose(id: string): void }) {
  const words = useContext(Words);
  const { locale } = usePage();
  const say = CONTACT[locale];
  const [query, setQuery] = useState("");
  const [found, setFound] = useState<Found>();
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => box.current?.focus(), []);
  useEffect(() => {
    let over = false;
    const timer = setTimeout(async () => {
      const next = await look(query);
      if (!over) setFound(next);
    }, REST_MS);
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [query]);
  const others = (found?.rows ?? []).filter(({ id }) => id !== props.but);
  const first = found?.query === query ? others[0] : undefined;
  return (
    <>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (first !== undefined) props.choose(first.id);
        }}
      >
        <label>
          {say.mergeFind}
          <input
            ref={box}
            type="text"
            value={query}
            maxLength={200}
            autocomplete="off"
            placeholder={say.mergeHint}
            onInput={(event) => setQuery(event.currentTarget.value)}
          />
        </label>
      </form>
      <p class={others.length === 0 ? "soft" : "unseen"} role="status">
        {found?.failed !== undefined && refusalText(found.failed, words)}
        {found !== undefined &&
          found.failed === undefined &&
          (others.length === 0 ? say.mergeNobody : say.mergeFound(others.length))}
      </p>
      <ul class="choices people">
        {others.map((row) => (
          <li key={row.id}>
            <button type="button" onClick={() => props.choose(row.id)}>
              <span>
                <bdi>{row.name ?? words.anonymous}</bdi> {row.verified && <Verified />}
              </span>
              <span class="soft small">
                {row.identities
                  .map(({ account, customerId }) => `${channelName(account)} ${customerId}`)
                  .join(", ")}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

/** A reference is no part of a name: whoever it belongs to is asked for by it. */
async function look(query: string): Promise<Found> {
  const wanted = query.trim();
  if (REFERENCE.test(wanted)) {
    const answer = await api.contact(wanted);
    if (answer.ok) return { query, rows: [answer.data.contact] };
  }
  const answer = await api.contacts(wanted);
  return answer.ok ? { query, rows: answer.data.contacts } : { query, rows: [], failed: answer };
}
