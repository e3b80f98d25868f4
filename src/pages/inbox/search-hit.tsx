import { useContext } from "preact/hooks";
import { ChannelName, OwnerChip, PriorityMark } from "./chips.tsx";
import { Link } from "./link.tsx";
import { Marked } from "./marked.tsx";
import { usePage } from "./page.ts";
import { SEARCH } from "./phrases/search.ts";
import { type Phrases, Words } from "./phrases.ts";
import { listOf } from "./route.ts";
import { useStore } from "./store.ts";
import { shortWhen } from "./times.ts";
import type { Hit } from "./types.ts";

/** One conversation found: who, when, what was said there, and how the conversation stands. */
export function SearchHit({ hit, now }: { hit: Hit; now: number }) {
  const words = useContext(Words);
  const { desk, locale, route } = usePage();
  const { message, snippet } = hit;
  const row = hit.conversation;
  // Once it has been opened, the desk knows how it stands better than the search did.
  const known = useStore(desk.store, (state) => state.cases[row.id]?.conversation);
  const { owner, status } = known ?? row;
  const at = message?.at ?? row.lastAt;
  return (
    <Link
      to={{ ...listOf(route), id: row.id, ...(message && { message: message.id }) }}
      current={row.id === route.id}
      class="hit"
      row={row.id}
    >
      <span class="row-line">
        <PriorityMark priority={row.priority} />
        <b class="row-name">
          <bdi>{row.customer.name ?? words.anonymous}</bdi>
        </b>
        <time class="when" dateTime={new Date(at).toISOString()}>
          {shortWhen(at, now, locale)}
        </time>
      </span>
      <span class="hit-text">
        <span class="row-by">{message === undefined ? SEARCH[locale].inCase : saidBy(message, words)}: </span>
        <Marked snippet={snippet} markup={message !== undefined && MARKUP.has(message.author)} />
      </span>
      <span class="row-line row-tags">
        <OwnerChip owner={owner} me={desk.store.get().agent.id} />
        {status !== "open" && <span class="chip">{words.views[status]}</span>}
        <ChannelName account={row.account} />
        <span class="locale" title={words.locales[row.locale]}>
          {row.locale === "zh" ? "中" : row.locale.toUpperCase()}
        </span>
        <span class="reason">{row.reference}</span>
      </span>
    </Link>
  );
}

/** Who writes markdown. */
const MARKUP = new Set(["bot", "agent", "system"]);

function saidBy({ author, name }: NonNullable<Hit["message"]>, words: Phrases): string {
  const role = words.authors[author];
  return author === "note" && name !== undefined ? `${role} · ${name}` : (author === "agent" && name) || role;
}
