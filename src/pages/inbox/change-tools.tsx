import { useContext, useEffect, useRef, useState } from "preact/hooks";
import { refusalText } from "./acts.ts";
import { newKey, type Refused } from "./api.ts";
import { usePage } from "./page.ts";
import { CHANGES } from "./phrases/changes.ts";
import { type Locale, type Phrases, Words } from "./phrases.ts";
import type { Message } from "./types.ts";

/** The two buttons of a reply that was sent. Taking back asks once, in their place. */
export function ChangeTools(props: {
  message: Message;
  conversationId: string;
  may: { edit: boolean; takeBack: boolean };
  edit(): void;
}) {
  const words = useContext(Words);
  const { desk, locale } = usePage();
  const changes = CHANGES[locale];
  const { message, may } = props;
  const [asks, setAsks] = useState(false);
  const start = useRef<HTMLButtonElement>(null);
  if (asks) {
    const keep = (): void => {
      setAsks(false);
      requestAnimationFrame(() => start.current?.focus());
    };
    const takeBack = async (): Promise<void> => {
      setAsks(false);
      // Its buttons go with it: the keyboard stays in the thread.
      document.querySelector<HTMLElement>("#thread")?.focus();
      const refused = await desk.alter(message.id, props.conversationId, { key: newKey() });
      if (refused !== undefined) desk.notify(changeRefusal(refused, words, locale), "bad");
    };
    return <Sure keep={keep} yes={() => void takeBack()} />;
  }
  const short = message.text.length > 60 ? `${message.text.slice(0, 60)}…` : message.text;
  return (
    <span class="change-tools">
      {may.edit && (
        <button type="button" class="link edit" aria-label={changes.editOf(short)} onClick={props.edit}>
          {changes.edit}
        </button>
      )}
      {may.takeBack && (
        <button
          type="button"
          class="link"
          ref={start}
          aria-label={changes.takeBackOf(short)}
          onClick={() => setAsks(true)}
        >
          {changes.takeBack}
        </button>
      )}
    </span>
  );
}

function Sure({ keep, yes }: { keep(): void; yes(): void }) {
  const changes = CHANGES[usePage().locale];
  const first = useRef<HTMLButtonElement>(null);
  useEffect(() => first.current?.focus(), []);
  return (
    <fieldset
      class="sure"
      aria-label={changes.sure}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.preventDefault();
        keep();
      }}
    >
      {changes.sure}
      <button type="button" class="link" ref={first} onClick={keep}>
        {changes.keep}
      </button>
      <button type="button" class="link bad" onClick={yes}>
        {changes.yes}
      </button>
    </fieldset>
  );
}

/** Why a change was refused, in the reader's words. */
export function changeRefusal(refused: Refused, words: Phrases, locale: Locale): string {
  return CHANGES[locale].refusals[refused.code] ?? refusalText(refused, words);
}
