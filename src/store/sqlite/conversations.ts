import type { Space } from "../../channel/contract.ts";
import type { Conversation } from "../../conversation/state.ts";
import { firstDue } from "../../conversation/timing.ts";
import { SEVERITIES, type Severity } from "../../knowledge/entry.ts";
import { conversationIdOf, type Lane } from "./ids.ts";
import type { Db } from "./transaction.ts";

export type Conversations = ReturnType<typeof conversations>;

/** Conversations by id and by lane, with the columns that lists are made from. */
export function conversations(db: Db) {
  const find = db.prepare<[string], string>("SELECT state FROM conversations WHERE id = ?").pluck();
  const newest = db
    .prepare<[string, string, string, string], string>(
      "SELECT state FROM conversations WHERE account = ? AND space_id = ? AND thread = ? AND actor = ? ORDER BY n DESC LIMIT 1",
    )
    .pluck();
  const newestOfSpace = db
    .prepare<[string, string, string], string>(
      "SELECT state FROM conversations WHERE account = ? AND space_id = ? AND thread = ? ORDER BY n DESC LIMIT 1",
    )
    .pluck();
  const open = db
    .prepare<[string, string, string, string], string>(
      "SELECT id FROM conversations WHERE account = ? AND space_id = ? AND thread = ? AND actor = ? AND status <> 'resolved'",
    )
    .pluck();
  const lastOrdinal = db
    .prepare<[string, string, string, string], number>(
      "SELECT coalesce(max(ordinal), 0) FROM conversations WHERE account = ? AND space_id = ? AND thread = ? AND actor = ?",
    )
    .pluck();
  const insert = db.prepare(`
    INSERT INTO conversations (id, account, space_id, thread, actor, customer_id, ordinal, reference, status, owner, agent_id, epoch,
      priority, reason, queue_since, waiting_since, opened_at, last_at, state)
    VALUES (@id, @account, @spaceId, @thread, @actor, @customerId, @ordinal, @reference, @status, @owner, @agentId, @epoch,
      @priority, @reason, @queueSince, @waitingSince, @openedAt, @openedAt, @state)`);
  const update = db.prepare(`
    UPDATE conversations SET status = @status, owner = @owner, agent_id = @agentId, epoch = @epoch, priority = @priority,
      reason = @reason, queue_since = @queueSince, waiting_since = @waitingSince,
      first_due_at = @firstDueAt, next_due_at = @nextDueAt, resolve_due_at = @resolveDueAt,
      due_at = @dueAt, due_warn_at = @dueWarnAt, due_kind = @dueKind, state = @state
    WHERE id = @id`);
  const last = db.prepare(
    "UPDATE conversations SET messages = messages + 1, last_text = ?, last_author = ?, last_at = max(last_at, ?) WHERE id = ?",
  );

  const args = (lane: Lane) => [lane.account, lane.spaceId, lane.thread, lane.actor] as const;
  const nextOrdinal = (lane: Lane): number => {
    let ordinal = (lastOrdinal.get(...args(lane)) ?? 0) + 1;
    // A conversation that moved to another space has kept its id: that number is taken.
    while (find.get(conversationIdOf(lane, ordinal)) !== undefined) ordinal += 1;
    return ordinal;
  };

  return {
    get: (id: string): Conversation | undefined => parse(find.get(id)),
    /** The newest of a lane, whatever its status. */
    latest: (lane: Lane): Conversation | undefined => parse(newest.get(...args(lane))),
    /** The newest of a space, whoever writes there. */
    latestOfSpace(account: string, space: Space): Conversation | undefined {
      return parse(newestOfSpace.get(account, space.id, space.thread ?? ""));
    },
    openIdOf: (lane: Lane): string | undefined => open.get(...args(lane)),
    /** The id that the lane's next conversation will have. */
    nextId: (lane: Lane): string => conversationIdOf(lane, nextOrdinal(lane)),
    insert(conversation: Conversation, lane: Lane): void {
      const customerId = conversation.customer.id;
      insert.run({ ...columns(conversation), ...lane, customerId, ordinal: nextOrdinal(lane) });
    },
    save(conversation: Conversation): void {
      update.run(columns(conversation));
    },
    /** Remembers the last words for lists. */
    said(id: string, text: string, author: string, at: number): void {
      last.run(excerpt(text), author, at, id);
    },
  };
}

function parse(state: string | undefined): Conversation | undefined {
  return state === undefined ? undefined : (JSON.parse(state) as Conversation);
}

/** An agent's conversation keeps the priority of its latest hand-off; the bot's has none. */
function columns(conversation: Conversation) {
  const { id, reference, status, owner, epoch, openedAt, timing } = conversation;
  const due = firstDue(timing);
  const queued = owner.kind === "queue" ? owner : undefined;
  const why = queued ?? (owner.kind === "agent" ? conversation.escalation : undefined);
  return {
    id,
    reference,
    status,
    epoch,
    openedAt,
    owner: owner.kind,
    agentId: owner.kind === "agent" ? owner.agentId : null,
    priority: rankOf(why?.priority ?? "normal"),
    reason: why?.reason ?? null,
    // A customer who writes again while waiting must not lose the place: the earlier of the two counts.
    queueSince: queued ? Math.min(queued.since, conversation.waitingSince ?? queued.since) : null,
    waitingSince: conversation.waitingSince ?? null,
    firstDueAt: timing?.first?.dueAt ?? null,
    nextDueAt: timing?.next?.dueAt ?? null,
    resolveDueAt: timing?.resolve?.dueAt ?? null,
    dueAt: due?.at ?? null,
    dueWarnAt: due?.warnAt ?? null,
    dueKind: due?.kind ?? null,
    state: JSON.stringify(conversation),
  };
}

function rankOf(severity: Severity): number {
  return SEVERITIES.indexOf(severity);
}

export function severityOf(rank: number): Severity {
  return SEVERITIES[rank] ?? "normal";
}

/** Enough for a list row; never half a character. */
function excerpt(text: string): string {
  return [...text.slice(0, 400)].slice(0, 200).join("");
}
