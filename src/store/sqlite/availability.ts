import type { Conversation } from "../../conversation/state.ts";
import type { Locale } from "../../knowledge/entry.ts";
import {
  type AvailabilityStore,
  type Chosen,
  type Colleague,
  type QueuedCase,
  USUAL_CAPACITY,
} from "../availability.ts";
import type { Role } from "../store.ts";
import { severityOf } from "./conversations.ts";
import type { Db, Inside, Write } from "./transaction.ts";

interface Row {
  id: string;
  name: string;
  role: Role;
  chosen: Chosen | null;
  chosen_at: number | null;
  seen_at: number | null;
  languages: string | null;
  capacity: number | null;
  assigned_at: number | null;
  open: number;
}

const OPEN = "SELECT count(*) FROM conversations WHERE owner = 'agent' AND status = 'open' AND agent_id =";

/** What agents chose, and how much they take. */
export function availability(db: Db, write: Write): Inside<AvailabilityStore> {
  const list = db.prepare<[], Row>(`
    SELECT a.id, a.name, a.role, v.chosen, v.chosen_at, v.seen_at, v.languages, v.capacity, v.assigned_at,
      (${OPEN} a.id) AS open
    FROM agents a LEFT JOIN availability v ON v.agent_id = a.id
    WHERE a.disabled_at IS NULL ORDER BY a.name, a.id`);
  const choose = db.prepare(`
    INSERT INTO availability (agent_id, chosen, chosen_at, seen_at) VALUES (@agentId, @chosen, @at, @at)
    ON CONFLICT DO UPDATE SET chosen = @chosen, chosen_at = @at, seen_at = @at`);
  const seen = db.prepare(`
    INSERT INTO availability (agent_id, seen_at) VALUES (@agentId, @at) ON CONFLICT DO UPDATE SET seen_at = @at`);
  const set = db.prepare(`
    INSERT INTO availability (agent_id, languages, capacity)
    VALUES (@agentId, coalesce(@languages, ''), coalesce(@capacity, ${USUAL_CAPACITY}))
    ON CONFLICT DO UPDATE SET
      languages = coalesce(@languages, languages), capacity = coalesce(@capacity, capacity)`);
  const queued = db.prepare<[string, number], { id: string; priority: number; state: string }>(`
    SELECT id, priority, state FROM conversations INDEXED BY conversations_queue
    WHERE owner = 'queue' AND status = 'open' AND json_extract(state, '$.locale') = ?
    ORDER BY priority DESC, queue_since, n LIMIT ?`);

  return {
    list: () => list.all().map(toColleague),
    choose: (agentId, chosen, at) => write(() => void choose.run({ agentId, chosen, at })),
    seen: (agentId, at) => write(() => void seen.run({ agentId, at })),
    set: (agentId, { languages, capacity }) =>
      write(
        () => void set.run({ agentId, languages: languages?.join(" ") ?? null, capacity: capacity ?? null }),
      ),
    queued: (locale, limit) =>
      queued.all(locale, limit).flatMap(({ id, priority, state }): QueuedCase[] => {
        const { owner, epoch } = JSON.parse(state) as Conversation;
        if (owner.kind !== "queue") return [];
        const { since, forAgent } = owner;
        const wish = forAgent === undefined ? {} : { forAgent };
        return [{ id, epoch, locale, priority: severityOf(priority), since, ...wish }];
      }),
  };
}

/** The part of a transaction that gives a case out: whether there is room at this moment, and that it was given. */
export function assigning(db: Db) {
  const room = db
    .prepare<[string], number>(`
    SELECT v.chosen = 'available' AND a.disabled_at IS NULL AND (${OPEN} v.agent_id) < v.capacity
    FROM availability v JOIN agents a ON a.id = v.agent_id WHERE v.agent_id = ?`)
    .pluck();
  const given = db.prepare<[number, string]>("UPDATE availability SET assigned_at = ? WHERE agent_id = ?");
  return {
    hasRoom: (agentId: string): boolean => room.get(agentId) === 1,
    given: (agentId: string, at: number): void => void given.run(at, agentId),
  };
}

export type Assigning = ReturnType<typeof assigning>;

function toColleague(row: Row): Colleague {
  return {
    agentId: row.id,
    name: row.name,
    answers: row.role !== "viewer",
    chosen: row.chosen ?? "away",
    ...(row.chosen_at === null ? {} : { chosenAt: row.chosen_at }),
    ...(row.seen_at === null ? {} : { seenAt: row.seen_at }),
    languages: (row.languages ?? "").split(" ").filter(Boolean) as Locale[],
    capacity: row.capacity ?? USUAL_CAPACITY,
    open: row.open,
    ...(row.assigned_at === null ? {} : { assignedAt: row.assigned_at }),
  };
}
