import type { Conversation, EscalationReason } from "../../conversation/state.ts";
import { firstDue } from "../../conversation/timing.ts";
import type { ConversationRow, DeskStore, View } from "../desk.ts";
import type { DeliveryState } from "../store.ts";
import { type Conversations, severityOf } from "./conversations.ts";
import type { Feed } from "./feed.ts";
import { history } from "./history.ts";
import { place } from "./place.ts";
import { tagsOf } from "./tags.ts";
import type { Db, Inside } from "./transaction.ts";

/** A row of a list as it lies here; `COLUMNS` are what it takes. */
export interface Row {
  priority: number;
  reason: EscalationReason | null;
  waiting_since: number | null;
  last_text: string;
  last_author: string;
  last_at: number;
  state: string;
  /** A JSON list. */
  tags: string;
}

export const COLUMNS = `priority, reason, waiting_since, last_text, last_author, last_at, state,
  (SELECT json_group_array(tag ORDER BY tag) FROM conversation_tags WHERE conversation_id = conversations.id) AS tags`;

const TAGGED = "id IN (SELECT conversation_id FROM conversation_tags WHERE tag = @tag)";

/** What each view holds; `@agentId` is who looks. Lists and counts use the same words, so that they cannot differ. */
export const VIEWS: Record<View, string> = {
  queue: "owner = 'queue' AND status = 'open'",
  mine: "owner = 'agent' AND status = 'open' AND agent_id = @agentId",
  bot: "owner = 'bot' AND status = 'open' AND messages > 0",
  waiting: "owner = 'agent' AND status = 'open' AND waiting_since IS NULL",
  snoozed: "status = 'snoozed'",
  resolved: "status = 'resolved'",
  all: "TRUE",
};

/** What agents read. */
export function desk(db: Db, conversations: Conversations, feed: Feed): Inside<DeskStore> {
  const listing = (view: View, filter: string) => {
    // Without statistics the planner sorts all of a status, however long the queue is.
    const from = view === "queue" ? "conversations INDEXED BY conversations_due" : "conversations";
    const order =
      view === "queue" ? "priority DESC, coalesce(due_at, 9e15), queue_since, n" : "last_at DESC, n DESC";
    return db.prepare<[{ agentId: string; limit: number; offset: number; tag?: string | undefined }], Row>(
      `SELECT ${COLUMNS} FROM ${from} WHERE (${VIEWS[view]})${filter} ORDER BY ${order} LIMIT @limit OFFSET @offset`,
    );
  };
  const lists = eachView((view) => listing(view, ""));
  const tagged = eachView((view) => listing(view, ` AND ${TAGGED}`));
  const countsTagged = eachView((view) =>
    db
      .prepare<[{ agentId: string; tag: string }], number>(
        `SELECT count(*) FROM conversations WHERE (${VIEWS[view]}) AND ${TAGGED}`,
      )
      .pluck(),
  );
  const counts = eachView((view) =>
    db
      .prepare<[{ agentId: string }], number>(`SELECT count(*) FROM conversations WHERE ${VIEWS[view]}`)
      .pluck(),
  );
  const byId = db.prepare<[string], string>("SELECT id FROM conversations WHERE id = ?").pluck();
  const byReference = db
    .prepare<[string], string>("SELECT id FROM conversations WHERE reference = ? ORDER BY n DESC LIMIT 1")
    .pluck();
  const ofMessage = db.prepare<[string], string>("SELECT conversation_id FROM messages WHERE id = ?").pluck();
  const byPriority = db.prepare<[], { priority: number; n: number }>(
    `SELECT priority, count(*) AS n FROM conversations INDEXED BY conversations_queue WHERE ${VIEWS.queue} GROUP BY priority`,
  );
  const past = history(db);
  const carried = tagsOf(db);

  return {
    list: (view, agentId, limit, offset = 0, tag = undefined) =>
      (tag === undefined ? lists : tagged)[view].all({ agentId, limit, offset, tag }).map(toRow),
    countTagged: (view, agentId, tag) => countsTagged[view].get({ agentId, tag }) ?? 0,
    counts: (agentId) => eachView((view) => counts[view].get({ agentId }) ?? 0),
    show(conversationId) {
      const conversation = conversations.get(conversationId);
      return conversation && { conversation, ...past(conversationId), tags: carried(conversationId) };
    },
    find(idOrReference) {
      const text = idOrReference.trim();
      return byId.get(text.toLowerCase()) ?? byReference.get(text.toUpperCase());
    },
    conversationOf(messageId) {
      const id = ofMessage.get(messageId);
      return id === undefined ? undefined : conversations.get(id);
    },
    ...place(db),
    queueByPriority() {
      const found = Object.fromEntries(byPriority.all().map(({ priority, n }) => [severityOf(priority), n]));
      return { normal: 0, high: 0, urgent: 0, ...found };
    },
    feed: (afterSeq, limit) => feed.read(afterSeq, limit),
    lastSeq: () => feed.lastSeq(),
    gauges: gauges(db),
  };
}

function eachView<T>(make: (view: View) => T): Record<View, T> {
  const views = Object.keys(VIEWS) as View[];
  return Object.fromEntries(views.map((view) => [view, make(view)])) as Record<View, T>;
}

type Gauges = Awaited<ReturnType<DeskStore["gauges"]>>;

function gauges(db: Db): (now: number) => Gauges {
  const inboxWaiting = db.prepare<[], number>("SELECT count(*) FROM inbox WHERE state = 'new'").pluck();
  const tallies = db.prepare<[], { state: DeliveryState; n: number }>("SELECT state, n FROM tallies");
  const queue = db.prepare<[], { n: number; oldest: number | null }>(
    "SELECT count(*) AS n, min(queue_since) AS oldest FROM conversations WHERE owner = 'queue' AND status = 'open'",
  );
  return (now) => {
    const { n = 0, oldest = null } = queue.get() ?? {};
    const outbox = Object.fromEntries(tallies.all().map(({ state, n: count }) => [state, count]));
    return {
      inboxWaiting: inboxWaiting.get() ?? 0,
      outbox: outbox as Record<DeliveryState, number>,
      queue: n,
      oldestQueueMs: oldest === null ? 0 : Math.max(0, now - oldest),
    };
  };
}

export function toRow(row: Row): ConversationRow {
  const state = JSON.parse(row.state) as Conversation;
  const { id, reference, account, customer, locale, status, owner, openedAt } = state;
  const due = firstDue(state.timing);
  return {
    id,
    reference,
    account,
    customer,
    locale,
    status,
    owner,
    openedAt,
    priority: severityOf(row.priority),
    ...(row.reason === null ? {} : { reason: row.reason }),
    ...(row.waiting_since === null ? {} : { waitingSince: row.waiting_since }),
    ...(due === undefined ? {} : { due }),
    tags: JSON.parse(row.tags) as string[],
    lastText: row.last_text,
    lastAuthor: row.last_author,
    lastAt: row.last_at,
  };
}
