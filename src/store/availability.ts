import type { Locale } from "../knowledge/entry.ts";

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
  /** Open cases they have at once, at most, as a supervisor set it: shown to who hands one over. */
  capacity: number;
  /** Open cases that are theirs now. What is snoozed does not count. */
  open: number;
}

export interface AvailabilityStore {
  /** Everybody who is not disabled, by name. */
  list(): Promise<Colleague[]>;
  choose(agentId: string, chosen: Chosen, at: number): Promise<void>;
  /** Notes that somebody is at the desk. What they chose stays. */
  seen(agentId: string, at: number): Promise<void>;
  set(agentId: string, how: { languages?: Locale[]; capacity?: number }): Promise<void>;
}

/** Open cases at once for whom nobody set another number. */
export const USUAL_CAPACITY = 5;
