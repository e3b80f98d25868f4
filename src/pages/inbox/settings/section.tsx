import type { ComponentChildren } from "preact";
import { useContext, useEffect, useId, useRef } from "preact/hooks";
import { refusalText } from "../acts.ts";
import type { Answer } from "../api.ts";
import { useCopy } from "../copy.ts";
import { Dialog } from "../dialogs.tsx";
import { usePage } from "../page.ts";
import { ACCOUNT } from "../phrases/account.ts";
import { Words } from "../phrases.ts";

/** One matter of a page of settings. */
export function Section(props: {
  title: string;
  lead?: string;
  mark?: ComponentChildren;
  children: ComponentChildren;
}) {
  const id = useId();
  return (
    <section class="matter" aria-labelledby={id}>
      <h3 id={id}>
        {props.title} {props.mark}
      </h3>
      {props.lead !== undefined && <p class="soft">{props.lead}</p>}
      {props.children}
    </section>
  );
}

/** Says that something is on its way, or why it did not come. */
export function Awaited({ read }: { read: Answer<unknown> | undefined }) {
  const words = useContext(Words);
  if (read === undefined) return <p class="soft">{words.loading}</p>;
  return read.ok ? null : <p class="stopped">{refusalText(read, words)}</p>;
}

/** Something the server tells once: it has the focus, and stays until the reader lets it go. */
export function ToldOnce(props: { title: string; lead: string; text: string; children?: ComponentChildren }) {
  const copy = useCopy();
  const { locale } = usePage();
  const box = useRef<HTMLElement>(null);
  const id = useId();
  useEffect(() => box.current?.focus(), []);
  return (
    <section ref={box} class="told-once" tabIndex={-1} aria-labelledby={id}>
      <h4 id={id}>{props.title}</h4>
      <p>{props.lead}</p>
      <p class="copy-line">
        <code>{props.text}</code>
        <button type="button" class="secondary" onClick={() => copy(props.text)}>
          {ACCOUNT[locale].copy}
        </button>
      </p>
      {props.children}
    </section>
  );
}

/** Asks once more before something that is not undone by a click. */
export function Sure(props: { title: string; text: string; act: string; close(): void; run(): void }) {
  const words = useContext(Words);
  return (
    <Dialog title={props.title} close={props.close}>
      <p>{props.text}</p>
      <footer>
        <button type="button" class="secondary" onClick={props.close}>
          {words.acts.cancel}
        </button>
        <button
          type="button"
          class="primary"
          onClick={() => {
            props.close();
            props.run();
          }}
        >
          {props.act}
        </button>
      </footer>
    </Dialog>
  );
}
