import type { Message } from "./types.ts";

export interface Fate {
  state: "queued" | "sending" | "sent" | "retry" | "failed" | "unknown" | "superseded";
  detail?: string;
  twice: boolean;
}

/** What needs a person most comes first: a message of several parts fares as its worst part. */
const WORST = ["failed", "unknown", "retry", "sending", "ready", "superseded", "sent"] as const;

/** How a message fared; undefined for what is not sent (customers' words, notes). */
export function fateOf({ delivery }: Pick<Message, "delivery">): Fate | undefined {
  if (delivery === undefined || delivery.length === 0) return undefined;
  const state = WORST.find((one) => delivery.some((part) => part.state === one)) ?? "sent";
  const detail = delivery.find((part) => part.state === state)?.detail;
  const twice = delivery.some((part) => part.mayHaveArrivedTwice === true);
  const told = detail !== undefined && (state === "failed" || state === "unknown" || state === "retry");
  return { state: state === "ready" ? "queued" : state, ...(told ? { detail } : {}), twice };
}
