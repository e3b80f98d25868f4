import { useContext, useState } from "preact/hooks";
import { Markdown } from "../text/markdown.tsx";
import { refusalText } from "./acts.ts";
import { api, type Refused } from "./api.ts";
import { Marked } from "./marked.tsx";
import { usePage } from "./page.ts";
import { SEARCH } from "./phrases/search.ts";
import { Words } from "./phrases.ts";
import type { Entry, KnowledgeHit } from "./types.ts";

/** What the bot could answer, beside what was said: each opens to the whole answer. */
export function KnowledgeHits({ hits }: { hits: readonly KnowledgeHit[] }) {
  const { locale } = usePage();
  const say = SEARCH[locale];
  const [entries, setEntries] = useState<Entry[] | Refused>();
  const read = async (): Promise<void> => {
    if (Array.isArray(entries)) return;
    const answer = await api.entries();
    setEntries(answer.ok ? answer.data.entries : answer);
  };
  return (
    <aside class={hits.length === 0 ? "answers none" : "answers"} aria-labelledby="answers-title">
      <h2 id="answers-title">{say.knowledge}</h2>
      {hits.length === 0 && <p class="soft small">{say.knowledgeNone}</p>}
      <ul>
        {hits.map((hit) => (
          <li key={`${hit.topic} ${hit.locale}`}>
            <Answer hit={hit} entries={entries} read={() => void read()} />
          </li>
        ))}
      </ul>
    </aside>
  );
}

function Answer(props: { hit: KnowledgeHit; entries: Entry[] | Refused | undefined; read(): void }) {
  const words = useContext(Words);
  const { locale } = usePage();
  const { hit, entries } = props;
  const [open, setOpen] = useState(false);
  const whole = Array.isArray(entries) ? textOf(hit, entries) : undefined;
  return (
    <>
      <button
        type="button"
        aria-expanded={open}
        onClick={() => {
          setOpen(!open);
          props.read();
        }}
      >
        <b lang={hit.locale}>{hit.title}</b> <code class="soft">{hit.topic}</code>
      </button>
      {!open && hit.found !== "title" && (
        <p class="small" lang={hit.locale}>
          {hit.found === "question" && <span class="soft">{SEARCH[locale].asked}: </span>}
          <Marked snippet={hit.snippet} markup={hit.found === "answer"} />
        </p>
      )}
      {open && whole !== undefined && (
        <div class="small" lang={hit.locale}>
          <Markdown text={whole} />
        </div>
      )}
      {open && whole === undefined && (
        <p class="small soft">
          {entries === undefined || Array.isArray(entries) ? words.loading : refusalText(entries, words)}
        </p>
      )}
    </>
  );
}

function textOf({ topic, locale }: KnowledgeHit, entries: readonly Entry[]): string | undefined {
  const texts = entries.find((entry) => entry.topic === topic)?.texts;
  return locale === "zh" ? texts?.zh?.body : texts?.en?.body;
}
