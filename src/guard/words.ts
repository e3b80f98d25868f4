/** The Latin words of a text, each judged against the English seed word list. */
import { ENGLISH, nearEnglish, unglued } from "./bip39.ts";
import { OPAQUE } from "./fold.ts";

export interface Word {
  text: string;
  start: number;
  end: number;
  /**
   * `listed`: on the list; `near`: one slip away; `odd`: unknown; `plain`: an everyday English word that is not on the
   * list, so a sentence is being written.
   */
  rank: "listed" | "near" | "odd" | "plain";
  /** How many list words it holds: more than one when written without spaces. */
  count: number;
  /** Whether nothing but a short separator stands between it and the word before. */
  follows: boolean;
}

/** Everyday words that are not list words. Words of one or two letters count as such too. */
const PLAIN = new Set(
  `the and for are was were been being has had have him her his she they them their theirs our ours your yours its not but nor yet
  with from than out off per via who whom whose why how which while these those some none both either neither could would should
  might may shall does did done doing got get gets getting gone went goes going want wants need needs let lets make makes made see saw
  seen say says said tell told know knows knew think keep kept send sent take took taken put gave given come came here's there's
  now's last new old big small good bad two three four five six seven eight nine ten once twice because since until after before
  between without within through around please thanks thank sorry hello hey dear yes okay lot lots much many few most more every each
  someone anyone everyone nobody nothing something anything everything else ever never always often maybe perhaps really too even still
  ago via app apps wallet wallets website phone number email mail bot support team help account login logged transfer transfers transaction
  transactions transferred received receive sending receiving fee fees gas network chain chains token's pending failed fail fails shows showing
  shown showed says password code import imported importing install installed update updated download downloaded screen button click clicked
  tried trying try don didn doesn isn wasn aren won can't cannot couldn wouldn hasn haven im ive dont doesnt didnt cant wont isnt thats whats its
  using used uses user users working worked works work looking looks like likes open opened opens opening called call calls asked asking ask
  asks added adding adds wrong missing missed lost lose stuck waiting waited wait where's money funds`
    .split(/\s+/)
    .filter((word) => word && !ENGLISH.has(word)),
);

/** The first four letters tell every list word from the others, so metal plates and some people keep only those. */
const SHORT_FORMS = new Set([...ENGLISH.keys()].map((word) => word.slice(0, 4)));

/** None of them is a list word ("first" and "second" are). */
const ORDINALS = new Set("third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split(" "));

/** The words in order. Numbering ("1.", "a)", "2nd", "no. 3") tags and a joining "and" are skipped. */
export function latinWords(lower: string): Word[] {
  const words: Word[] = [];
  let previousEnd = 0;
  for (const match of lower.matchAll(/[a-z]+(?:'[a-z]{1,2}(?![a-z]))?/g)) {
    const text = match[0];
    const start = match.index;
    const end = start + text.length;
    if (isNumbering(lower, text, start, end)) continue;
    const last = words.at(-1);
    const follows = last !== undefined && isSeparator(lower.slice(previousEnd, start));
    const count = text.length >= 18 ? (unglued(text) ?? 0) : 0;
    words.push({ text, start, end, rank: rankOf(text, count), count: count >= 3 ? count : 1, follows });
    previousEnd = end;
  }
  return words;
}

function rankOf(text: string, glued: number): Word["rank"] {
  if (ENGLISH.has(text) || glued >= 3) return "listed";
  if (text.length === 4 && SHORT_FORMS.has(text) && !PLAIN.has(text)) return "listed";
  if (SHORT_FORMS.has(text)) return "odd";
  if (text.length <= 2 || PLAIN.has(text) || text.includes("'")) return "plain";
  return nearEnglish(text) ? "near" : "odd";
}

function isNumbering(lower: string, text: string, start: number, end: number): boolean {
  if (text === "and" || ORDINALS.has(text)) return true;
  if (/<\/?$/.test(lower.slice(Math.max(0, start - 2), start))) return true;
  if (text.length === 1 && /[).:\]]/.test(lower.charAt(end))) return true;
  if (/^(?:st|nd|rd|th)$/.test(text) && /\d/.test(lower.charAt(start - 1))) return true;
  return (text === "no" || text === "w") && /^[.#:\s]{0,3}\d/.test(lower.slice(end, end + 5));
}

/** Up to 40 characters without letters; a few Chinese characters ("第二个是") may stand among them. */
function isSeparator(between: string): boolean {
  if (between.length > 40 || between.includes(OPAQUE)) return false;
  const others = between.replace(/[a-z]+/g, "").match(/\p{L}/gu);
  return (others?.length ?? 0) <= 6;
}
