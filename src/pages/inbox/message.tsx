import type { RefObject } from "preact";
import { useContext, useRef, useState } from "preact/hooks";
import { Markdown } from "../text/markdown.tsx";
import { Redacted } from "../text/redacted.tsx";
import { Amend } from "./amend.tsx";
import { ChangeTools } from "./change-tools.tsx";
import { ChangeLine, Edited, TakenBack } from "./changes.tsx";
import { DeliveryLine } from "./delivery.tsx";
import { whyOf } from "./match.ts";
import { mayChange } from "./may-change.ts";
import { MessageFiles } from "./message-files.tsx";
import { usePage } from "./page.ts";
import { SEARCH } from "./phrases/search.ts";
import { Words } from "./phrases.ts";
import { useStore } from "./store.ts";
import { clock } from "./times.ts";
import type { Case, Message } from "./types.ts";

/** One message of the history. Who speaks is said in words, and each kind looks its own way. */
export function MessageItem(props: {
  message: Message;
  first: boolean;
  found: boolean;
  shown: Case;
  /** The time, as fine as the closing of a window needs. */
  now: number;
}) {
  const { message, first, found, shown, now } = props;
  const row = useRef<HTMLLIElement>(null);
  const words = useContext(Words);
  const { locale } = usePage();
  const { author } = message;
  const { id } = shown.conversation;
  const may = useMayChange(message, shown, now);
  const { amending, amend, close } = useAmending(message, row);
  const who = message.name ?? (author === "customer" ? shown.conversation.customer.name : undefined);
  return (
    <li
      ref={row}
      class={`message ${author}${first ? " first" : ""}${message.deletedAt ? " deleted" : ""}${found ? " found" : ""}${amending ? " amending" : ""}`}
    >
      <p class={first && author !== "system" ? "who" : "unseen"}>
        {author !== "bot" && who !== undefined && <bdi>{who} </bdi>}
        {(author !== "customer" || who === undefined) && <span class="role">{words.authors[author]}</span>}
        {author === "note" && <span class="only-team">{words.onlyTeam}</span>}
      </p>
      {found && <p class="found-here">{SEARCH[locale].foundHere}</p>}
      <div class="bubble">
        {amending ? (
          <Amend message={message} conversationId={id} close={close} />
        ) : (
          <Text message={message} />
        )}
        <MessageFiles message={message} />
        {message.choices.length > 0 && (
          <p class="offered">
            <span class="unseen">{words.answers}: </span>
            {message.choices.map(({ token, label }) => (
              <span key={token}>{label}</span>
            ))}
          </p>
        )}
      </div>
      <div class="meta">
        <time dateTime={new Date(message.at).toISOString()}>{clock(message.at, locale)}</time>
        <Edited message={message} />
        <TakenBack message={message} />
        {message.deletedAt === undefined && <DeliveryLine message={message} conversationId={id} />}
        {author === "bot" && <WhyButton message={message} shown={shown} />}
        {(may.edit || may.takeBack) && !amending && (
          <ChangeTools message={message} conversationId={id} may={may} edit={amend} />
        )}
      </div>
      {!amending && <ChangeLine message={message} conversationId={id} may={may} />}
    </li>
  );
}

/** Whether the message is being given other words; afterwards the keyboard is where it was before. */
function useAmending({ deletedAt }: Message, row: RefObject<HTMLLIElement>) {
  const [wanted, want] = useState(false);
  const close = (): void => {
    want(false);
    requestAnimationFrame(() =>
      (row.current?.querySelector<HTMLElement>(".edit") ?? document.getElementById("thread"))?.focus(),
    );
  };
  return { amending: wanted && deletedAt === undefined, amend: () => want(true), close };
}

/** What the reader may do to a message at this moment; the window to take back closes while the page is open. */
function useMayChange(
  message: Message,
  { conversation }: Case,
  now: number,
): { edit: boolean; takeBack: boolean } {
  const { desk } = usePage();
  const channels = useStore(desk.store, (state) => state.channels);
  const { agent, reach } = desk.store.get();
  const channel = channels.find(({ account }) => account === conversation.account);
  return mayChange(message, { conversation, me: agent.id, reach, channel, now });
}

function Text({ message }: { message: Message }) {
  if (message.text === "") return null;
  const marked = message.author === "bot" || message.author === "agent" || message.author === "system";
  if (marked) return <Markdown text={message.text} />;
  return (
    <p class="plain">
      <Redacted text={message.text} />
    </p>
  );
}

/** The entry behind an answer and how sure the bot was, for whoever asks. */
function WhyButton({ message, shown }: { message: Message; shown: Case }) {
  const words = useContext(Words);
  const [open, setOpen] = useState(false);
  const why = whyOf(shown, message);
  if (why === undefined) return null;
  return (
    <>
      <button type="button" class="link" aria-expanded={open} onClick={() => setOpen(!open)}>
        {words.why}
      </button>
      {open && (
        <span class="why">
          <span>
            {words.whyEntry}: <b>{why.title}</b> <code>{why.topic}</code>
          </span>
          {why.confidence !== undefined && (
            <span>
              {words.whyScore}: <b>{percent(why.confidence)}</b>
            </span>
          )}
          {why.others.length > 0 && (
            <span>
              {words.whyOthers}:{" "}
              {why.others.map(({ title, probability }) => `${title} (${percent(probability)})`).join(" · ")}
            </span>
          )}
        </span>
      )}
    </>
  );
}

export function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
