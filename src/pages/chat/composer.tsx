import type { Ref, TargetedKeyboardEvent } from "preact";
import { useContext, useState } from "preact/hooks";
import { Words } from "./words.ts";

/** Where the customer writes. Enter sends, Shift+Enter is a new line, and Enter inside an input method stays there. */
export function Composer({ send, box }: { send(text: string): void; box: Ref<HTMLTextAreaElement> }) {
  const words = useContext(Words);
  const [text, setText] = useState("");
  const empty = text.trim() === "";
  const submit = (): void => {
    if (empty) return;
    send(text);
    setText("");
  };
  const onKeyDown = (event: TargetedKeyboardEvent<HTMLTextAreaElement>): void => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    // Safari ends the composition before the key that ended it; 229 is still its code.
    if (event.keyCode === 229) return;
    event.preventDefault();
    submit();
  };
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <div class="grow">
        {/* The same text, unseen, gives the box its height. */}
        <span aria-hidden="true">{`${text}\n`}</span>
        <textarea
          ref={box}
          rows={1}
          value={text}
          aria-label={words.composerLabel}
          placeholder={words.placeholder}
          enterkeyhint="send"
          onInput={(event) => setText(event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
      </div>
      <button type="submit" class="send" aria-disabled={empty} aria-label={words.send} title={words.send}>
        <svg viewBox="0 0 24 24" width="20" height="20" aria-hidden="true">
          <path d="M4 12 20 4l-5 16-3.5-6.5z" />
          <path d="m11.5 13.5 4-4" />
        </svg>
      </button>
    </form>
  );
}
