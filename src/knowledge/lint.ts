import { type Entry, type Knowledge, LOCALES, type Phrasings } from "./entry.ts";
import { type Fault, inOrder } from "./fault.ts";
import { NOWHERE, type Places } from "./places.ts";
import { styleFaults } from "./style.ts";

/** Fewer lines than this in a language, and a topic is found unreliably there. */
const ENOUGH_PHRASINGS = 30;
/** Characters a customer still reads in a chat window; Chinese says more in fewer. */
const LONGEST_BODY = { zh: 1000, en: 1800 } as const;

/** What the checks know beside the knowledge itself. */
export interface LintSetting {
  places?: Places;
  /** Lines of a topic in one language, its title among them, below which the matcher cannot judge itself on it; 0 = not known. */
  linesToCalibrate?: number;
}

/** What is allowed but will serve customers badly, in order of file. Pure. */
export function lintKnowledge(knowledge: Knowledge, setting: LintSetting = {}): Fault[] {
  const { places = NOWHERE, linesToCalibrate = 0 } = setting;
  const entries = [...knowledge.topics.values()].flatMap((byLocale) =>
    LOCALES.flatMap((locale) => byLocale[locale] ?? []),
  );
  return inOrder([
    ...entries.flatMap((entry) => thinPhrasings(entry, knowledge.phrasings, linesToCalibrate)),
    ...entries.flatMap((entry) => longBody(entry, places)),
    ...entries.flatMap((entry) => styleFaults(entry, places.bodyLine(entry.file))),
    ...sharedTitles(entries),
    ...differingRules(knowledge),
    ...sharedLines(knowledge.phrasings, places),
  ]);
}

function thinPhrasings(
  { id, locale, file }: Entry,
  phrasings: readonly Phrasings[],
  linesToCalibrate: number,
): Fault[] {
  const own = phrasings.filter((one) => one.label === id && one.locale === locale);
  const count = own.reduce((sum, one) => sum + one.lines.length, 0);
  if (count >= ENOUGH_PHRASINGS) return [];
  // The title is learned as well.
  const blind = count + 1 < linesToCalibrate;
  return [
    {
      file: own[0]?.file ?? file.replace(/\.md$/, ".phrasings.txt"),
      line: 0,
      reason: `"${id}" has ${count} ${count === 1 ? "phrasing" : "phrasings"} in ${locale}${blind ? ": too few to learn how sure the bot may be of it" : ""}`,
      mend: `Write at least ${ENOUGH_PHRASINGS}, each as a different customer would put it.`,
    },
  ];
}

function longBody({ body, locale, file }: Entry, places: Places): Fault[] {
  const length = [...body].length;
  if (length <= LONGEST_BODY[locale]) return [];
  const mend = `Keep it under ${LONGEST_BODY[locale]}, or split it into two entries.`;
  return [{ file, line: places.bodyLine(file), reason: `The answer has ${length} characters`, mend }];
}

/** Titles become the buttons of a question back: two alike cannot be chosen between. */
function sharedTitles(entries: readonly Entry[]): Fault[] {
  const first = new Map<string, Entry>();
  return entries.flatMap((entry) => {
    const key = `${entry.locale} ${sameness(entry.title)}`;
    const earlier = first.get(key);
    if (earlier === undefined) first.set(key, entry);
    if (earlier === undefined) return [];
    const mend = "Word them so that a customer can choose between them.";
    return [{ file: entry.file, line: 1, reason: `The title is also that of ${earlier.file}`, mend }];
  });
}

function differingRules({ topics }: Knowledge): Fault[] {
  return [...topics.values()].flatMap(({ zh, en }) => {
    if (zh === undefined || en === undefined) return [];
    const differing = (["severity", "handoff", "collect"] as const).filter(
      (key) => String(zh[key]) !== String(en[key]),
    );
    return differing.map((key) => ({
      file: en.file,
      line: 1,
      reason: `"${key}" differs from ${zh.file}`,
      mend: "Treat customers of both languages alike, unless the difference is meant.",
    }));
  });
}

function sharedLines(phrasings: readonly Phrasings[], places: Places): Fault[] {
  const first = new Map<string, { label: string; file: string; line: string }>();
  const faults: Fault[] = [];
  for (const { label, file, lines } of phrasings) {
    // Urgency is a second question about a text: a topic's own line may be urgent as well.
    if (label.startsWith("_urgent.")) continue;
    for (const line of lines) {
      const key = sameness(line);
      const earlier = first.get(key);
      if (earlier === undefined) first.set(key, { label, file, line });
      else if (earlier.label !== label)
        faults.push({
          file,
          line: places.lineOf(file, line),
          reason: `"${line}" also stands in ${at(earlier.file, places.lineOf(earlier.file, earlier.line))}`,
          mend: "Keep it where a customer who writes it wants to go, and remove the other.",
        });
    }
  }
  return faults;
}

function at(file: string, line: number): string {
  return line > 0 ? `${file}:${line}` : file;
}

/** Equal for lines that differ only in case, width, spaces and punctuation. */
export function sameness(text: string): string {
  const letters = text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, "");
  return letters === "" ? text : letters;
}
