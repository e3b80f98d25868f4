import { useContext, useRef, useState } from "preact/hooks";
import { refusalText } from "./acts.ts";
import { channelName } from "./chips.tsx";
import { ContactAdmin } from "./contact-admin.tsx";
import { Identities, nameOf } from "./contact-parts.tsx";
import { ContactPast } from "./contact-past.tsx";
import { Copyable, Fact } from "./fact.tsx";
import { lazily } from "./lazily.tsx";
import { usePage } from "./page.ts";
import { CONTACT } from "./phrases/contact.ts";
import { Words } from "./phrases.ts";
import { useStore } from "./store.ts";
import { dateAndTime } from "./times.ts";
import type { Conversation, Contact as Person } from "./types.ts";
import { type KnownContact, useContact } from "./use-contact.ts";

const MergeDialog = lazily(() => import("./contact-merge.tsx").then((part) => part.MergeDialog));

/** Who a conversation is with, on every channel, and what else was said with them. */
export function Contact({ conversation }: { conversation: Conversation }) {
  const words = useContext(Words);
  const known = useContact(conversation.id);
  const { contact, failed } = known;
  return (
    <>
      <section class="card">
        <h3>{words.contactTitle}</h3>
        <Facts conversation={conversation} contact={contact} />
        {contact === undefined && (
          <p class="soft">{failed === undefined ? words.loading : refusalText(failed, words)}</p>
        )}
        {contact !== undefined && <Known known={known} contact={contact} />}
      </section>
      {contact !== undefined && <ContactPast contact={contact} here={conversation.id} />}
      {contact !== undefined && <ContactAdmin contact={contact} reference={conversation.reference} />}
    </>
  );
}

function Facts({ conversation, contact }: { conversation: Conversation; contact: Person | undefined }) {
  const words = useContext(Words);
  const { locale } = usePage();
  const say = words.contact;
  return (
    <dl>
      <Fact name={say.name}>
        <bdi>{contact?.name ?? conversation.customer.name ?? words.anonymous}</bdi>
      </Fact>
      <Fact name={say.channel}>
        {channelName(conversation.account)} · {words.spaces[conversation.space.kind]}
      </Fact>
      <Fact name={say.language}>{words.locales[conversation.locale] ?? conversation.locale}</Fact>
      <Fact name={say.reference}>
        <Copyable text={conversation.reference} />
      </Fact>
      <Fact name={say.opened}>{dateAndTime(conversation.openedAt, locale)}</Fact>
      {!conversation.reachable && <Fact name={say.reachable}>{say.no}</Fact>}
    </dl>
  );
}

/** Identities, what was merged, and the way to merge more. */
function Known({ known, contact }: { known: KnownContact; contact: Person }) {
  const { desk, locale } = usePage();
  const say = CONTACT[locale];
  const mayMerge = useStore(desk.store, ({ rights }) => rights.includes("contacts.merge"));
  const [merging, setMerging] = useState(false);
  const title = useRef<HTMLHeadingElement>(null);
  const undo = async (other: string): Promise<void> => {
    await known.unmerge(other);
    // The button that was pressed is gone.
    title.current?.focus();
  };
  return (
    <>
      <h4 ref={title} tabIndex={-1}>
        {say.identities(contact.identities.length)}
      </h4>
      <Identities all={contact.identities} />
      {contact.merges.length > 0 && <Merges contact={contact} undo={mayMerge ? undo : undefined} />}
      {mayMerge && (
        <button type="button" class="link start" onClick={() => setMerging(true)}>
          {say.merge}
        </button>
      )}
      {merging && <MergeDialog contact={contact} merged={known.became} close={() => setMerging(false)} />}
    </>
  );
}

function Merges(props: { contact: Person; undo: ((other: string) => Promise<void>) | undefined }) {
  const words = useContext(Words);
  const { desk, locale } = usePage();
  const say = CONTACT[locale];
  const agents = useStore(desk.store, (state) => state.agents);
  const { contact, undo } = props;
  return (
    <>
      <h4>{say.mergesTitle}</h4>
      <ul class="merges">
        {contact.merges.map(({ other, at, byId }) => {
          const name = nameOf(contact.identities.filter(({ contactId }) => contactId === other));
          const by = agents.find(({ id }) => id === byId)?.name;
          return (
            <li key={other}>
              <span>
                <bdi>{name ?? words.anonymous}</bdi>
                <br />
                <span class="soft small">{say.mergedBy(dateAndTime(at, locale), by)}</span>
              </span>
              {undo !== undefined && (
                <button
                  type="button"
                  class="link"
                  aria-label={say.unmergeOf(name ?? words.anonymous)}
                  onClick={() => void undo(other)}
                >
                  {say.unmerge}
                </button>
              )}
            </li>
          );
        })}
      </ul>
    </>
  );
}
