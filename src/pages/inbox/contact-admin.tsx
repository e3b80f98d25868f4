import { useContext, useState } from "preact/hooks";
import { refusalText } from "./acts.ts";
import { api } from "./api.ts";
import { lazily } from "./lazily.tsx";
import { usePage } from "./page.ts";
import { CONTACT } from "./phrases/contact.ts";
import { Words } from "./phrases.ts";
import { useStore } from "./store.ts";
import type { Contact } from "./types.ts";

const EraseDialog = lazily(() => import("./contact-erase.tsx").then((part) => part.EraseDialog));

/** What the law asks of whoever keeps people's words: to hand them over, and to forget them. Shown to those who may. */
export function ContactAdmin({ contact, reference }: { contact: Contact; reference: string }) {
  const words = useContext(Words);
  const { desk, locale } = usePage();
  const say = CONTACT[locale];
  const rights = useStore(desk.store, (state) => state.rights);
  const [erasing, setErasing] = useState(false);
  const mayExport = rights.includes("contacts.export");
  const mayErase = rights.includes("contacts.erase");
  if (!mayExport && !mayErase) return null;
  const download = async (): Promise<void> => {
    const answer = await api.exportContact(contact.id);
    if (!answer.ok) return desk.notify(refusalText(answer, words), "bad");
    save(`kefu-${reference}.json`, JSON.stringify(answer.data.record, null, 2));
    desk.notify(say.exported);
  };
  return (
    <section class="card">
      <h3>{say.admin}</h3>
      <p class="ways">
        {mayExport && (
          <button type="button" class="secondary" onClick={() => void download()}>
            {say.export}
          </button>
        )}
        {mayErase && (
          <button type="button" class="secondary danger" onClick={() => setErasing(true)}>
            {say.erase}
          </button>
        )}
      </p>
      {erasing && <EraseDialog contact={contact} reference={reference} close={() => setErasing(false)} />}
    </section>
  );
}

function save(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  // Once the browser has begun to read it.
  setTimeout(() => URL.revokeObjectURL(address));
}
