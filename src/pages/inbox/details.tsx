import { useContext } from "preact/hooks";
import { Redacted } from "../text/redacted.tsx";
import { PriorityMark, ReasonTag } from "./chips.tsx";
import { Contact } from "./contact.tsx";
import { Targets } from "./due.tsx";
import { Copyable, Fact } from "./fact.tsx";
import { Filed } from "./filed.tsx";
import { Icon } from "./icons.tsx";
import { attemptsOf } from "./match.ts";
import { percent } from "./message.tsx";
import { usePage } from "./page.ts";
import { Words } from "./phrases.ts";
import { useStore } from "./store.ts";
import { dateAndTime } from "./times.ts";
import type { Case, Conversation } from "./types.ts";

/** Everything besides the words: the hand-off, the details given, who it is, and what was before. */
export function Details({ id, tag, close }: { id: string; tag(): void; close(): void }) {
  const words = useContext(Words);
  const { desk } = usePage();
  const shown = useStore(desk.store, (state) => state.cases[id]);
  return (
    <aside class="details" aria-label={words.detailsLabel}>
      <header>
        <h2>{words.detailsLabel}</h2>
        <button
          type="button"
          class="icon-button"
          onClick={close}
          aria-label={words.acts.close}
          title={words.acts.close}
        >
          <Icon name="close" />
        </button>
      </header>
      {shown !== undefined && shown.conversation.erasedAt === undefined && (
        <>
          <HandOff shown={shown} />
          <Targets shown={shown} />
          <Filed shown={shown} open={tag} />
          <Collected conversation={shown.conversation} />
          <Contact key={shown.conversation.id} conversation={shown.conversation} />
        </>
      )}
    </aside>
  );
}

function HandOff({ shown }: { shown: Case }) {
  const words = useContext(Words);
  const { locale } = usePage();
  const { escalation } = shown.conversation;
  const tried = attemptsOf(shown);
  const question = shown.messages.findLast(
    ({ author, at }) => author === "customer" && (escalation === undefined || at <= escalation.at),
  );
  return (
    <section class="card">
      <h3>{words.card.title}</h3>
      {escalation === undefined ? (
        <p class="soft">{words.card.nothing}</p>
      ) : (
        <p class="tags">
          <ReasonTag reason={escalation.reason} />
          <PriorityMark priority={escalation.priority} />
          <time class="soft">{dateAndTime(escalation.at, locale)}</time>
        </p>
      )}
      {escalation !== undefined && question !== undefined && (
        <>
          <h4>{words.card.question}</h4>
          <p class="quote">
            <Redacted text={question.text} />
          </p>
        </>
      )}
      {tried.length > 0 && (
        <>
          <h4>{words.card.tried}</h4>
          <ul class="tried">
            {tried.map((one) => (
              <li key={one.at}>
                <span class="soft">
                  <Redacted text={one.question.slice(0, 120)} />
                </span>
                <span class="tried-topic">
                  <span>{one.title}</span>
                  <span class="score">{percent(one.confidence ?? 0)}</span>
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

function Collected({ conversation }: { conversation: Conversation }) {
  const words = useContext(Words);
  const given = Object.entries(conversation.collected);
  if (given.length === 0) return null;
  return (
    <section class="card">
      <h3>{words.collectedTitle}</h3>
      <dl>
        {given.map(([slot, value]) => (
          <Fact key={slot} name={words.slots[slot] ?? slot}>
            <Copyable text={value} />
          </Fact>
        ))}
      </dl>
    </section>
  );
}
