import type { Action, Decision } from "../../../src/conversation/actions.ts";
import { decide } from "../../../src/conversation/decide.ts";
import type {
  AgentRef,
  ConversationEvent,
  CustomerWrote,
  EntryView,
  EntryViews,
} from "../../../src/conversation/events.ts";
import { type Conversation, newConversation, type OfferedChoice } from "../../../src/conversation/state.ts";
import type { Locale } from "../../../src/knowledge/entry.ts";
import type { Match } from "../../../src/matching/match.ts";

export const NOW = 1_760_000_000_000;
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

export const lin: AgentRef = { id: "a1", name: "小林" };
export const mia: AgentRef = { id: "a2", name: "Mia" };

type Say = Extract<Action, { type: "say" }>;

/** A small knowledge folder: the topics the scenes speak of. */
const TOPICS: Omit<EntryView, "title" | "body">[] = [
  {
    id: "tx.failed",
    severity: "high",
    handoff: "offer",
    collect: ["chain", "tx-hash", "token-amount", "time"],
  },
  {
    id: "tx.not-received",
    severity: "high",
    handoff: "offer",
    collect: ["chain", "tx-hash", "counterparty"],
  },
  {
    id: "account.reset-password",
    severity: "normal",
    handoff: "offer",
    collect: ["registered-email", "steps"],
  },
  { id: "account.enable-2fa", severity: "normal", handoff: "never", collect: [] },
  {
    id: "app.problem",
    severity: "normal",
    handoff: "offer",
    collect: ["device", "error-text", "screenshot"],
  },
  { id: "security.stolen", severity: "urgent", handoff: "always", collect: ["chain", "tx-hash", "details"] },
  { id: "security.fake-support", severity: "urgent", handoff: "always", collect: ["details"] },
];
export const MENU = ["tx.not-received", "tx.failed", "account.reset-password"];

export const entries: EntryViews = Object.fromEntries(
  TOPICS.map((topic) => [
    topic.id,
    {
      zh: { ...topic, title: `关于 ${topic.id}`, body: `答案 ${topic.id}` },
      en: { ...topic, title: `About ${topic.id}`, body: `Answer ${topic.id}` },
    },
  ]),
);

export function conversation(changes: Partial<Conversation> = {}, locale: Locale = "en"): Conversation {
  const fresh = newConversation({
    id: "abcdefghijklmnop",
    account: "web",
    space: { id: "s1", kind: "dm" },
    customer: { id: "c1", name: "Jo" },
    locale,
    at: NOW,
  });
  return { ...fresh, ...changes };
}

export const inQueue: Conversation["owner"] = {
  kind: "queue",
  since: NOW,
  reason: "wish",
  priority: "normal",
};
export const withLin: Conversation["owner"] = {
  kind: "agent",
  agentId: lin.id,
  agentName: lin.name,
  since: NOW,
};

/** What the matcher made of a text. */
export function matched(changes: Partial<Match> = {}): Match {
  return {
    ranked: [],
    confidence: 0,
    outcome: "decline",
    human: { probability: 0, wished: false },
    urgent: { probability: 0, urgent: false },
    locale: "en",
    signals: {},
    index: "test",
    ...changes,
  };
}

export const nothing = matched();
export const wish = matched({ human: { probability: 0.97, wished: true } });
export const urgent = matched({ urgent: { probability: 0.97, urgent: true } });

/** The matcher is sure of a topic. */
export function about(topic: string, changes: Partial<Match> = {}): Match {
  return matched({ ranked: [{ topic, probability: 0.9 }], confidence: 0.95, outcome: "answer", ...changes });
}

/** The matcher hesitates between topics. */
export function between(...topics: string[]): Match {
  return matched({
    ranked: topics.map((topic, i) => ({ topic, probability: 0.4 - i / 10 })),
    confidence: 0.5,
    outcome: "ask",
  });
}

/** The matcher takes the text for small talk. */
export function small(other: string): Match {
  return matched({ other });
}

let count = 0;
/** A new event id, of the shape the dispatcher gives. */
function nextId(): string {
  count += 1;
  const letters = count.toString(26).replace(/\d/g, (digit) => "qrstuvwxyz".charAt(Number(digit)));
  return letters.padStart(16, "q");
}

export function wrote(
  text: string,
  match: Match = nothing,
  changes: Partial<CustomerWrote> = {},
): CustomerWrote {
  const id = nextId();
  return {
    id,
    at: NOW,
    type: "customer.wrote",
    messageId: id,
    text,
    files: [],
    found: [],
    ambiguousHash: false,
    urgency: match.urgent.urgent ? "urgent" : "normal",
    flood: "ok",
    match,
    entries,
    menu: MENU,
    late: false,
    ...changes,
  };
}

type Without<T> = T extends ConversationEvent ? Omit<T, "id" | "at"> : never;

/** Any other event, with an id and the time. */
export function event(what: Without<ConversationEvent>, at = NOW): ConversationEvent {
  return { id: nextId(), at, ...what } as ConversationEvent;
}

export function commanded(name: string): ConversationEvent {
  return event({ type: "customer.commanded", messageId: "m", name, args: "", entries, menu: MENU });
}

/** One conversation as a person lives it: what is done to it, and what is said. */
export class Scene {
  now: Conversation;
  decision: Decision | undefined;
  readonly reasons: string[] = [];
  private clock = NOW;

  constructor(start: Conversation = conversation()) {
    this.now = start;
  }

  /** Lets time pass. */
  later(ms: number): this {
    this.clock += ms;
    return this;
  }

  /** Applies an event that is not refused. */
  hears(what: ConversationEvent): this {
    this.clock += 1000;
    const outcome = decide(this.now, { ...what, at: this.clock });
    if (!outcome.ok) throw new Error(`refused: ${outcome.refusal}`);
    this.decision = outcome;
    this.now = outcome.conversation;
    this.reasons.push(outcome.reason);
    return this;
  }

  wrote(text: string, match: Match = nothing, changes: Partial<CustomerWrote> = {}): this {
    return this.hears(wrote(text, match, changes));
  }

  /** Presses the choice with this label, as the last message offered it. */
  pressed(label: string): this {
    const choice = this.now.dialogue.offered.find((offered) => offered.label === label);
    if (choice === undefined) throw new Error(`"${label}" is not among ${this.labels.join(", ")}`);
    return this.chose(choice);
  }

  chose(choice: OfferedChoice | undefined): this {
    return this.hears(
      event({
        type: "customer.chose",
        messageId: nextId(),
        ...(choice === undefined ? {} : { choice }),
        entries,
        menu: MENU,
      }),
    );
  }

  get says(): Say[] {
    return (this.decision?.actions ?? []).filter((action): action is Say => action.type === "say");
  }

  get bot(): string {
    return this.textsOf("bot");
  }

  get system(): string {
    return this.textsOf("system");
  }

  get labels(): string[] {
    return this.now.dialogue.offered.map(({ label }) => label);
  }

  get reason(): string {
    return this.decision?.reason ?? "";
  }

  get owner(): string {
    return this.now.owner.kind;
  }

  get escalations(): string[] {
    return (this.decision?.actions ?? []).flatMap((one) =>
      one.type === "escalate" ? [`${one.reason} ${one.priority}`] : [],
    );
  }

  private textsOf(author: Say["author"]): string {
    return this.says
      .filter((one) => one.author === author)
      .map(({ text }) => text)
      .join("\n---\n");
  }
}
