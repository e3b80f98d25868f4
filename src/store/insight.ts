/**
 * What reports are made of. Everything here is derived from the events, each of which says what it left behind
 * (owner, status, language, the entry answered with, a score). The unit is the engagement: what one customer wanted in
 * one go. It begins with the first thing they do in a conversation, or do after it was resolved, or do after six hours of
 * their own silence while the bot has it; it lasts until the next begins.
 */
export interface InsightStore {
  /**
   * Counts what happened since the last call, at most about `limit` events of it; false while more is left. Reports are
   * exact once it says true. What it keeps can be made anew from the events at any time.
   */
  catchUp(limit: number): Promise<boolean>;
  /** Throws away all that `catchUp` keeps: the next calls begin with the first event. */
  forget(): Promise<void>;
  /** One row for each group that has any, in the order of the key. */
  counts(query: InsightQuery, by: GroupBy): Promise<Counts[]>;
  times(query: InsightQuery, by: GroupBy): Promise<Times[]>;
  /** The queue at this moment; the topic of a query does not narrow it. */
  queue(query: Pick<InsightQuery, "now" | "channel" | "locale">): Promise<QueueNow>;
}

/** After so long without a word of the customer the outcome is settled, and a return no longer speaks against it. */
export const SETTLED_MS = 72 * 60 * 60_000;

/** Engagements that began at or after `from` and before `to`, as things stand at `now`. Epoch milliseconds. */
export interface InsightQuery {
  from: number;
  to: number;
  now: number;
  /** The kind of the account: what stands before its colon. */
  channel?: string;
  locale?: string;
  /** Only engagements the bot answered with this entry. */
  topic?: string;
}

/** `topic`: an engagement counts once under each entry it was answered with, and under "" when with none. */
export type GroupBy = "all" | "channel" | "locale" | "topic" | readonly Bucket[];

/** A stretch of time with a name; several may share one (nine o'clock of each day). Never overlapping. */
export interface Bucket {
  key: string;
  from: number;
  to: number;
}

export interface Counts {
  key: string;
  engagements: number;
  /** What customers wrote, presses of buttons left out. */
  messages: number;
  /** A person was asked for or stepped in, whatever came of it. */
  escalated: number;
  /** The bot said something. */
  involved: number;
  /** The bot answered with an entry at least once. */
  answered: number;
  /** How the involved ones ended. Exclusive; together they are `involved`. */
  outcomes: Record<Outcome, number>;
  rating: {
    /** Resolved, and the customer was asked how it went. */
    asked: number;
    /** Of those, how many gave each score from 1 to 5; the last word of each counts. */
    scores: [number, number, number, number, number];
  };
}

/**
 * `pending`: the customer's last word is younger than 72 hours. `escalated`: a person was asked for or stepped in.
 * `moved`: sent on to a private chat. `confirmed`: "this helped" was the last word on the last answer. `assumed`: answered,
 * then silence. `recontacted`: would be one of these two, but the customer was back within 72 hours. `abandoned`: the rest.
 */
export type Outcome =
  | "pending"
  | "escalated"
  | "moved"
  | "confirmed"
  | "assumed"
  | "recontacted"
  | "abandoned";

export interface Times {
  key: string;
  /** From entering the queue to the first words of a person, in engagements that have had both. */
  firstReply: Spread;
  /** Entered the queue, no person has said anything yet, and it is still theirs to do. */
  unanswered: number;
  /** Entered the queue, and ended (cancelled, given back, resolved) without a word of a person. */
  neverAnswered: number;
  /** From the customer's first act to the resolve by a person. */
  resolution: Spread;
}

/** Nearest rank; absent when `n` is 0. */
export interface Spread {
  n: number;
  medianMs?: number;
  p90Ms?: number;
}

export interface QueueNow {
  waiting: number;
  longestMs?: number;
  medianMs?: number;
}
