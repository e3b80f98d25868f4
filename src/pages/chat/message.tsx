import { useContext, useState } from "preact/hooks";
import { Markdown } from "../text/markdown.tsx";
import { Redacted } from "../text/redacted.tsx";
import { MessageFiles } from "./message-files.tsx";
import type { Message, Pending } from "./timeline.ts";
import { Words } from "./words.ts";

/** One message of the conversation; `first` in a row of one author shows who it is. */
export function MessageRow(props: {
  message: Message;
  first: boolean;
  time: string;
  chosen: string | undefined;
  choosable: boolean;
  choose(token: string): Promise<boolean>;
}) {
  const words = useContext(Words);
  const { message, first, time } = props;
  const who = message.author === "agent" ? (message.name ?? words.agent) : words[youOr(message.author)];
  const choices = message.choices ?? [];
  return (
    <li class={`row ${message.author}${first ? " first" : ""}${message.removed ? " removed" : ""}`}>
      <p class={first && message.author !== "system" && message.author !== "customer" ? "who" : "unseen"}>
        <bdi>{who}</bdi>
        {message.author === "agent" && <span class="role"> · {words.agent}</span>}
      </p>
      {/* A node of its own for each version: the log reads out what was added, so this alone and once. */}
      <div class="bubble" key={message.revised ?? message.seq}>
        <Body message={message} />
      </div>
      <p class="when">
        <time dateTime={new Date(message.at).toISOString()}>{time}</time>
        {message.editedAt !== undefined && <span aria-hidden="true"> · {words.edited}</span>}
      </p>
      {choices.length > 0 && <Choices {...props} choices={choices} />}
    </li>
  );
}

function Body({ message }: { message: Message }) {
  const words = useContext(Words);
  if (message.removed) return <p>{words.removed}</p>;
  return (
    <>
      {message.editedAt !== undefined && <span class="unseen">{words.editedTo} </span>}
      {message.author !== "customer" && <Markdown text={message.text} />}
      {message.author === "customer" && message.text !== "" && (
        <p class="plain">
          <Redacted text={message.text} />
        </p>
      )}
      <MessageFiles files={message.files ?? []} />
    </>
  );
}

/** A message of the customer that is still on its way, or did not get there. */
export function PendingRow({ pending, retry }: { pending: Pending; retry(): void }) {
  const words = useContext(Words);
  const fates = {
    sending: words.sending,
    sent: words.sent,
    failed: words.failed,
    refused: words.refused(pending.why ?? ""),
  };
  const failed = pending.delivery === "failed" || pending.delivery === "refused";
  return (
    <li class={`row customer pending ${pending.delivery}`}>
      <p class="unseen">{words.you}</p>
      <div class="bubble">
        <p class="plain">
          <Redacted text={pending.text} />
        </p>
      </div>
      <p class="fate">
        {fates[pending.delivery]}
        {failed && (
          <button type="button" class="link" onClick={retry}>
            {words.retry}
          </button>
        )}
      </p>
    </li>
  );
}

function Choices(props: {
  choices: { token: string; label: string }[];
  chosen: string | undefined;
  choosable: boolean;
  choose(token: string): Promise<boolean>;
}) {
  const words = useContext(Words);
  const [underway, setUnderway] = useState<string>();
  const [failed, setFailed] = useState(false);
  const chosen = props.chosen ?? underway;
  const press = async (token: string): Promise<void> => {
    setUnderway(token);
    setFailed(!(await props.choose(token)));
    setUnderway(undefined);
  };
  const short = props.choices.every((choice) => choice.label.length <= 2);
  return (
    <fieldset class={short ? "choices short" : "choices"}>
      <legend class="unseen">{words.choices}</legend>
      {props.choices.map(({ token, label }) => (
        <button
          key={token}
          type="button"
          disabled={!props.choosable || chosen !== undefined}
          aria-pressed={token === chosen}
          onClick={() => void press(token)}
        >
          {label}
        </button>
      ))}
      {failed && <p class="fate">{words.failed}</p>}
    </fieldset>
  );
}

function youOr(author: "bot" | "system" | "customer"): "bot" | "system" | "you" {
  return author === "customer" ? "you" : author;
}
