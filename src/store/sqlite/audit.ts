import type { AuditEntry, AuditStore } from "../access.ts";
import type { Db, Inside, Write } from "./transaction.ts";

interface Row {
  id: number;
  at: number;
  agent_id: string | null;
  via: AuditEntry["via"];
  action: string;
  target: string | null;
  address: string;
  outcome: string;
}

/** Who did what. Triggers of the schema refuse every change of what is written. */
export function audit(db: Db, write: Write): Inside<AuditStore> {
  const insert = db.prepare(`
    INSERT INTO audit (at, agent_id, via, action, target, address, outcome)
    VALUES (@at, @agentId, @via, @action, @target, @address, @outcome)`);
  const list = db.prepare<[Record<string, unknown>], Row>(`
    SELECT * FROM audit
    WHERE (@before IS NULL OR id < @before) AND (@agentId IS NULL OR agent_id = @agentId)
      AND (@action IS NULL OR action = @action) AND (@target IS NULL OR target = @target)
    ORDER BY id DESC LIMIT @limit`);
  return {
    add: (entry) =>
      write(() => {
        insert.run({ ...entry, agentId: entry.agentId ?? null, target: entry.target ?? null });
      }),
    list: ({ limit, before = null, agentId = null, action = null, target = null }) =>
      list.all({ limit, before, agentId, action, target }).map(toEntry),
  };
}

function toEntry({ agent_id, target, ...row }: Row): AuditEntry {
  return {
    ...row,
    ...(agent_id === null ? {} : { agentId: agent_id }),
    ...(target === null ? {} : { target }),
  };
}
