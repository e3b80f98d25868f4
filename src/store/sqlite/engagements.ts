import { createHash } from "node:crypto";
import { VISIT_MS } from "../../conversation/question-before.ts";
import { ERASED } from "./blank.ts";
import type { Db } from "./transaction.ts";

interface Dirty {
  id: string;
  account: string;
  customer: string;
}

/** Derives the engagements of whole conversations from their events: a repetition gives the same rows. */
export function engagements(db: Db) {
  const reached = db.prepare<[], number>("SELECT event FROM engagements_upto").pluck();
  const reach = db.prepare<[number]>("UPDATE engagements_upto SET event = ?");
  const last = db
    .prepare<[number, number], number | null>(
      "SELECT max(id) FROM (SELECT id FROM events WHERE id > ? ORDER BY id LIMIT ?)",
    )
    .pluck();
  const dirty = db.prepare<[number, number], Dirty>(`
    SELECT id, account, json_extract(state, '$.customer.id') AS customer FROM conversations
    WHERE id IN (SELECT conversation_id FROM events WHERE id > ? AND id <= ?)`);
  const clear = ["engagements", "engagement_topics"].map((table) =>
    db.prepare<[string]>(
      `DELETE FROM ${table} WHERE conversation_id IN (SELECT value ->> 'id' FROM json_each(?))`,
    ),
  );
  const derive = db.prepare<[{ dirty: string; silence: number }]>(DERIVE);
  const topics = db.prepare<[{ dirty: string; silence: number }]>(TOPICS);
  const follow = db.prepare<[string]>(FOLLOW);
  const forget = ["engagements", "engagement_topics"].map((table) => db.prepare(`DELETE FROM ${table}`));

  return {
    /** Takes in about `limit` more events; true when none is left. The caller holds the transaction. */
    catchUp(limit: number): boolean {
      const from = reached.get() ?? 0;
      const to = last.get(from, limit);
      if (to === null || to === undefined) return true;
      const rows = dirty.all(from, to).map(({ id, account, customer }) => ({
        id,
        channel: account.split(":", 1)[0],
        // Nobody is left to recognise: the erased are not one person.
        person: customer === ERASED ? id : fingerprint(account, customer),
      }));
      const ids = JSON.stringify(rows);
      for (const one of clear) one.run(ids);
      derive.run({ dirty: ids, silence: VISIT_MS });
      topics.run({ dirty: ids, silence: VISIT_MS });
      follow.run(ids);
      reach.run(to);
      return last.get(to, 1) === null;
    },
    forget(): void {
      for (const one of forget) one.run();
      reach.run(0);
    },
  };
}

function fingerprint(account: string, customer: string): string {
  return createHash("sha256").update(`${account}\n${customer}`).digest("base64url").slice(0, 22);
}

const ACT = "type IN ('customer.wrote', 'customer.commanded', 'customer.chose')";

/**
 * `steps`: every event with what was before it and the number of the engagement it belongs to. `stretch` numbers the
 * times the bot had it, so that a wait that ended without a person is not added to the next one.
 */
const STEPS = `
  dirty AS MATERIALIZED (
    SELECT value ->> 'id' AS id, value ->> 'channel' AS channel, value ->> 'person' AS person FROM json_each(@dirty)
  ),
  seen AS MATERIALIZED (
    SELECT id, conversation_id, at, type, reason, owner, status, locale, topic, bot, score, rating_asked, ${ACT} AS act,
      lag(status) OVER c AS status_before, lag(owner) OVER c AS owner_before,
      max(CASE WHEN ${ACT} THEN at END) OVER (c ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS act_before
    FROM events WHERE conversation_id IN (SELECT id FROM dirty)
    WINDOW c AS (PARTITION BY conversation_id ORDER BY id)
  ),
  opened AS (
    SELECT *, act AND status <> 'resolved' AND (act_before IS NULL OR status_before = 'resolved'
      OR (owner_before = 'bot' AND at - act_before > @silence)) AS opens
    FROM seen
  ),
  numbered AS (
    SELECT *, sum(opens) OVER (PARTITION BY conversation_id ORDER BY id) AS n FROM opened
  ),
  stretched AS (
    SELECT *, sum(owner = 'bot') OVER (PARTITION BY conversation_id, n ORDER BY id) AS stretch FROM numbered
  ),
  steps AS (
    SELECT *,
      min(CASE WHEN owner = 'queue' THEN at END) OVER (
        PARTITION BY conversation_id, n, stretch ORDER BY id ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS asked,
      last_value(locale) OVER whole AS last_locale,
      last_value(owner <> 'bot' AND status <> 'resolved') OVER whole AS still_running,
      ${verdict()} AS verdict
    FROM stretched
    WINDOW whole AS (PARTITION BY conversation_id, n ORDER BY id ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING)
  )`;

/** What an event says about the last answer: 1 it stands open, 2 answered, 3 confirmed, 4 sent on to a private chat. */
function verdict(): string {
  return `CASE
    WHEN reason = 'helped' THEN 3
    WHEN topic IS NOT NULL THEN 2
    WHEN reason LIKE 'private%' THEN 4
    WHEN reason IN ('missed-once', 'asked-back', 'not-helped-once', 'file-without-words', 'details-alone',
      'choice-expired', 'hash-or-key', 'form-summarised') OR reason LIKE 'form-asked:%' OR reason LIKE 'form-unclear:%' THEN 1
  END`;
}

/** A score belongs to what came before it, also where its event opens the next engagement ("not solved"). */
const DERIVE = `
INSERT INTO engagements (conversation_id, n, channel, person, locale, started_at, last_at, messages, bot, answered, verdict,
  escalated, queued, running, asked_at, replied_at, resolved_at, rating_asked, score)
WITH ${STEPS},
scores AS (
  SELECT conversation_id, n - opens AS n, max(id * 8 + score) & 7 AS score FROM steps WHERE score IS NOT NULL
  GROUP BY conversation_id, n - opens
),
ended AS (
  SELECT conversation_id, n, max(last_locale) AS locale, min(at) AS started_at,
    max(CASE WHEN act AND status <> 'resolved' THEN at END) AS last_at,
    sum(type IN ('customer.wrote', 'customer.commanded')) AS messages,
    max(bot) AS bot, max(topic IS NOT NULL) AS answered,
    CASE max(id * 8 + verdict) & 7 WHEN 2 THEN 'answered' WHEN 3 THEN 'confirmed' WHEN 4 THEN 'moved' ELSE 'open' END AS verdict,
    max(owner <> 'bot') AS escalated, max(owner = 'queue') AS queued, max(still_running) AS running,
    min(CASE WHEN type = 'agent.replied' THEN asked END) AS asked_at,
    min(CASE WHEN type = 'agent.replied' AND asked IS NOT NULL THEN at END) AS replied_at,
    max(CASE WHEN type = 'agent.resolved' AND status = 'resolved' AND status_before IS NOT 'resolved' THEN at END)
      AS resolved_at,
    max(rating_asked) AS rating_asked
  FROM steps WHERE n > 0 GROUP BY conversation_id, n
)
SELECT e.conversation_id, e.n, d.channel, d.person, e.locale, e.started_at, e.last_at, e.messages, e.bot, e.answered,
  e.verdict, e.escalated, e.queued, e.running, e.asked_at, e.replied_at, e.resolved_at, e.rating_asked, r.score
FROM ended e JOIN dirty d ON d.id = e.conversation_id
LEFT JOIN scores r ON r.conversation_id = e.conversation_id AND r.n = e.n`;

const TOPICS = `
INSERT INTO engagement_topics (started_at, conversation_id, n, topic)
WITH ${STEPS}
SELECT DISTINCT e.started_at, s.conversation_id, s.n, s.topic FROM steps s
JOIN engagements e INDEXED BY engagements_conversation ON e.conversation_id = s.conversation_id AND e.n = s.n
WHERE s.topic IS NOT NULL`;

/** When the same person began something again, in this conversation or another of the same account. */
const FOLLOW = `
UPDATE engagements SET next_at = (
  SELECT min(later.started_at) FROM engagements later
  WHERE later.person = engagements.person AND later.started_at > engagements.last_at)
WHERE person IN (SELECT value ->> 'person' FROM json_each(?))`;
