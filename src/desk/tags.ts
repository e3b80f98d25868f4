import { bound } from "../guard/bound.ts";

const LONGEST = 32;
const SHAPE = /^[\p{L}\p{N}\p{M}][\p{L}\p{N}\p{M} _-]*$/u;

/**
 * A tag as it is kept: one line, lower case, full-width letters as narrow ones, so that "Refund" and "ｒｅｆｕｎｄ " are one.
 * Undefined for what is no tag: empty, longer than 32 characters, or with signs other than letters, digits, spaces, `-` and `_`.
 */
export function tagOf(written: string): string | undefined {
  const tag = bound(written.normalize("NFKC"), written.length * 18)
    .replace(/\s+/gu, " ")
    .trim()
    .toLowerCase();
  return Array.from(tag).length <= LONGEST && SHAPE.test(tag) ? tag : undefined;
}

export const TAG_RULE = "send 1 to 32 letters, digits, spaces, dashes or underscores";
