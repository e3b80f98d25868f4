import type { Refused } from "./api.ts";
import { type Reach, reachOf } from "./may-change.ts";
import { belongs, byUrgency, type Place } from "./order.ts";
import {
  type Agent,
  type Alert,
  type Case,
  type Channel,
  type Colleague,
  type Conversation,
  type Counts,
  type Erasure,
  type Me,
  type Message,
  type Row,
  type TagCount,
  VIEWS,
  type View,
  type Watcher,
} from "./types.ts";
import type { Attachment } from "./use-attachments.ts";

/** What an act of ours will make of a conversation, until the server has said so. */
export type Patch = Partial<Pick<Row, "owner" | "status">>;

/** Words on their way: ours, and not in the history yet. */
export interface Pending {
  /** The idempotency key of every attempt. */
  key: string;
  conversationId: string;
  text: string;
  note: boolean;
  at: number;
  /** The newest message of the history when they were sent: ours comes later. */
  afterSeq: number;
  /** The newest message the writer had read: the server refuses a reply that does not know what came after. */
  seenSeq?: number;
  /** Files that go with them, there already. */
  files?: readonly Attachment[];
  /** The writer answers for names that are not on the official list. */
  acknowledge?: true;
  fate: "sending" | "failed" | "refused";
  why?: Refused;
}

/** A line for the person: what was done, or why not. */
export interface Notice {
  text: string;
  tone: "good" | "bad";
  /** Grows, so that the same words twice are two notices. */
  id: number;
}

export interface State {
  agent: Agent;
  /** False for who may only look. */
  mayAct: boolean;
  /** What they may do, by the names the server gives it. */
  rights: readonly string[];
  /** Whose replies they may change. */
  reach: Reach;
  agents: Agent[];
  channels: Channel[];
  /** Everybody at work, with who takes cases now. */
  colleagues: Colleague[];
  /** Who has a conversation open, as far as it was told. */
  watchers: Readonly<Record<string, readonly Watcher[]>>;
  view: View;
  /** The lists hold only what carries it. */
  tag: string | undefined;
  /** Tags in use, most used first. */
  tags: readonly TagCount[];
  lists: Partial<Record<View, Place[]>>;
  counts: Counts;
  cases: Readonly<Record<string, Case>>;
  /** Open calls for a person, by conversation. */
  alerts: Readonly<Record<string, Alert>>;
  missing: Readonly<Record<string, Refused>>;
  patches: Readonly<Record<string, Patch>>;
  pending: readonly Pending[];
  connected: boolean;
  notice: Notice | undefined;
  /** Conversations whose customer was erased while this page was open: no word of theirs is shown again. */
  erased: ReadonlySet<string>;
  /** What an erasure of ours did, and what it could not reach, by the conversation it was asked for in. */
  erasures: Readonly<Record<string, Erasure>>;
}

export function firstState(me: Me, view: View): State {
  const { agent, rights } = me;
  return {
    agent,
    mayAct: rights.includes("conversations.reply"),
    rights,
    reach: reachOf(me),
    agents: [],
    channels: [],
    colleagues: [],
    watchers: {},
    view,
    tag: undefined,
    tags: [],
    lists: {},
    counts: {},
    cases: {},
    alerts: {},
    missing: {},
    patches: {},
    pending: [],
    connected: true,
    notice: undefined,
    erased: new Set(),
    erasures: {},
  };
}

/** The rows of a view with what our own acts make of them: who left the view is gone at once. */
export function rowsOf(state: State, view: View): Place[] | undefined {
  const places = state.lists[view];
  if (places === undefined) return undefined;
  const me = state.agent.id;
  const rows = places.flatMap((row): Place[] => {
    const patch = row && state.patches[row.id];
    if (row === undefined || patch === undefined) return [row];
    const after = { ...row, ...patch };
    return belongs(view, after, me) ? [after] : [];
  });
  return view === "mine" ? rows.sort((a, b) => (a && b ? byUrgency(a, b) : 0)) : rows;
}

/** How many each view holds, our own acts counted in. */
export function countsOf(state: State): Counts {
  const counts = { ...state.counts };
  for (const [id, patch] of Object.entries(state.patches)) {
    const before = stateBefore(state, id);
    if (before === undefined) continue;
    for (const view of VIEWS) {
      const change =
        Number(belongs(view, { ...before, ...patch }, state.agent.id)) -
        Number(belongs(view, before, state.agent.id));
      if (change !== 0) counts[view] = Math.max(0, (counts[view] ?? 0) + change);
    }
  }
  return counts;
}

function stateBefore(state: State, id: string): Row | Conversation | undefined {
  for (const view of VIEWS) {
    const row = state.lists[view]?.find((place) => place?.id === id);
    if (row !== undefined) return row;
  }
  return state.cases[id]?.conversation;
}

/** A conversation as it is on the screen: the server's, with our own acts on top. */
export function caseOf(state: State, id: string): Case | undefined {
  const known = state.cases[id];
  const patch = state.patches[id];
  if (known === undefined || patch === undefined) return known;
  return { ...known, conversation: { ...known.conversation, ...patch } };
}

/** Owner and status of a conversation, from what is read of it: all of it, or its row. */
export function knownOf(state: State, id: string): Pick<Conversation, "id" | "owner" | "status"> | undefined {
  const known = caseOf(state, id)?.conversation;
  return known ?? rowsOf(state, state.view)?.find((row) => row?.id === id);
}

/** Whether a message of the history is the one we sent: then it is not shown twice. */
export function isOurs(pending: Pending, message: Message, me: string): boolean {
  return (
    message.seq > pending.afterSeq &&
    message.agentId === me &&
    message.text.trim() === pending.text.trim() &&
    (message.author === "note") === pending.note
  );
}

/** What is still on its way once the history has been read anew. */
export function stillPending(pending: readonly Pending[], known: Case, me: string): readonly Pending[] {
  const taken = new Set<number>();
  return pending.filter((one) => {
    if (one.conversationId !== known.conversation.id) return true;
    const ours = known.messages.find((message) => !taken.has(message.seq) && isOurs(one, message, me));
    if (ours !== undefined) taken.add(ours.seq);
    return ours === undefined;
  });
}
