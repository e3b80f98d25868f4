import { fitLogistic, type Logistic, probabilityOf } from "./logistic.ts";
import {
  type LabelledLines,
  look,
  type ModelOptions,
  type Reading,
  type Sighting,
  trainModel,
} from "./model.ts";
import { seededRandom, shuffled } from "./random.ts";

/** How sure is sure enough, learned from lines the models had not seen. */
export interface Calibration {
  logistic: Logistic;
  /** From this confidence on the best topic is answered outright. */
  answerAt: number;
  /** From this confidence on the best topics are offered as choices. */
  askAt: number;
}

/** What the trials teach: the calibration, and what a model that had not seen it says of each line, by class. */
export interface Trials {
  calibration: Calibration;
  /** For texts whose vector is known; absent when the lines have none. */
  vectorCalibration?: Calibration;
  unseen: readonly Float64Array[];
}

export const FOLDS = 3;
const HIDDEN_OF = 6;

/** One line that a fold's model had not seen. */
interface Trial {
  sighting: Sighting;
  origin: Origin;
  /** The model's best topic is that of the line. */
  right: boolean;
}

/** A topic that the model knew; an `_other` class; a topic that was kept from it. */
type Origin = "topic" | "other" | "hidden";

/**
 * Calibrates on three models, each trained without a third of the lines and without a sixth of the topics. Lines of
 * `_other` classes and of hidden topics are the strangers: the first are what customers write beside the point, the
 * second what nobody has answered yet. With hidden topics alone the doubt was too great (82 % of a wallet's questions
 * answered where 90 % could be), with `_other` alone too small (24 % false answers where topics are missing, now 9 %).
 */
export function calibrate(lines: LabelledLines, options: ModelOptions): Trials {
  const { plain, sensed } = trialsOf(lines, options);
  return {
    calibration: calibrationOf(plain, lines.topics),
    ...(sensed.length > 0 && { vectorCalibration: calibrationOf(sensed, lines.topics) }),
    unseen: plain.map(({ sighting }) => sighting.probabilities),
  };
}

function calibrationOf(trials: readonly Trial[], topics: number): Calibration {
  // A text taken for small talk is declined whatever its confidence: it teaches the thresholds nothing.
  const told = trials.filter(({ sighting }) => sighting.best.length > 0 && sighting.winner < topics);
  const logistic = fitLogistic(
    told.map((trial) => trial.sighting.signals),
    told.map((trial) => (trial.right ? 1 : 0)),
    told.map((trial) => WEIGHTS[trial.origin]),
  );
  const strangers = (["other", "hidden"] as const).map(
    (origin): Strangers => ({
      confidences: told
        .filter((trial) => trial.origin === origin)
        .map((trial) => probabilityOf(logistic, trial.sighting.signals)),
      all: trials.filter((trial) => trial.origin === origin).length,
      ...LIMITS[origin],
    }),
  );
  return { logistic, ...thresholds(strangers) };
}

/** A trial for each line, in the order of the lines: without its vector, and with it where lines have one. */
function trialsOf(lines: LabelledLines, options: ModelOptions): { plain: Trial[]; sensed: Trial[] } {
  const random = seededRandom(options.seed);
  const topicGroup = groups(lines.topics, HIDDEN_OF, random);
  const lineGroup = groups(lines.labels.length, FOLDS, random);
  const all = Array.from(lines.labels, (_, line) => line);
  const plain: Trial[] = [];
  const sensed: Trial[] = [];
  for (let fold = 0; fold < FOLDS; fold++) {
    const hidden = (line: number) => topicGroup[lines.labels[line] ?? 0] === fold;
    const seen = all.filter((line) => !hidden(line) && lineGroup[line] !== fold);
    const readings = seen.flatMap((line) => lines.readings[line] ?? []);
    const labels = Int32Array.from(seen, (line) => lines.labels[line] ?? 0);
    const model = trainModel({ ...lines, readings, labels }, options);
    lines.readings.forEach((reading, line) => {
      if (lineGroup[line] !== fold) return;
      const label = lines.labels[line] ?? 0;
      const origin = label >= lines.topics ? "other" : hidden(line) ? "hidden" : "topic";
      const trialOf = (own: Reading): Trial => {
        const sighting = look(model, own);
        return { sighting, origin, right: origin === "topic" && sighting.best[0] === label };
      };
      const { vector, ...words } = reading;
      plain[line] = trialOf(words);
      if (vector) sensed[line] = trialOf(reading);
    });
  }
  return { plain, sensed };
}

function groups(size: number, count: number, random: () => number): Int32Array {
  const group = new Int32Array(size);
  shuffled(size, random).forEach((item, place) => {
    group[item] = place % count;
  });
  return group;
}

// A false answer is worse than a question asked back.
const WEIGHTS: Record<Origin, number> = { topic: 1, other: 4, hidden: 2 };

/** Largest share of the strangers that is answered, and that is answered or offered topics. */
const LIMITS = { other: { answers: 0.02, offers: 0.1 }, hidden: { answers: 0.08, offers: 0.3 } };

interface Strangers {
  /** Of those that were not taken for small talk. */
  confidences: readonly number[];
  all: number;
  answers: number;
  offers: number;
}

const LOWEST_ANSWER = 0.4;
const HIGHEST_ANSWER = 0.9;

/**
 * The lowest thresholds that answer few enough strangers. The share right among the answered is no guide here: the
 * trials learn from half of the lines, each unlike the others, and are far harder than what customers write.
 */
function thresholds(strangers: readonly Strangers[]): { answerAt: number; askAt: number } {
  const over = (threshold: number, limit: "answers" | "offers") =>
    strangers.some((own) => {
      const taken = own.confidences.filter((confidence) => confidence >= threshold).length;
      return taken > own[limit] * own.all;
    });
  let answerAt = LOWEST_ANSWER;
  while (answerAt < HIGHEST_ANSWER && over(answerAt, "answers")) answerAt += 0.01;
  let askAt = answerAt / 4;
  while (askAt < answerAt && over(askAt, "offers")) askAt += 0.01;
  return { answerAt, askAt };
}

/**
 * For corpora too small to calibrate on: learned from a wallet's 26 topics with 100 phrasings each, without the
 * energy, whose scale depends on the number of classes, and without the others, which a small corpus may lack.
 */
export const DEFAULT_CALIBRATION: Calibration = {
  logistic: {
    mean: [-0.8, 0.36, 0.36, 0.77, 2.68, 3.75, 0.14, -3],
    deviation: [0.53, 0.31, 0.12, 0.14, 0.69, 0.86, 0.05, 1],
    weights: [0.77, 0.33, -0.21, 0.07, 0, -0.04, -0.05, 0],
    bias: -0.85,
  },
  answerAt: 0.58,
  askAt: 0.38,
};
