import type { Choice, FileRef } from "../channel/contract.ts";
import type { ConversationEvent } from "../conversation/events.ts";
import type { Conversation, EscalationReason } from "../conversation/state.ts";
import type { Due } from "../conversation/timing.ts";
import type { Severity } from "../knowledge/entry.ts";
import type { DeliveryState } from "./store.ts";

export type View = "queue" | "mine" | "bot" | "waiting" | "snoozed" | "resolved" | "all";

/** One row of the inbox list. */
export interface ConversationRow {
  id: string;
  reference: string;
  account: string;
  customer: { id: string; name?: string };
  locale: string;
  status: string;
  owner: Conversation["owner"];
  priority: Severity;
  reason?: EscalationReason;
  waitingSince?: number;
  lastText: string;
  lastAuthor: string;
  lastAt: number;
  openedAt: number;
  /** What the team files it under, by name. */
  tags: string[];
  /** The target that falls due first; absent while none runs. `warnAt` is when it counts as near. */
  due?: Due;
}

/** One message as agents see it. */
export interface MessageView {
  id: string;
  seq: number;
  author: "customer" | "bot" | "agent" | "system" | "note";
  agentId?: string;
  name?: string;
  text: string;
  choices: Choice[];
  files: FileRef[];
  at: number;
  inReplyTo?: string;
  topic?: string;
  found: string[];
  editedAt?: number;
  deletedAt?: number;
  /** What a reply said before it was changed, oldest first; the last words of one that was taken back are its `text`. */
  earlier?: { text: string; at: number; name: string }[];
  /** The newest change of a reply that is not done: under way, failed, or nobody knows. The customer sees `text` still. */
  change?: {
    kind: "edit" | "delete";
    state: "pending" | "failed" | "unknown";
    at: number;
    name: string;
    text?: string;
    detail?: string;
  };
  /** Who took a reply back. */
  deletedBy?: string;
  /** Delivery of the parts, absent for customers' messages and notes. */
  delivery?: { part: number; state: DeliveryState; detail?: string; mayHaveArrivedTwice?: true }[];
}

export interface DecisionView {
  at: number;
  type: string;
  reason: string;
  event: ConversationEvent;
}

export interface FeedItem {
  seq: number;
  at: number;
  conversationId: string;
  /** `sla`: `{target, stage: warning | breach, dueAt, since, priority}`, once for each stage of a target. `tags`: `{tag, added, by, name}`. */
  kind:
    | "sla"
    | "message"
    | "delivery"
    | "conversation"
    | "edit"
    | "delete"
    | "rating"
    | "fault"
    | "alert"
    | "tags";
  data: Record<string, unknown>;
}

/** How long a customer waited for a first reply, on the desk's clock and on the wall's, and how many stood before them. */
export interface PastWait {
  at: number;
  priority: Severity;
  openMs: number;
  allMs: number;
  ahead: number;
}

export interface DeskStore {
  /**
   * Queue: highest priority, then what is due first, then longest waiting; other views: newest first. With a tag only what
   * carries it.
   */
  list(view: View, agentId: string, limit: number, offset?: number, tag?: string): Promise<ConversationRow[]>;
  /** How many of a view carry a tag: as many as `list` with it has rows. */
  countTagged(view: View, agentId: string, tag: string): Promise<number>;
  counts(agentId: string): Promise<Record<View, number>>;
  /** How many wait in the queue, by priority. */
  queueByPriority(): Promise<Record<Severity, number>>;
  /** How many wait in the queue before this conversation, had it that priority. */
  ahead(conversationId: string): Promise<Record<Severity, number>>;
  /** Waits for a first reply that ended after a time and whose place is known, the latest first. */
  pastWaits(after: number, limit: number): Promise<PastWait[]>;
  show(conversationId: string): Promise<
    | {
        conversation: Conversation;
        messages: MessageView[];
        decisions: DecisionView[];
        /** What the team files it under, by name. */
        tags: string[];
      }
    | undefined
  >;
  /** Finds a conversation by id or by its reference (K-XXXXXX, any case). */
  find(idOrReference: string): Promise<string | undefined>;
  /** The conversation a message belongs to. */
  conversationOf(messageId: string): Promise<Conversation | undefined>;
  feed(afterSeq: number, limit: number): Promise<FeedItem[]>;
  lastSeq(): Promise<number>;
  /** Figures for /metrics and /readyz. */
  gauges(now: number): Promise<{
    inboxWaiting: number;
    outbox: Record<DeliveryState, number>;
    queue: number;
    oldestQueueMs: number;
  }>;
}
