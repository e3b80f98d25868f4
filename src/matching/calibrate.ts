import type { Locale } from "../knowledge/entry.ts";
import { type Blend, DEFAULT_BLEND, fitBlend } from "./blend.ts";
import { fitLogistic, type Logistic, probabilityOf } from "./logistic.ts";
import {
  type Examination,
  examine,
  type LabelledLines,
  type Model,
  type ModelOptions,
  type Reading,
  type Sighting,
  sight,
  trainModel,
} from "./model.ts";
import { seededRandom, shuffled } from "./random.ts";

/** How opinions are added and how sure is sure enough, learned from lines the models had not seen. */
export interface Calibration {
  blend: Blend;
  /** By the language of the text: its lines have strangers, lengths and an alphabet of their own. */
  sureness: Record<Locale, Sureness>;
}

export interface Sureness {
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

/** One line as a fold's model that had not seen it examined it. */
interface Trial {
  model: Model;
  examination: Examination;
  label: number;
  locale: Locale;
  origin: Origin;
}

/** A trial, weighed. */
interface Outcome {
  sighting: Sighting;
  locale: Locale;
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
  const words = calibrationOf(plain, lines.topics);
  return {
    calibration: words.calibration,
    ...(sensed.length > 0 && { vectorCalibration: calibrationOf(sensed, lines.topics).calibration }),
    unseen: words.outcomes.map(({ sighting }) => sighting.probabilities),
  };
}

function calibrationOf(
  trials: readonly Trial[],
  topics: number,
): { calibration: Calibration; outcomes: Outcome[] } {
  const blend = fitBlend(
    trials.flatMap(({ origin, examination, label }) =>
      origin === "hidden" ? [] : { opinions: examination.opinions, label },
    ),
  );
  const outcomes = trials.map(({ model, examination, label, locale, origin }): Outcome => {
    const sighting = sight(model, examination, blend);
    return { sighting, locale, origin, right: origin === "topic" && sighting.best[0] === label };
  });
  const together = surenessOf(outcomes, topics);
  const own = (locale: Locale): Sureness => {
    const spoken = outcomes.filter((outcome) => outcome.locale === locale);
    return ENOUGH_IN_A_LANGUAGE.every(({ origin, lines }) => countOf(spoken, origin) >= lines)
      ? surenessOf(spoken, topics)
      : together;
  };
  return { calibration: { blend, sureness: { zh: own("zh"), en: own("en") } }, outcomes };
}

/** Lines it takes to calibrate a language by itself. Below that, the lines of all languages speak for it. */
const ENOUGH_IN_A_LANGUAGE: readonly { origin: Origin; lines: number }[] = [
  { origin: "topic", lines: 500 },
  { origin: "hidden", lines: 50 },
  { origin: "other", lines: 100 },
];

function countOf(outcomes: readonly Outcome[], origin: Origin): number {
  return outcomes.filter((outcome) => outcome.origin === origin).length;
}

function surenessOf(outcomes: readonly Outcome[], topics: number): Sureness {
  // A text taken for small talk is declined whatever its confidence: it teaches the thresholds nothing.
  const told = outcomes.filter(({ sighting }) => sighting.best.length > 0 && sighting.winner < topics);
  const logistic = fitLogistic(
    told.map(({ sighting }) => sighting.signals),
    told.map(({ right }) => (right ? 1 : 0)),
    told.map(({ origin }) => WEIGHTS[origin]),
  );
  const strangers = (["other", "hidden"] as const).map(
    (origin): Strangers => ({
      confidences: told
        .filter((outcome) => outcome.origin === origin)
        .map(({ sighting }) => probabilityOf(logistic, sighting.signals)),
      all: countOf(outcomes, origin),
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
      const trialOf = (own: Reading): Trial => ({
        model,
        examination: examine(model, own),
        label,
        locale: lines.locales[line] ?? "zh",
        origin,
      });
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
const DEFAULT_SURENESS: Sureness = {
  logistic: {
    mean: [-0.8, 0.36, 0.36, 0.77, 2.68, 3.75, 0.14, -3],
    deviation: [0.53, 0.31, 0.12, 0.14, 0.69, 0.86, 0.05, 1],
    weights: [0.77, 0.33, -0.21, 0.07, 0, -0.04, -0.05, 0],
    bias: -0.85,
  },
  answerAt: 0.58,
  askAt: 0.38,
};

export const DEFAULT_CALIBRATION: Calibration = {
  blend: DEFAULT_BLEND,
  sureness: { zh: DEFAULT_SURENESS, en: DEFAULT_SURENESS },
};
