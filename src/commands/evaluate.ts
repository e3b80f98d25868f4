import { evalCommand } from "../answering/eval-command.ts";
import { formatReport } from "../answering/format-report.ts";
import { indexFolders, readKnowledge } from "../compose.ts";
import type { Config } from "../config.ts";
import { AppError } from "../errors.ts";
import type { Log } from "../log.ts";
import { corpusOf } from "../matching/corpus.ts";
import { progressOn, show } from "./output.ts";

/** `kefu eval`: figures of the matcher on a question set. */
export async function evaluateFile(
  file: string,
  options: { train?: string; typos?: string; json?: boolean },
  config: Config,
  log: Log,
): Promise<void> {
  const progress = progressOn(process.stderr, "training the matcher");
  const report = await evalCommand({
    file,
    corpus: async () => corpusOf(await readKnowledge(config, log)),
    cacheFolders: indexFolders(config).read,
    log: (message, details) => log.warn(details, message),
    ...(options.train === undefined ? {} : { train: options.train }),
    ...(options.typos === undefined ? {} : { typos: seed(options.typos) }),
    ...(progress === undefined ? {} : { progress }),
  });
  show(options.json, report, () => formatReport(report));
}

function seed(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new AppError("input_invalid", `--typos takes a whole number as its seed, not "${text}".`);
}
