import type { OutboxRef } from "../store/store.ts";
import type { Clock } from "./clock.ts";

/** A row that waits to be sent. */
export interface QueuedRow extends OutboxRef {
  /** Attempts that failed for the row's own sake, in this process. */
  refusals: number;
}

/** One conversation's rows, in order, with at most one of them under way. */
interface Line {
  id: string;
  /** Ascending by id. */
  rows: QueuedRow[];
  waitingOf: Record<OutboxRef["author"], number>;
  busy: boolean;
  /** The space it waits for; then a timer of that space offers it again. */
  heldBy?: string;
  offeredAs?: OutboxRef["author"];
  /** Until its timer ends the row is not tried; a `whole` rest holds back the rows behind it too. */
  rest?: { row: number; whole: boolean; cancel(): void };
}

export interface Lines {
  /** `restMs` above 0: the row is not tried before that. A row that is there already is not added again. */
  add(row: OutboxRef, restMs?: number): void;
  /** Is there a row that may be tried? */
  any(): boolean;
  /** Does an agent's row wait to be tried? */
  anyOfAgents(): boolean;
  /**
   * The next row to try; its line is busy until one of the three below is called. `waitOf` says how long a row's space must
   * be left alone: its lines are passed over until then, and offered again together, so that the best of them goes first.
   */
  take(waitOf?: (space: QueuedRow["space"]) => number): QueuedRow | undefined;
  /** The row is dealt with. */
  done(row: QueuedRow): void;
  /** The row is tried again after `ms`. */
  rest(row: QueuedRow, ms: number, whole?: boolean): void;
  /** An earlier row is unsettled: the row waits for it, at most `ms`. */
  blocked(row: QueuedRow, ms: number): void;
  size(): number;
  clear(): void;
}

/** Whose words go first when several conversations wait: people's, then answers, then notices. */
const RANKS = ["agent", "bot", "system"] as const;

/**
 * The rows of one account by conversation. Conversations take turns within a rank; a conversation has the rank of the
 * best row it holds, as that row can only leave after those before it. `ready` is called when a rest has ended.
 */
export function createLines(clock: Clock, ready: () => void): Lines {
  const lines = new Map<string, Line>();
  const offered = { agent: new Set<Line>(), bot: new Set<Line>(), system: new Set<Line>() };
  /** Space id → the lines that wait for it. */
  const held = new Map<string, { lines: Set<Line>; cancel(): void }>();
  let size = 0;

  function offer(line: Line): void {
    if (line.busy || line.rows.length === 0) return;
    release(line);
    const rank = RANKS.find((author) => line.waitingOf[author] > 0) ?? "system";
    if (line.offeredAs === rank) return;
    withdraw(line);
    line.offeredAs = rank;
    offered[rank].add(line);
  }

  function withdraw(line: Line): void {
    if (line.offeredAs !== undefined) offered[line.offeredAs].delete(line);
    delete line.offeredAs;
  }

  function release(line: Line): void {
    if (line.heldBy !== undefined) held.get(line.heldBy)?.lines.delete(line);
    delete line.heldBy;
  }

  /** Passes a line over until its space may be written to again. */
  function hold(line: Line, space: string, ms: number): void {
    line.heldBy = space;
    const known = held.get(space);
    if (known !== undefined) {
      known.lines.add(line);
      return;
    }
    const waiting = new Set([line]);
    const cancel = clock.after(ms, () => {
      held.delete(space);
      for (const one of [...waiting]) {
        delete one.heldBy;
        offer(one);
      }
      ready();
    });
    held.set(space, { lines: waiting, cancel });
  }

  function lineOf(row: OutboxRef): Line {
    const known = lines.get(row.conversationId);
    if (known !== undefined) return known;
    const waitingOf = { agent: 0, bot: 0, system: 0 };
    const line: Line = { id: row.conversationId, rows: [], waitingOf, busy: false };
    lines.set(line.id, line);
    return line;
  }

  function endRest(line: Line): void {
    line.rest?.cancel();
    delete line.rest;
  }

  function restFor(line: Line, row: number, ms: number, whole: boolean): void {
    endRest(line);
    const cancel = clock.after(ms, () => {
      delete line.rest;
      offer(line);
      ready();
    });
    line.rest = { row, whole, cancel };
  }

  return {
    add(row, restMs = 0) {
      const line = lineOf(row);
      if (!insert(line.rows, { ...row, refusals: 0 })) return;
      line.waitingOf[row.author] += 1;
      size += 1;
      if (restMs > 0 && line.rows.length === 1 && !line.busy) {
        restFor(line, row.id, restMs, false);
        return;
      }
      // A new row may have silenced the one that rests: the store knows, so the new one is tried.
      if (line.rest?.whole !== true) offer(line);
    },
    any: () => RANKS.some((rank) => offered[rank].size > 0),
    anyOfAgents: () => offered.agent.size > 0,
    take(waitOf = () => 0) {
      for (const rank of RANKS) {
        for (const line of offered[rank]) {
          withdraw(line);
          const { rest } = line;
          const row = rest === undefined ? line.rows[0] : line.rows.find(({ id }) => id !== rest.row);
          if (row === undefined) continue;
          const wait = waitOf(row.space);
          if (wait > 0) {
            hold(line, row.space.id, wait);
            continue;
          }
          line.busy = true;
          return row;
        }
      }
      return undefined;
    },
    done(row) {
      const line = lineOf(row);
      line.busy = false;
      const at = line.rows[0] === row ? 0 : line.rows.indexOf(row);
      if (at >= 0) {
        line.rows.splice(at, 1);
        line.waitingOf[row.author] -= 1;
        size -= 1;
      }
      if (line.rows.length > 0) {
        if (line.rest?.whole !== true) offer(line);
        return;
      }
      endRest(line);
      lines.delete(line.id);
    },
    rest(row, ms, whole = false) {
      const line = lineOf(row);
      line.busy = false;
      restFor(line, row.id, ms, whole);
      // Rows that came while it was under way may have been the ones that silence it.
      if (!whole && line.rows.length > 1) offer(line);
    },
    blocked(row, ms) {
      const line = lineOf(row);
      line.busy = false;
      if (line.rows[0] !== row && line.rest === undefined) offer(line);
      else if (line.rest === undefined) restFor(line, row.id, ms, false);
    },
    size: () => size,
    clear() {
      for (const { cancel } of held.values()) cancel();
      held.clear();
      for (const line of lines.values()) {
        endRest(line);
        withdraw(line);
      }
    },
  };
}

/** Puts a row in its place; false when it is there already. New rows nearly always go last. */
function insert(rows: QueuedRow[], row: QueuedRow): boolean {
  let at = rows.length;
  for (; at > 0; at--) {
    const before = rows[at - 1];
    if (before === undefined || before.id < row.id) break;
    if (before.id === row.id) return false;
  }
  rows.splice(at, 0, row);
  return true;
}
