import { useContext, useEffect, useMemo, useState } from "preact/hooks";
import { refusalText } from "./acts.ts";
import { api, type Refused } from "./api.ts";
import { textFor } from "./canned-text.ts";
import { usePage } from "./page.ts";
import { ARTICLES } from "./phrases/articles.ts";
import { Words } from "./phrases.ts";
import { type Pick, Picker } from "./picker.tsx";
import type { Conversation, Entry } from "./types.ts";

/** What the bot knows, to search by title in either language; the answer goes in in the customer's. */
export function ArticlePicker(props: {
  conversation: Conversation;
  insert(text: string): void;
  close(): void;
}) {
  const words = useContext(Words);
  const { locale } = usePage();
  const say = ARTICLES[locale];
  const wanted = props.conversation.locale;
  const [read, setRead] = useState<readonly Entry[] | Refused>();
  useEffect(() => {
    void api.entries().then((answer) => setRead(answer.ok ? answer.data.entries : answer));
  }, []);
  const entries = read === undefined || "ok" in read ? [] : read;
  const picks = useMemo(
    () => entries.map((entry) => pickOf(entry, wanted, say.inOther)),
    [read, wanted, say],
  );
  if (read === undefined) return <p class="soft lazy">{words.loading}</p>;
  return (
    <Picker
      label={say.search}
      placeholder={say.searchHint}
      picks={picks}
      none={"ok" in read ? refusalText(read, words) : say.noMatch}
      choose={(topic) => {
        const body = picks.find(({ id }) => id === topic)?.preview;
        if (body !== undefined) props.insert(body);
      }}
      close={props.close}
    />
  );
}

function pickOf({ topic, texts }: Entry, wanted: string, inOther: Record<"zh" | "en", string>): Pick {
  const { zh, en } = texts;
  const bodies = { ...(zh && { zh: zh.body }), ...(en && { en: en.body }) };
  const best = textFor(bodies, wanted);
  const own = wanted.startsWith("zh") ? "zh" : "en";
  return {
    id: topic,
    title: texts[best.locale]?.title ?? topic,
    hint: topic,
    found: [zh?.title ?? "", en?.title ?? "", topic],
    preview: best.text.trim(),
    note: best.locale === own ? undefined : inOther[best.locale],
  };
}
