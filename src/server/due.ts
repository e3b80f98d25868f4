import type { Due } from "../conversation/timing.ts";

/** A target as the API shows it: how it stands at this moment. */
export function dueAt(due: Due, now: number): Due & { state: "ok" | "warning" | "breached" } {
  const state = now >= due.at ? "breached" : now >= due.warnAt ? "warning" : "ok";
  return { ...due, state };
}
