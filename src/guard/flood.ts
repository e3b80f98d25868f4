/** How much of one customer's writing is answered and stored one by one. Pure: the caller keeps the bucket and the clock. */

export interface FloodLimits {
  /** Messages answered at once. */
  burst: number;
  /** After the burst, one more is answered every so many milliseconds. */
  refillMs: number;
  /** Messages stored one by one in an hour; those above are only counted. */
  storedPerHour: number;
}

export const FLOOD_LIMITS: FloodLimits = { burst: 20, refillMs: 3_000, storedPerHour: 500 };

/** What is remembered of a customer between messages. Times in milliseconds since 1970. */
export interface FloodBucket {
  /** Answers left, possibly a fraction. */
  tokens: number;
  refilledAt: number;
  /** Whether the customer was already asked to wait since the bucket last had room for half a burst. */
  noticed: boolean;
  hourStart: number;
  /** Messages in this hour, counted ones included. */
  inHour: number;
  /** Of these, the ones not stored one by one: "+9,480 more". */
  counted: number;
}

/** `ok`: answer. `notice`: store, and ask once to wait. `quiet`: store, do not answer. `count`: only count. */
export type FloodVerdict = "ok" | "notice" | "quiet" | "count";

const HOUR_MS = 3_600_000;

/** Takes in one message at `now` and says what to do with it. A clock that goes back gives no tokens and takes none. */
export function admit(
  bucket: FloodBucket | undefined,
  now: number,
  limits: FloodLimits = FLOOD_LIMITS,
): { bucket: FloodBucket; verdict: FloodVerdict } {
  const next = refilled(bucket, now, limits);
  next.inHour++;
  if (next.inHour > limits.storedPerHour) {
    next.counted++;
    return { bucket: next, verdict: "count" };
  }
  if (next.tokens >= 1) {
    next.tokens--;
    return { bucket: next, verdict: "ok" };
  }
  if (next.noticed) return { bucket: next, verdict: "quiet" };
  next.noticed = true;
  return { bucket: next, verdict: "notice" };
}

function refilled(bucket: FloodBucket | undefined, now: number, limits: FloodLimits): FloodBucket {
  if (!bucket)
    return { tokens: limits.burst, refilledAt: now, noticed: false, hourStart: now, inHour: 0, counted: 0 };
  const passed = Math.max(0, now - bucket.refilledAt);
  const tokens = Math.min(limits.burst, bucket.tokens + passed / limits.refillMs);
  const newHour = now - bucket.hourStart >= HOUR_MS;
  return {
    tokens,
    refilledAt: now,
    // Not at the first refilled token: someone who writes every second would be told to wait every third message.
    noticed: bucket.noticed && tokens < limits.burst / 2,
    hourStart: newHour ? now : bucket.hourStart,
    inHour: newHour ? 0 : bucket.inHour,
    counted: newHour ? 0 : bucket.counted,
  };
}
