/** The channel port: what an adapter hands in, is handed, and may remember. Pure types: no platform, store or clock. */

import type { Diagnosis, Finding } from "./diagnosis.ts";
import type { FormDialog } from "./dialog.ts";
import type { Forgetful } from "./forgotten.ts";
import type { ChannelRoute } from "./http.ts";
import type { OwnFiles } from "./own-files.ts";
import type { Paces } from "./paces.ts";
import type { StaffRoom } from "./staff.ts";
import type { ConversationState, StreamItem } from "./stream.ts";

/**
 * A file as its platform names it. `id` is the platform's own handle (Telegram file id, our upload id): never a URL.
 * `account` is whose handle it is; left out, it is that of the account the file came in by or goes out through.
 */
export interface FileRef {
  id: string;
  account?: string;
  kind: "image" | "video" | "audio" | "voice" | "sticker" | "document" | "location" | "other";
  name?: string;
  mime?: string;
  bytes?: number;
}

/** Where on the platform something happened. Ids are text: snowflakes and chat ids exceed 2^53. */
export interface Space {
  id: string;
  kind: "dm" | "group" | "channel";
  thread?: string;
}

export interface Actor {
  id: string;
  /** Display name as the platform gives it: untrusted text. */
  name?: string;
  /** BCP 47 tag the platform knows for this person; a hint only, the text decides. */
  locale?: string;
  /** True when the adapter verified who this is (signed identity), not merely which account wrote. */
  verified?: boolean;
}

/** A platform's short-lived right to answer an interaction. */
export interface ReplyHandle {
  token: string;
  expiresAt: number;
}

interface EventBase {
  /** Unique per account: the same delivery always has the same key, whatever it is redelivered as. */
  key: string;
  /** Epoch milliseconds, the platform's clock where it gives one. */
  at: number;
  space: Space;
  actor: Actor;
  /** How the bot was addressed; "ambient" text in a group is never answered. */
  addressed: "dm" | "mention" | "reply" | "command" | "ambient";
  reply?: ReplyHandle;
  /** True for what happens in the account's staff room (see staff.ts): never a customer's. */
  staff?: true;
}

export type InboundEvent = EventBase &
  (
    | { kind: "message"; msgId: string; text: string; files: FileRef[]; replyTo?: string; album?: string }
    | { kind: "edit"; msgId: string; text: string; files: FileRef[] }
    | { kind: "delete"; msgIds: string[] }
    | { kind: "press"; token: string; msgId?: string }
    /** A dialog that was filled in and sent: the choice that opened it, and each field's text by name. */
    | { kind: "form"; token: string; values: Record<string, string>; msgId?: string }
    /** "start" with the token of a private choice in `args` is a customer arriving from a shared space (see Choice). */
    | { kind: "command"; name: string; args: string; msgId: string; files?: FileRef[] }
    | { kind: "rating"; score: number; comment?: string }
    | { kind: "reachability"; state: "blocked" | "ok" | "left" }
    | { kind: "space"; change: "migrated" | "removed"; to?: string }
    | { kind: "unsupported"; label: string; msgId: string }
  );

/** A button, or a numbered line where the channel has none. `token` is opaque ASCII of at most 22 characters. */
export interface Choice {
  token: string;
  label: string;
  /**
   * True on a choice under a message that others read too: choosing it means going on in a direct message. Where the
   * platform has links that carry a word, it is such a link; else the adapter opens the direct message itself. Either way
   * the customer's arrival there is handed in as the command "start" with this token as its `args`, never as a press.
   */
  private?: true;
  /** True where a platform with dialogs may open one: the adapter asks `ports.form`. Elsewhere it is an ordinary choice. */
  form?: true;
}

/** What the desk wants said, before it is fitted to a channel. `text` is markdown. */
export interface OutboundMessage {
  text: string;
  choices: Choice[];
  files: FileRef[];
}

/** One platform message, already within the channel's limits: a part of an OutboundMessage. `text` is markdown. */
export interface OutboundPart {
  text: string;
  choices: Choice[];
  files: FileRef[];
  /**
   * True when the customer's message this answers holds a secret that others can read: remove that message first where
   * the platform lets us. Not being allowed to is no failure: the text asks the customer to do it as well.
   */
  takeDown?: true;
}

/** What a channel can carry. Numbers, so that nobody asks which channel it is. */
export interface Capabilities {
  /** Longest text of one message, and how it is counted. `counts: "markup"` means formatting characters count too. */
  text: { limit: number; unit: "utf16" | "codepoint" | "byte"; counts: "visible" | "markup" };
  /** Longest text beside a file; longer text goes out as a message of its own. */
  caption: number;
  /** Buttons under one message; 0 means choices become a numbered list. */
  buttons: number;
  /** Longest button label, in UTF-16 units. */
  buttonLabel: number;
  /** Files in one message; 0 means files are named in the text. */
  files: number;
  /** True when a sent message can be changed or removed (`Channel.alter`). */
  edits: boolean;
  deletes: boolean;
  /** How long after its sending a message can still be removed, in milliseconds; absent where nothing limits it. */
  deletesWithin?: number;
  typing: boolean;
  /** How fast one space may be written to; absent where the platform names no such limit. */
  paces?: Paces;
  /** True when the same idempotency key never posts twice, so that an unknown outcome may simply be sent again. */
  idempotent: boolean;
}

/** One part on its way out. `idempotencyKey` is the same for every attempt of the same part. */
export interface Delivery {
  idempotencyKey: string;
  conversationId: string;
  space: Space;
  /** Whose words: a channel may show an agent's name; it holds no rule about it. */
  author: "bot" | "agent" | "system";
  authorName?: string;
  part: OutboundPart;
  /** Platform id of the customer's message this answers. */
  replyTo?: string;
  reply?: ReplyHandle;
  attempt: number;
  /** Set when the part was sent before and is now to say something else, or to be no more. */
  alters?: Alters;
}

/** What becomes of a part that was sent. `ids` are those its sending gave, in their order: the first bears the words. */
export interface Alters {
  kind: "edit" | "delete";
  ids: string[];
}

/** `part` is what the message is to say from now on; for a "delete" it is what it said. */
export type Alteration = Delivery & { alters: Alters };

export type RefusalReason =
  | "blocked"
  | "left"
  | "space_gone"
  /** The message itself is no more: somebody removed it at the platform. */
  | "gone"
  | "window_closed"
  | "quota"
  | "too_large"
  | "bad_format"
  | "forbidden"
  | "auth";

/** How one attempt ended. `unknown` = it may have been posted: reconcile, never blindly resend. */
export type SendResult =
  | { outcome: "sent"; ids: string[] }
  | { outcome: "retry"; afterMs: number; scope: "call" | "space" | "account"; detail: string }
  | { outcome: "unknown"; detail: string }
  | { outcome: "failed"; reason: RefusalReason; detail: string; migratedTo?: string };

/** What the core did with one event of a batch. `duplicate` = it was on disk already. */
export interface Receipt {
  key: string;
  outcome: "accepted" | "duplicate" | "ignored";
  /** Id of the message the event became (same for a duplicate), where it became one. */
  messageId?: string;
  conversationId?: string;
}

/** What the core gives an adapter. Every promise rejects only when the store failed: then do not acknowledge. */
export interface ChannelPorts {
  /**
   * Stores a batch, with the cursor that covers it, in one transaction. Resolves after the commit:
   * only then acknowledge to the platform. Receipts are in the order of the events.
   */
  receive(batch: { events: InboundEvent[]; cursor?: { name: string; value: string } }): Promise<Receipt[]>;
  /** What this account must remember across restarts (offsets, last-seen ids, a signing key). */
  cursor: { get(name: string): Promise<string | undefined>; set(name: string, value: string): Promise<void> };
  /** Id of the conversation a space is in, or of the one its next message will open. */
  conversationOf(space: Space, actor: Actor): Promise<string>;
  /** Everything this space's customer may see after `afterSeq`, oldest first, over all conversations of the space. */
  replay(space: Space, afterSeq: number, limit: number): Promise<StreamItem[]>;
  /** Present state of the space's latest conversation, undefined before the first message. */
  state(space: Space): Promise<ConversationState | undefined>;
  /**
   * The dialog a pressed choice with `form` opens for this customer. Undefined where the choice means nothing any more, or
   * asks for nothing a dialog can take: then the press is handed in as it is.
   */
  form(token: string, space: Space, actor: Actor): Promise<FormDialog | undefined>;
  /**
   * The bytes of a file of another account, for upload; rejects with an AppError that says why it cannot be had (gone, too
   * large, its channel is down). A file of one's own account is sent by its id and never asked for here.
   */
  file(file: FileRef, signal: AbortSignal): Promise<FileBytes>;
  /** Where an account keeps files that has no platform to keep them. */
  files: OwnFiles;
  /** Calls back whenever this space has something new to replay or its state changed; returns the unsubscribe. */
  watch(space: Space, changed: () => void): () => void;
  now(): number;
}

/** A file itself, bounded in size by whoever fetched it. */
export interface FileBytes {
  bytes: Uint8Array;
  name: string;
  mime?: string;
}

/** Largest file that is carried from one channel to another, in bytes: Telegram lets a bot fetch no more. */
export const LARGEST_CARRIED_FILE = 20 * 1024 * 1024;

/** How an account is, in words an operator can act on. */
export interface ChannelHealth {
  state: "starting" | "up" | "degraded" | "down" | "stopped";
  detail?: string;
}

/** One connected account of one channel. */
export interface Channel extends Forgetful {
  /** Stable id, unique in the process: "telegram:123456", "web". Prefix before ":" is the channel's name. */
  readonly account: string;
  readonly capabilities: Capabilities;
  readonly routes?: ChannelRoute[];
  /** What becomes of a bot or system text whose outcome nobody can tell: sent again, or held for a person. Default "hold". */
  readonly uncertain?: "resend" | "hold";
  /** Begins receiving. Resolves once the account works or has said in `health` why not; never rejects for the platform's sake. */
  start(ports: ChannelPorts): Promise<void>;
  /** One attempt. Never throws, never retries by itself; ends within 30 s or when `signal` aborts. */
  send(delivery: Delivery, signal: AbortSignal): Promise<SendResult>;
  /**
   * Changes or removes what was sent: one attempt, as `send`. Doing it again does no more, so an unknown outcome may simply be
   * tried again: what says so already, or is removed already, counts as "sent". Absent where capabilities promise neither.
   * "failed" with `gone`: the message is no more; `window_closed`: too old; `forbidden`: not ours to change.
   */
  alter?(alteration: Alteration, signal: AbortSignal): Promise<SendResult>;
  /** Shows that somebody is writing; failures are of no interest. */
  typing?(space: Space, signal: AbortSignal): Promise<void>;
  /** After an unknown outcome: was it posted? Absent where the platform cannot tell. */
  lookup?(delivery: Delivery, signal: AbortSignal): Promise<"posted" | "absent" | "cannot_tell">;
  /** The staff's room of this account, where the operator named one. */
  readonly staff?: StaffRoom;
  /**
   * Fetches a file of this account, from the platform's own hosts only, at most LARGEST_CARRIED_FILE bytes. Rejects with an
   * AppError that says why not. Absent where the channel has no files.
   */
  fetch?(file: FileRef, signal: AbortSignal): Promise<FileBytes>;
  health(): ChannelHealth;
  /**
   * What is right and wrong with the account at the platform, and how to mend it. Needs no `start`, changes nothing there,
   * names no secret, never rejects, and ends when `signal` aborts.
   */
  diagnose?(asked: Diagnosis, signal: AbortSignal): Promise<Finding[]>;
  /** Stops receiving; resolves when no batch is half taken in. Sending still works until `close`. */
  stop(): Promise<void>;
  close(): Promise<void>;
}
