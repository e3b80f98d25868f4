import type { Space } from "../channel/contract.ts";
import type { Conversation, Status } from "../conversation/state.ts";
import type { DecisionView, MessageView } from "./desk.ts";

/** A customer as one account of one channel knows them. */
export interface Identity {
  account: string;
  /** The platform's id of the customer. */
  customerId: string;
  /** As the platform gave it when they last began a conversation: untrusted text. */
  name?: string;
  /** The tenant's own backend vouched for who this is; else only the platform says which account wrote. */
  verified: boolean;
  firstAt: number;
  /** When they last began a conversation. */
  lastAt: number;
  /** The contact this identity was made for: another than the one it is shown with while they are merged. */
  contactId: string;
}

/** A conversation as a contact's page lists it. */
export interface ContactConversation {
  id: string;
  reference: string;
  account: string;
  status: Status;
  openedAt: number;
  lastAt: number;
  lastText: string;
}

/** One merge that holds: `other` is shown as part of the contact it was merged into. */
export interface Merge {
  other: string;
  survivor: string;
  at: number;
  byId?: string;
}

/** A person: all identities that were found to be theirs, by their own first message or by an agent's merge. */
export interface Contact {
  id: string;
  createdAt: number;
  /** Of the identity that was heard last and has one. */
  name?: string;
  /** True when any of the identities is. */
  verified: boolean;
  identities: Identity[];
  /** Newest first, at most 200. */
  conversations: ContactConversation[];
  /** What `unmerge` may undo, newest first. */
  merges: Merge[];
}

export type ContactRow = Pick<Contact, "id" | "name" | "verified" | "identities">;

/** Everything that is held of a person. */
export interface PersonRecord {
  contact: string;
  createdAt: number;
  identities: Identity[];
  merges: Merge[];
  conversations: {
    /** State, with the details they gave, and who had it. */
    conversation: Conversation;
    messages: MessageView[];
    decisions: DecisionView[];
    ratings: { score: number; comment?: string; at: number }[];
    escalations: { reason: string; priority: string; at: number; endedAt?: number; how?: string }[];
    /** What the team filed it under. */
    tags: string[];
    /** Where the staff's rooms have copies. */
    rooms: RoomCopy[];
  }[];
}

/** A thread of a staff's room that shows a conversation. */
export interface RoomCopy {
  room: string;
  thread: string;
}

/** By what an account of a channel may remember a person: its ids of them, and of their private chats. */
export interface Trace {
  account: string;
  customerId: string;
  spaces: Space[];
  conversations: string[];
}

/** What an erasure took away, and the copies it cannot reach. */
export interface Erasure {
  conversations: number;
  messages: number;
  /** Who is no longer known. */
  traces: Trace[];
  rooms: RoomCopy[];
}

/** Conversations that have outlived what an account's texts are kept for. */
export interface Expired {
  id: string;
  account: string;
  lastAt: number;
}

/** Contacts: who wrote, what is held of them, and how it is forgotten. Each method is one transaction. */
export interface ContactStore {
  /**
   * The contact that this is the id of, or that the conversation with this id or reference belongs to; merged ones answer
   * with the survivor. An erased conversation belongs to nobody.
   */
  find(idOrConversation: string): Promise<string | undefined>;
  show(id: string): Promise<Contact | undefined>;
  /** By a part of a name, or the beginning of a platform's id; heard last first. An empty text finds everybody. */
  search(text: string, limit: number): Promise<ContactRow[]>;
  /**
   * Shows `other` with all its identities as part of `survivor` from now on. Changes no row of either. Rejects with
   * `not_found`, or with `conflict` where they are one already.
   */
  merge(survivor: string, other: string, byId: string | undefined, at: number): Promise<Merge>;
  /** Takes back the merge of `other` into this contact, or the newest. Rejects with `not_found` where there is none. */
  unmerge(id: string, other?: string): Promise<Merge>;
  /** Everything held of the person; undefined when there is no such contact. */
  record(id: string): Promise<PersonRecord | undefined>;
  /**
   * Erases the person: every text, name, file reference and id of a platform. What reports count stays, without the
   * person: conversations, times, reasons, topics, scores. A conversation that still runs ends. Afterwards `finish` is due.
   */
  erase(id: string, at: number): Promise<Erasure | undefined>;
  /** Resolved conversations of an account in which nothing was said since `before`, oldest first. */
  expired(account: string, before: number, limit: number): Promise<Expired[]>;
  /** How many these are, and when the oldest of them last had a word. */
  expiry(account: string, before: number): Promise<{ expired: number; oldest?: number }>;
  /** Accounts that anybody ever wrote to, connected today or not. */
  accounts(): Promise<string[]>;
  /** Erases these conversations as `erase` does, and identities of which nothing else is left. Skips what is not resolved. */
  eraseConversations(ids: readonly string[], at: number): Promise<Erasure>;
  /**
   * Drops what accounts still remember by a trace of who was erased and, with `thorough`, whatever erased rows have left in
   * the file: freed pages, the journal, gaps within pages. That holds up everything else for about 5 ms a megabyte. What a
   * stop cuts off here is made up for at the next start.
   */
  finish(thorough: boolean): Promise<void>;
}
