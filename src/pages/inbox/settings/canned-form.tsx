import { useContext, useState } from "preact/hooks";
import { refusalText } from "../acts.ts";
import { api, type Refused } from "../api.ts";
import { Unsafe } from "../composer-parts.tsx";
import { Dialog } from "../dialogs.tsx";
import { usePage } from "../page.ts";
import { CANNED } from "../phrases/canned.ts";
import { Words } from "../phrases.ts";
import type { Canned } from "../types.ts";

/** Writes one kept reply; without one given, a new one. */
export function CannedForm(props: {
  reply: Canned | undefined;
  variables: readonly string[];
  close(): void;
  saved(told: string): void;
}) {
  const words = useContext(Words);
  const { locale } = usePage();
  const say = CANNED[locale];
  const { reply } = props;
  const [shortcut, setShortcut] = useState(reply?.shortcut ?? "");
  const [name, setName] = useState(reply?.name ?? "");
  const [texts, setTexts] = useState(reply?.texts ?? {});
  const [stopped, setStopped] = useState<Refused>();
  const save = async (acknowledge?: true): Promise<void> => {
    const draft = { shortcut, name, texts, ...(acknowledge ? { acknowledge } : {}) };
    const answer = await api.saveCanned(draft, reply?.id);
    if (answer.ok) props.saved(say.saved(answer.data.canned.name));
    else setStopped(answer);
  };
  return (
    <Dialog title={reply === undefined ? say.newTitle : say.editTitle} close={props.close}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <label>
          {say.name}
          <input
            value={name}
            required
            maxLength={80}
            onInput={(event) => setName(event.currentTarget.value)}
          />
        </label>
        <label>
          {say.shortcut}
          <input
            value={shortcut}
            required
            maxLength={32}
            placeholder={say.shortcutHint}
            onInput={(event) => setShortcut(event.currentTarget.value)}
          />
        </label>
        {(["zh", "en"] as const).map((language) => (
          <label key={language}>
            {say.text[language]}
            <textarea
              rows={4}
              maxLength={4000}
              lang={language === "zh" ? "zh-CN" : "en"}
              value={texts[language] ?? ""}
              onInput={(event) => setTexts({ ...texts, [language]: event.currentTarget.value })}
            />
          </label>
        ))}
        <p class="soft small">
          {say.variablesHint}{" "}
          {props.variables.map((variable) => (
            <span key={variable}>
              <code>{`{{${variable}}}`}</code> {say.variables[variable] ?? ""}{" "}
            </span>
          ))}
        </p>
        {stopped?.code === "reply_unsafe" && (
          <Unsafe refused={stopped} label={say.saveAnyway} anyway={() => void save(true)} />
        )}
        {stopped !== undefined && stopped.code !== "reply_unsafe" && (
          <p class="stopped" role="alert">
            {stopped.code === "conflict"
              ? say.taken
              : stopped.code === "input_invalid"
                ? say.invalid(stopped.message)
                : refusalText(stopped, words)}
          </p>
        )}
        <p class="row-end">
          <button type="button" class="secondary" onClick={props.close}>
            {words.acts.cancel}
          </button>
          <button type="submit" class="primary">
            {say.save}
          </button>
        </p>
      </form>
    </Dialog>
  );
}
