import type { FileRef, OutboundPart } from "../channel/contract.ts";
import type { DeskTimes } from "../hours/desk-times.ts";
import type { WaitRange } from "../hours/estimate.ts";
import type { Locale, Severity, SlotName } from "../knowledge/entry.ts";
import type { Match } from "../matching/match.ts";
import type { Able, SentMessage } from "./sent.ts";
import type { OfferedChoice } from "./state.ts";

/** A knowledge entry as an event carries it: enough to answer, so that a stored event replays without the knowledge folder. */
export interface EntryView {
  id: string;
  title: string;
  severity: Severity;
  handoff: "never" | "offer" | "always";
  collect: SlotName[];
  /** Present for the entries this event may answer with; absent for those it may only offer. */
  body?: string;
}

/** The entries an event may need, by topic id, in each language they exist in. */
export type EntryViews = Record<string, Partial<Record<Locale, EntryView>>>;

interface Base {
  /** At most 16 characters of `[a-z2-7]`; ids of everything this event causes derive from it. */
  id: string;
  at: number;
  /** The desk's hours and targets; without them nothing is timed and nobody is told of hours. */
  times?: DeskTimes;
  /** On events that may tell a customer of the queue. */
  line?: Line;
}

/** The queue as an event found it, for the customer whose event it is. */
export interface Line {
  /** How many wait before this customer, had the case that priority. */
  ahead: Record<Severity, number>;
  /** How long it takes from there, going by the last waits; absent where too few are known. */
  range: Partial<Record<Severity, WaitRange>>;
}

export interface AgentRef {
  id: string;
  name: string;
}

/**
 * The watchdog found that the bot owes an answer: nobody decided on a message in time ("undecided"), or an answer did not leave
 * ("unsent"), was refused ("failed"), or may not have arrived ("uncertain").
 */
export type BotLate = Base & { type: "bot.late"; what: "undecided" | "unsent" | "failed" | "uncertain" };

export type CustomerWrote = Base & {
  type: "customer.wrote";
  messageId: string;
  /** Redacted and bounded. Empty when the message is files alone. */
  text: string;
  files: FileRef[];
  /** Kinds of secrets the guard removed. */
  found: string[];
  /** True when the guard masked something that may be a key or a transaction hash. */
  ambiguousHash: boolean;
  /** Urgency from the guard and the matcher together. */
  urgency: Severity;
  /** "quiet" = stored, not answered; "notice" = not answered, but told once to slow down. */
  flood: "ok" | "quiet" | "notice";
  /** Undefined when the matcher failed in its time: a person is asked for. */
  match?: Match;
  entries: EntryViews;
  /** Topics of the greeting's menu, in order; their titles are among `entries`. */
  menu: string[];
  /** True when the event is too old to be answered by the bot (came in after an outage). */
  late: boolean;
};

export type ConversationEvent =
  | CustomerWrote
  | (Base & {
      type: "customer.commanded";
      messageId: string;
      name: string;
      args: string;
      /** The private choice that brought the customer here from a shared space. */
      choice?: OfferedChoice;
      entries: EntryViews;
      menu: string[];
    })
  | (Base & {
      type: "customer.chose";
      messageId: string;
      choice?: OfferedChoice;
      entries: EntryViews;
      menu: string[];
    })
  | (Base & {
      type: "customer.filled";
      messageId: string;
      /** The choice that opened the dialog. */
      choice?: OfferedChoice;
      /** What was written into each field, redacted and bounded. */
      values: Partial<Record<SlotName, string>>;
      found: string[];
      entries: EntryViews;
      menu: string[];
    })
  | (Base & { type: "customer.edited"; messageId?: string; text: string; found: string[] })
  | (Base & { type: "customer.deleted"; messageIds: string[] })
  | (Base & { type: "customer.rated"; score: number; comment?: string })
  | (Base & { type: "customer.reached"; state: "blocked" | "ok" | "left" })
  | (Base & { type: "agent.claimed"; agent: AgentRef })
  | (Base & { type: "agent.released"; agent: AgentRef })
  | (Base & { type: "agent.transferred"; agent: AgentRef; to: AgentRef; note?: string })
  | (Base & { type: "agent.replied"; agent: AgentRef; text: string; files: FileRef[] })
  | (Base & { type: "agent.noted"; agent: AgentRef; text: string })
  | (Base & { type: "agent.resolved"; agent: AgentRef })
  | (Base & { type: "agent.returned"; agent: AgentRef })
  | (Base & { type: "agent.snoozed"; agent: AgentRef; until: number })
  | AgentAltered
  | (Base & { type: "timer.fired"; name: TimerName })
  | BotLate;

/**
 * An agent gives a reply other words, or takes it back. `any` is the right to do so to other people's. The store adds what
 * the rest is decided by, inside its transaction: the message as it stands, the new text fitted, what the channel can.
 */
export type AgentAltered = Base & { agent: AgentRef; messageId: string; any: boolean } & (
    | { type: "agent.edited"; text: string; parts?: OutboundPart[] }
    | { type: "agent.withdrew" }
  ) & { sent?: SentMessage; able?: Able };

/** Clocks a conversation may have running; one of each at most. */
export type TimerName = "unsnooze" | "sla" | "queue-note" | "silence";

/** What an agent does to the conversation itself. */
export type AgentEvent = Exclude<Extract<ConversationEvent, { agent: AgentRef }>, AgentAltered>;
