import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { compareRuns, type RunDiff } from "../answering/compare-runs.ts";
import { evalCommand } from "../answering/eval-command.ts";
import { formatDiff, formatReport } from "../answering/format-report.ts";
import { readRun, runName, writeRun } from "../answering/kept-runs.ts";
import type { Verdict } from "../answering/verdict.ts";
import { indexFolders, readKnowledge } from "../compose.ts";
import type { Config } from "../config.ts";
import { AppError } from "../errors.ts";
import type { Log } from "../log.ts";
import { corpusOf } from "../matching/corpus.ts";
import { progressOn, show } from "./output.ts";
import { sensing } from "./sensing.ts";

export interface EvaluateOptions {
  train?: string;
  typos?: string;
  json?: boolean;
  /** False with `--no-save`: this run is not kept for the next to compare with. */
  save: boolean;
  /** File with the run to compare with, instead of the last one here. */
  baseline?: string;
  updateBaseline?: boolean;
  /** Fail when more questions than this fare worse. */
  failIfBroken?: string;
}

/** `kefu eval`: figures of the matcher on a question set, and what changed since the last run or a baseline. */
export async function evaluateFile(
  file: string,
  options: EvaluateOptions,
  config: Config,
  log: Log,
): Promise<void> {
  const most = tolerated(options.failIfBroken);
  if (options.updateBaseline === true && options.baseline === undefined)
    throw new AppError("input_invalid", "--update-baseline needs --baseline FILE: the file to write.");
  const progress = progressOn(process.stderr, "training the matcher");
  const sense = sensing(config, log);
  const { report, verdicts } = await evalCommand({
    file,
    corpus: async () => corpusOf(await readKnowledge(config, log)),
    cacheFolders: indexFolders(config).read,
    writeFolder: indexFolders(config).write,
    log: (message, details) => log.warn(details, message),
    ...(options.train === undefined ? {} : { train: options.train }),
    ...(options.typos === undefined ? {} : { typos: seed(options.typos) }),
    ...(progress === undefined ? {} : { progress }),
    ...(sense === undefined ? {} : { sense }),
  });
  const { diff, against } = await compare(verdicts, await lastRun(file, options, config), options);
  show(options.json, diff === undefined ? report : { ...report, diff }, () =>
    [formatReport(report), ...(diff === undefined ? [] : ["", formatDiff(diff, against)])].join("\n"),
  );
  if (most !== undefined && options.updateBaseline !== true) judge(diff, most, against);
}

/** Where the last run over the same questions with the same options is kept. */
async function lastRun(file: string, options: EvaluateOptions, config: Config): Promise<string> {
  const trained = options.train === undefined ? undefined : await readFile(options.train, "utf8");
  const name = runName([await readFile(file, "utf8"), trained, options.typos]);
  return join(indexFolders(config).write, "eval", name);
}

async function compare(
  verdicts: readonly Verdict[],
  last: string,
  options: EvaluateOptions,
): Promise<{ diff: RunDiff | undefined; against: string }> {
  const { baseline, updateBaseline = false, save } = options;
  const earlier = await readEarlier(baseline ?? last, baseline !== undefined, updateBaseline);
  if (save) await writeRun(last, verdicts);
  if (baseline !== undefined && updateBaseline) await writeRun(baseline, verdicts);
  return {
    diff: earlier && compareRuns(earlier, verdicts),
    against: baseline ?? "the last run",
  };
}

/** A baseline that is asked for must be there and sound, unless it is about to be written; the last run only helps. */
async function readEarlier(
  file: string,
  isBaseline: boolean,
  isWritten: boolean,
): Promise<Verdict[] | undefined> {
  if (!isBaseline || isWritten) return readRun(file).catch(() => undefined);
  const earlier = await readRun(file);
  if (earlier === undefined)
    throw new AppError("input_invalid", `There is no ${file} yet. Write it with --update-baseline.`);
  return earlier;
}

function judge(diff: RunDiff | undefined, most: number, against: string): void {
  if (diff === undefined)
    throw new AppError(
      "conflict",
      "--fail-if-broken has nothing to compare with: name a run with --baseline FILE, or run once before the change.",
    );
  if (diff.broken > most)
    throw new AppError(
      "conflict",
      `${diff.broken === 1 ? "1 question fares" : `${diff.broken} questions fare`} worse than in ${against}; ${most} may. Mend the knowledge, or accept the change with --update-baseline.`,
    );
}

function tolerated(option: string | undefined): number | undefined {
  if (option === undefined) return undefined;
  if (/^\d{1,6}$/.test(option)) return Number(option);
  throw new AppError("input_invalid", `--fail-if-broken takes a whole number, not "${option}".`);
}

function seed(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new AppError("input_invalid", `--typos takes a whole number as its seed, not "${text}".`);
}
