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

/** What the trials teach: the calibration, and what a model that had not seen it says of each line. */
export interface Trials {
  calibration: Calibration;
  /** By line: probability of each class; absent where no trial can tell (see `calibrate`). */
  unseen: readonly Float64Array[] | undefined;
}

// With strangers of its own a corpus is tried on thirds; without, every fold also hides a quarter of the classes.
const FOLDS = 3;
const HIDING_FOLDS = 4;
const FEWEST_STRANGERS = 0.05;

/** One line that a fold's model had not seen. */
interface Trial {
  line: number;
  sighting: Sighting;
  /** Its class is a topic that the model knew. */
  inScope: boolean;
  /** The model's best topic is that class. */
  right: boolean;
}

/** Models that `calibrate` will train. */
export function foldsOf(lines: LabelledLines): number {
  return hasStrangers(lines) ? FOLDS : HIDING_FOLDS;
}

/**
 * Calibrates on models that have not seen a third of the lines. Lines of `_other` classes stand for questions that
 * nobody has answered. Where these are too few, models of which each lacks a quarter of the lines and of the classes
 * take their place: the hidden classes are the strangers. Being so close to what is known they teach more doubt than
 * real strangers deserve (on a wallet's questions 82 % were answered with them and 88 % without, at the same 1 % of
 * false answers).
 */
export function calibrate(lines: LabelledLines, options: ModelOptions): Trials {
  const open = hasStrangers(lines);
  const trials = Array.from({ length: foldsOf(lines) }, (_, fold) => trialsOf(lines, fold, options)).flat();
  // A text taken for small talk is declined whatever its confidence: it teaches the thresholds nothing.
  const told = trials.filter(({ sighting }) => sighting.best.length > 0 && sighting.winner < lines.topics);
  const logistic = fitLogistic(
    told.map((trial) => trial.sighting.signals),
    told.map((trial) => (trial.right ? 1 : 0)),
    told.map((trial) => (trial.inScope || !open ? 1 : STRANGER_WEIGHT)),
  );
  const strangers = trials.filter((trial) => !trial.inScope).length;
  const confidences = told
    .filter((trial) => !trial.inScope)
    .map((trial) => probabilityOf(logistic, trial.sighting.signals));
  const unseen: Float64Array[] = [];
  for (const { line, sighting } of trials) unseen[line] = sighting.probabilities;
  const limits = open ? OPEN_LIMITS : HIDING_LIMITS;
  return {
    calibration: { logistic, ...thresholds(confidences, strangers, limits) },
    unseen: open ? unseen : undefined,
  };
}

function hasStrangers({ labels, topics }: LabelledLines): boolean {
  return labels.filter((label) => label >= topics).length >= FEWEST_STRANGERS * labels.length;
}

function trialsOf(lines: LabelledLines, fold: number, options: ModelOptions): Trial[] {
  const random = seededRandom(options.seed);
  const folds = foldsOf(lines);
  const classGroup = groups(lines.classes, folds, random);
  const lineGroup = groups(lines.labels.length, folds, random);
  const hiding = !hasStrangers(lines);
  const hidden = (line: number) => hiding && classGroup[lines.labels[line] ?? 0] === fold;
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
    return [{ line, sighting, inScope, right: inScope && sighting.best[0] === label }];
  });
}

function groups(size: number, folds: number, random: () => number): Int32Array {
  const group = new Int32Array(size);
  shuffled(size, random).forEach((item, place) => {
    group[item] = place % folds;
  });
  return group;
}

// A false answer is worse than a question asked back.
const STRANGER_WEIGHT = 2;
const LOWEST_ANSWER = 0.4;
const HIGHEST_ANSWER = 0.9;

/** Share of the strangers that may be answered, and offered topics. */
interface Limits {
  answers: number;
  offers: number;
}

const OPEN_LIMITS: Limits = { answers: 0.03, offers: 0.1 };
const HIDING_LIMITS: Limits = { answers: 0.09, offers: 0.25 };

/**
 * The lowest thresholds that answer few enough strangers. The share right among the answered is no guide here: the
 * trials learn from a part of the lines, each unlike the others, and are far harder than what customers write.
 */
function thresholds(
  confidences: readonly number[],
  strangers: number,
  limits: Limits,
): { answerAt: number; askAt: number } {
  const taken = (threshold: number) => confidences.filter((confidence) => confidence >= threshold).length;
  let answerAt = LOWEST_ANSWER;
  while (answerAt < HIGHEST_ANSWER && taken(answerAt) > limits.answers * strangers) answerAt += 0.01;
  let askAt = answerAt / 4;
  while (askAt < answerAt && taken(askAt) > limits.offers * strangers) askAt += 0.01;
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
