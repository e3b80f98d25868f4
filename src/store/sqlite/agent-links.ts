import type { AgentLink, RoomStore } from "../rooms.ts";
import type { Role } from "../store.ts";
import type { Db, Inside, Write } from "./transaction.ts";

type Port = Pick<Inside<RoomStore>, "addLinkCode" | "link" | "linked" | "links" | "unlink">;

interface AgentRow {
  id: string;
  email: string;
  name: string;
  role: Role;
  created_at: number;
}

/** Which account of a platform is which agent. Codes come in as hashes, count once and for a while. */
export function agentLinks(db: Db, write: Write): Port {
  const dropCodes = db.prepare<[string, number]>(
    "DELETE FROM link_codes WHERE agent_id = ? OR expires_at <= ?",
  );
  const addCode = db.prepare<[string, string, number]>(
    "INSERT INTO link_codes (hash, agent_id, expires_at) VALUES (?, ?, ?)",
  );
  const spend = db
    .prepare<[string, number], string>(
      "DELETE FROM link_codes WHERE hash = ? AND expires_at > ? RETURNING agent_id",
    )
    .pluck();
  const bind = db.prepare<[string, string, string, number]>(`
    INSERT INTO agent_links (account, actor_id, agent_id, at) VALUES (?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET agent_id = excluded.agent_id, at = excluded.at`);
  const bound = db.prepare<[string, string], AgentRow>(`
    SELECT a.id, a.email, a.name, a.role, a.created_at FROM agent_links l JOIN agents a ON a.id = l.agent_id
    WHERE l.account = ? AND l.actor_id = ? AND a.disabled_at IS NULL`);
  const all = db.prepare<[], AgentLink>(`
    SELECT l.account, l.actor_id AS actorId, l.agent_id AS agentId, a.name, l.at
    FROM agent_links l JOIN agents a ON a.id = l.agent_id ORDER BY l.at`);
  const unbind = db.prepare<[string]>("DELETE FROM agent_links WHERE agent_id = ?");
  const linked = (account: string, actorId: string) => {
    const row = bound.get(account, actorId);
    if (row === undefined) return undefined;
    const { created_at, ...agent } = row;
    return { ...agent, createdAt: created_at };
  };

  return {
    addLinkCode: (agentId, hash, expiresAt) =>
      write(() => {
        dropCodes.run(agentId, 0);
        addCode.run(hash, agentId, expiresAt);
      }),
    link: (hash, { account, actorId }, at) =>
      write(() => {
        const agentId = spend.get(hash, at);
        if (agentId === undefined) return undefined;
        bind.run(account, actorId, agentId, at);
        return linked(account, actorId);
      }),
    linked,
    links: () => all.all(),
    unlink: (agentId) =>
      write(() => {
        dropCodes.run(agentId, 0);
        return unbind.run(agentId).changes;
      }),
  };
}
