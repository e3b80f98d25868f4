import { join } from "node:path";
import { answerLengths } from "../answering/answer-length.ts";
import { calibratable } from "../answering/calibratable.ts";
import { confusableLines } from "../answering/confusable.ts";
import type { Config } from "../config.ts";
import { AppError } from "../errors.ts";
import { createFiles } from "../knowledge/create.ts";
import { type Knowledge, LOCALES } from "../knowledge/entry.ts";
import { type Fault, faultLine, inOrder, knowledgeError } from "../knowledge/fault.ts";
import { readSources } from "../knowledge/files.ts";
import { loadKnowledge } from "../knowledge/load.ts";
import { readPath } from "../knowledge/path.ts";
import { placesIn } from "../knowledge/places.ts";
import { skeletonOf } from "../knowledge/skeleton.ts";
import { LINES_FOR_CALIBRATION } from "../matching/build.ts";
import { MESSAGE_LIMITS } from "./message-limits.ts";
import { progressOn, show, table } from "./output.ts";

/** So many of the most confusable lines are shown. */
const CONFUSABLE = 20;

/** `kefu knowledge check`: every fault and every warning, with file, line, reason and mend. Fails on faults only. */
export async function checkKnowledge(options: { json?: boolean }, config: Config): Promise<void> {
  const { ok, faults, warnings, unshown } = await examine(config.knowledgeFolder);
  if (options.json || ok) {
    show(options.json, { ok, faults, warnings, unshown }, () =>
      [
        ...warnings.map((warning) => `warning: ${faultLine(warning)}`),
        ...(unshown > 0
          ? [`… and ${counted(unshown, "more pair")} of lines that are hardly told apart.`]
          : []),
        `The knowledge is sound; ${counted(warnings.length, "warning")}.`,
      ].join("\n"),
    );
  }
  if (!ok) throw knowledgeError(faults);
}

interface Findings {
  ok: boolean;
  faults: Fault[];
  warnings: Fault[];
  /** Pairs of confusable lines beyond the worst, which are among the warnings. */
  unshown: number;
}

async function examine(folder: string): Promise<Findings> {
  const result = await loadKnowledge(folder, undefined, { linesToCalibrate: LINES_FOR_CALIBRATION });
  if (!result.ok) return { ok: false, faults: result.faults, warnings: [], unshown: 0 };
  const progress = progressOn(process.stderr, "comparing lines");
  progress?.(0, 1);
  const { faults, warnings, unshown } = await study(result.knowledge, folder);
  progress?.(1, 1);
  return { ok: faults.length === 0, faults, warnings: inOrder([...result.warnings, ...warnings]), unshown };
}

/** What takes the matcher, or the channels' limits, to see. */
async function study(knowledge: Knowledge, folder: string): Promise<Omit<Findings, "ok">> {
  const places = placesIn((await readSources(folder)).files);
  const lengths = answerLengths(knowledge, MESSAGE_LIMITS, places);
  const confusable = confusableLines(knowledge, places, CONFUSABLE);
  return {
    faults: lengths.faults,
    warnings: [...lengths.warnings, ...calibratable(knowledge, folder), ...confusable.warnings],
    unshown: confusable.found - confusable.warnings.length,
  };
}

function counted(n: number, what: string): string {
  return `${n} ${what}${n === 1 ? "" : "s"}`;
}

/** `kefu knowledge new`: an answer to write and a place for its phrasings, in every language. */
export async function newTopic(
  topic: string,
  options: { titleZh?: string; titleEn?: string; json?: boolean },
  config: Config,
): Promise<void> {
  const folder = config.knowledgeFolder;
  const known = await topicsIn(folder);
  const { titleZh: zh, titleEn: en } = options;
  const made = skeletonOf(
    topic,
    { ...(zh === undefined ? {} : { zh }), ...(en === undefined ? {} : { en }) },
    known,
  );
  if (!made.ok) throw new AppError("input_invalid", `${made.reason}. ${made.mend}`);
  await createFiles(folder, made.files);
  const files = made.files.map(({ path }) => join(folder, path));
  const [place = ""] = topic.split(".");
  const isNewPlace = known.length > 0 && !known.some((one) => one.startsWith(`${place}.`));
  show(options.json, { topic, files }, () =>
    [
      ...files.map((file) => `written: ${file}`),
      ...(isNewPlace ? [`"${place}" is a new folder: remove it if you meant another.`] : []),
      "",
      "Next: write the answer and at least 30 phrasings in each language (the files say what makes them good), then",
      "  npx kefu knowledge check           # refuses the topic until nothing of the skeleton is left",
      '  npx kefu ask "what a customer writes"',
      "  npx kefu eval questions.jsonl      # what the new topic won, and what it broke",
      "A running server keeps to the knowledge it has until the check passes.",
    ].join("\n"),
  );
}

/** Topics by the names of their files, so that a fault in another file is no hindrance to writing a new one. */
async function topicsIn(folder: string): Promise<string[]> {
  const { files, faults } = await readSources(folder);
  if (files.length === 0 && faults.length > 0) throw knowledgeError(faults);
  const topics = files.flatMap(({ path }) => {
    const read = readPath(path);
    return read.ok && read.place.kind === "entry" ? [read.place.label] : [];
  });
  return [...new Set(topics)].sort();
}

/** `kefu knowledge stats`: entries and phrasings by language and class. */
export async function knowledgeStats(options: { json?: boolean }, config: Config): Promise<void> {
  const result = await loadKnowledge(config.knowledgeFolder);
  if (!result.ok) throw knowledgeError(result.faults);
  const { topics, phrasings, hash } = result.knowledge;
  const labels = [...new Set([...topics.keys(), ...phrasings.map(({ label }) => label)])].sort();
  const rows = labels.map((label) => ({
    label,
    ...Object.fromEntries(
      LOCALES.map((locale) => [
        locale,
        phrasings
          .filter((file) => file.label === label && file.locale === locale)
          .reduce((n, { lines }) => n + lines.length, 0),
      ]),
    ),
  }));
  show(options.json, { hash, topics: topics.size, phrasings: rows }, () =>
    table([["class", ...LOCALES], ...rows.map((row) => Object.values(row).map(String))]),
  );
}
