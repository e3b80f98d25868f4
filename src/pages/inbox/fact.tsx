import type { ComponentChildren } from "preact";
import { useContext } from "preact/hooks";
import { Redacted } from "../text/redacted.tsx";
import { useCopy } from "./copy.ts";

import { Words } from "./phrases.ts";

/** One line of a card's list: what it is, and how it is. */
export function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** A text with a button that copies it. */
export function Copyable({ text }: { text: string }) {
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
