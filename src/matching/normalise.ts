import type { Locale } from "../knowledge/entry.ts";
import { SIMPLIFIED } from "../words/simplified.ts";

/** How much of a text is matched, in code points. A question fits; a pasted page must not cost more time. */
export const MATCHED_CODE_POINTS = 300;

const APOSTROPHES = /['’‘`´ʼ＇]/g;
const INVISIBLE = /[\p{Cf}\p{M}]/gu;
const RUN = /[a-z0-9]+|\p{Script=Han}+/gu;
const HAN = /\p{Script=Han}/u;

/**
 * One spelling for texts that read the same: the first 300 code points, width and compatibility forms folded,
 * lower case, accents, zero-width characters and apostrophes dropped, traditional characters made simplified.
 */
export function normalise(text: string): string {
  // Before folding, which makes a space of "´"; and after it, which makes an apostrophe of a full-width one.
  const joined = firstCodePoints(text, MATCHED_CODE_POINTS).replace(APOSTROPHES, "");
  const folded = joined.normalize("NFKD").toLowerCase().replace(INVISIBLE, "").replace(APOSTROPHES, "");
  let result = "";
  for (const character of firstCodePoints(folded, MATCHED_CODE_POINTS)) {
    result += SIMPLIFIED.get(character) ?? character;
  }
  return result;
}

/** Maximal runs of a normalised text: `[a-z0-9]+` or Han, in order. All else separates. */
export function runsOf(normalised: string): string[] {
  return normalised.match(RUN) ?? [];
}

export function isHan(run: string): boolean {
  return HAN.test(run);
}

/** The language of a normalised text: Chinese when it has at least as many Han characters as half its Latin words. */
export function localeOf(normalised: string): Locale {
  let han = 0;
  let words = 0;
  for (const run of runsOf(normalised)) {
    if (isHan(run)) han += run.length;
    else if (/^[a-z]{2,}$/.test(run)) words += 1;
  }
  return 2 * han >= words ? "zh" : "en";
}

function firstCodePoints(text: string, limit: number): string {
  if (text.length <= limit) return text;
  let end = 0;
  for (let taken = 0; taken < limit && end < text.length; taken++) {
    end += (text.codePointAt(end) ?? 0) > 0xffff ? 2 : 1;
  }
  return text.slice(0, end);
}
