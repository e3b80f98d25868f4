import type { Choice } from "./contract.ts";

/** Nobody types a choice at greater length; longer text is a question of its own. */
const LONGEST = 200;

/**
 * Which choice a typed answer means: its index in `choices`, or undefined when it is not clearly one of them.
 * Understands the label itself, its number ("2", "２.", "②", "option 2", "选2") and its place ("第二个", "the last one").
 * A number inside a sentence is not a choice.
 */
export function choiceFromText(text: string, choices: readonly Pick<Choice, "label">[]): number | undefined {
  if (text.length > LONGEST || choices.length === 0) return undefined;
  const written = plain(text);
  if (written === "") return undefined;
  const labelled = choices.flatMap(({ label }, index) => (plain(label) === written ? [index] : []));
  if (labelled.length > 0) return labelled.length === 1 ? labelled[0] : undefined;
  if (/^(?:最后|末尾)(?:那?一?[个项条])?$|^(?:the ?)?last(?: ?(?:one|option|choice))?$/.test(spaced(text)))
    return choices.length - 1;
  const number = numberIn(spaced(text));
  return number !== undefined && number >= 1 && number <= choices.length ? number - 1 : undefined;
}

/** Case, width, spaces and what surrounds a number or a word do not matter. */
function spaced(text: string): string {
  return text
    .replace(/[\uFE0F\u20E3]/g, "")
    .normalize("NFKC")
    .toLowerCase()
    .replace(/\s+/g, " ")
    .replace(/^[\s#([{"'「『【“‘]+|[\s.,:;!?~)\]}"'、。,!?」』】”’]+$/g, "");
}

function plain(text: string): string {
  return spaced(text).replaceAll(" ", "");
}

const BEFORE =
  "(?:(?:我|想|要|就|请)*(?:选择?|要)? ?(?:选项|方案|编号|序号)? ?|(?:i(?: want| choose| pick)|i'll take)? ?(?:the )?(?:option|choice|number|no\\.?|nr\\.?)? ?#?)";
const AFTER =
  "(?: ?(?:选项|选择|方案)?(?:吧|呗|谢谢|啊|呀)?|(?: (?:one|option|choice))?(?:,? ?(?:please|pls|thanks|thx))?)";
/** "第二个" is a place, "两个" and "2个" are amounts. */
const placed = (number: string) => `(?:第 ?(${number})(?: ?[个项条种号款])?|(${number})号?)`;
const DIGITS = new RegExp(`^${BEFORE}${placed("\\d{1,3}")}(?:st|nd|rd|th)?${AFTER}$`);
const CHINESE = new RegExp(`^${BEFORE}${placed("[一二三四五六七八九十]{1,3}")}${AFTER}$`);
const ENGLISH = new RegExp(`^${BEFORE}([a-z]+)${AFTER}$`);

const CHINESE_DIGITS = "零一二三四五六七八九";
const ENGLISH_NUMBERS = [
  ["one", "first"],
  ["two", "second"],
  ["three", "third"],
  ["four", "fourth"],
  ["five", "fifth"],
  ["six", "sixth"],
  ["seven", "seventh"],
  ["eight", "eighth"],
  ["nine", "ninth"],
  ["ten", "tenth"],
];

function numberIn(text: string): number | undefined {
  const digits = DIGITS.exec(text);
  if (digits !== null) return Number(digits[1] ?? digits[2]);
  const chinese = CHINESE.exec(text);
  if (chinese !== null) return chineseNumber(chinese[1] ?? chinese[2] ?? "");
  const word = ENGLISH.exec(text)?.[1];
  const index = ENGLISH_NUMBERS.findIndex((names) => word !== undefined && names.includes(word));
  return index < 0 ? undefined : index + 1;
}

/** 一 to 九十九; undefined for what is no number ("一二"). */
function chineseNumber(text: string): number | undefined {
  const parts = /^(?:([一二三四五六七八九])?(十)([一二三四五六七八九])?|([一二三四五六七八九]))$/.exec(text);
  if (parts === null) return undefined;
  const digit = (sign: string | undefined) => (sign === undefined ? 0 : CHINESE_DIGITS.indexOf(sign));
  const [, tens, ten, ones, single] = parts;
  return ten === undefined ? digit(single) : (tens === undefined ? 1 : digit(tens)) * 10 + digit(ones);
}
