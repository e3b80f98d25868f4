import type {
  Choice,
  Delivery,
  FileRef,
  InboundEvent,
  OutboundPart,
  SendResult,
  Space,
} from "../channel/contract.ts";
import type { StreamItem } from "../channel/stream.ts";
import type { Action, Decision, Refusal } from "../conversation/actions.ts";
import type { ConversationEvent, TimerName } from "../conversation/events.ts";
import type { Able } from "../conversation/sent.ts";
import type { Conversation, Expectation, OfferedChoice } from "../conversation/state.ts";
import type { Locale } from "../knowledge/entry.ts";
import type { AuditStore } from "./access.ts";
import type { AlertStore } from "./alerts.ts";
import type { AvailabilityStore } from "./availability.ts";
import type { CannedStore } from "./canned.ts";
import type { ContactStore } from "./contacts.ts";
import type { DeskStore } from "./desk.ts";
import type { FileStore } from "./files.ts";
import type { InboundStore } from "./inbound.ts";
import type { InsightStore } from "./insight.ts";
import type { LateAnswer, LateStore } from "./late.ts";
import type { PeopleStore } from "./people.ts";
import type { RoomStore } from "./rooms.ts";
import type { SearchStore } from "./search.ts";
import type { TagStore } from "./tags.ts";
import type { WebhookStore } from "./webhooks.ts";

/**
 * The store port. Every method is one transaction; a rejected promise means that nothing of it happened.
 * Callbacks are synchronous and pure: they run inside the transaction. Times are epoch milliseconds given by the caller.
 */
export interface Store {
  readonly inbound: InboundStore;
  readonly outbound: OutboundStore;
  readonly desk: DeskStore;
  readonly search: SearchStore;
  readonly people: PeopleStore;
  readonly audit: AuditStore;
  readonly rooms: RoomStore;
  readonly canned: CannedStore;
  readonly files: FileStore;
  readonly alerts: AlertStore;
  readonly availability: AvailabilityStore;
  readonly contacts: ContactStore;
  readonly webhooks: WebhookStore;
  readonly insight: InsightStore;
  readonly tags: TagStore;
  /** Calls back after each commit that wrote to the feed; must not throw. */
  watch(listener: (change: FeedChange) => void): () => void;
  /** Writes and reads back one row: rejects with `store_failed` when the store cannot write. */
  probe(at: number): Promise<void>;
  /** Copies the whole store to a file while others go on writing, and checks the copy. */
  backup(file: string): Promise<void>;
  close(): Promise<void>;
}

export interface FeedChange {
  seq: number;
  conversationId: string;
  account: string;
  spaceId: string;
}

/** An inbound event after the guard: what may be stored. Texts in `event` are redacted and bounded already. */
export interface Admitted {
  event: InboundEvent;
  found: string[];
  ambiguousHash: boolean;
  flood: "ok" | "quiet" | "notice" | "count";
  /** How a filled dialog reads in the history. */
  text?: string;
}

/** What the guard may know of a conversation before it reads the next text. */
export interface AdmitContext {
  expects?: Expectation;
  /** The language the conversation is held in. */
  locale?: Locale;
  /** The customer's last texts in this conversation (at most 24), oldest first, as stored. */
  recent: string[];
}

export interface AcceptRequest {
  account: string;
  at: number;
  events: InboundEvent[];
  cursor?: { name: string; value: string };
  /**
   * Where an event belongs: the space's latest conversation, a new one, or nowhere. Pure.
   * `latest` is the conversation a press, edit or deletion refers to, where it refers to one; else the newest of the space
   * (in a group: of this customer there). While `latest` is not resolved, "new" means "same": one runs at a time.
   * An edit or deletion of a message we never stored is ignored without asking.
   */
  route(event: InboundEvent, latest: Conversation | undefined): "same" | "new" | "ignore";
  admit(event: InboundEvent, context: AdmitContext): Admitted;
  /** Makes the conversation an event opens. Pure. */
  open(event: InboundEvent, id: string, at: number, previous: Conversation | undefined): Conversation;
}

export interface InboxItem {
  id: number;
  conversationId: string;
  /** Derived from account and key: at most 16 characters of `[a-z2-7]`. Also the message's id where it is one. */
  eventId: string;
  event: InboundEvent;
  found: string[];
  ambiguousHash: boolean;
  flood: "ok" | "quiet" | "notice";
  receivedAt: number;
  /** Grows when an edit replaces a question that still waits; a decision on an older revision is stale. */
  revision: number;
  attempts: number;
  /** For a press or a dialog: the choice its token stands for, when it belongs to the same account and space; for an arrival, too. */
  choice?: OfferedChoice;
  /** For an edit or a deletion: our ids of the messages concerned. */
  messageIds: string[];
}

export interface HandleRequest {
  conversationId: string;
  at: number;
  /**
   * The cause; exactly one. A cause that is no longer valid makes the outcome "stale". A command with `seenSeq` is done
   * only when neither the customer nor another agent has said anything after that message.
   */
  cause:
    | { kind: "inbox"; id: number; revision: number }
    | { kind: "command"; agentId: string; key: string; route: string; seenSeq?: number | undefined }
    | { kind: "timer"; name: TimerName; dueAt: number }
    | { kind: "watchdog"; row: LateAnswer["kind"]; id: number };
  event: ConversationEvent;
  decide(conversation: Conversation, event: ConversationEvent): Decision | Refusal;
  /** Fits a message to the channel: what each outbox row will carry. Pure. */
  fit(message: { text: string; choices: Choice[]; files: FileRef[] }, account: string): OutboundPart[];
  /** What an account's channel can do to what was sent; only an agent's change asks. Pure. */
  able?(account: string): Able;
}

export type HandleOutcome =
  | {
      outcome: "done";
      conversation: Conversation;
      reason: string;
      actions: Action[];
      deliveries: OutboxRef[];
    }
  /** The same idempotency key was handled before: nothing was done again. */
  | { outcome: "repeated"; conversation: Conversation; reason: string }
  /** Nothing was stored for a command; a refused event or timer is consumed, or it would come back for ever. */
  | { outcome: "refused"; refusal: Refusal; conversation: Conversation }
  /** The command named what its writer had seen, and others have said more since: nothing was stored. */
  | { outcome: "newer"; newer: NewerMessages }
  | { outcome: "stale" }
  | { outcome: "not_found" };

/** What the customer and colleagues have said after what a writer had seen. What was taken back does not count. */
export interface NewerMessages {
  count: number;
  /** Of the newest: whoever has seen it has seen all of these. */
  seq: number;
  /** The newest of them, at most five, oldest first; texts cut at 300 characters. */
  messages: { seq: number; author: "customer" | "agent" | "note"; name?: string; text: string; at: number }[];
}

export interface OutboxRef {
  id: number;
  conversationId: string;
  account: string;
  author: "bot" | "agent" | "system";
  /** Where it goes, as far as pacing needs to know: where the conversation was when this was asked. */
  space: Pick<Space, "id" | "kind">;
}

export type DeliveryState = "ready" | "sending" | "sent" | "retry" | "failed" | "unknown" | "superseded";

export interface OutboundStore extends LateStore {
  /**
   * Load, decide, save: one immediate transaction. Saves the new state, messages, outbox rows (state "ready", with the
   * conversation's new epoch), escalation, its alert, timers, the event with its reason, and feed rows together; consumes the cause.
   * When the epoch grew, bot rows that are ready, retry or unknown become superseded, and so do unsent parts of a split answer.
   * An `agent.edited` or `agent.withdrew` is completed with the message as it stands (`sent`), what the channel is `able` to,
   * and the new text's `parts`, before `decide` sees it. Its change is rows of their own, sent in order after what they are
   * about; it replaces an earlier change of the message that nobody has begun. What has not left yet is changed at once.
   */
  handle(request: HandleRequest): Promise<HandleOutcome>;
  /** Rows still to be sent, in order, at start; `notBefore` is set on rows that wait for a retry. */
  unsent(): Promise<(OutboxRef & { notBefore?: number })[]>;
  /** Rows in "sending" from before a stop: their outcome is unknown. */
  interrupted(): Promise<(OutboxRef & { delivery: Delivery; startedAt: number })[]>;
  /**
   * The intent: ready|retry → sending, only if no earlier row of the conversation is unsettled and, for a bot row,
   * its epoch is still the conversation's. The message enters the customer's stream here. A change whose message never
   * arrived, or of which nobody knows, is ended here instead ("gone").
   */
  begin(
    id: number,
    at: number,
  ): Promise<
    | { outcome: "send"; delivery: Delivery }
    | { outcome: "superseded" }
    /** An earlier row of the conversation is unsettled: nothing was changed, try again after it. */
    | { outcome: "blocked" }
    /** No such row, or it is under way or settled. */
    | { outcome: "gone" }
  >;
  /**
   * Records how an attempt ended. A failed part fails the unsent parts after it. Idempotent for the same result. The history
   * and the customer's stream take a change when it is "sent"; one that failed leaves the history as it was.
   */
  settle(id: number, result: SettleResult, at: number): Promise<{ state: DeliveryState; notBefore?: number }>;
  /** Puts a failed or unknown row (and failed parts after it) back to ready: an agent's "send again". */
  resend(messageId: string, at: number): Promise<OutboxRef[]>;
  dueTimers(
    now: number,
    limit: number,
  ): Promise<{ conversationId: string; name: TimerName; dueAt: number }[]>;
  nextTimer(): Promise<number | undefined>;
  stream(account: string, space: Space, afterSeq: number, limit: number): Promise<StreamItem[]>;
}

/**
 * `retry` carries the time of the next attempt; the sender computes it. `mayDouble`: the attempt before may have
 * arrived, so the next one may be a second copy; the row is marked so for good.
 */
export type SettleResult =
  | Exclude<SendResult, { outcome: "retry" }>
  | { outcome: "retry"; at: number; detail: string; mayDouble?: boolean };

/** Each may do what the one before may, and more. */
export type Role = "viewer" | "agent" | "supervisor" | "admin";

export interface Agent {
  id: string;
  email: string;
  name: string;
  role: Role;
  disabledAt?: number;
  createdAt: number;
  /** Set when signing in takes a second step. */
  totp?: true;
}
