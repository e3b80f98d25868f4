import Database from "better-sqlite3";
import { AppError } from "../../errors.ts";
import type { PeopleStore } from "../people.ts";
import type { Agent, Role } from "../store.ts";
import { invitations, sessionsAndKeys, totp } from "./access.ts";
import { randomId } from "./ids.ts";
import type { Db, Inside, Write } from "./transaction.ts";

interface Row {
  id: string;
  email: string;
  name: string;
  role: Role;
  password_hash: string | null;
  disabled_at: number | null;
  created_at: number;
  totp_secret: string | null;
}

type NewAgent = Parameters<PeopleStore["add"]>[0];

/** Agents with their keys and sessions, which come in as hashes: what is stored here opens no door. */
export function people(db: Db, write: Write): Inside<PeopleStore> {
  const insert = db.prepare(
    "INSERT INTO agents (id, email, name, role, password_hash, created_at) VALUES (@id, @email, @name, @role, @passwordHash, @at)",
  );
  const count = db.prepare<[], number>("SELECT count(*) FROM agents").pluck();
  const all = db.prepare<[], Row>("SELECT * FROM agents ORDER BY created_at, email");
  const byEmail = db.prepare<[string], Row>("SELECT * FROM agents WHERE email = ?");
  const byId = db.prepare<[string], Row>("SELECT * FROM agents WHERE id = ?");
  const setPassword = db.prepare<[string, string]>("UPDATE agents SET password_hash = ? WHERE id = ?");
  const setDisabled = db.prepare<[number | null, string]>("UPDATE agents SET disabled_at = ? WHERE id = ?");

  const add = (agent: NewAgent, at: number): Agent => {
    const id = randomId();
    const { name, role, passwordHash = null } = agent;
    try {
      insert.run({ id, email: lower(agent.email), name, role, passwordHash, at });
    } catch (cause) {
      if (!(cause instanceof Database.SqliteError) || !cause.message.includes("agents.email")) throw cause;
      throw new AppError("conflict", "There is an agent with this e-mail address already.", { cause });
    }
    return { id, email: lower(agent.email), name, role, createdAt: at };
  };

  return {
    add: (agent, at) => write(() => add(agent, at)),
    addFirst: (agent, at) =>
      write(() => {
        if (count.get() !== 0) throw new AppError("conflict", "There is an agent already: sign in instead.");
        return add({ ...agent, role: "admin" }, at);
      }),
    list: () => all.all().map(toAgent),
    byEmail(email) {
      const row = byEmail.get(lower(email));
      if (!row) return undefined;
      return { ...toAgent(row), ...(row.password_hash === null ? {} : { passwordHash: row.password_hash }) };
    },
    byId: (id) => agentOf(byId.get(id)),
    setPassword: (agentId, passwordHash) =>
      write(() => {
        setPassword.run(passwordHash, agentId);
      }),
    ...access(db, write, (agentId, at) => setDisabled.run(at ?? null, agentId)),
    ...sessionsAndKeys(db, write),
    ...totp(db, write),
    ...invitations(db, write, add),
  };
}

type Access = Pick<
  Inside<PeopleStore>,
  "setDisabled" | "addKey" | "byKey" | "addSession" | "bySession" | "endSession"
>;

function access(db: Db, write: Write, disable: (agentId: string, at: number | undefined) => void): Access {
  const addKey = db.prepare(`
    INSERT INTO agent_keys (hash, agent_id, at, id, name, prefix, role)
    VALUES (@keyHash, @agentId, @at, @id, @name, @prefix, @role)`);
  const dropKeys = db.prepare<[string]>("DELETE FROM agent_keys WHERE agent_id = ?");
  const dropSessions = db.prepare<[string]>("DELETE FROM sessions WHERE agent_id = ?");
  const byKey = db.prepare<[string], Row & { key_role: Role; key_used_at: number | null }>(`
    SELECT a.*, k.role AS key_role, k.used_at AS key_used_at FROM agent_keys k JOIN agents a ON a.id = k.agent_id
    WHERE k.hash = ? AND a.disabled_at IS NULL`);
  const keyUsed = db.prepare<[number, string]>("UPDATE agent_keys SET used_at = ? WHERE hash = ?");
  const addSession = db.prepare(`
    INSERT INTO sessions (hash, agent_id, at, used_at, expires_at, id, address, client)
    VALUES (@sessionHash, @agentId, @at, @at, @expiresAt, @id, @address, @client)`);
  const dropExpired = db.prepare<[number]>("DELETE FROM sessions WHERE expires_at <= ?");
  const bySession = db.prepare<[string, number], Row & { used_at: number }>(`
    SELECT a.*, s.used_at FROM sessions s JOIN agents a ON a.id = s.agent_id
    WHERE s.hash = ? AND s.expires_at > ? AND a.disabled_at IS NULL`);
  const used = db.prepare<[number, string]>("UPDATE sessions SET used_at = ? WHERE hash = ?");
  const endSession = db.prepare<[string]>("DELETE FROM sessions WHERE hash = ?");

  return {
    setDisabled: (agentId, at) =>
      write(() => {
        disable(agentId, at);
        if (at === undefined) return;
        dropKeys.run(agentId);
        dropSessions.run(agentId);
      }),
    addKey: (agentId, keyHash, at, { name = "", prefix = "kf_", role = "admin" } = {}) =>
      write(() => {
        const id = randomId();
        addKey.run({ keyHash, agentId, at, id, name, prefix, role });
        return id;
      }),
    async byKey(keyHash, at) {
      const row = byKey.get(keyHash);
      if (!row) return undefined;
      const usedAt = row.key_used_at;
      if (at !== undefined && (usedAt === null || at - usedAt > KEY_USE_MS)) {
        await write(() => keyUsed.run(at, keyHash));
      }
      return { ...toAgent(row), role: lowerRole(row.role, row.key_role) };
    },
    addSession: (agentId, sessionHash, at, expiresAt, { address = "", client = "" } = {}) =>
      write(() => {
        dropExpired.run(at);
        addSession.run({ sessionHash, agentId, at, expiresAt, id: randomId(), address, client });
      }),
    async bySession(sessionHash, at, idleMs) {
      const row = bySession.get(sessionHash, at);
      if (!row || at - row.used_at > idleMs) return undefined;
      // Written once in a while: a page that asks every second must not cost a write every second.
      if (at - row.used_at > idleMs / 100) await write(() => used.run(at, sessionHash));
      return toAgent(row);
    },
    endSession: (sessionHash) =>
      write(() => {
        endSession.run(sessionHash);
      }),
  };
}

/** A key's last use is written down to the minute: a program that asks every second must not cost a write every second. */
const KEY_USE_MS = 60_000;

const RANKS: readonly Role[] = ["viewer", "agent", "supervisor", "admin"];

function lowerRole(one: Role, other: Role): Role {
  return RANKS.indexOf(one) < RANKS.indexOf(other) ? one : other;
}

function lower(email: string): string {
  return email.trim().toLowerCase();
}

function agentOf(row: Row | undefined): Agent | undefined {
  return row && toAgent(row);
}

function toAgent(row: Row): Agent {
  return {
    id: row.id,
    email: row.email,
    name: row.name,
    role: row.role,
    ...(row.disabled_at === null ? {} : { disabledAt: row.disabled_at }),
    createdAt: row.created_at,
    ...(row.totp_secret === null ? {} : { totp: true as const }),
  };
}
