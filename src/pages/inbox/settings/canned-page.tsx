import { useContext, useState } from "preact/hooks";
import { refusalText } from "../acts.ts";
import { api } from "../api.ts";
import { usePage } from "../page.ts";
import { CANNED } from "../phrases/canned.ts";
import { Words } from "../phrases.ts";
import type { Canned } from "../types.ts";
import { CannedForm } from "./canned-form.tsx";
import { Awaited, Section, Sure } from "./section.tsx";
import { useLoaded } from "./use-loaded.ts";

type Open = { form: Canned | undefined } | { remove: Canned };

/** Replies kept for use again, to read; for supervisors to write. */
export function CannedPage() {
  const words = useContext(Words);
  const { desk, locale } = usePage();
  const say = CANNED[locale];
  const [read, load] = useLoaded(api.canned);
  const [open, setOpen] = useState<Open>();
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
    desk.notify(refusalText(answer, words), "bad");
  };
  const known = read?.ok ? read.data : undefined;
  return (
    <Section title={say.title} lead={mayWrite ? say.lead : say.readOnly}>
      {mayWrite && (
        <p>
          <button type="button" class="primary" onClick={() => setOpen({ form: undefined })}>
            {say.add}
          </button>
        </p>
      )}
      <Awaited read={read} />
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
        <Sure
          title={say.remove(open.remove.name)}
          text={say.removeSure(open.remove.name)}
          act={say.actRemove}
          close={close}
          run={() => void remove(open.remove)}
        />
      )}
    </Section>
  );
}
