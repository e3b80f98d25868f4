import type { TargetedKeyboardEvent } from "preact";
import { useContext, useLayoutEffect, useRef, useState } from "preact/hooks";
import { newKey, type Refused } from "./api.ts";
import { changeRefusal } from "./change-tools.tsx";
import { Unsafe } from "./composer-parts.tsx";
import { LONGEST } from "./limits.ts";
import { usePage } from "./page.ts";
import { CHANGES } from "./phrases/changes.ts";
import { Words } from "./phrases.ts";
import type { Message } from "./types.ts";

/**
 * Where a reply that was sent gets other words, in its own place. Enter saves, Shift+Enter is a new line, Escape leaves it as
 * it is, and both stay with an input method that composes.
 */
export function Amend({
  message,
  conversationId,
  close,
}: {
  message: Message;
  conversationId: string;
  close(): void;
}) {
  const words = useContext(Words);
  const { desk, locale } = usePage();
  const wanted = message.change?.kind === "edit" ? message.change.text : undefined;
  const [text, setText] = useState(wanted ?? message.text);
  const [stopped, setStopped] = useState<Refused>();
  const [saving, setSaving] = useState(false);
  const key = useRef(newKey());
  const box = useRef<HTMLTextAreaElement>(null);
  // Before anything can be typed: where the words end, not where a key that came early left it.
  useLayoutEffect(() => {
    box.current?.focus();
    box.current?.setSelectionRange(text.length, text.length);
  }, []);
  // What is written, the buttons and what stopped it stay in sight as the form grows.
  useLayoutEffect(() => box.current?.form?.scrollIntoView({ block: "nearest" }), [text, stopped]);

  const savable = text.trim() !== "" && text.length <= LONGEST && !saving;
  const save = async (how: { acknowledge?: true } = {}): Promise<void> => {
    if (!savable) return;
    if (text === message.text && message.change === undefined) return close();
    setSaving(true);
    setStopped(undefined);
    const refused = await desk.alter(message.id, conversationId, { key: key.current, text, ...how });
    setSaving(false);
    if (refused === undefined) return close();
    setStopped(refused);
    box.current?.focus();
  };

  const onKeyDown = (event: TargetedKeyboardEvent<HTMLTextAreaElement>): void => {
    // Safari ends the composition before the key that ended it; 229 is still its code.
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === "Escape") {
      event.preventDefault();
      close();
    } else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      void save();
    }
  };

  return (
    <form
      class="amend"
      aria-live="off"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <div class="write">
        <div class="grow">
          {/* The same text, unseen, gives the box its height. */}
          <span aria-hidden="true">{`${text}\n`}</span>
          <textarea
            ref={box}
            rows={1}
            value={text}
            aria-label={CHANGES[locale].box}
            enterkeyhint="done"
            onInput={(event) => {
              setText(event.currentTarget.value);
              setStopped(undefined);
              // Other words are another attempt.
              key.current = newKey();
            }}
            onKeyDown={onKeyDown}
          />
        </div>
        <footer>
          {text.length > LONGEST ? (
            <span class="limit over" role="alert">
              {words.tooLong(LONGEST)}
            </span>
          ) : (
            <span class="limit hint">{CHANGES[locale].hint}</span>
          )}
          <span class="amend-acts">
            <button type="button" class="secondary" onClick={close}>
              {words.acts.cancel}
            </button>
            <button type="submit" class="primary" aria-disabled={!savable}>
              {saving ? CHANGES[locale].saving : CHANGES[locale].save}
            </button>
          </span>
        </footer>
      </div>
      {stopped?.code === "reply_unsafe" && (
        <Unsafe
          refused={stopped}
          label={CHANGES[locale].saveAnyway}
          anyway={() => void save({ acknowledge: true })}
        />
      )}
      {stopped !== undefined && stopped.code !== "reply_unsafe" && (
        <p class="stopped" role="alert">
          {changeRefusal(stopped, words, locale)}
        </p>
      )}
    </form>
  );
}
