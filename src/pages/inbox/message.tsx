import { useContext, useState } from "preact/hooks";
import { Markdown } from "../text/markdown.tsx";
import { Redacted } from "../text/redacted.tsx";
import { DeliveryLine } from "./delivery.tsx";
import { whyOf } from "./match.ts";
import { MessageFiles } from "./message-files.tsx";
import { usePage } from "./page.ts";
import { SEARCH } from "./phrases/search.ts";
import { Words } from "./phrases.ts";
import { clock } from "./times.ts";
import type { Case, Message } from "./types.ts";

/** One message of the history. Who speaks is said in words, and each kind looks its own way. */
export function MessageItem(props: { message: Message; first: boolean; found: boolean; shown: Case }) {
  const words = useContext(Words);
  const { locale } = usePage();
  const { message, first, found, shown } = props;
  const { author } = message;
  const who = message.name ?? (author === "customer" ? shown.conversation.customer.name : undefined);
  return (
    <li
      class={`message ${author}${first ? " first" : ""}${message.deletedAt ? " deleted" : ""}${found ? " found" : ""}`}
    >
      <p class={first && author !== "system" ? "who" : "unseen"}>
        {author !== "bot" && who !== undefined && <bdi>{who} </bdi>}
        {(author !== "customer" || who === undefined) && <span class="role">{words.authors[author]}</span>}
        {author === "note" && <span class="only-team">{words.onlyTeam}</span>}
      </p>
      {found && <p class="found-here">{SEARCH[locale].foundHere}</p>}
      <div class="bubble">
        <Text message={message} />
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
      <p class="meta">
        <time dateTime={new Date(message.at).toISOString()}>{clock(message.at, locale)}</time>
        {message.editedAt !== undefined && <span>{words.edited}</span>}
        {message.deletedAt !== undefined && <span>{words.deleted}</span>}
        <DeliveryLine message={message} conversationId={shown.conversation.id} />
        {author === "bot" && <WhyButton message={message} shown={shown} />}
      </p>
    </li>
  );
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
