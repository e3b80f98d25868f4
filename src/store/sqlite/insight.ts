import {
  type Counts,
  type GroupBy,
  type InsightQuery,
  type InsightStore,
  type Outcome,
  SETTLED_MS,
  type Spread,
  type Times,
} from "../insight.ts";
import { engagements } from "./engagements.ts";
import type { Db, Inside, Write } from "./transaction.ts";

type Kind = "all" | "channel" | "locale" | "topic" | "buckets";
type Params = Record<string, string | number | null>;
type Figures<Name extends string> = Record<Name, number>;
type CountRow = { key: string } & Figures<"engagements" | "messages" | "person" | "involved" | "answered"> &
  Figures<Outcome | "asked" | "s1" | "s2" | "s3" | "s4" | "s5">;
type TimesRow = { key: string; unanswered: number; never: number };
type SpreadRow = { key: string; n: number; median: number; p90: number };

/** Reports by SQL, over the engagements that are kept up with the events. */
export function insight(db: Db, write: Write): Inside<InsightStore> {
  const kept = engagements(db);
  const counts = each((kind) => db.prepare<[Params], CountRow>(countsOf(kind)));
  const waits = each((kind) => db.prepare<[Params], TimesRow>(waitsOf(kind)));
  const replies = each((kind) =>
    db.prepare<[Params], SpreadRow>(spreadOf(kind, "max(0, e.replied_at - e.asked_at)")),
  );
  const resolutions = each((kind) =>
    db.prepare<[Params], SpreadRow>(spreadOf(kind, "max(0, e.resolved_at - e.started_at)")),
  );
  const queue = db.prepare<[Params], { n: number; longest: number | null; median: number | null }>(QUEUE);

  return {
    catchUp: (limit) => write(() => kept.catchUp(limit)),
    forget: () => write(() => kept.forget()),
    counts: (query, by) => counts[kindOf(by)].all(paramsOf(query, by)).map(toCounts),
    times(query, by) {
      const params = paramsOf(query, by);
      const kind = kindOf(by);
      const firstReply = spreads(replies[kind].all(params));
      const resolution = spreads(resolutions[kind].all(params));
      return waits[kind].all(params).map(
        ({ key, unanswered, never }): Times => ({
          key,
          unanswered,
          neverAnswered: never,
          firstReply: firstReply.get(key) ?? { n: 0 },
          resolution: resolution.get(key) ?? { n: 0 },
        }),
      );
    },
    queue({ now, channel = null, locale = null }) {
      const { n = 0, longest = null, median = null } = queue.get({ now, channel, locale }) ?? {};
      if (longest === null || median === null) return { waiting: n };
      return { waiting: n, longestMs: longest, medianMs: median };
    },
  };
}

const KINDS: readonly Kind[] = ["all", "channel", "locale", "topic", "buckets"];

function each<T>(make: (kind: Kind) => T): Record<Kind, T> {
  return Object.fromEntries(KINDS.map((kind) => [kind, make(kind)])) as Record<Kind, T>;
}

function kindOf(by: GroupBy): Kind {
  return typeof by === "string" ? by : "buckets";
}

function paramsOf(query: InsightQuery, by: GroupBy): Params {
  const { from, to, now, channel = null, locale = null, topic = null } = query;
  const buckets = typeof by === "string" ? null : JSON.stringify(by);
  return { from, to, now, settled: SETTLED_MS, channel, locale, topic, buckets };
}

interface Source {
  key: string;
  from: string;
  within: string;
}

const PERIOD = "e.started_at >= @from AND e.started_at < @to";

/** What is grouped by, and where it comes from. The buckets come first: each is a walk along one stretch of the table. */
const SOURCES: Record<Kind, Source> = {
  all: { key: "''", from: "engagements e", within: PERIOD },
  channel: { key: "e.channel", from: "engagements e", within: PERIOD },
  locale: { key: "e.locale", from: "engagements e", within: PERIOD },
  topic: {
    key: "coalesce(t.topic, '')",
    from: "engagements e LEFT JOIN engagement_topics t USING (started_at, conversation_id, n)",
    within: PERIOD,
  },
  buckets: {
    key: "b.key",
    from: `(SELECT value ->> 'key' AS key, max(value ->> 'from', @from) AS since, min(value ->> 'to', @to) AS until
      FROM json_each(@buckets)) b CROSS JOIN engagements e`,
    within: "e.started_at >= b.since AND e.started_at < b.until",
  },
};

const CHOSEN = `(@channel IS NULL OR e.channel = @channel) AND (@locale IS NULL OR e.locale = @locale)
  AND (@topic IS NULL OR EXISTS (SELECT 1 FROM engagement_topics w
    WHERE w.started_at = e.started_at AND w.conversation_id = e.conversation_id AND w.n = e.n AND w.topic = @topic))`;

const OUTCOME = `CASE
  WHEN NOT e.bot THEN NULL
  WHEN @now - e.last_at < @settled THEN 'pending'
  WHEN e.escalated THEN 'escalated'
  WHEN e.verdict = 'moved' THEN 'moved'
  WHEN e.verdict = 'open' THEN 'abandoned'
  WHEN e.next_at - e.last_at <= @settled THEN 'recontacted'
  WHEN e.verdict = 'confirmed' THEN 'confirmed'
  ELSE 'assumed'
END`;

function countsOf(kind: Kind): string {
  const { key, from, within } = SOURCES[kind];
  const outcomes: Outcome[] = [
    "pending",
    "escalated",
    "moved",
    "confirmed",
    "assumed",
    "recontacted",
    "abandoned",
  ];
  return `
WITH chosen AS (SELECT ${key} AS key, e.*, ${OUTCOME} AS outcome FROM ${from} WHERE ${within} AND ${CHOSEN})
SELECT key, count(*) AS engagements, sum(messages) AS messages, sum(escalated) AS person, sum(bot) AS involved,
  sum(answered) AS answered, sum(rating_asked) AS asked,
  ${outcomes.map((outcome) => `count(*) FILTER (WHERE outcome = '${outcome}') AS ${outcome}`).join(", ")},
  ${[1, 2, 3, 4, 5].map((s) => `count(*) FILTER (WHERE rating_asked AND score = ${s}) AS s${s}`).join(", ")}
FROM chosen GROUP BY key ORDER BY key`;
}

function waitsOf(kind: Kind): string {
  const { key, from, within } = SOURCES[kind];
  return `
SELECT ${key} AS key,
  count(*) FILTER (WHERE e.queued AND e.replied_at IS NULL AND e.running) AS unanswered,
  count(*) FILTER (WHERE e.queued AND e.replied_at IS NULL AND NOT e.running) AS never
FROM ${from} WHERE ${within} AND ${CHOSEN} GROUP BY 1 ORDER BY 1`;
}

/** Nearest rank: the smallest value with at least half, or nine tenths, of all at or below it. */
function spreadOf(kind: Kind, duration: string): string {
  const { key, from, within } = SOURCES[kind];
  return `
WITH timed AS (SELECT ${key} AS key, ${duration} AS ms FROM ${from} WHERE ${within} AND ${CHOSEN}),
ranked AS (
  SELECT key, ms, row_number() OVER (PARTITION BY key ORDER BY ms) AS place, count(*) OVER (PARTITION BY key) AS n
  FROM timed WHERE ms IS NOT NULL
)
SELECT key, max(n) AS n, max(CASE WHEN place = (n + 1) / 2 THEN ms END) AS median,
  max(CASE WHEN place = (9 * n + 9) / 10 THEN ms END) AS p90
FROM ranked GROUP BY key`;
}

const QUEUE = `
WITH waiting AS (
  SELECT max(0, @now - queue_since) AS ms FROM conversations
  WHERE owner = 'queue' AND status = 'open'
    AND (@channel IS NULL OR substr(account, 1, instr(account || ':', ':') - 1) = @channel)
    AND (@locale IS NULL OR json_extract(state, '$.locale') = @locale)
),
ranked AS (SELECT ms, row_number() OVER (ORDER BY ms) AS place, count(*) OVER () AS n FROM waiting)
SELECT count(*) AS n, max(ms) AS longest, max(CASE WHEN place = (n + 1) / 2 THEN ms END) AS median FROM ranked`;

function spreads(rows: SpreadRow[]): Map<string, Spread> {
  return new Map(rows.map(({ key, n, median, p90 }) => [key, { n, medianMs: median, p90Ms: p90 }]));
}

function toCounts(row: CountRow): Counts {
  const { key, engagements, messages, person, involved, answered, asked, s1, s2, s3, s4, s5 } = row;
  const { pending, escalated, moved, confirmed, assumed, recontacted, abandoned } = row;
  return {
    key,
    engagements,
    messages,
    escalated: person,
    involved,
    answered,
    outcomes: { pending, escalated, moved, confirmed, assumed, recontacted, abandoned },
    rating: { asked, scores: [s1, s2, s3, s4, s5] },
  };
}
