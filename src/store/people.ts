import type { AccessStore } from "./access.ts";
import type { Agent, Role } from "./store.ts";

/** Who works at the desk, and by what they come in. */
export interface PeopleStore extends AccessStore {
  /** Rejects with `conflict` when the e-mail address is taken (compared in lower case). */
  add(agent: { email: string; name: string; role: Role; passwordHash?: string }, at: number): Promise<Agent>;
  /** Adds the first admin; rejects with `conflict` when anyone exists. */
  addFirst(agent: { email: string; name: string; passwordHash: string }, at: number): Promise<Agent>;
  list(): Promise<Agent[]>;
  byEmail(email: string): Promise<(Agent & { passwordHash?: string }) | undefined>;
  byId(id: string): Promise<Agent | undefined>;
  setPassword(agentId: string, passwordHash: string): Promise<void>;
  /** Ends sessions and keys with it. */
  setDisabled(agentId: string, at: number | undefined): Promise<void>;
  /** Answers the key's id. Without a role the key may all its owner may. */
  addKey(
    agentId: string,
    keyHash: string,
    at: number,
    about?: { name?: string; prefix?: string; role?: Role },
  ): Promise<string>;
  /** The owner at work, with the lower of their role and the key's. `at` notes the use, to the minute. */
  byKey(keyHash: string, at?: number): Promise<Agent | undefined>;
  addSession(
    agentId: string,
    sessionHash: string,
    at: number,
    expiresAt: number,
    from?: { address?: string; client?: string },
  ): Promise<void>;
  /** The agent of a session that was used within `idleMs` and has not reached `expiresAt`; using it keeps it alive. */
  bySession(sessionHash: string, at: number, idleMs: number): Promise<Agent | undefined>;
  endSession(sessionHash: string): Promise<void>;
}
