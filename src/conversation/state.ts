import type { Space } from "../channel/contract.ts";
import type { Locale, Severity, SlotName } from "../knowledge/entry.ts";

/** Why a person was asked for. Stable codes: shown to agents, counted in reports. */
export type EscalationReason =
  | "wish"
  | "urgent"
  | "secret-pasted"
  | "missed-twice"
  | "not-helped-twice"
  | "entry-asks"
  | "form-sent"
  | "bad-rating"
  | "bot-late"
  | "agent-released"
  | "file-without-words";

/** Who answers. Exactly one; status is a field of its own. */
export type Owner =
  | { kind: "bot" }
  | { kind: "queue"; since: number; reason: EscalationReason; priority: Severity; forAgent?: string }
  | { kind: "agent"; agentId: string; agentName: string; since: number };

export type Status = "open" | "snoozed" | "resolved";

/** A choice as it was offered: the token travels, the value stays here and in the store. */
export interface OfferedChoice {
  token: string;
  label: string;
  value: ChoiceValue;
}

/** What pressing a choice means. */
export type ChoiceValue =
  | { kind: "topic"; topic: string }
  | { kind: "none-of-these" }
  | { kind: "helped"; topic: string; yes: boolean }
  | { kind: "human" }
  | { kind: "cancel-human" }
  | { kind: "menu" }
  | { kind: "form"; act: "start" | "submit" | "cancel" | "resume" | "skip"; topic: string }
  | { kind: "slot"; slot: SlotName; value: string }
  | { kind: "rate"; score: number }
  | { kind: "reopen" }
  | { kind: "leave-resolved" }
  /** Offered where others read along: goes on in a private chat, and carries there what was asked (redacted). */
  | {
      kind: "private";
      question: string;
      locale: Locale;
      topic?: string;
      handOff?: { reason: EscalationReason; priority: Severity };
    };

/** A form in progress: the slots of one topic, asked one at a time. */
export interface FormState {
  topic: string;
  slots: SlotName[];
  values: Partial<Record<SlotName, string>>;
  skipped: SlotName[];
  /** The slot asked last; undefined before the first question, and when the summary waits for "submit". */
  asking?: SlotName;
  /** True once the customer was asked for a detail; before, the details were only invited. */
  started?: boolean;
  /** Severity of the topic: a form about money is looked at sooner. */
  severity?: Severity;
  /** Answers to the present slot that its validator refused. */
  refusals: number;
  /** True after an interruption: the next turn offers to go on. */
  paused: boolean;
}

/** What the last words of ours asked for, so that the guard and the router can read the next text rightly. */
export type Expectation = { kind: "slot"; slot: SlotName } | { kind: "rating" } | { kind: "rating-comment" };

/** The bot's memory of this conversation since it last took over. */
export interface Dialogue {
  greetedAt?: number;
  /** Questions in a row that found no answer. */
  misses: number;
  /** Times in a row that the customer was asked which of several things was meant. */
  asks: number;
  /** Answers in a row that did not help. */
  unhelped: number;
  lastTopic?: string;
  /** The question answered last, for one that follows on it ("and how long does it take?"). Redacted; at most 200 code points. */
  lastQuestion?: string;
  /** Language of the last answer: the same answer in another language is not a repetition. */
  lastLocale?: Locale;
  /** Severity of the last topic answered: a hand-off about it inherits it, up to "high". */
  lastSeverity?: Severity;
  /** When the customer last did something: after a long silence the counters begin anew. */
  lastAt?: number;
  /** When files without words came last: an album arrives as several messages. */
  filesAt?: number;
  /** What came before its topic was clear (a bare hash, a question asked back about): the next form takes up its details. */
  said?: string;
  /** In a shared space: the customer's last words, to carry into the private chat. */
  lastText?: string;
  /** The small talk answered last, so that the same words are not said twice running. */
  lastSmalltalk?: string;
  /** What "2" would mean now. */
  offered: OfferedChoice[];
  form?: FormState;
  /** True once the customer who waits in the queue was told that later messages are passed on. */
  toldPassedOn: boolean;
  /** How often somebody who waits in the queue was told that we have not forgotten them. */
  queueNotes?: number;
  /** Times the secret warning was given: the second is shorter. */
  secretWarnings: number;
}

interface Rating {
  askedAt: number;
  score?: number;
  comment?: string;
}

/** One promise that runs, or rests, for a customer who needs people. Milliseconds and epoch milliseconds. */
export interface RunningTarget {
  /** When the customer's wait began. */
  since: number;
  /** Since when it runs; absent while it rests. */
  from?: number;
  /** What had run before `from`: on the desk's clock, and on the wall's. */
  openMs: number;
  allMs: number;
  /** Absent while it rests, and where nothing is promised. */
  warnAt?: number;
  dueAt?: number;
  /** What the desk was told of it last. */
  told?: "warning" | "breach";
  /** How many waited before this customer when the wait began, where that is known. */
  ahead?: number;
}

/** The promises of a conversation while people have it or are to have it. */
export interface Timing {
  first?: RunningTarget;
  next?: RunningTarget;
  resolve?: RunningTarget;
  /** When an agent answered first since the hand-off. */
  answeredAt?: number;
  /** When the timer of the targets comes. */
  timerAt?: number;
}

export interface Conversation {
  id: string;
  account: string;
  space: Space;
  customer: { id: string; name?: string };
  locale: Locale;
  status: Status;
  snoozedUntil?: number;
  owner: Owner;
  /** Grows with every change of owner; a bot row written under an older epoch never leaves. */
  epoch: number;
  openedAt: number;
  resolvedAt?: number;
  /** When the customer wrote what nobody has answered yet; undefined when the last word is ours. */
  waitingSince?: number;
  previousId?: string;
  /** The latest hand-off, kept after it was taken up: a case that was urgent is closed without a rating. */
  escalation?: { reason: EscalationReason; priority: Severity; at: number };
  /** The agent who had it last, for "same agent if possible". */
  lastAgent?: { id: string; name: string };
  /** Short human reference a customer may quote. */
  reference: string;
  collected: Partial<Record<SlotName, string>>;
  expects?: Expectation;
  dialogue: Dialogue;
  rating?: Rating;
  /** False after the platform said that the customer has blocked or left, or that we are out of the space. */
  reachable: boolean;
  timing?: Timing;
  /** The customer's silence after an answer, while it may end the conversation; `warnedAt` is when they were told so. */
  silence?: { since: number; warnedAt?: number };
  /** In a shared space: our id of the message the customer wrote last, which everything we say there answers. */
  lastHeard?: string;
  /** The customer was erased: nothing was left of what was said, and nothing can be added. */
  erasedAt?: number;
}

/** The memory the bot starts with, also after an agent returned the conversation. */
export function freshDialogue(): Dialogue {
  return { misses: 0, asks: 0, unhelped: 0, offered: [], toldPassedOn: false, secretWarnings: 0 };
}

/** A conversation before its first event. */
export function newConversation(opening: {
  id: string;
  account: string;
  space: Space;
  customer: { id: string; name?: string };
  locale: Locale;
  at: number;
  previousId?: string;
}): Conversation {
  return {
    id: opening.id,
    account: opening.account,
    space: opening.space,
    customer: opening.customer,
    locale: opening.locale,
    status: "open",
    owner: { kind: "bot" },
    epoch: 1,
    openedAt: opening.at,
    ...(opening.previousId === undefined ? {} : { previousId: opening.previousId }),
    reference: `K-${opening.id.slice(0, 6).toUpperCase()}`,
    collected: {},
    dialogue: freshDialogue(),
    reachable: true,
  };
}
