import type { Space } from "./contract.ts";

/**
 * How fast one space of a kind may be written to, all of its threads together; every pace of a list holds. Changes of what
 * was sent count as messages do. A kind that is not named is held only by the platform's own "retry after".
 */
export type Paces = Partial<Record<Space["kind"], readonly Pace[]>>;

/** At most so many messages within any span of so many milliseconds. */
export interface Pace {
  messages: number;
  withinMs: number;
}
