import type { TimerName } from "../../conversation/events.ts";
import type { Db } from "./transaction.ts";

export type Timers = ReturnType<typeof timers>;

/** Clocks of conversations: one of each name. */
export function timers(db: Db) {
  const set = db.prepare<[string, string, number]>(
    "INSERT INTO timers (conversation_id, name, due_at) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET due_at = excluded.due_at",
  );
  const cancel = db.prepare<[string, string]>("DELETE FROM timers WHERE conversation_id = ? AND name = ?");
  const running = db
    .prepare<[string, string], number>("SELECT due_at FROM timers WHERE conversation_id = ? AND name = ?")
    .pluck();
  const due = db.prepare<[number, number], { conversationId: string; name: TimerName; dueAt: number }>(
    "SELECT conversation_id AS conversationId, name, due_at AS dueAt FROM timers WHERE due_at <= ? ORDER BY due_at LIMIT ?",
  );
  const next = db.prepare<[], number | null>("SELECT min(due_at) FROM timers").pluck();

  return {
    set(conversationId: string, name: TimerName, dueAt: number): void {
      set.run(conversationId, name, dueAt);
    },
    cancel(conversationId: string, name: TimerName): void {
      cancel.run(conversationId, name);
    },
    dueAt: (conversationId: string, name: TimerName): number | undefined => running.get(conversationId, name),
    due: (now: number, limit: number) => due.all(now, limit),
    next: (): number | undefined => next.get() ?? undefined,
  };
}
