import type { ComponentChildren } from "preact";
import { useContext, useState } from "preact/hooks";
import { Redacted } from "../text/redacted.tsx";
import { api } from "./api.ts";
import { channelName, PriorityMark, ReasonTag } from "./chips.tsx";
import { useCopy } from "./copy.ts";
import { Targets } from "./due.tsx";
import { Filed } from "./filed.tsx";
import { Icon } from "./icons.tsx";
import { Link } from "./link.tsx";
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
      {shown !== undefined && (
        <>
          <HandOff shown={shown} />
          <Targets shown={shown} />
          <Filed shown={shown} open={tag} />
          <Collected conversation={shown.conversation} />
          <Contact conversation={shown.conversation} />
          <Earlier key={shown.conversation.id} conversation={shown.conversation} />
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

function Contact({ conversation }: { conversation: Conversation }) {
  const words = useContext(Words);
  const { locale } = usePage();
  const { contact } = words;
  return (
    <section class="card">
      <h3>{words.contactTitle}</h3>
      <dl>
        <Fact name={contact.name}>
          <bdi>{conversation.customer.name ?? words.anonymous}</bdi>
        </Fact>
        <Fact name={contact.channel}>
          {channelName(conversation.account)} · {words.spaces[conversation.space.kind]}
        </Fact>
        <Fact name={contact.language}>{words.locales[conversation.locale] ?? conversation.locale}</Fact>
        <Fact name={contact.reference}>
          <Copyable text={conversation.reference} />
        </Fact>
        <Fact name={contact.opened}>{dateAndTime(conversation.openedAt, locale)}</Fact>
        {!conversation.reachable && <Fact name={contact.reachable}>{contact.no}</Fact>}
      </dl>
    </section>
  );
}

/** How many earlier conversations are looked up. */
const MOST_EARLIER = 5;

/** What was before, for whoever asks: opening a conversation is a read that the audit log keeps. */
function Earlier({ conversation }: { conversation: Conversation }) {
  const words = useContext(Words);
  const { locale } = usePage();
  const [earlier, setEarlier] = useState<Case[]>();
  const look = async (): Promise<void> => {
    const found: Case[] = [];
    let next = conversation.previousId;
    while (next !== undefined && found.length < MOST_EARLIER) {
      const answer = await api.show(next);
      if (!answer.ok) break;
      found.push(answer.data);
      next = answer.data.conversation.previousId;
    }
    setEarlier(found);
  };
  if (conversation.previousId === undefined) return null;
  return (
    <section class="card">
      <h3>{words.earlierTitle}</h3>
      {earlier === undefined && (
        <button type="button" class="link start" onClick={() => void look()}>
          {words.earlierShow}
        </button>
      )}
      <ul class="earlier">
        {earlier?.map(({ conversation: past, messages }) => (
          <li key={past.id}>
            <Link to={{ view: past.status === "resolved" ? "resolved" : "mine", id: past.id }}>
              <time class="soft">{dateAndTime(past.openedAt, locale)}</time>
              <span>{messages.find(({ author }) => author === "customer")?.text.slice(0, 100)}</span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Copyable({ text }: { text: string }) {
  const words = useContext(Words);
  const copy = useCopy();
  return (
    <span class="copyable">
      <span>
        <Redacted text={text} />
      </span>
      <button type="button" class="link" onClick={() => copy(text)}>
        {words.contact.copy}
      </button>
    </span>
  );
}
