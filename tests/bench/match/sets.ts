import { existsSync } from "node:fs";
import { join } from "node:path";
import { corpusOfSet, readSet } from "../../../src/answering/eval-command.ts";
import type { Question } from "../../../src/answering/questions.ts";
import { type Corpus, corpusOf } from "../../../src/matching/corpus.ts";
import { benchKnowledge } from "../questions.ts";
import type { GivenSet } from "./options.ts";

/** What there is to learn, and questions on it. */
export interface MatchSet {
  name: string;
  corpus: Corpus;
  questions: Question[];
}

const BANKING77 = [
  ["BANKING77, 5 each", "banking77.5shot.s1.train.jsonl"],
  ["BANKING77, 10 each", "banking77.10shot.s1.train.jsonl"],
  ["BANKING77, 10 each", "banking77.10shot.s2.train.jsonl"],
  ["BANKING77, all", "banking77.train.jsonl"],
] as const;
const BANKING77_TEST = "banking77.test.jsonl";

/** The sets of BANKING77 in a folder; undefined when it has no such test set. A draw that is not there is left out. */
export function banking77(folder: string): GivenSet[] | undefined {
  const test = join(folder, BANKING77_TEST);
  if (!existsSync(test)) return undefined;
  return BANKING77.map(([name, file]) => ({ name, from: { train: join(folder, file) }, test })).filter(
    ({ from }) => existsSync(from.train),
  );
}

/** Questions that are a wish for a person are left out: topics have nothing to do with them. */
export async function readMatchSet({ name, from, test }: GivenSet): Promise<MatchSet> {
  const corpus =
    "train" in from ? corpusOfSet(await readSet(from.train)) : corpusOf(await benchKnowledge(from.knowledge));
  const questions = await readSet(test);
  return { name, corpus, questions: questions.filter(({ label }) => label !== "human") };
}
