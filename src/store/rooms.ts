import type { InboundEvent, Receipt } from "../channel/contract.ts";
import type { Conversation } from "../conversation/state.ts";
import type { Agent } from "./store.ts";

/** A case's thread in a room, and what of the case the room has been shown. */
export interface RoomThread {
  room: string;
  conversationId: string;
  /** How many threads this case has been given here, from 1: part of every idempotency key. */
  opening: number;
  /** Absent while no thread is open, as after somebody has deleted it. */
  thread?: string;
  cardId?: string;
  /** The card as it was posted last, whole; compared with what it should say now. */
  card: string;
  /** Owner and status as they were told last. */
  status: string;
  /** Rating as it was told last. */
  rating: string;
  /** Messages up to this sequence number are in the thread. */
  seq: number;
  /** While the conversation has this epoch, every word of its owner in the thread goes to the customer. */
  liveEpoch?: number;
  shelved: boolean;
}

/**
 * Where a message of the case stands in the thread. `transcript`: among others in one post; `message`: alone; `source`: an
 * agent wrote it there, `messageId` is then the id of the event it became; `trouble`: what was told of its delivery; `alert`: a
 * reminder that nobody has taken the case, `messageId` is then the alert's id, "/" and its rung.
 */
export interface RoomMark {
  kind: "transcript" | "message" | "source" | "trouble" | "alert";
  messageId: string;
  part: number;
  /** Empty where the room would not take it. */
  platformId: string;
  /** The state it was shown in; compared with its present one. */
  shown: string;
}

/** An event of a room as it may be stored: redacted and bounded; `found` names what was taken out. */
export interface RoomAdmitted {
  event: InboundEvent;
  found: string[];
}

export interface RoomItem extends RoomAdmitted {
  id: number;
  room: string;
  account: string;
  attempts: number;
}

/** What agents are told in the thread; `event` says where. */
export interface RoomAnswer {
  id: number;
  room: string;
  account: string;
  event: InboundEvent;
  text: string;
}

/** An account on a platform that was bound to an agent. */
export interface AgentLink {
  account: string;
  actorId: string;
  agentId: string;
  name: string;
  at: number;
}

/** Rooms of the staff: what happened in them, and what they have been shown. Each method is one transaction. */
export interface RoomStore {
  /** Stores what happened in a room; a repeated key is a no-op ("duplicate"). */
  accept(request: { account: string; room: string; at: number; items: RoomAdmitted[] }): Promise<Receipt[]>;
  /** The oldest event not dealt with. */
  next(room: string): Promise<RoomItem | undefined>;
  /** The event is dealt with; `answer` is still to be said. */
  finish(id: number, answer?: string): Promise<void>;
  /** Counts a failed attempt; at `limit` it is finished with `answer`, and true is returned. */
  failed(id: number, limit: number, answer: string): Promise<boolean>;
  /** The oldest answer still to be said. */
  answer(room: string): Promise<RoomAnswer | undefined>;
  answered(id: number): Promise<void>;

  thread(room: string, conversationId: string): Promise<RoomThread | undefined>;
  byThread(room: string, thread: string): Promise<RoomThread | undefined>;
  /** Writes down what the room was shown: the thread's row but for `liveEpoch`, and marks, which replace their like. */
  record(thread: RoomThread, marks: readonly RoomMark[]): Promise<void>;
  /** Forgets the thread that is no more, with its marks; the next one is opened anew. */
  lost(room: string, conversationId: string): Promise<void>;
  /** Turns reply mode on for an epoch, or off; the event that asked for it is finished with it, so that it counts once. */
  setLive(
    place: { room: string; conversationId: string },
    epoch: number | undefined,
    done: { id: number; answer: string },
  ): Promise<void>;
  marks(room: string, conversationId: string): Promise<RoomMark[]>;
  /** The marks of one message of the platform's, by its thread. */
  marksOf(room: string, thread: string, platformId: string): Promise<RoomMark[]>;
  /** Notes that an agent's message in the thread becomes (at most once) the event `eventId`. */
  source(place: { room: string; conversationId: string; platformId: string; eventId: string }): Promise<void>;

  conversation(id: string): Promise<Conversation | undefined>;
  /** Every case that waits for a person or is owned by one, oldest first. */
  escalated(): Promise<string[]>;
  /** The same customer's conversations before this one, newest first. */
  earlier(conversationId: string, limit: number): Promise<{ total: number; rows: Conversation[] }>;

  /** Keeps a one-time code (its hash); an agent's earlier codes end. */
  addLinkCode(agentId: string, hash: string, expiresAt: number): Promise<void>;
  /** Spends a code and binds the account; undefined for a wrong or expired code, or a disabled agent. */
  link(hash: string, who: { account: string; actorId: string }, at: number): Promise<Agent | undefined>;
  /** The agent at work who is bound to this account of a platform. */
  linked(account: string, actorId: string): Promise<Agent | undefined>;
  links(): Promise<AgentLink[]>;
  /** Ends an agent's bonds and codes; returns how many bonds there were. */
  unlink(agentId: string): Promise<number>;
}
