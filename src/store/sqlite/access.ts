import { AppError } from "../../errors.ts";
import type { AccessStore, Invitation, KeyView, SessionView } from "../access.ts";
import type { Agent, Role } from "../store.ts";
import { randomId } from "./ids.ts";
import type { Db, Inside, Write } from "./transaction.ts";

type Part<Name extends keyof AccessStore> = Pick<Inside<AccessStore>, Name>;

/** Lists and ends sessions and keys. */
export function sessionsAndKeys(
  db: Db,
  write: Write,
): Part<"setRole" | "sessions" | "endOneSession" | "endSessions" | "keys" | "endKey"> {
  const setRole = db.prepare<[Role, string]>("UPDATE agents SET role = ? WHERE id = ?");
  const sessions = db.prepare<[string, string, number, number], SessionRow>(`
    SELECT id, at, used_at AS usedAt, expires_at AS expiresAt, address, client, hash = ? AS current
    FROM sessions WHERE agent_id = ? AND expires_at > ? AND used_at >= ? ORDER BY used_at DESC, id`);
  const endOne = db.prepare<[string, string]>("DELETE FROM sessions WHERE agent_id = ? AND id = ?");
  const endMany = db.prepare<[string, string]>("DELETE FROM sessions WHERE agent_id = ? AND hash <> ?");
  const keys = db.prepare<[string], KeyRow>(`
    SELECT id, name, prefix, role, at, used_at FROM agent_keys WHERE agent_id = ? ORDER BY at DESC, id`);
  const endKey = db.prepare<[string, string]>("DELETE FROM agent_keys WHERE agent_id = ? AND id = ?");
  return {
    setRole: (agentId, role) =>
      write(() => {
        setRole.run(role, agentId);
      }),
    sessions: (agentId, { at, idleMs }, currentHash = "") =>
      sessions
        .all(currentHash, agentId, at, at - idleMs)
        .map((row): SessionView => ({ ...row, current: row.current === 1 })),
    endOneSession: (agentId, sessionId) => write(() => endOne.run(agentId, sessionId).changes > 0),
    endSessions: (agentId, exceptHash = "") => write(() => endMany.run(agentId, exceptHash).changes),
    keys: (agentId) =>
      keys
        .all(agentId)
        .map(
          ({ used_at, ...row }): KeyView => ({ ...row, ...(used_at === null ? {} : { usedAt: used_at }) }),
        ),
    endKey: (agentId, keyId) => write(() => endKey.run(agentId, keyId).changes > 0),
  };
}

type SessionRow = Omit<SessionView, "current"> & { current: number };
type KeyRow = Omit<KeyView, "usedAt"> & { used_at: number | null };

/** The second step of signing in: one conditional update for whatever counts once. */
export function totp(
  db: Db,
  write: Write,
): Part<"totp" | "offerTotp" | "confirmTotp" | "spendStep" | "spendRecovery" | "setRecovery" | "dropTotp"> {
  const read = db.prepare<[string], { secret: string | null; pending: string | null; left: number }>(`
    SELECT totp_secret AS secret, totp_pending AS pending,
      (SELECT count(*) FROM recovery_codes WHERE agent_id = agents.id) AS left
    FROM agents WHERE id = ?`);
  const offer = db.prepare<[string, string]>("UPDATE agents SET totp_pending = ? WHERE id = ?");
  const confirm = db.prepare<[string, number, string, string]>(`
    UPDATE agents SET totp_secret = ?, totp_pending = NULL, totp_step = ? WHERE id = ? AND totp_pending = ?`);
  const spend = db.prepare<[number, string, number]>(
    "UPDATE agents SET totp_step = ? WHERE id = ? AND totp_step < ? AND totp_secret IS NOT NULL",
  );
  const drop = db.prepare<[string]>("UPDATE agents SET totp_secret = NULL, totp_pending = NULL WHERE id = ?");
  const dropCodes = db.prepare<[string]>("DELETE FROM recovery_codes WHERE agent_id = ?");
  const addCode = db.prepare<[string, string]>("INSERT INTO recovery_codes (agent_id, hash) VALUES (?, ?)");
  const spendCode = db.prepare<[string, string]>(
    "DELETE FROM recovery_codes WHERE agent_id = ? AND hash = ?",
  );
  const renew = (agentId: string, hashes: string[]): void => {
    dropCodes.run(agentId);
    for (const hash of hashes) addCode.run(agentId, hash);
  };
  return {
    totp(agentId) {
      const row = read.get(agentId);
      if (row === undefined) return undefined;
      return {
        ...(row.secret === null ? {} : { secret: row.secret }),
        ...(row.pending === null ? {} : { pending: row.pending }),
        recoveryCodes: row.left,
      };
    },
    offerTotp: (agentId, secret) =>
      write(() => {
        offer.run(secret, agentId);
      }),
    confirmTotp: (agentId, secret, step, recoveryHashes) =>
      write(() => {
        if (confirm.run(secret, step, agentId, secret).changes === 0) return false;
        renew(agentId, recoveryHashes);
        return true;
      }),
    spendStep: (agentId, step) => write(() => spend.run(step, agentId, step).changes > 0),
    spendRecovery: (agentId, hash) => write(() => spendCode.run(agentId, hash).changes > 0),
    setRecovery: (agentId, hashes) => write(() => renew(agentId, hashes)),
    dropTotp: (agentId) =>
      write(() => {
        drop.run(agentId);
        dropCodes.run(agentId);
      }),
  };
}

interface InvitationRow {
  id: string;
  email: string;
  role: Role;
  by_id: string | null;
  at: number;
  expires_at: number;
  accepted_at: number | null;
  revoked_at: number | null;
}

/** Invitations; `add` is how an agent comes to be. */
export function invitations(
  db: Db,
  write: Write,
  add: (agent: { email: string; name: string; role: Role; passwordHash: string }, at: number) => Agent,
): Part<"invite" | "invitations" | "invitation" | "accept" | "revokeInvitation"> {
  const taken = db.prepare<[string]>("SELECT 1 FROM agents WHERE email = ?");
  const revokeOthers = db.prepare<[number, string]>(
    "UPDATE invitations SET revoked_at = ? WHERE email = ? AND accepted_at IS NULL AND revoked_at IS NULL",
  );
  const insert = db.prepare(`
    INSERT INTO invitations (id, hash, email, role, by_id, at, expires_at)
    VALUES (@id, @hash, @email, @role, @byId, @at, @expiresAt) RETURNING *`);
  const all = db.prepare<[], InvitationRow>("SELECT * FROM invitations ORDER BY at DESC, id LIMIT 200");
  const byHash = db.prepare<[string], InvitationRow>("SELECT * FROM invitations WHERE hash = ?");
  const accepted = db.prepare<[number, string]>("UPDATE invitations SET accepted_at = ? WHERE id = ?");
  const revoke = db.prepare<[number, string, number]>(`
    UPDATE invitations SET revoked_at = ?
    WHERE id = ? AND accepted_at IS NULL AND revoked_at IS NULL AND expires_at > ?`);
  return {
    invite: ({ email: given, role, byId = null, hash }, at, expiresAt) =>
      write(() => {
        const email = given.trim().toLowerCase();
        if (taken.get(email) !== undefined) {
          throw new AppError("conflict", "There is an agent with this e-mail address already.");
        }
        revokeOthers.run(at, email);
        const row = insert.get({ id: randomId(), hash, email, role, byId, at, expiresAt });
        return toInvitation(row as InvitationRow, at);
      }),
    invitations: (at) => all.all().map((row) => toInvitation(row, at)),
    invitation(hash, at) {
      const row = byHash.get(hash);
      return row && toInvitation(row, at);
    },
    accept: (hash, person, at) =>
      write(() => {
        const row = byHash.get(hash);
        if (row === undefined || toInvitation(row, at).state !== "open") return undefined;
        accepted.run(at, row.id);
        return add({ email: row.email, role: row.role, ...person }, at);
      }),
    revokeInvitation: (id, at) => write(() => revoke.run(at, id, at).changes > 0),
  };
}

function toInvitation(row: InvitationRow, now: number): Invitation {
  const { id, email, role, by_id, at, expires_at } = row;
  return {
    id,
    email,
    role,
    ...(by_id === null ? {} : { byId: by_id }),
    at,
    expiresAt: expires_at,
    state: stateOf(row, now),
  };
}

function stateOf(row: InvitationRow, now: number): Invitation["state"] {
  if (row.accepted_at !== null) return "accepted";
  if (row.revoked_at !== null) return "revoked";
  return row.expires_at <= now ? "expired" : "open";
}
