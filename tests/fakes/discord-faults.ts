/** What a route does instead of working, for its next `times` calls (default 1). */
export type DiscordFault = { times?: number } & (
  | {
      status: number;
      /** Discord's own number and words; `body` is added to the answer, `page` replaces it. */
      code?: number;
      message?: string;
      body?: Record<string, unknown>;
      page?: string;
      headers?: Record<string, string>;
      /** True: the call is carried out first, and only its answer is this error. */
      accepted?: boolean;
    }
  /** The connection is cut: before the call is carried out, or after, so that only the answer is lost. */
  | { drop: "before" | "after" }
  /** No answer ever comes: to a call not carried out, or to one that was. */
  | { hang: "before" | "after" }
);

/** The faults still to happen, by route ("POST /channels/:id/messages"). */
export function discordFaults() {
  const plans = new Map<string, { plan: DiscordFault; left: number }[]>();
  return {
    add(route: string, plan: DiscordFault): void {
      plans.set(route, [...(plans.get(route) ?? []), { plan, left: plan.times ?? 1 }]);
    },
    next(route: string): DiscordFault | undefined {
      const queue = plans.get(route);
      const entry = queue?.[0];
      if (!queue || !entry) return undefined;
      entry.left -= 1;
      if (entry.left <= 0) queue.shift();
      return entry.plan;
    },
    clear: () => plans.clear(),
  };
}

/** An error answer of Discord's API. */
export class DiscordRefusal extends Error {
  override name = "DiscordRefusal";
  readonly status: number;
  readonly code: number;
  readonly more: Record<string, unknown>;

  constructor(status: number, code: number, message: string, more: Record<string, unknown> = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.more = more;
  }
}
