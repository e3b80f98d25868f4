import { useContext } from "preact/hooks";
import { Redacted } from "../text/redacted.tsx";
import { ChannelName, OwnerChip, PriorityMark, ReasonTag } from "./chips.tsx";
import { RowTags } from "./filed.tsx";
import { Link } from "./link.tsx";
import { belongs } from "./order.ts";
import { usePage } from "./page.ts";
import { type Locale, type Phrases, Words } from "./phrases.ts";
import { listOf } from "./route.ts";
import { duration, leftOf, pressure, shortWhen } from "./times.ts";
import type { Row, View } from "./types.ts";

/** One conversation of a list: who, where, whose turn, for how long, and why a person is needed. */
export function ListRow(props: {
  row: Row;
  view: View;
  current: boolean;
  now: number;
  locale: Locale;
  me: string;
}) {
  const words = useContext(Words);
  const { route } = usePage();
  const { row, view, me } = props;
  const left = !belongs(view, row, me);
  return (
    <Link
      to={{ ...listOf(route), id: row.id }}
      current={props.current}
      class={`row${left ? " left" : ""}${row.priority === "urgent" && row.status === "open" ? " urgent" : ""}`}
      row={row.id}
    >
      <span class="row-line">
        <PriorityMark priority={row.priority} />
        <b class="row-name">
          <bdi>{row.customer.name ?? words.anonymous}</bdi>
        </b>
        <Wait row={row} now={props.now} locale={props.locale} />
      </span>
      <span class="row-text">
        {row.lastAuthor !== "customer" && <span class="row-by">{authorOf(row, words)}</span>}
        <Redacted text={plain(row.lastText)} />
      </span>
      <span class="row-line row-tags">
        <OwnerChip owner={row.owner} me={me} />
        <ChannelName account={row.account} />
        <span class="locale" title={words.locales[row.locale]}>
          {row.locale === "zh" ? "中" : row.locale.toUpperCase()}
        </span>
        {row.reason !== undefined && row.owner.kind !== "bot" && <ReasonTag reason={row.reason} />}
        <RowTags tags={row.tags} />
      </span>
    </Link>
  );
}

/** How long the customer has been waiting, else when the last words were said. */
function Wait({ row, now, locale }: { row: Row; now: number; locale: Locale }) {
  const words = useContext(Words);
  const since = row.waitingSince;
  if (since === undefined || row.status === "resolved" || row.owner.kind === "bot") {
    return <time class="when">{shortWhen(row.lastAt, now, locale)}</time>;
  }
  const waited = duration(Math.max(0, now - since), words.durations);
  const state = pressure(row.due, now);
  if (row.due === undefined || state === "calm") {
    return (
      <span class="wait">
        <span class="unseen">{words.waits("")}</span>
        {waited}
      </span>
    );
  }
  const told = `${words.waits(waited)}. ${words.due.kinds[row.due.kind]}: ${leftOf(row.due, now, words)}`;
  return (
    <span class={`wait ${state}`} title={told}>
      <span class="unseen">{told}</span>
      <span aria-hidden="true">{leftOf(row.due, now, words)}</span>
    </span>
  );
}

function authorOf(row: Row, words: Phrases): string {
  const { bot, agent } = words.authors;
  return `${row.lastAuthor === "bot" ? bot : agent}: `;
}

/** One line of a text that may be markdown. */
function plain(text: string): string {
  return text
    .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/[*_`#>]+/g, "")
    .replace(/\s+/g, " ")
    .slice(0, 200);
}
