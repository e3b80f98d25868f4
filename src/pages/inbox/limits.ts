import type { Channel } from "./types.ts";

/** The longest reply or note the desk takes. */
export const LONGEST = 10_000;

/** How a text fits a channel: what is used of one message, and how many it becomes. */
export interface Fit {
  used: number;
  limit: number;
  parts: number;
}

/** Measures a text the way its channel counts. */
export function fitOf(text: string, channel: Channel | undefined): Fit {
  const { limit, unit } = channel?.text ?? { limit: LONGEST, unit: "utf16" };
  const used = measured(text, unit);
  return { used, limit, parts: Math.max(1, Math.ceil(used / limit)) };
}

function measured(text: string, unit: Channel["text"]["unit"]): number {
  if (unit === "byte") return new TextEncoder().encode(text).length;
  return unit === "codepoint" ? [...text].length : text.length;
}
