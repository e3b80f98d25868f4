import type { Agent, Role } from "./store.ts";

/** A signed-in browser or program, as its owner sees it. */
export interface SessionView {
  id: string;
  at: number;
  usedAt: number;
  expiresAt: number;
  /** Where it was opened from. */
  address: string;
  /** What opened it, in its own words (User-Agent). */
  client: string;
  /** The session that asks. */
  current: boolean;
}

/** A program's key, without the key. */
export interface KeyView {
  id: string;
  name: string;
  /** The first characters, by which its owner knows it. */
  prefix: string;
  /** What it may do at most, whatever its owner may. */
  role: Role;
  at: number;
  usedAt?: number;
}

/** Somebody asked to join. `state` is as of the time that was asked for. */
export interface Invitation {
  id: string;
  email: string;
  role: Role;
  /** Absent when the operator invited. */
  byId?: string;
  at: number;
  expiresAt: number;
  state: "open" | "accepted" | "revoked" | "expired";
}

/** The second step of signing in, as it is stored. Secrets leave the store for the check alone. */
interface TotpState {
  /** Base32; confirmed by a code. */
  secret?: string;
  /** Base32; offered and not confirmed yet. */
  pending?: string;
  /** Recovery codes that are left. */
  recoveryCodes: number;
}

/** What else belongs to an agent's access. Codes, tokens and keys come in as hashes. Each method is one transaction. */
export interface AccessStore {
  /** A new role counts from the next call on, in open sessions too. */
  setRole(agentId: string, role: Role): Promise<void>;

  /** Sessions that are alive at `at`, newest use first; `currentHash` marks the one that asks. */
  sessions(
    agentId: string,
    alive: { at: number; idleMs: number },
    currentHash?: string,
  ): Promise<SessionView[]>;
  /** False when the agent has no such session. */
  endOneSession(agentId: string, sessionId: string): Promise<boolean>;
  /** Ends all, or all but one; answers how many. */
  endSessions(agentId: string, exceptHash?: string): Promise<number>;

  keys(agentId: string): Promise<KeyView[]>;
  endKey(agentId: string, keyId: string): Promise<boolean>;

  totp(agentId: string): Promise<TotpState | undefined>;
  /** Keeps a secret until it is confirmed; the one in use goes on counting. */
  offerTotp(agentId: string, secret: string): Promise<void>;
  /**
   * Puts the offered secret in force with its recovery codes, from after time step `step` on.
   * False when another one is on offer by now.
   */
  confirmTotp(agentId: string, secret: string, step: number, recoveryHashes: string[]): Promise<boolean>;
  /** Takes a time step: true once for each, and never for an earlier one. */
  spendStep(agentId: string, step: number): Promise<boolean>;
  /** Takes a recovery code: true once. */
  spendRecovery(agentId: string, codeHash: string): Promise<boolean>;
  /** Puts new recovery codes in the place of all there were. */
  setRecovery(agentId: string, codeHashes: string[]): Promise<void>;
  /** Ends the second step, and what was on offer. */
  dropTotp(agentId: string): Promise<void>;

  /** An open invitation to the same address is revoked. Rejects with `conflict` when an agent has the address. */
  invite(
    invitation: { email: string; role: Role; byId?: string; hash: string },
    at: number,
    expiresAt: number,
  ): Promise<Invitation>;
  /** Newest first, at most 200. */
  invitations(at: number): Promise<Invitation[]>;
  invitation(hash: string, at: number): Promise<Invitation | undefined>;
  /** Adds the invited agent and spends the invitation; undefined when it is not open. Rejects with `conflict`. */
  accept(
    hash: string,
    person: { name: string; passwordHash: string },
    at: number,
  ): Promise<Agent | undefined>;
  /** False when there is no open one with this id. */
  revokeInvitation(id: string, at: number): Promise<boolean>;
}

/** One thing somebody did, or read of a customer. Ids only: nothing here is personal content. */
export interface AuditEntry {
  id: number;
  at: number;
  /** Absent when nobody was signed in, and for the operator. */
  agentId?: string;
  via: "session" | "key" | "operator" | "door";
  /** What, as the table of rights names it. */
  action: string;
  /** The id of what it was done to. */
  target?: string;
  address: string;
  /** "done", or the code of the refusal. */
  outcome: string;
}

/** Append-only: nothing here changes or removes an entry, and the database refuses to. */
export interface AuditStore {
  add(entry: Omit<AuditEntry, "id">): Promise<void>;
  /** Newest first. `before` is the id of the last entry of the page before. */
  list(query: {
    limit: number;
    before?: number | undefined;
    agentId?: string | undefined;
    action?: string | undefined;
    target?: string | undefined;
  }): Promise<AuditEntry[]>;
}
