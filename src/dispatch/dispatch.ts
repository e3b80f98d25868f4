import type { ChannelHealth, FileBytes, FileRef } from "../channel/contract.ts";
import type { AgentRef } from "../conversation/events.ts";
import type { HandleOutcome } from "../store/store.ts";

/** What an agent does, before it has a time and an id. */
export type AgentAct =
  | { type: "agent.claimed" }
  | { type: "agent.released" }
  | { type: "agent.transferred"; to: AgentRef; note?: string }
  | { type: "agent.replied"; text: string; files: FileRef[] }
  | { type: "agent.noted"; text: string }
  | { type: "agent.resolved" }
  | { type: "agent.returned" }
  | { type: "agent.snoozed"; until: number }
  /** `any`: the right to change what somebody else said. */
  | { type: "agent.edited"; messageId: string; text: string; any: boolean }
  | { type: "agent.withdrew"; messageId: string; any: boolean };

export interface AgentCommand {
  agent: AgentRef;
  conversationId: string;
  /** The caller's idempotency key: a repeat does nothing again and tells what was done. */
  key: string;
  /** The newest message the agent has seen: when others have said more since, the outcome is "newer". */
  seenSeq?: number | undefined;
  act: AgentAct;
}

/** The shell between the doors and the store. */
export interface Dispatch {
  /** Runs one agent's act in one transaction and sends what follows from it. Rejects only when the store failed. */
  command(command: AgentCommand): Promise<HandleOutcome>;
  /** An agent's "send again" for a failed or uncertain message. Returns the number of rows put back. */
  resend(messageId: string): Promise<number>;
  /** Shows the customer that the agent writes, where the channel can and while the conversation is theirs. A courtesy: never fails. */
  typing(conversationId: string, agentId: string): Promise<void>;
  /** The bytes of a file, from whichever account has it. Rejects with an AppError that says why it cannot be had. */
  file(file: FileRef, signal: AbortSignal): Promise<FileBytes>;
  health(): DispatchHealth;
}

export interface DispatchHealth {
  channels: Record<string, ChannelHealth>;
  matcher: { state: "ready" | "building" | "failed"; detail?: string };
  knowledge: { state: "ok" | "stale"; detail?: string; hash: string };
  /** The optional second opinion of the matcher; off when left out. */
  embeddings?: { state: "off" | "building" | "ok" | "degraded"; detail?: string };
  /** The staff's rooms, by their ids. */
  rooms?: Record<string, ChannelHealth>;
  /** Whether customers wait for a bot that is late. */
  watchdog?: { state: "ok" | "degraded"; detail?: string };
  /** "stopping" refuses new work from the desk. */
  phase: "starting" | "running" | "stopping";
}
