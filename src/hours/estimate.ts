/** How long somebody waited, and how many stood before them when they came. */
export interface Wait {
  /** When the wait ended. */
  at: number;
  ms: number;
  ahead: number;
}

/** Milliseconds. */
export interface WaitRange {
  from: number;
  to: number;
}

/** What is near counts before what is far: Zendesk's estimate looks at 10 minutes, then 2 hours, then 3 weeks. */
const WINDOWS_MS = [10 * 60_000, 2 * 3_600_000, 21 * 86_400_000];
/** Fewer say nothing. */
const LEAST_SAMPLES = 10;
/** So much is left out at either end. With ten samples that is none: of eleven draws the last lies within the rest nine times. */
const TAIL = 0.05;

/**
 * How long somebody with so many before them will probably wait, from those who waited lately at a like place; a range,
 * never a point, and nothing where fewer than ten are known.
 */
export function estimateWait(waits: readonly Wait[], ahead: number, now: number): WaitRange | undefined {
  const slack = Math.max(1, Math.round(ahead / 3));
  const like = waits.filter((wait) => Math.abs(wait.ahead - ahead) <= slack);
  for (const window of WINDOWS_MS) {
    const lately = like.filter(({ at }) => at > now - window && at <= now).map(({ ms }) => ms);
    if (lately.length >= LEAST_SAMPLES) return rangeOf(lately);
  }
  return undefined;
}

/** How far back the history is looked at. */
export const HISTORY_MS = 21 * 86_400_000;

function rangeOf(samples: number[]): WaitRange {
  const sorted = [...samples].sort((a, b) => a - b);
  const cut = Math.floor(sorted.length * TAIL);
  return outward({ from: sorted[cut] ?? 0, to: sorted[sorted.length - 1 - cut] ?? 0 });
}

/** To steps that people speak in, never narrower: minutes, then five, a quarter of an hour, half an hour, an hour. */
function outward({ from, to }: WaitRange): WaitRange {
  const step = (ms: number): number => {
    const minutes = ms / 60_000;
    return (minutes < 10 ? 1 : minutes < 30 ? 5 : minutes < 90 ? 15 : minutes < 240 ? 30 : 60) * 60_000;
  };
  const low = Math.floor(from / step(from)) * step(from);
  const high = Math.ceil(to / step(to)) * step(to);
  return { from: low, to: Math.max(high, low + step(low)) };
}
