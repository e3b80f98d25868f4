import type { SlotName } from "../knowledge/entry.ts";
import type { Folded } from "./fold.ts";
import type { SecretKind } from "./marker.ts";

/** A secret found: code units [start, end) of the folded text. */
export interface Span {
  start: number;
  end: number;
  kind: SecretKind;
}

/** What a detector looks at. */
export interface View extends Folded {
  /** Where the present message begins; before it stands the end of the customer's previous one, for its words only. */
  from: number;
  /** The detail the bot asked for last, if any. */
  expects: SlotName | undefined;
}

/** One family of secrets: finds its spans in a view, in any order. Pure, and linear in the text. */
export type Detector = (view: View) => Span[];

/** The spans as they are replaced: sorted, and overlapping ones joined under the kind of the longest. */
export function joined(spans: readonly Span[]): Span[] {
  const result: Span[] = [];
  let longest = 0;
  for (const span of [...spans].sort((a, b) => a.start - b.start || b.end - a.end)) {
    const last = result.at(-1);
    const length = span.end - span.start;
    if (!last || span.start >= last.end) {
      result.push({ ...span });
      longest = length;
      continue;
    }
    last.end = Math.max(last.end, span.end);
    if (length > longest) [last.kind, longest] = [span.kind, length];
  }
  return result;
}
