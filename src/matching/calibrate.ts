import { fitLogistic, type Logistic, probabilityOf } from "./logistic.ts";
import { type LabelledLines, look, type ModelOptions, type Sighting, trainModel } from "./model.ts";
import { seededRandom, shuffled } from "./random.ts";

/** How sure is sure enough, learned from lines the models had not seen. */
export interface Calibration {
  logistic: Logistic;
  /** From this confidence on the best topic is answered outright. */
  answerAt: number;
  /** From this confidence on the best topics are offered as choices. */
  askAt: number;
}

export const FOLDS = 4;

/** One line that a fold's model had not seen. */
interface Trial {
  sighting: Sighting;
  /** Its class is a topic that the model knew. */
  inScope: boolean;
  /** The model's best topic is that class. */
  right: boolean;
}

/**
 * Calibrates on four models, each trained without a quarter of the classes (whose lines then stand for questions that
 * nobody has answered) and without a quarter of the other lines. Needs no out-of-scope examples; lines of `_other`
 * classes count as such where there are any.
 */
export function calibrate(lines: LabelledLines, options: ModelOptions): Calibration {
  const trials = Array.from({ length: FOLDS }, (_, fold) => trialsOf(lines, fold, options)).flat();
  // A text taken for small talk is declined whatever its confidence: it teaches the thresholds nothing.
  const told = trials.filter(({ sighting }) => sighting.best.length > 0 && sighting.winner < lines.topics);
  const logistic = fitLogistic(
    told.map((trial) => trial.sighting.signals),
    told.map((trial) => (trial.right ? 1 : 0)),
  );
  const judged = told.map((trial) => ({
    ...trial,
    confidence: probabilityOf(logistic, trial.sighting.signals),
  }));
  return { logistic, ...thresholds(judged) };
}

function trialsOf(lines: LabelledLines, fold: number, options: ModelOptions): Trial[] {
  const random = seededRandom(options.seed);
  const classGroup = groups(lines.classes, random);
  const lineGroup = groups(lines.labels.length, random);
  const hidden = (line: number) => classGroup[lines.labels[line] ?? 0] === fold;
  const held = (line: number) => lineGroup[line] === fold;
  const all = Array.from(lines.labels, (_, line) => line);
  const seen = all.filter((line) => !hidden(line) && !held(line));
  const model = trainModel(
    {
      ...lines,
      readings: seen.flatMap((line) => lines.readings[line] ?? []),
      labels: Int32Array.from(seen, (line) => lines.labels[line] ?? 0),
    },
    options,
  );
  return all.flatMap((line) => {
    const reading = lines.readings[line];
    if (!reading || !(hidden(line) || held(line))) return [];
    const label = lines.labels[line] ?? 0;
    const sighting = look(model, reading);
    const inScope = !hidden(line) && label < lines.topics;
    return [{ sighting, inScope, right: inScope && sighting.best[0] === label }];
  });
}

function groups(size: number, random: () => number): Int32Array {
  const group = new Int32Array(size);
  shuffled(size, random).forEach((item, place) => {
    group[item] = place % FOLDS;
  });
  return group;
}

type Judged = Trial & { confidence: number };

const LOWEST_ANSWER = 0.4;
const HIGHEST_ANSWER = 0.9;
const FALSE_ANSWERS = 0.09;
const FALSE_OFFERS = 0.25;

/**
 * The lowest thresholds that answer few enough strangers. The share right among the answered is no guide here: the
 * trials learn from half of the lines, each unlike the others, and are far harder than what customers write.
 */
function thresholds(judged: readonly Judged[]): { answerAt: number; askAt: number } {
  const strangers = judged.filter((trial) => !trial.inScope).map((trial) => trial.confidence);
  const taken = (threshold: number) => strangers.filter((confidence) => confidence >= threshold).length;
  let answerAt = LOWEST_ANSWER;
  while (answerAt < HIGHEST_ANSWER && taken(answerAt) > FALSE_ANSWERS * strangers.length) answerAt += 0.01;
  let askAt = answerAt / 4;
  while (askAt < answerAt && taken(askAt) > FALSE_OFFERS * strangers.length) askAt += 0.01;
  return { answerAt, askAt };
}

/**
 * For corpora too small to calibrate on: learned from a wallet's 26 topics with 100 phrasings each, without the
 * energy, whose scale depends on the number of classes.
 */
export const DEFAULT_CALIBRATION: Calibration = {
  logistic: {
    mean: [-0.8, 0.36, 0.36, 0.77, 2.68, 3.75, 0.14],
    deviation: [0.53, 0.31, 0.12, 0.14, 0.69, 0.86, 0.05],
    weights: [0.77, 0.33, -0.21, 0.07, 0, -0.04, -0.05],
    bias: -0.85,
  },
  answerAt: 0.58,
  askAt: 0.38,
};
