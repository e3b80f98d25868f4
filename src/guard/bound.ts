/** Limits on what is stored and shown of a text that came from outside. */

/** Code points kept of a message; every channel's own limit is below it or cut here. */
const TEXT_LIMIT = 8_000;
/** Code points kept of a display name. */
const NAME_LIMIT = 64;

/** Marks, overrides and isolates that change the order in which neighbours are shown (UAX #9). */
const BIDI = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/g;
/** C0 controls but tab and line feed, DEL and the C1 controls. */
const CONTROLS = /(?![\t\n])\p{Cc}/gu;

/**
 * A text made safe to store and show: line ends are \n, controls and bidi controls are gone, lone surrogates replaced by
 * U+FFFD, and past `limit` code points it ends in `…[+N]`, N being the code points left out. Redact before: a cut
 * phrase is no longer recognised.
 */
export function bound(text: string, limit: number = TEXT_LIMIT): string {
  const clean = text
    .replace(/\p{Surrogate}/gu, "\uFFFD")
    .replace(/\r\n?/g, "\n")
    .replace(CONTROLS, "")
    .replace(BIDI, "");
  if (clean.length <= limit) return clean;
  const points = Array.from(clean);
  if (points.length <= limit) return clean;
  return `${points.slice(0, limit).join("")}…[+${points.length - limit}]`;
}

/** A display name on one line of at most 64 code points, without controls or invisible edges; empty when nothing is left. */
export function name(text: string): string {
  const line = bound(text, text.length)
    .replace(/[\u200B\u2060\uFEFF]/g, "")
    .replace(/\s+/g, " ")
    .trim();
  const points = Array.from(line);
  return points.length <= NAME_LIMIT
    ? line
    : `${points
        .slice(0, NAME_LIMIT - 1)
        .join("")
        .trimEnd()}…`;
}
