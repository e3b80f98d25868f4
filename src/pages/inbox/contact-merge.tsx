import { useContext, useEffect, useRef, useState } from "preact/hooks";
import { refusalText } from "./acts.ts";
import { api, type Refused } from "./api.ts";
import { Identities, nameOf } from "./contact-parts.tsx";
import { ContactSearch } from "./contact-search.tsx";
import { Dialog } from "./dialogs.tsx";
import { usePage } from "./page.ts";
import { CONTACT } from "./phrases/contact.ts";
import { Words } from "./phrases.ts";
import type { Contact } from "./types.ts";

interface Merging {
  contact: Contact;
  merged(contact: Contact): void;
  close(): void;
}

/** Finds another contact, shows what would belong together, and merges it into this one. */
export function MergeDialog(props: Merging) {
  const words = useContext(Words);
  const { locale } = usePage();
  const [other, setOther] = useState<Contact>();
  const [stopped, setStopped] = useState<Refused>();
  const choose = async (id: string): Promise<void> => {
    const answer = await api.contact(id);
    setStopped(answer.ok ? undefined : answer);
    if (answer.ok) setOther(answer.data.contact);
  };
  return (
    <Dialog title={CONTACT[locale].mergeTitle} close={props.close}>
      {other === undefined ? (
        <ContactSearch but={props.contact.id} choose={(id) => void choose(id)} />
      ) : (
        <Preview {...props} other={other} back={() => setOther(undefined)} />
      )}
      {stopped !== undefined && (
        <p class="stopped" role="alert">
          {refusalText(stopped, words)}
        </p>
      )}
    </Dialog>
  );
}

function Preview({ contact, other, merged, close, back }: Merging & { other: Contact; back(): void }) {
  const words = useContext(Words);
  const { desk, locale } = usePage();
  const say = CONTACT[locale];
  const [busy, setBusy] = useState(false);
  const [stopped, setStopped] = useState<string>();
  const start = useRef<HTMLParagraphElement>(null);
  // The list that was chosen from is gone: reading goes on here.
  useEffect(() => start.current?.focus(), []);
  const together = [...contact.identities, ...other.identities].sort((a, b) => b.lastAt - a.lastAt);
  const name = nameOf(together);
  const confirm = async (): Promise<void> => {
    if (busy) return;
    setBusy(true);
    const answer = await api.merge(contact.id, other.id);
    setBusy(false);
    if (!answer.ok) {
      return setStopped(answer.code === "conflict" ? say.mergeAlready : refusalText(answer, words));
    }
    merged(answer.data.contact);
    desk.notify(say.merged);
    close();
  };
  return (
    <>
      <p ref={start} tabIndex={-1}>
        {say.mergePreview}
      </p>
      <Identities all={together} />
      <p>
        {name !== undefined && say.mergeName(name)}{" "}
        {say.mergeCount(contact.conversations.length + other.conversations.length)}
      </p>
      {contact.verified !== other.verified && <p class="merge-half">{say.mergeHalf}</p>}
      <p class="soft">{say.mergeSure}</p>
      {stopped !== undefined && (
        <p class="stopped" role="alert">
          {stopped}
        </p>
      )}
      <p class="row-end">
        <button type="button" class="secondary" onClick={back}>
          {say.back}
        </button>
        <button type="button" class="primary" aria-disabled={busy} onClick={() => void confirm()}>
          {say.mergeYes}
        </button>
      </p>
    </>
  );
}
