import type { Priority, Row, View } from "./types.ts";

const RANK: Record<Priority, number> = { urgent: 2, high: 1, normal: 0 };

/** Who waits first: the most urgent, then what is due first, then the longest waiting; who waits for nothing comes last, newest first. */
export function byUrgency(a: Row, b: Row): number {
  if (a.waitingSince === undefined || b.waitingSince === undefined) {
    if (a.waitingSince !== b.waitingSince) return a.waitingSince === undefined ? 1 : -1;
    return b.lastAt - a.lastAt;
  }
  const due = (row: Row): number => row.due?.at ?? Number.MAX_SAFE_INTEGER;
  return RANK[b.priority] - RANK[a.priority] || due(a) - due(b) || a.waitingSince - b.waitingSince;
}

/** Whether a row is of a view, as the server counts it. */
export function belongs(
  view: View,
  row: Pick<Row, "owner" | "status" | "waitingSince">,
  me: string,
): boolean {
  const { owner, status } = row;
  switch (view) {
    case "mine":
      return status === "open" && owner.kind === "agent" && owner.agentId === me;
    case "waiting":
      return status === "open" && owner.kind === "agent" && row.waitingSince === undefined;
    case "queue":
    case "bot":
      return status === "open" && owner.kind === view;
    default:
      return status === view;
  }
}

/** A place in a list: its row, or undefined while it is not loaded. */
export type Place = Row | undefined;

export interface Settled {
  shown: Place[];
  /** Rows that are not shown yet, because the list is held still. */
  news: number;
  /** The list is held, and would look different. */
  differs: boolean;
}

/**
 * What is shown of a list. While it is held (the pointer is on it), every row keeps its place: its words change, rows that
 * left stay until it is let go, and what is new is only counted. An empty list has no place to keep: it shows what comes.
 */
export function settle(held: readonly Place[] | undefined, truth: readonly Place[]): Settled {
  if (held === undefined || held.length === 0) return { shown: [...truth], news: 0, differs: false };
  const now = new Map(truth.flatMap((row) => (row === undefined ? [] : [[row.id, row] as const])));
  const known = new Set(held.map((row) => row?.id));
  const filled = held.map((row, index) => {
    if (row !== undefined) return now.get(row.id) ?? row;
    const late = truth[index];
    return late === undefined || known.has(late.id) ? undefined : late;
  });
  const shownIds = new Set(filled.map((row) => row?.id));
  const news = truth.filter((row) => row !== undefined && !shownIds.has(row.id)).length;
  const differs =
    filled.length !== truth.length ||
    filled.some((row, index) => truth[index] && row?.id !== truth[index]?.id);
  return { shown: filled, news, differs };
}
