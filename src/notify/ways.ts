import { atLeast } from "../desk/roles.ts";
import type { AlertWay } from "../store/alerts.ts";
import type { Agent } from "../store/store.ts";

/** What the operator has set up beside the inbox. */
export interface Setup {
  room: boolean;
  mail: boolean;
  webhook: boolean;
}

/** Who is written to at a rung: the agents, then supervisors and admins, then all of them. Disabled people never. */
export function recipients(rung: number, people: readonly Agent[]): Agent[] {
  const able = people.filter(({ disabledAt, role }) => disabledAt === undefined && role !== "viewer");
  if (rung <= 3) return able.filter(({ role }) => role === "agent");
  if (rung === 4) return able.filter(({ role }) => atLeast(role, "supervisor"));
  return able;
}

/** By which ways somebody can be reached at a rung. */
export function waysAt(rung: number, setup: Setup, people: readonly Agent[]): AlertWay[] {
  const mail: AlertWay[] = setup.mail && recipients(rung, people).length > 0 ? ["mail"] : [];
  const room: AlertWay[] = setup.room ? ["room"] : [];
  const webhook: AlertWay[] = setup.webhook ? ["webhook"] : [];
  if (rung <= 1) return ["browser"];
  if (rung === 2) return room;
  if (rung === 3) return [...mail, ...webhook];
  if (rung === 4) return [...mail, ...webhook, ...room];
  return ["browser", ...room, ...mail, ...webhook];
}
