import type { TargetedKeyboardEvent } from "preact";
import { useContext, useEffect, useMemo, useRef, useState } from "preact/hooks";
import { refusalText } from "./acts.ts";
import { api, type Refused } from "./api.ts";
import { filled, missing, textFor, type Values, valuesOf } from "./canned-text.ts";
import { usePage } from "./page.ts";
import { CANNED } from "./phrases/canned.ts";
import { Words } from "./phrases.ts";
import { type Pick, Picker } from "./picker.tsx";
import type { Canned, Conversation } from "./types.ts";

/** Kept replies, to search and put in; what a variable lacks is asked for first. */
export function CannedPicker(props: {
  conversation: Conversation;
  insert(text: string): void;
  close(): void;
}) {
  const words = useContext(Words);
  const { desk, locale, tenant } = usePage();
  const say = CANNED[locale];
  const { conversation } = props;
  const [read, setRead] = useState<readonly Canned[] | Refused>();
  const [asking, setAsking] = useState<string>();
  useEffect(() => {
    void api.canned().then((answer) => setRead(answer.ok ? answer.data.canned : answer));
  }, []);
  const values = valuesOf(conversation, { agent: desk.store.get().agent.name, tenant });
  const replies = read === undefined || "ok" in read ? [] : read;
  const picks = useMemo(
    () => replies.map((reply) => pickOf(reply, conversation.locale, values, say.inOther)),
    [read, conversation.locale, say],
  );
  const choose = (id: string): void => {
    const reply = replies.find((one) => one.id === id);
    if (reply === undefined) return;
    const { text } = textFor(reply.texts, conversation.locale);
    if (missing(text, values).length > 0) setAsking(text);
    else props.insert(filled(text, values));
  };
  if (asking !== undefined) {
    return <Missing text={asking} values={values} insert={props.insert} close={props.close} />;
  }
  if (read === undefined) return <p class="soft lazy">{words.loading}</p>;
  return (
    <Picker
      label={say.search}
      placeholder={say.searchHint}
      picks={picks}
      none={"ok" in read ? refusalText(read, words) : read.length === 0 ? say.empty : say.noMatch}
      choose={choose}
      close={props.close}
    />
  );
}

function pickOf(reply: Canned, locale: string, values: Values, inOther: Record<"zh" | "en", string>): Pick {
  const { shortcut, name, texts } = reply;
  const best = textFor(texts, locale);
  const own = locale.startsWith("zh") ? "zh" : "en";
  return {
    id: reply.id,
    title: name,
    hint: `/${shortcut}`,
    found: [shortcut, texts.zh ?? "", texts.en ?? ""],
    preview: filled(best.text, values),
    note: best.locale === own ? undefined : inOther[best.locale],
  };
}

/** Asks for what nothing fills: one box for each variable. Enter in the last puts the reply in. */
function Missing(props: { text: string; values: Values; insert(text: string): void; close(): void }) {
  const words = useContext(Words);
  const { locale } = usePage();
  const say = CANNED[locale];
  const names = missing(props.text, props.values);
  const [given, setGiven] = useState<Values>({});
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);
  const values: Values = { ...props.values, ...given };
  const lacking = names.find((name) => !given[name]?.trim());
  const onKeyDown = (event: TargetedKeyboardEvent<HTMLInputElement>): void => {
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === "Escape") props.close();
    else if (event.key === "Enter" && lacking === undefined) props.insert(filled(props.text, values));
    else if (event.key !== "Enter") return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div class="picker">
      <p>{say.missing}</p>
      {names.map((name, index) => (
        <label key={name}>
          {say.variables[name] ?? name}
          <input
            ref={index === 0 ? first : null}
            value={given[name] ?? ""}
            onInput={(event) => setGiven({ ...given, [name]: event.currentTarget.value })}
            onKeyDown={onKeyDown}
          />
        </label>
      ))}
      <p class="plain soft">{filled(props.text, values)}</p>
      <p class="row-end">
        <button type="button" class="secondary" onClick={props.close}>
          {words.acts.cancel}
        </button>
        <button
          type="button"
          class="primary"
          aria-disabled={lacking !== undefined}
          onClick={() => lacking === undefined && props.insert(filled(props.text, values))}
        >
          {say.insert}
        </button>
      </p>
    </div>
  );
}
