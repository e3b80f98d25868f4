/** What a method of Slack's does instead of working, for its next `times` calls (default 1). */
export type SlackFault = {
  times?: number;
} /** `{ok: false, error}` with HTTP 200; the call is carried out all the same when `accepted`. */ & (
  | { error: string; accepted?: boolean }
  /** An HTTP status: 429 with `retryAfter` seconds, 5xx; carried out first when `accepted`. */
  | { status: number; retryAfter?: number; accepted?: boolean }
  /** The connection is cut: before the call is carried out, or after, so that only the answer is lost. */
  | { drop: "before" | "after" }
  /** No answer ever comes: to a call not carried out, or to one that was. */
  | { hang: "before" | "after" }
);

/** The faults still to happen, by method. */
export function slackFaults() {
  const plans = new Map<string, { fault: SlackFault; left: number }[]>();
  return {
    add(method: string, fault: SlackFault): void {
      plans.set(method, [...(plans.get(method) ?? []), { fault, left: fault.times ?? 1 }]);
    },
    next(method: string): SlackFault | undefined {
      const queue = plans.get(method);
      const entry = queue?.[0];
      if (!queue || !entry) return undefined;
      entry.left -= 1;
      if (entry.left <= 0) queue.shift();
      return entry.fault;
    },
    clear: () => plans.clear(),
  };
}

/** True when the call is carried out and only its answer is spoilt. */
export function carriedOut(fault: SlackFault): boolean {
  if ("drop" in fault) return fault.drop === "after";
  if ("hang" in fault) return fault.hang === "after";
  return fault.accepted === true;
}

/** Slack's own "no". */
export class SlackRefusal extends Error {
  override name = "SlackRefusal";
}
