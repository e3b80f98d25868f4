import type { Severity } from "../knowledge/entry.ts";

/** A case was handed to people, or a target for answering it was broken. */
export type AlertCause = "escalation" | "breach";

/** How somebody is told: in the inbox, in the staff's rooms, by mail, by a webhook. */
export type AlertWay = "browser" | "room" | "mail" | "webhook";

/**
 * A call for a person that climbs until somebody takes it up. Every case that waits in the queue has exactly one open alert,
 * written in the transaction that put it there.
 */
export interface Alert {
  /** The conversation's id, ".", and a number from 1. */
  id: string;
  conversationId: string;
  reference: string;
  cause: AlertCause;
  /** The escalation's reason, or the name of the target. */
  reason: string;
  priority: Severity;
  raisedAt: number;
  /** When the first alert of an unbroken row was raised: the rungs are counted from here. */
  since: number;
  /** The last rung taken, from 1. */
  rung: number;
  /** When the next rung is looked at. */
  nextAt: number;
  /** Somebody said that they see to it: the ladder rests until `nextAt`. */
  acknowledged?: { agentId: string; name: string; at: number };
  ended?: { at: number; how: string; agentId?: string };
}

export interface AlertStep {
  rung: number;
  way: AlertWay | "none";
  at: number;
}

/** A mail that an alert asks for. Its id is the same for every attempt and becomes the Message-ID. */
export interface AlertMail {
  id: string;
  alert: Alert;
  rung: number;
  to: string;
  attempts: number;
  createdAt: number;
}

/** Alerts and their mails. Each method is one transaction. Alerts are raised and ended by what happens to the conversation. */
export interface AlertStore {
  /** Open alerts whose next rung is due, the longest due first. */
  due(now: number, limit: number): Promise<Alert[]>;
  /** Looks at it again at `nextAt`. False when it has ended, climbed or been acknowledged meanwhile. */
  postpone(id: string, rung: number, at: number, nextAt: number): Promise<boolean>;
  /**
   * Takes a rung: its steps, its mails and its entry in the feed, all or nothing, and once. `from` is the rung it stood on:
   * false when it has ended, climbed or been acknowledged meanwhile. `skipped` are rungs nobody could be reached by. An acknowledgement ends.
   */
  climb(step: {
    id: string;
    from: number;
    rung: number;
    at: number;
    ways: AlertWay[];
    skipped: number[];
    mails: { id: string; to: string }[];
    nextAt: number;
  }): Promise<boolean>;
  /** Notes who sees to it, and rests until then. Undefined when there is no open alert of this id. */
  acknowledge(
    id: string,
    agent: { id: string; name: string },
    at: number,
    until: number,
  ): Promise<Alert | undefined>;
  get(id: string): Promise<Alert | undefined>;
  /** The conversation's open alert. */
  ofConversation(conversationId: string): Promise<Alert | undefined>;
  /** All open alerts, the oldest first. */
  open(limit: number): Promise<Alert[]>;
  steps(id: string): Promise<AlertStep[]>;
  /**
   * `late`: rungs overdue by more than `graceMs`; `orphans`: cases in the queue that have no open alert, which must be none;
   * `lonely`: open, acknowledged by nobody, with every rung behind them.
   */
  gauges(
    now: number,
    graceMs: number,
  ): Promise<{ open: number; oldestMs: number; late: number; orphans: number; lonely: number }>;
  /** Mails to be sent, the oldest first. Those of an alert that has ended, or is acknowledged, are dropped instead. */
  mailsDue(now: number, limit: number): Promise<AlertMail[]>;
  /** How an attempt to send ended; `retry` carries the time of the next. */
  settleMail(
    id: string,
    result:
      | { state: "sent" }
      | { state: "retry"; at: number; detail: string }
      | { state: "failed"; detail: string },
    at: number,
  ): Promise<void>;
  mailGauges(): Promise<{ waiting: number; failed: number; lastFailedAt?: number; lastDetail?: string }>;
}
