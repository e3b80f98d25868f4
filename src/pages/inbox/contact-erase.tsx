import { useContext, useEffect, useRef, useState } from "preact/hooks";
import { refusalText } from "./acts.ts";
import { api } from "./api.ts";
import type { Desk } from "./desk.ts";
import { Dialog } from "./dialogs.tsx";
import { usePage } from "./page.ts";
import { CONTACT } from "./phrases/contact.ts";
import { type Locale, type Phrases, Words } from "./phrases.ts";
import type { Contact } from "./types.ts";

/** Erases a person, asking twice: what goes first, then the reference, typed by hand. */
export function EraseDialog(props: { contact: Contact; reference: string; close(): void }) {
  const words = useContext(Words);
  const { desk, locale, route, go } = usePage();
  const { contact, reference } = props;
  const say = CONTACT[locale];
  const [sure, setSure] = useState(false);
  return (
    <Dialog title={say.eraseTitle} close={props.close}>
      {sure ? (
        <Typed
          reference={reference}
          close={props.close}
          erase={async () => {
            const stopped = await erase(desk, contact, route.id, { words, locale });
            // The details may cover what the page has to say about it now.
            if (stopped === undefined) {
              const { details: _details, message: _message, ...thread } = route;
              go(thread, { replace: true });
            }
            return stopped;
          }}
        />
      ) : (
        <>
          <div class="spread">
            <p>
              {say.eraseWhat({
                conversations: contact.conversations.length,
                identities: contact.identities.length,
              })}
            </p>
            <p class="soft">{say.eraseKept}</p>
            <p class="soft">{say.eraseOthers}</p>
          </div>
          <footer>
            <button type="button" class="secondary" onClick={props.close}>
              {words.acts.cancel}
            </button>
            <button type="button" class="primary danger" onClick={() => setSure(true)}>
              {say.next}
            </button>
          </footer>
        </>
      )}
    </Dialog>
  );
}

function Typed(props: { reference: string; erase(): Promise<string | undefined>; close(): void }) {
  const words = useContext(Words);
  const { locale } = usePage();
  const say = CONTACT[locale];
  const [typed, setTyped] = useState("");
  const [busy, setBusy] = useState(false);
  const [stopped, setStopped] = useState<string>();
  const box = useRef<HTMLInputElement>(null);
  // The first step is gone, and with it the button that had the focus.
  useEffect(() => box.current?.focus(), []);
  const right = typed.trim().toUpperCase() === props.reference.toUpperCase();
  const go = async (): Promise<void> => {
    if (!right || busy) return;
    setBusy(true);
    setStopped(await props.erase());
    setBusy(false);
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void go();
      }}
    >
      <label>
        {say.eraseType(props.reference)}
        <input
          ref={box}
          value={typed}
          autocomplete="off"
          spellcheck={false}
          onInput={(event) => setTyped(event.currentTarget.value)}
        />
      </label>
      <p role="status" class="soft">
        {busy && say.eraseBusy}
      </p>
      {stopped !== undefined && (
        <p class="stopped" role="alert">
          {say.eraseFailed(stopped)}
        </p>
      )}
      <p class="row-end">
        <button type="button" class="secondary" onClick={props.close}>
          {words.acts.cancel}
        </button>
        <button type="submit" class="primary danger" aria-disabled={!right || busy}>
          {say.eraseYes}
        </button>
      </p>
    </form>
  );
}

/** Erases, and clears the page of them. The feed may have done that already, and taken the dialog away with it: what stops it is told by a notice too. */
async function erase(
  desk: Desk,
  contact: Contact,
  here: string | undefined,
  { words, locale }: { words: Phrases; locale: Locale },
): Promise<string | undefined> {
  const answer = await api.eraseContact(contact.id);
  if (!answer.ok) {
    const why = refusalText(answer, words);
    desk.notify(CONTACT[locale].eraseFailed(why), "bad");
    return why;
  }
  if (here !== undefined) {
    desk.store.set({ erasures: { ...desk.store.get().erasures, [here]: answer.data.erased } });
  }
  desk.forget(contact.conversations.map(({ id }) => id));
  return undefined;
}
