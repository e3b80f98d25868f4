import { useContext, useState } from "preact/hooks";
import { Markdown } from "../text/markdown.tsx";
import { newKey } from "./api.ts";
import { changeRefusal } from "./change-tools.tsx";
import { usePage } from "./page.ts";
import { CHANGES } from "./phrases/changes.ts";
import { Words } from "./phrases.ts";
import { dateAndTime } from "./times.ts";
import type { Message } from "./types.ts";

/** That a message has other words now, and for whoever asks, what it said before. */
export function Edited({ message }: { message: Message }) {
  const words = useContext(Words);
  const { locale } = usePage();
  const [open, setOpen] = useState(false);
  const { earlier = [] } = message;
  if (message.editedAt === undefined) return null;
  if (earlier.length === 0) return <span>{words.edited}</span>;
  return (
    <>
      <button type="button" class="link" aria-expanded={open} onClick={() => setOpen(!open)}>
        {CHANGES[locale].earlier}
      </button>
      {open && (
        <ol class="earlier-words">
          {earlier.map(({ text, at, name }, index) => (
            <li key={index}>
              <span class="soft">{CHANGES[locale].until(name, dateAndTime(at, locale))}</span>
              <Markdown text={text} />
            </li>
          ))}
        </ol>
      )}
    </>
  );
}

/** Who took a message back. */
export function TakenBack({ message: { deletedAt, deletedBy } }: { message: Message }) {
  const words = useContext(Words);
  const { locale } = usePage();
  if (deletedAt === undefined) return null;
  return <span>{deletedBy === undefined ? words.deleted : CHANGES[locale].takenBackBy(deletedBy)}</span>;
}

/** What became of a change that is not done, and the way to try again where it failed. */
export function ChangeLine({
  message,
  conversationId,
  may,
}: {
  message: Message;
  conversationId: string;
  may: { edit: boolean; takeBack: boolean };
}) {
  const words = useContext(Words);
  const { desk, locale } = usePage();
  const { change } = message;
  if (change === undefined) return null;
  const { kind, state, text, detail } = change;
  const again = async (): Promise<void> => {
    const more = kind === "edit" && text !== undefined ? { text } : {};
    const refused = await desk.alter(message.id, conversationId, { key: newKey(), ...more });
    if (refused !== undefined) desk.notify(changeRefusal(refused, words, locale), "bad");
  };
  return (
    <div class={`change ${state}`}>
      {kind === "edit" && (
        <div class="wanted">
          <span class="soft">{CHANGES[locale].wanted}</span>
          <Markdown text={text ?? ""} />
        </div>
      )}
      <p>
        {CHANGES[locale].state[kind][state]}
        {detail !== undefined && state !== "pending" && <span class="detail"> ({detail})</span>}
        {state !== "pending" && (kind === "edit" ? may.edit : may.takeBack) && (
          <button type="button" class="link" onClick={() => void again()}>
            {words.retry}
          </button>
        )}
      </p>
    </div>
  );
}
