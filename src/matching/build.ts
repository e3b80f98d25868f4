import { AppError } from "../errors.ts";
import type { Locale, Severity } from "../knowledge/entry.ts";
import { alarmsOf } from "./alarm.ts";
import type { Blend } from "./blend.ts";
import { soundReaderOf } from "./by-sound.ts";
import { calibrate, DEFAULT_CALIBRATION, FOLDS, type Trials } from "./calibrate.ts";
import { conceptWords, type Lexicon, lexiconOf } from "./concepts.ts";
import type { ClassKind, Corpus } from "./corpus.ts";
import { lineKey, type Message, trainDetectors } from "./detectors.ts";
import { type LabelledLines, look, type Model, type Reading, trainModel } from "./model.ts";
import { localeOf, normalise, runsOf } from "./normalise.ts";
import { withoutPoliteness } from "./politeness.ts";
import { type MatchIndex, readingOf } from "./rank.ts";
import { spellerOf, vocabularyOf } from "./spelling.ts";
import { epochsFor } from "./train.ts";
import { warmWeights } from "./warm.ts";

export interface BuildOptions {
  /** Hears of finished steps; `total` stays the same over one build. */
  progress?(done: number, total: number): void;
  /** Goes on from this index: much quicker, a little less exact, and not the same bytes as a build from nothing. */
  warmFrom?: MatchIndex;
  seed?: number;
}

const WARM_EPOCHS = 2;
/** Lines a class needs on average before the matcher judges itself: one for each of its trials. */
export const LINES_FOR_CALIBRATION = 3;
/** With fewer classes the trials say nothing about strangers. */
export const CLASSES_FOR_CALIBRATION = 8;
const DETECTORS = 2;

/** Makes an index. Without `warmFrom` the same corpus and seed give the same bytes on every machine. */
export function buildIndex(corpus: Corpus, options: BuildOptions = {}): MatchIndex {
  const { warmFrom, seed = 1 } = options;
  const names = namesOf(corpus);
  if (names.length === 0)
    throw new AppError("knowledge_invalid", "There is no topic to match: add one to knowledge/.");
  const { concepts } = corpus;
  const lexicon = lexiconOf(concepts);
  const lines = linesOf(corpus, names, lexicon);
  const epochs = warmFrom ? WARM_EPOCHS : epochsFor(lines.labels.length);
  const calibrated = warmFrom === undefined && canCalibrate(lines);
  const onStep = counter(options, epochs + (calibrated ? FOLDS * epochs : 0) + (warmFrom ? 0 : DETECTORS));
  const model = trainModel(lines, {
    seed,
    epochs,
    onEpoch: onStep,
    ...(warmFrom && { initial: (part, space) => warmWeights(warmFrom, part, names, space) }),
  });
  const trials = calibrated ? calibrate(lines, { seed, epochs, onEpoch: onStep }) : undefined;
  const calibration = trials?.calibration ?? warmFrom?.calibration ?? DEFAULT_CALIBRATION;
  const alarms = alarmsOf(names, severitiesOf(corpus));
  const alarmOf = (id: string) => alarms[names.indexOf(id)] ?? 0;
  const vocabulary = vocabularyOf(words(corpus));
  return {
    hash: corpus.hash,
    names,
    model,
    calibration,
    ...(model.dense && { vectorCalibration: trials?.vectorCalibration ?? DEFAULT_CALIBRATION }),
    detectors: warmFrom
      ? { ...warmFrom.detectors, alarms }
      : trainDetectors(messagesOf(corpus, model, calibration.blend, lexicon, trials), alarms, alarmOf, {
          seed,
          onStep,
        }),
    vocabulary,
    concepts,
    lexicon,
    speller: spellerOf(vocabulary),
    sounds: soundReaderOf(model.text.space),
    phrasings: corpus.classes.reduce((sum, { lines: own }) => sum + own.length, 0),
  };
}

/** Topics in ascending order, then small talk in ascending order. */
function namesOf(corpus: Corpus): string[] {
  const ids = (kind: ClassKind) =>
    [...new Set(corpus.classes.filter((own) => own.kind === kind).map((own) => own.id))].sort();
  const topics = ids("topic");
  return topics.length === 0 ? [] : [...topics, ...ids("other")];
}

function linesOf(corpus: Corpus, names: readonly string[], lexicon: Lexicon): LabelledLines {
  const numbers = new Map(names.map((name, number) => [name, number]));
  const readings: Reading[] = [];
  const labels: number[] = [];
  const locales: Locale[] = [];
  const vectorOf = vectorsOf(corpus);
  for (const { id, lines } of corpus.classes) {
    const number = numbers.get(id);
    if (number === undefined) continue;
    for (const line of lines) {
      const vector = vectorOf(labels.length);
      const normalised = normalise(line);
      readings.push({ ...readingOf(withoutPoliteness(normalised), lexicon), ...(vector && { vector }) });
      labels.push(number);
      locales.push(localeOf(normalised));
    }
  }
  const topics = names.filter((name) => !name.startsWith("_")).length;
  return { readings, labels: Int32Array.from(labels), locales, classes: names.length, topics };
}

/** The vector of each line of `embeddedLines`, which are the lines of the model. */
function vectorsOf({ vectors }: Corpus): (line: number) => Float32Array | undefined {
  if (!vectors) return () => undefined;
  const { dimensions, values } = vectors;
  return (line) => values.subarray(line * dimensions, (line + 1) * dimensions);
}

function canCalibrate({ labels, classes }: LabelledLines): boolean {
  return classes >= CLASSES_FOR_CALIBRATION && labels.length >= LINES_FOR_CALIBRATION * classes;
}

/** Every line of the corpus with what the topics say of it; the lines of the model in the order of `linesOf`. */
function messagesOf(
  corpus: Corpus,
  model: Model,
  blend: Blend,
  lexicon: Lexicon,
  trials: Trials | undefined,
): Message[] {
  let next = 0;
  return corpus.classes.flatMap(({ id, kind, lines }) =>
    lines.map((line): Message => {
      const whole = normalise(line);
      const question = withoutPoliteness(whole);
      const ofModel = kind === "topic" || kind === "other";
      const probabilities = ofModel
        ? trials?.unseen[next]
        : look(model, readingOf(question, lexicon), blend).probabilities;
      if (ofModel) next += 1;
      return { id, kind, key: lineKey(question), reading: readingOf(whole, lexicon), probabilities };
    }),
  );
}

function severitiesOf({ classes }: Corpus): Map<string, Severity> {
  return new Map(classes.flatMap(({ id, severity }) => (severity ? [[id, severity]] : [])));
}

function* words(corpus: Corpus): Iterable<string> {
  for (const { lines } of corpus.classes) {
    for (const line of lines) yield* runsOf(normalise(line));
  }
  yield* conceptWords(corpus.concepts);
}

function counter(options: BuildOptions, total: number): () => void {
  let done = 0;
  return () => {
    done += 1;
    options.progress?.(Math.min(done, total), total);
  };
}
