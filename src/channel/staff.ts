/**
 * The staff's side of a channel: a room of the staff's own (a supergroup with topics, a forum, a channel with threads) in
 * which every case that waits for a person has a thread. Pure types, like the rest of the port.
 *
 * What is written in the room comes in by the ordinary door, `receive`, as events whose `staff` is true: the same keys,
 * the same commit before the acknowledgement. Who may do what there, and what of it reaches a customer, is decided
 * by the core alone; an adapter only says what was written, by whom, in which thread, and to which message it replies.
 */

import type { Capabilities, OutboundPart, SendResult } from "./contract.ts";

/** What is posted in a thread. Parts are fitted to the room's capabilities already; choices are the card's buttons. */
export interface RoomPost {
  /** The same for every attempt of the same post. */
  idempotencyKey: string;
  thread: string;
  part: OutboundPart;
  /** Message of the thread this belongs to, where the platform can show that. */
  replyTo?: string;
}

/** Outcome of opening a thread: its id, and the ids of the card's message. */
export type RoomOpening =
  | { outcome: "opened"; thread: string; ids: string[] }
  | Exclude<SendResult, { outcome: "sent" }>;

/** The room of one account. Every call is one attempt, never throws, and ends within 30 s or when `signal` aborts. */
export interface StaffRoom {
  /** Stable and unique: the account, "/" and the platform's id of the room. */
  readonly id: string;
  readonly capabilities: Capabilities;
  /** Longest title of a thread, in UTF-16 units; longer ones are cut by the core. */
  readonly titleLimit: number;
  /**
   * Opens a thread for a case, with its card as the first message. Nothing may be left half-done that a second attempt
   * with the same key would double, as far as the platform lets us.
   */
  open(
    thread: { idempotencyKey: string; title: string; card: OutboundPart },
    signal: AbortSignal,
  ): Promise<RoomOpening>;
  /** "failed" with `space_gone` means that the thread is no more: the core opens another. */
  post(post: RoomPost, signal: AbortSignal): Promise<SendResult>;
  /** Replaces what one of our own messages says and offers. "failed" with `bad_format` means that it cannot be changed. */
  change(
    message: { thread: string; id: string; part: OutboundPart },
    signal: AbortSignal,
  ): Promise<SendResult>;
  /** Marks a message of an agent as delivered to the customer (or, with `failed`, as not), as visibly as the platform can. */
  mark?(
    message: { thread: string; id: string; state: "sent" | "failed" },
    signal: AbortSignal,
  ): Promise<void>;
  /** Puts a resolved case's thread away (closed, archived); a later post brings it back. Failures are of no interest. */
  shelve(thread: string, signal: AbortSignal): Promise<void>;
}

/** Names of the card's buttons, as the tokens of their choices; a press of one comes in as `kind: "press"`. */
export const ROOM_BUTTONS = ["claim", "resolve", "return", "snooze", "live"] as const;
export type RoomButton = (typeof ROOM_BUTTONS)[number];

/**
 * Commands a room understands, without the slash; `args` is the rest of the line. Where a platform has no commands in
 * threads, an adapter takes a mention of the bot followed by the word.
 */
export const ROOM_COMMANDS = [
  "claim",
  "resolve",
  "return",
  "snooze",
  "r",
  "undo",
  "note",
  "live",
  "link",
  "help",
] as const;
export type RoomCommand = (typeof ROOM_COMMANDS)[number];
