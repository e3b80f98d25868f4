import type { Entry, Locale } from "./entry.ts";
import type { Fault } from "./fault.ts";

/** A customer reads in a hurry, on a phone: a sentence longer than this is read twice. */
const LONGEST_SENTENCE = { en: 30, zh: 60 } as const;
/** More steps than this are two tasks. */
const MOST_STEPS = 8;
const MOST_PLEASES = 2;

/** A complaint about an answer: line of the body from 0, what is wrong, what to do. */
type Remark = [line: number, reason: string, mend: string];

/** Where an answer is not as short, calm and plain as customers in trouble need it. `bodyLine` is its first line in the file. */
export function styleFaults({ body, locale, file }: Entry, bodyLine: number): Fault[] {
  const lines = body.split("\n").map(asRead);
  const remarks = [
    ...beginning(lines[0] ?? ""),
    ...lines.flatMap((line, at) => [
      ...longSentence(line, locale, at),
      ...loudness(line, at),
      ...(locale === "zh" ? typesetting(line, at) : []),
    ]),
    ...manySteps(lines),
    ...manyPleases(lines, locale),
  ];
  return remarks.map(([line, reason, mend]) => ({ file, line: bodyLine + line, reason, mend }));
}

/** Without what is quoted as it is, between backquotes, and without the addresses behind links. */
function asRead(line: string): string {
  return line.replace(/`[^`]*`/g, "`…`").replace(/\[([^\]]*)\]\([^)]*\)/g, "$1");
}

const GREETING =
  /^[*_\s]*(?:(?:hi|hello|hey|dear|greetings|good (?:morning|afternoon|evening|day)|thanks?(?: you)? for)\b|[您你]好|尊敬的|亲爱的|亲[，,~！!\s]|感谢[您你]|谢谢[您你])/i;

function beginning(first: string): Remark[] {
  const mend = "Begin with what to do now, or with the plain answer: many read the first line only.";
  if (GREETING.test(first)) return [[0, "The answer begins with a greeting", mend]];
  if (/^#{1,6}\s/.test(first)) return [[0, "The answer begins with a heading", mend]];
  return [];
}

const SENTENCE_ENDS = { en: /(?<=[.!?;:][*_"')\]]*)\s+/, zh: /[。！？；]/ } as const;

function longSentence(line: string, locale: Locale, at: number): Remark[] {
  const lengths = line.split(SENTENCE_ENDS[locale]).map((sentence) => lengthOf(sentence, locale));
  const longest = Math.max(...lengths);
  if (longest <= LONGEST_SENTENCE[locale]) return [];
  const unit = locale === "en" ? "words" : "characters";
  return [[at, `A sentence has ${longest} ${unit}`, `Cut it in two: ${LONGEST_SENTENCE[locale]} at most.`]];
}

function lengthOf(sentence: string, locale: Locale): number {
  return locale === "en"
    ? sentence.split(/\s+/).filter((word) => /\w/.test(word)).length
    : [...sentence].length;
}

// Names of coins have five capitals at most; three capital words in a row are no name either.
const SHOUTING = /\b[A-Z]{6,}\b|\b[A-Z]{2,}(?: [A-Z]{2,}){2,}\b/;

function loudness(line: string, at: number): Remark[] {
  const remarks: Remark[] = [];
  if (/[!！]/.test(line))
    remarks.push([at, "An exclamation mark", "End with a full stop: calm helps more than alarm."]);
  const shouted = SHOUTING.exec(line)?.[0];
  if (shouted !== undefined)
    remarks.push([
      at,
      `"${shouted}" is in capitals`,
      "Write small letters; use **bold** for the one thing that matters.",
    ]);
  return remarks;
}

const HALF_WIDTH = /\p{Script=Han}[,;:!?()](?!\/)|[,;:!?()]\p{Script=Han}|\p{Script=Han}\.(?![\w.])/u;
const UNSPACED = /\p{Script=Han}[A-Za-z0-9]|[A-Za-z0-9]\p{Script=Han}/u;

function typesetting(line: string, at: number): Remark[] {
  const remarks: Remark[] = [];
  const half = HALF_WIDTH.exec(line);
  if (half !== null)
    remarks.push([
      at,
      `Half-width punctuation beside Chinese: "${around(line, half.index)}"`,
      "Write ，。：；？（）.",
    ]);
  const tight = UNSPACED.exec(line);
  if (tight !== null)
    remarks.push([
      at,
      `No space between Chinese and Latin: "${around(line, tight.index)}"`,
      "Put one space there, like 打开 App 的设置.",
    ]);
  return remarks;
}

function around(line: string, at: number): string {
  return line.slice(Math.max(0, at - 4), at + 8).trim();
}

const STEP = /^\s*(?:\d+[.)]|[-*+])\s/;

function manySteps(lines: readonly string[]): Remark[] {
  const steps = lines.flatMap((line, at) => (STEP.test(line) ? [at] : []));
  if (steps.length <= MOST_STEPS) return [];
  const mend = `Keep the ${MOST_STEPS} that help most, or split the entry.`;
  return [[steps[MOST_STEPS] ?? 0, `The answer has ${steps.length} steps`, mend]];
}

const PLEASE = { en: /\bplease\b/gi, zh: /(?<![申邀])请(?![求教客假])/g } as const;

function manyPleases(lines: readonly string[], locale: Locale): Remark[] {
  const found = lines.flatMap((line, at) => Array.from(line.matchAll(PLEASE[locale]), () => at));
  if (found.length <= MOST_PLEASES) return [];
  const word = locale === "en" ? "please" : "请";
  const mend = "Say plainly what to do: one of them is enough.";
  return [[found[MOST_PLEASES] ?? 0, `"${word}" stands ${found.length} times`, mend]];
}
