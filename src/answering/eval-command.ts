import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { AppError, reasonOf } from "../errors.ts";
import type { Corpus } from "../matching/corpus.ts";
import { match } from "../matching/rank.ts";
import { type CacheLog, indexFiles } from "./cache.ts";
import type { Sensed } from "./embeddings/for-command.ts";
import { type EvalReport, evaluate } from "./evaluate.ts";
import { type Obtained, obtainIndex, type Progress } from "./obtain.ts";
import { type Question, readQuestionSet } from "./questions.ts";
import { typist } from "./typos.ts";
import type { Verdict } from "./verdict.ts";

export interface EvalOptions {
  /** Path of the question set. */
  file: string;
  /** Path of a set whose lines are the phrasings and whose labels are the topics; nothing else is then known. */
  train?: string;
  /** Seed of the typos put into every question; none when left out. */
  typos?: number;
  /** The corpus of the knowledge base; not asked for with `train`. */
  corpus(): Promise<Corpus>;
  /** Folders with finished indexes. */
  cacheFolders?: readonly string[];
  /** Folder that keeps the knowledge base's index, so that the next run need not train. */
  writeFolder?: string;
  log?: CacheLog;
  progress?: Progress;
  /** Vectors of the corpus and of the questions, where an embedder is configured. Their time is not measured. */
  sense?(corpus: Corpus, texts: readonly string[]): Promise<Sensed>;
}

/**
 * Measures the matcher on a question set; the verdicts name the questions as the set has them, without typos. Throws
 * AppError("input_invalid") that names the file and line at fault.
 */
export async function evalCommand(
  options: EvalOptions,
): Promise<{ report: EvalReport; verdicts: Verdict[] }> {
  const questions = await readSet(options.file);
  const words =
    options.train === undefined ? await options.corpus() : corpusOfSet(await readSet(options.train));
  const typed = options.typos === undefined ? (text: string) => text : typist(options.typos);
  const asked = questions.map((question) => ({ ...question, text: typed(question.text) }));
  const sensed = await options.sense?.(
    words,
    asked.map(({ text }) => text),
  );
  const { index, info } = await indexOf(sensed?.corpus ?? words, options);
  const { sureness } = (sensed && index.vectorCalibration) ?? index.calibration;
  const { report, verdicts } = evaluate(
    (text) => match(index, text, { vector: sensed?.vectorOf(text) }),
    asked,
    {
      topics: new Set(index.names.slice(0, index.model.topics)),
      clock: () => performance.now(),
      indexMs: info.ms,
      thresholds: Object.fromEntries(
        Object.entries(sureness).map(([locale, { answerAt, askAt }]) => [locale, { answerAt, askAt }]),
      ),
    },
  );
  return {
    report,
    verdicts: verdicts.map((verdict, at) => ({ ...verdict, text: questions[at]?.text ?? verdict.text })),
  };
}

function indexOf(corpus: Corpus, options: EvalOptions): Promise<Obtained> {
  const { train, cacheFolders = [], writeFolder, log = () => {}, progress } = options;
  if (train !== undefined) return obtainIndex({ corpus, files: [] }, log, progress);
  const files = indexFiles(cacheFolders, corpus.hash);
  return obtainIndex({ corpus, files, ...(writeFolder !== undefined && { writeFolder }) }, log, progress);
}

/** A corpus whose topics are the labels of a set and whose phrasings are its lines. */
export function corpusOfSet(questions: readonly Question[]): Corpus {
  const lines = new Map<string, string[]>();
  for (const { text, label } of questions) {
    const own = lines.get(label) ?? [];
    own.push(text);
    lines.set(label, own);
  }
  const labels = [...lines.keys()].sort();
  return {
    classes: labels.map((id) => ({ id, kind: "topic", locale: "en", lines: lines.get(id) ?? [] })),
    hash: createHash("sha256")
      .update(JSON.stringify([...lines]))
      .digest("hex"),
  };
}

/** The questions of a file. Throws AppError("input_invalid") that names it and the line at fault. */
export async function readSet(file: string): Promise<Question[]> {
  const text = await readFile(file, "utf8").catch((cause: unknown) => {
    throw new AppError("input_invalid", `${file} cannot be read: ${reasonOf(cause)}`, { cause });
  });
  try {
    return readQuestionSet(text);
  } catch (cause) {
    throw new AppError("input_invalid", `${file}: ${reasonOf(cause)}`, { cause });
  }
}
