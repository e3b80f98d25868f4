import type { Conversation } from "../conversation/state.ts";
import type { Locale, Severity } from "../knowledge/entry.ts";

/** What somebody at the desk chose for themselves; whether they are there is for who reads `seenAt` to say. */
export type Chosen = "available" | "away";

/** Somebody at work at the desk, and what is known of how they work. */
export interface Colleague {
  agentId: string;
  name: string;
  /** Whether their role lets them answer customers. */
  answers: boolean;
  /** "away" until they choose for the first time. */
  chosen: Chosen;
  chosenAt?: number;
  /** When they were last at the desk, to the minute. */
  seenAt?: number;
  /** Languages they answer in; empty means every one. */
  languages: Locale[];
  /** Open cases they have at once, at most, when cases are given out. */
  capacity: number;
  /** Open cases that are theirs now. What is snoozed does not count. */
  open: number;
  /** When a case was last given to them by itself. */
  assignedAt?: number;
}

/** A case in the queue, as far as giving it to somebody needs it. */
export interface QueuedCase {
  id: string;
  epoch: number;
  locale: Locale;
  priority: Severity;
  since: number;
  /** Whom it is meant for, where it is: their own customer was not helped. */
  forAgent?: string;
}

export interface AvailabilityStore {
  /** Everybody who is not disabled, by name. */
  list(): Promise<Colleague[]>;
  choose(agentId: string, chosen: Chosen, at: number): Promise<void>;
  /** Notes that somebody is at the desk. What they chose stays. */
  seen(agentId: string, at: number): Promise<void>;
  set(agentId: string, how: { languages?: Locale[]; capacity?: number }): Promise<void>;
  /** Cases that wait in the queue in one language: the most urgent first, then the longest waiting. */
  queued(locale: Conversation["locale"], limit: number): Promise<QueuedCase[]>;
}

/** Open cases at once for whom nobody set another number. */
export const USUAL_CAPACITY = 5;
