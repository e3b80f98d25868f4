import { api, mayPass, type Refused } from "./api.ts";
import type { Pending, State } from "./state.ts";
import type { Store } from "./store.ts";

/** Words on their way to the server. */
export interface Sending {
  /** Sends words; in order, one after the other. Resolves to a refusal that needs the writer, else to undefined. */
  say(words: Omit<Pending, "fate">): Promise<Refused | undefined>;
  /** Takes words off the screen that were not sent. */
  drop(key: string): void;
}

export function sending(
  store: Store<State>,
  { reload, signedOut }: { reload(id: string): Promise<void>; signedOut(): void },
): Sending {
  const setPending = (key: string, change: Partial<Pending> | undefined): void => {
    const pending = store
      .get()
      .pending.flatMap((one) =>
        one.key !== key ? [one] : change === undefined ? [] : [{ ...one, ...change }],
      );
    store.set({ pending });
  };

  let line: Promise<unknown> = Promise.resolve();
  const say: Sending["say"] = (words) => {
    const others = store.get().pending.filter(({ key }) => key !== words.key);
    store.set({ pending: [...others, { ...words, fate: "sending" }] });
    const sent = line.then(() => post(words));
    line = sent.catch(() => undefined);
    return sent;
  };

  const post = async (words: Omit<Pending, "fate">): Promise<Refused | undefined> => {
    const { conversationId: id, key, text, note, seenSeq, acknowledge, files = [] } = words;
    const body = note ? { text } : { text, seenSeq, acknowledge, files: files.map(({ id }) => id) };
    const answer = await api.act(id, note ? "note" : "reply", key, body);
    if (answer.ok) {
      await reload(id);
      setPending(key, undefined);
      return undefined;
    }
    if (answer.status === 401) signedOut();
    if (mayPass(answer) || answer.status === 401) {
      setPending(key, { fate: "failed", why: answer });
      return undefined;
    }
    setPending(key, { fate: "refused", why: answer });
    void reload(id);
    return answer;
  };

  return { say, drop: (key) => setPending(key, undefined) };
}
