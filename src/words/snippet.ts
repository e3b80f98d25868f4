import type { Mark } from "./find.ts";

/** A stretch of a text around what was found in it. Marks count in `text`. */
export interface Snippet {
  text: string;
  marks: Mark[];
}

/** Room before the first mark, and for the whole, in UTF-16 code units. */
const BEFORE = 40;
const LENGTH = 160;

/** The stretch with the first mark in it, on one line. Never half a character; "…" says that there is more. */
export function snippetOf(source: string, marks: readonly Mark[]): Snippet {
  const first = marks[0] ?? [0, 0];
  const last = Math.max(0, source.length - LENGTH);
  const from = whole(source, Math.min(Math.max(0, first[0] - BEFORE), last));
  const to = whole(source, Math.min(source.length, from + LENGTH));
  const lead = from > 0 ? "…" : "";
  const shift = lead.length - from;
  const text = source.slice(from, to).replace(/[\r\n\t]/g, " ");
  return {
    text: `${lead}${text}${to < source.length ? "…" : ""}`,
    marks: marks
      .filter(([start, end]) => start < to && end > from)
      .map(([start, end]) => [Math.max(start, from) + shift, Math.min(end, to) + shift]),
  };
}

/** The place itself, or the one before, where it would cut a character in two. */
function whole(source: string, at: number): number {
  const code = source.charCodeAt(at);
  return at > 0 && code >= 0xdc00 && code <= 0xdfff ? at - 1 : at;
}
