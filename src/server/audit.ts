import type { MiddlewareHandler } from "hono";
import { isAudited } from "../desk/roles.ts";
import { reasonOf } from "../errors.ts";
import type { Log } from "../log.ts";
import type { AuditStore } from "../store/access.ts";
import { addressOf, type TrustProxy } from "./client-ip.ts";
import type { DeskEnv } from "./deps.ts";

/**
 * Writes a line in the audit log for every call that changes something or reads what a customer said: who, what, on what,
 * from where, and how it ended. Refusals leave a line too, but for what was only too often. A read that cannot be written
 * down is not answered; an act that cannot be is done already, and is said so in the log.
 */
export function audited(deps: {
  audit: AuditStore;
  now(): number;
  trustProxy?: TrustProxy | undefined;
  log: Log;
}): MiddlewareHandler<DeskEnv> {
  return async (c, next) => {
    await next();
    const named = c.get("action");
    if (named === undefined || c.res.status === 429) return;
    if (!isDoor(named) && !isAudited(named)) return;
    const [agent, target] = [c.get("agent"), c.get("target")];
    try {
      await deps.audit.add({
        at: deps.now(),
        ...(agent === undefined ? {} : { agentId: agent.id }),
        via: c.get("via") ?? "door",
        action: named,
        ...(target === undefined ? {} : { target }),
        address: addressOf(c, deps.trustProxy),
        outcome: c.res.ok ? "done" : (c.get("refused") ?? "refused"),
      });
    } catch (error) {
      deps.log.error({ action: named, target, reason: reasonOf(error) }, "the audit log was not written");
      if (c.req.method !== "GET") return;
      await c.res.body?.cancel();
      throw error;
    }
  };
}

/** What is done by who is not signed in, or by the operator alone; no role gives or takes it. */
export type Door = (typeof DOORS)[number];

const DOORS = ["setup", "login", "invitations.accept", "backup"] as const;

function isDoor(action: string): action is Door {
  return DOORS.some((door) => door === action);
}

/** Names what a route does, where no role decides about it. */
export function named(action: NonNullable<DeskEnv["Variables"]["action"]>): MiddlewareHandler<DeskEnv> {
  return async (c, next) => {
    c.set("action", action);
    return next();
  };
}
