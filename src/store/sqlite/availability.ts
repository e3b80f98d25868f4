import type { Locale } from "../../knowledge/entry.ts";
import { type AvailabilityStore, type Chosen, type Colleague, USUAL_CAPACITY } from "../availability.ts";
import type { Role } from "../store.ts";
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
  open: number;
}

const OPEN = "SELECT count(*) FROM conversations WHERE owner = 'agent' AND status = 'open' AND agent_id =";

/** What agents chose, and how much they take. */
export function availability(db: Db, write: Write): Inside<AvailabilityStore> {
  const list = db.prepare<[], Row>(`
    SELECT a.id, a.name, a.role, v.chosen, v.chosen_at, v.seen_at, v.languages, v.capacity,
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

  return {
    list: () => list.all().map(toColleague),
    choose: (agentId, chosen, at) => write(() => void choose.run({ agentId, chosen, at })),
    seen: (agentId, at) => write(() => void seen.run({ agentId, at })),
    set: (agentId, { languages, capacity }) =>
      write(
        () => void set.run({ agentId, languages: languages?.join(" ") ?? null, capacity: capacity ?? null }),
      ),
  };
}

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
  };
}
