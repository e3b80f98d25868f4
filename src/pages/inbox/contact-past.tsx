import { useState } from "preact/hooks";
import { Redacted } from "../text/redacted.tsx";
import { channelName } from "./chips.tsx";
import { Link } from "./link.tsx";
import { usePage } from "./page.ts";
import { CONTACT } from "./phrases/contact.ts";
import type { Route } from "./route.ts";
import { dateAndTime } from "./times.ts";
import type { Contact } from "./types.ts";

/** How many are shown before somebody asks for the rest. */
const FIRST = 6;
type Past = Contact["conversations"][number];

/** Every other conversation of the person, whichever account it came by, newest first. */
export function ContactPast({ contact, here }: { contact: Contact; here: string }) {
  const { locale, route } = usePage();
  const say = CONTACT[locale];
  const [all, setAll] = useState(false);
  const others = contact.conversations.filter(({ id }) => id !== here);
  return (
    <section class="card">
      <h3>{say.pastTitle}</h3>
      {others.length === 0 && <p class="soft">{say.pastNone}</p>}
      <ul class="earlier">
        {others.slice(0, all ? others.length : FIRST).map((past) => (
          <li key={past.id}>
            <Link to={placeOf(past, route)}>
              <span class="tags">
                <span class="chip">{say.status[past.status]}</span>
                <time class="soft">{dateAndTime(past.openedAt, locale)}</time>
              </span>
              <span>
                <Redacted text={past.lastText.slice(0, 100)} />
              </span>
              <span class="soft small">
                {say.past({ channel: channelName(past.account), reference: past.reference })}
              </span>
            </Link>
          </li>
        ))}
      </ul>
      {!all && others.length > FIRST && (
        <button type="button" class="link start" onClick={() => setAll(true)}>
          {say.pastAll(others.length)}
        </button>
      )}
    </section>
  );
}

/** Beside the list that holds it, where one is known to. */
function placeOf({ id, status }: Past, { view }: Route): Route {
  return { view: status === "open" ? view : status, id };
}
