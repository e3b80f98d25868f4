import { HANDOFFS, LOCALES, type Locale, SEVERITIES, SLOTS } from "./entry.ts";
import type { Fault } from "./fault.ts";
import { PHRASINGS_END, readPath } from "./path.ts";
import { didYouMean } from "./suggest.ts";

/** Stands where an author has still to write: a file that has it is refused, so it never reaches a customer. */
const PLACEHOLDER = "WRITE-ME";

/** Faults of a new entry's text that nobody has replaced yet. */
export function placeholderFaults(file: string, text: string): Fault[] {
  return text.split("\n").flatMap((line, index) =>
    line.includes(PLACEHOLDER)
      ? [
          {
            file,
            line: index + 1,
            reason: `This is not written yet: "${line.trim()}"`,
            mend: "Put your own words in its place, or remove the line.",
          },
        ]
      : [],
  );
}

/**
 * The files of a new topic in every language, by path below the knowledge folder: an answer to write and a place for
 * its phrasings. `known` are the topics there are. A bad or taken id is refused with the reason and what to do.
 */
export function skeletonOf(
  topic: string,
  titles: Partial<Record<Locale, string>>,
  known: readonly string[],
): { ok: true; files: { path: string; text: string }[] } | { ok: false; reason: string; mend: string } {
  const refused = refusal(topic, known);
  if (refused !== undefined) return { ok: false, ...refused };
  const base = topic.replaceAll(".", "/");
  return {
    ok: true,
    files: LOCALES.flatMap((locale) => [
      { path: `${locale}/${base}.md`, text: entryText(locale, titles[locale]) },
      { path: `${locale}/${base}${PHRASINGS_END}`, text: PHRASINGS[locale] },
    ]),
  };
}

function refusal(topic: string, known: readonly string[]): { reason: string; mend: string } | undefined {
  if (known.includes(topic))
    return { reason: `"${topic}" exists already`, mend: "Edit its files, or choose another name." };
  const tidy = topic
    .toLowerCase()
    .replace(/\.md$/, "")
    .replace(/[^a-z0-9./]+/g, "-")
    .replace(/\/+/g, ".")
    .replace(/-*\.[.-]*/g, ".")
    .replace(/^[.-]+|[.-]+$/g, "");
  const guess = tidy.includes(".") && tidy !== topic ? ` Did you mean ${tidy}?` : didYouMean(topic, known);
  const form = `Write FOLDER.NAME, in small letters, digits and single hyphens, like account.reset-password.${guess}`;
  if (topic.startsWith("_"))
    return {
      reason: `"${topic}" would belong to a detector, which has lines and no answers`,
      mend: `Write them into a phrasings file in ${topic.split(/[./]/)[0]}/, or name a topic like account.reset-password.`,
    };
  if (!topic.includes(".")) return { reason: `"${topic}" names no folder`, mend: form };
  if (topic.includes("/")) return { reason: `"${topic}" is a path, not a topic id`, mend: form };
  const path = readPath(`${LOCALES[0]}/${topic.replaceAll(".", "/")}.md`);
  if (!path.ok || path.place.label !== topic) return { reason: `"${topic}" is no topic id`, mend: form };
  return undefined;
}

function entryText(locale: Locale, title: string | undefined): string {
  const words = ANSWER[locale];
  const settings = [
    `title: ${title === undefined ? `${PLACEHOLDER} ${words.title}` : JSON.stringify(title)}`,
    `severity: normal   # ${SEVERITIES.join(" | ")}`,
    `handoff: offer     # ${HANDOFFS.join(" | ")}`,
    `collect: []        # ${words.collect}: ${SLOTS.join(", ")}`,
    `related: []        # ${words.related}`,
  ];
  const advice = words.advice.map((line) => `# ${line}`);
  const body = [
    words.first,
    "",
    ...words.steps.map((step, index) => `${index + 1}. ${PLACEHOLDER} ${step}`),
    "",
    words.last,
  ].map((line) => (line === "" || line.includes(PLACEHOLDER) ? line : `${PLACEHOLDER} ${line}`));
  return ["---", ...advice, ...settings, "---", ...body, ""].join("\n");
}

const ANSWER = {
  zh: {
    title: "客户会怎么问，一句话",
    collect: "转人工前要问清的，可选",
    related: "相关条目，例如 account.reset-password",
    advice: [
      "好的回答：第一句就说现在该做什么，不寒暄、不铺垫。",
      "步骤要短，一步一件事，最多八步；不用感叹号，不用表格和图片。",
      "不编链接、电话和账号：只能用 official.yml 里登记过的。绝不索要助记词、私钥、密码或验证码。",
      "做不到的就直说（比如链上转账撤不回来），不许诺退款、找回或时间。",
      "中文用全角标点，中文和英文、数字之间空一格。",
    ],
    first: "现在该做什么，一句话。",
    steps: ["第一步。", "第二步。"],
    last: "还是不行时怎么办，要带上哪些信息。",
  },
  en: {
    title: "the question as a customer asks it",
    collect: "what to ask before a person takes over, of",
    related: "other topics, like account.reset-password",
    advice: [
      "A good answer: the first line says what to do now. No greeting, no introduction.",
      "Short steps, one act each, eight at most. No exclamation marks, tables or pictures.",
      "Never invent a link, number or account: only those in official.yml. Never ask for a seed phrase, key, password or code.",
      "Say plainly what cannot be done (a confirmed transfer cannot be undone); promise no refund, recovery or date.",
    ],
    first: "What to do now, in one sentence.",
    steps: ["First step.", "Second step."],
    last: "What to do when it still does not work, and what to tell support.",
  },
} as const;

const PHRASINGS = {
  zh: `# 客户会怎么说，一行一句。空行和 # 开头的行不算。
# 至少 30 句，每一句都要和别的不一样：换个词算不上新的一句。
# 好的写法：
# - 残句：几个字，没头没尾，像急着打出来的
# - 讲经过，但一个关键词都不提
# - 错别字、拼音、繁体、中英夹杂、没有标点
# - 着急的、生气的、客气的、啰嗦的；说错术语的
# 一句话如果更像在问另一个条目，就写到那边去。
`,
  en: `# What customers write, one message a line. Empty lines and lines that start with # do not count.
# At least 30, each unlike the others: the same sentence with one word changed is not a new one.
# Good ones are:
# - fragments: a few words, no beginning and no end, typed in a hurry
# - a story that never uses the key word
# - typos, slang, no punctuation, two languages mixed
# - the worried, the angry, the polite, the long-winded; the wrong technical term
# A line that rather asks about another topic belongs there.
`,
} as const satisfies Record<Locale, string>;
