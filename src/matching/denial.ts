/**
 * Takes off a normalised question what its writer says it is not, where what it is follows: "不是没到账,是转错了",
 * "i dont want to delete it, i want to export it". A denial without a correction stays whole: "不是" and "not" are then
 * mostly the trouble itself ("it does not work").
 */
export function withoutDenial(question: string): string {
  for (const correction of CORRECTIONS) {
    const found = correction.exec(question);
    const meant = found?.groups?.meant?.trim() ?? "";
    if (found && SAYS_SOMETHING.test(meant)) return `${question.slice(0, found.index)}${meant}`;
  }
  return question;
}

/** What is denied: one clause, short enough that the correction still belongs to it. */
const CLAUSE_ZH = "[^,、;。.!?！？\\n]{1,30}?";
const CLAUSE_EN = "[^,;.!?\\n]{2,60}?";
const STOP = "\\s*[,、;。.!！\\s]\\s*";

const CORRECTIONS = [
  new RegExp(
    `(?<![是要])不是(?:说|问|想|要)*${CLAUSE_ZH}${STOP}(?:我)?(?:而是|就?是)(?:说|问)?(?!不是|吗|否)(?<meant>.+)$`,
    "su",
  ),
  new RegExp(
    `(?:我)?(?:没有?|不是|并不)?(?:不想|不要|不是要|没有?要|没有?想|没说要|不打算)${CLAUSE_ZH}${STOP}(?:我)?(?:只|就|而)?是?(?<meant>(?:想|要).+)$`,
    "su",
  ),
  new RegExp(
    `\\b(?:i )?(?:dont|do not|didnt|did not|am not|im not|i m not) (?:want|wanna|need|mean|try|trying|ask|asking|looking|talking)\\b${CLAUSE_EN}(?:${STOP}(?:but |instead )?|\\s+but )(?=i )(?<meant>i (?:just |only )?(?:want|wanna|need|mean|meant|am|m)\\b.+)$`,
    "s",
  ),
  new RegExp(
    `\\b(?:im|i am) not (?:trying|asking|looking|talking)\\b${CLAUSE_EN}(?:${STOP}(?:but )?|\\s+but )(?<meant>(?:im|i am|i) .+)$`,
    "s",
  ),
  new RegExp(
    `\\b(?:its |it is |this is |thats )?not (?:about )?${CLAUSE_EN}(?:\\s*,)?\\s+but (?:rather |about )?(?<meant>(?!(?:i|it|its|the app|when|then|still)\\b).+)$`,
    "s",
  ),
];

const SAYS_SOMETHING = /\p{Script=Han}{2}|[a-z]{3}/u;
