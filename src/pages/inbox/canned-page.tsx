import { useCallback, useContext, useEffect, useState } from "preact/hooks";
import { refusalText } from "./acts.ts";
import { api, type Refused } from "./api.ts";
import { CannedForm } from "./canned-form.tsx";
import { Dialog } from "./dialogs.tsx";
import { Icon } from "./icons.tsx";
import { Link } from "./link.tsx";
import { usePage } from "./page.ts";
import { CANNED } from "./phrases/canned.ts";
import { Words } from "./phrases.ts";
import type { Canned } from "./types.ts";

type Open = { form: Canned | undefined } | { remove: Canned };

/** Replies kept for use again, to read; for supervisors to write. */
export function CannedPage() {
  const words = useContext(Words);
  const { desk, locale, route } = usePage();
  const say = CANNED[locale];
  const [read, setRead] = useState<{ canned: Canned[]; variables: string[] } | Refused>();
  const [open, setOpen] = useState<Open>();
  const load = useCallback(async () => {
    const answer = await api.canned();
    setRead(answer.ok ? answer.data : answer);
  }, []);
  useEffect(() => void load(), [load]);
  const mayWrite = desk.store.get().rights.includes("canned.add");
  const close = (): void => setOpen(undefined);
  const after = (told: string): void => {
    close();
    desk.notify(told);
    void load();
  };
  const remove = async (reply: Canned): Promise<void> => {
    const answer = await api.removeCanned(reply.id);
    if (answer.ok) return after(say.removed(reply.name));
    close();
    desk.notify(refusalText(answer, words), "bad");
  };
  const known = read === undefined || "ok" in read ? undefined : read;
  return (
    <section class="settings" aria-labelledby="canned-title" tabIndex={-1}>
      <header>
        <Link to={{ view: route.view }} class="icon-button only-narrow" title={words.acts.back}>
          <Icon name="back" />
          <span class="unseen">{words.acts.back}</span>
        </Link>
        <h2 id="canned-title">{say.title}</h2>
        <p class="soft">{mayWrite ? say.lead : say.readOnly}</p>
        {mayWrite && (
          <button type="button" class="primary" onClick={() => setOpen({ form: undefined })}>
            {say.add}
          </button>
        )}
      </header>
      {read === undefined && <p class="soft">{words.loading}</p>}
      {read !== undefined && "ok" in read && <p class="stopped">{refusalText(read, words)}</p>}
      {known?.canned.length === 0 && <p class="soft">{say.empty}</p>}
      <ul class="kept">
        {known?.canned.map((reply) => (
          <li key={reply.id}>
            <div>
              <b>{reply.name}</b>
              <span class="soft">/{reply.shortcut}</span>
              {mayWrite && (
                <span class="ways">
                  <button
                    type="button"
                    class="link"
                    aria-label={say.edit(reply.name)}
                    onClick={() => setOpen({ form: reply })}
                  >
                    {say.actEdit}
                  </button>{" "}
                  <button
                    type="button"
                    class="link"
                    aria-label={say.remove(reply.name)}
                    onClick={() => setOpen({ remove: reply })}
                  >
                    {say.actRemove}
                  </button>
                </span>
              )}
            </div>
            {reply.texts.zh !== undefined && (
              <p class="plain" lang="zh-CN">
                {reply.texts.zh}
              </p>
            )}
            {reply.texts.en !== undefined && (
              <p class="plain" lang="en">
                {reply.texts.en}
              </p>
            )}
          </li>
        ))}
      </ul>
      {open !== undefined && "form" in open && (
        <CannedForm reply={open.form} variables={known?.variables ?? []} close={close} saved={after} />
      )}
      {open !== undefined && "remove" in open && (
        <Dialog title={say.remove(open.remove.name)} close={close}>
          <p>{say.removeSure(open.remove.name)}</p>
          <footer>
            <button type="button" class="secondary" onClick={close}>
              {words.acts.cancel}
            </button>
            <button type="button" class="primary" onClick={() => void remove(open.remove)}>
              {say.actRemove}
            </button>
          </footer>
        </Dialog>
      )}
    </section>
  );
}
