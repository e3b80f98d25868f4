/** The figures of a period, as the desk's API gives them. */
export interface Figures {
  summary: Summary;
  volume: (Line & { engagements: number; escalated: number })[];
  times: (Line & { firstReply: { n: number; medianMs?: number } })[];
}

interface Line {
  by: string;
  key: string;
}

interface Summary {
  queue: { waiting: number; longestMs?: number };
  engagements: number;
  messages: number;
  escalated: number;
  firstReply: { n: number; medianMs?: number; p90Ms?: number; unanswered: number };
  rating: { asked: number; rated: number; satisfiedShare?: number };
  deflection: Record<Outcome, number> & { settled: number; deflectedShare?: number };
}

export type Outcome =
  | "confirmed"
  | "assumed"
  | "recontacted"
  | "escalated"
  | "abandoned"
  | "moved"
  | "pending";

/** First and last day, as the browser's calendar has them. */
export interface Days {
  from: string;
  to: string;
}

/** Shares of fewer than these tell nothing. */
export const ENOUGH = 10;

/** The last so many days, today included. */
export function lastDays(n: number, now = new Date()): Days {
  const first = new Date(now);
  first.setDate(first.getDate() - n + 1);
  return { from: dayOf(first), to: dayOf(now) };
}

/** Where a report is; the days are those of the reader's own clock. */
export function addressOf(report: string, { from, to }: Days): string {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  return `/api/desk/reports/${report}?${new URLSearchParams({ from, to, zone: timeZone })}`;
}

/** Reads all that the page shows; a refusal is its status, 0 where nobody was reached. */
export async function readFigures(days: Days): Promise<Figures | number> {
  try {
    const [summary, volume, times] = await Promise.all(
      ["summary", "volume", "times"].map((name) => fetch(addressOf(name, days))),
    );
    if (!summary?.ok || !volume?.ok || !times?.ok) return summary?.status ?? 0;
    const [a, b, c] = await Promise.all([summary.json(), volume.json(), times.json()]);
    return { summary: a.report, volume: b.report, times: c.report };
  } catch {
    return 0;
  }
}

function dayOf(date: Date): string {
  const two = (n: number): string => String(n).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
