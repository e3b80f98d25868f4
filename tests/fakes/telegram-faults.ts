/** What a method does instead of working, for its next `times` calls (default 1). */
export type FaultPlan = { times?: number } & (
  | {
      /** HTTP status and error_code of the answer. */
      status: number;
      description?: string;
      /** Seconds, as `parameters.retry_after`. */
      retryAfter?: number;
      parameters?: Record<string, unknown>;
      /** True: the call is carried out first, and only its answer is this error. */
      accepted?: boolean;
    }
  /** The connection is cut: before the call is carried out, or after, so that only the answer is lost. */
  | { drop: "before" | "after" }
  /** No answer ever comes: to a call not carried out, or to one that was. */
  | { hang: "before" | "after" }
);

/** The faults still to happen, by method. */
export function faultPlans() {
  const plans = new Map<string, { plan: FaultPlan; left: number }[]>();
  return {
    add(method: string, plan: FaultPlan): void {
      plans.set(method, [...(plans.get(method) ?? []), { plan, left: plan.times ?? 1 }]);
    },
    next(method: string): FaultPlan | undefined {
      const queue = plans.get(method);
      const entry = queue?.[0];
      if (!queue || !entry) return undefined;
      entry.left -= 1;
      if (entry.left <= 0) queue.shift();
      return entry.plan;
    },
    clear(): void {
      plans.clear();
    },
  };
}

/** An error answer of the Bot API. */
export class ApiRefusal extends Error {
  override name = "ApiRefusal";
  readonly status: number;
  readonly parameters: Record<string, unknown> | undefined;

  constructor(status: number, description: string, parameters?: Record<string, unknown>) {
    super(description);
    this.status = status;
    this.parameters = parameters;
  }
}

export function refusalOf(plan: Extract<FaultPlan, { status: number }>): ApiRefusal {
  const words: Record<number, string> = {
    401: "Unauthorized",
    403: "Forbidden: bot was blocked by the user",
    409: "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
    429: `Too Many Requests: retry after ${plan.retryAfter ?? 1}`,
  };
  const parameters = {
    ...(plan.retryAfter === undefined ? {} : { retry_after: plan.retryAfter }),
    ...plan.parameters,
  };
  return new ApiRefusal(plan.status, plan.description ?? words[plan.status] ?? "Bad Gateway", parameters);
}
