import type { FileRef } from "../channel/contract.ts";
import type { TargetName } from "../hours/targets.ts";
import type { Severity } from "../knowledge/entry.ts";
import type { TimerName } from "./events.ts";
import type { AlterRefusal, AlterStep } from "./sent.ts";
import type { Conversation, EscalationReason, OfferedChoice, Owner, Status } from "./state.ts";

/** What a decision causes beside the new state. The store writes all of it in the transaction of the decision. */
export type Action =
  | {
      type: "say";
      /** `${event.id}.${n}`: unique, and the same when the event is replayed. */
      id: string;
      author: "bot" | "system" | "agent";
      agentId?: string;
      name?: string;
      text: string;
      choices: OfferedChoice[];
      files: FileRef[];
      /** The customer's message this answers: at most one bot message for each, an index of the store sees to it. */
      inReplyTo?: string;
      /** The entry answered with, where it was one. */
      topic?: string;
      /** The message this answers holds a secret that others can read: it is removed first, where that is allowed. */
      takeDown?: true;
    }
  | { type: "note"; id: string; agentId: string; name: string; text: string }
  | { type: "escalate"; reason: EscalationReason; priority: Severity }
  | { type: "end-escalation"; how: "claimed" | "cancelled" | "returned" | "resolved" }
  | { type: "edit-message"; messageId: string; text: string }
  | { type: "delete-messages"; messageIds: string[] }
  /** One of our own messages gets other words, or goes; `text` is the new one, empty for a deletion. */
  | {
      type: "alter";
      kind: "edit" | "delete";
      messageId: string;
      agentId: string;
      name: string;
      text: string;
      steps: AlterStep[];
    }
  | { type: "rate"; score: number; comment?: string }
  /** Said to the desk once each: a target is nearly due, or was not kept. */
  | {
      type: "tell-target";
      target: TargetName;
      stage: "warning" | "breach";
      dueAt: number;
      since: number;
      priority: Severity;
    }
  /** A target ended by what it waits for: how long it took, on the desk's clock and on the wall's. */
  | {
      type: "end-target";
      target: TargetName;
      priority: Severity;
      since: number;
      openMs: number;
      allMs: number;
      late: boolean;
      dueAt?: number;
      ahead?: number;
    }
  | { type: "set-timer"; name: TimerName; at: number }
  | { type: "cancel-timer"; name: TimerName };

/** The outcome of one event. `reason` is a stable code that says why; agents and reports read it. */
export interface Decision {
  ok: true;
  conversation: Conversation;
  actions: Action[];
  reason: string;
}

/** An expected "no" to an agent: nothing is stored. */
export interface Refusal {
  ok: false;
  refusal:
    | "owned_by_other"
    | "not_owner"
    | "already_resolved"
    | "not_open"
    | "bot_owns"
    | "queue_owns"
    | AlterRefusal;
  owner: Owner;
  status: Status;
}
