import type { OutboundPart } from "../../src/channel/contract.ts";
import { shorten } from "../../src/channel/measure.ts";
import { contentLimit, encodePart, type MessageBody } from "./encode.ts";

/** Longest name of a thread. */
export const titleLimit = 100;

/**
 * A part as one message and no more, for a card and for whatever replaces a message: what escaping has made too long ends
 * in "…". Undefined where there is nothing to show.
 */
export function oneBody(part: OutboundPart, idempotencyKey: string): MessageBody | undefined {
  const bodies = encoded(part, idempotencyKey);
  const [first] = bodies;
  const last = bodies.at(-1);
  if (first === undefined || last === undefined || first === last) return first;
  const whole = bodies.map(({ content }) => content).join("\n\n");
  return { ...first, content: shorten(whole, contentLimit), components: last.components };
}

/** A thread's name is one line of plain text, never empty. Discord reads no formatting in it and calls nobody. */
export function nameOf(title: string): string {
  return shorten(title.replace(/[\s\p{Cc}]+/gu, " ").trim(), titleLimit) || "…";
}

function encoded(part: OutboundPart, idempotencyKey: string): MessageBody[] {
  try {
    return encodePart(part, { idempotencyKey });
  } catch {
    return [];
  }
}
