import Fuse from "fuse.js";
import { buildIndex } from "../../src/matching/build.ts";
import { type Corpus, corpusOf } from "../../src/matching/corpus.ts";
import { match } from "../../src/matching/rank.ts";
import { type Times, timesOf } from "./figures.ts";
import { benchKnowledge } from "./questions.ts";

const PHRASINGS = 1000;
const QUESTIONS = 60;
const ROUNDS = 20;

export interface MatchBench {
  phrasings: number;
  ours: Times;
  fuse: Times;
  /** How many times longer Fuse.js takes at the median. */
  ratio: number;
}

/** Times our matcher and Fuse.js on the same questions over the same 1,000 phrasings of knowledge/, in ms a question. */
export async function benchMatch(): Promise<MatchBench> {
  const { corpus, questions } = await sample();
  const index = buildIndex(corpus);
  const lines = corpus.classes.flatMap((own) => own.lines.map((text) => ({ text, id: own.id })));
  const fuse = new Fuse(lines, { keys: ["text"], ignoreLocation: true, threshold: 0.8, includeScore: true });
  time(questions, ROUNDS, (text) => match(index, text));
  const ours = time(questions, ROUNDS, (text) => match(index, text));
  const theirs = time(questions, 1, (text) => fuse.search(text, { limit: 3 }));
  const result = { phrasings: lines.length, ours, fuse: theirs, ratio: theirs.p50 / ours.p50 };
  console.log(`match, ${lines.length} phrasings, ${questions.length} questions (ms a question)`);
  console.log(`  ours     p50 ${ours.p50.toFixed(3)}   p99 ${ours.p99.toFixed(3)}`);
  console.log(`  fuse.js  p50 ${theirs.p50.toFixed(1)}   p99 ${theirs.p99.toFixed(1)}`);
  console.log(`  ours is ${Math.round(result.ratio)} times as fast at the median`);
  return result;
}

/** Some lines of every topic to learn from, and questions from the lines left over. */
async function sample(): Promise<{ corpus: Corpus; questions: string[] }> {
  const whole = corpusOf(await benchKnowledge());
  const topics = whole.classes.filter(({ kind }) => kind === "topic");
  const share = PHRASINGS / topics.reduce((sum, { lines }) => sum + lines.length, 0);
  const kept = topics.map((own) => ({
    ...own,
    lines: own.lines.slice(0, Math.ceil(own.lines.length * share)),
  }));
  const left = topics.flatMap(({ lines }) => lines.slice(Math.ceil(lines.length * share)));
  const step = Math.max(1, Math.floor(left.length / QUESTIONS));
  return {
    corpus: { classes: kept, hash: whole.hash },
    questions: left.filter((_, i) => i % step === 0).slice(0, QUESTIONS),
  };
}

function time(questions: readonly string[], rounds: number, ask: (text: string) => unknown): Times {
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    for (const question of questions) {
      const before = performance.now();
      ask(question);
      times.push(performance.now() - before);
    }
  }
  return timesOf(times);
}
