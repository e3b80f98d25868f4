import { useCallback, useContext, useEffect, useState } from "preact/hooks";
import { refusalText } from "./acts.ts";
import { api, type Refused } from "./api.ts";
import { usePage } from "./page.ts";
import { CONTACT } from "./phrases/contact.ts";
import { Words } from "./phrases.ts";
import type { Contact } from "./types.ts";

/** The contact of a conversation, as it was read last, and what changes it. */
export interface KnownContact {
  contact: Contact | undefined;
  failed: Refused | undefined;
  /** Shows what an act answered with. */
  became(contact: Contact): void;
  /** Takes a merge back; resolves when the screen shows it. */
  unmerge(other: string): Promise<void>;
}

/** Reads who a conversation is with: once for each time it is opened, since the audit log keeps every read. */
export function useContact(conversationId: string): KnownContact {
  const words = useContext(Words);
  const { desk, locale } = usePage();
  const [contact, setContact] = useState<Contact>();
  const [failed, setFailed] = useState<Refused>();
  const load = useCallback(async () => {
    const answer = await api.contact(conversationId);
    if (answer.ok) setContact(answer.data.contact);
    setFailed(answer.ok ? undefined : answer);
  }, [conversationId]);
  useEffect(() => void load(), [load]);
  return {
    contact,
    failed,
    became: setContact,
    async unmerge(other) {
      if (contact === undefined) return;
      const answer = await api.unmerge(contact.id, other);
      const say = CONTACT[locale];
      if (answer.ok) desk.notify(say.unmerged);
      else desk.notify(answer.code === "not_found" ? say.unmergeGone : refusalText(answer, words), "bad");
      // What came off may be the side this conversation belongs to.
      await load();
    },
  };
}
