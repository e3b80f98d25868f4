import type { Locale } from "../knowledge/entry.ts";
import { bareWish } from "./bare-wish.ts";
import type { SoundReader } from "./by-sound.ts";
import type { Calibration, Sureness } from "./calibrate.ts";
import { type Concepts, type Lexicon, meaningOf } from "./concepts.ts";
import { withoutDenial } from "./denial.ts";
import { DENSE_SIGNALS } from "./dense.ts";
import { type Detectors, type Heard, hear, lineKey } from "./detectors.ts";
import { featuresOf } from "./features.ts";
import { followsOn, sightAfter } from "./follow-up.ts";
import { probabilityOf } from "./logistic.ts";
import type { Match } from "./match.ts";
import { bestTopics, examine, look, type Model, type Reading, SIGNALS, type Sighting } from "./model.ts";
import { isHan, localeOf, normalise, runsOf } from "./normalise.ts";
import { withoutPoliteness } from "./politeness.ts";
import type { Speller, Vocabulary } from "./spelling.ts";
import { gistOf, sentencesOf, type Told } from "./story.ts";

/** All that a match needs, made from a corpus once. Immutable. */
export interface MatchIndex {
  /** Hash of the corpus it was made from. */
  hash: string;
  /** Names of the model's classes by number: topics, then `_other.NAME`. */
  names: readonly string[];
  model: Model;
  calibration: Calibration;
  /** For texts that come with a vector; there when the model has learned from vectors. */
  vectorCalibration?: Calibration;
  detectors: Detectors;
  vocabulary: Vocabulary;
  concepts: Concepts | undefined;
  lexicon: Lexicon;
  speller: Speller;
  sounds: SoundReader;
  /** Lines it was made from. */
  phrasings: number;
}

const OTHER_PREFIX = "_other.";

// Numbers and signs alone ("5", "100 ✓") answer a question of ours: they are never one, nor a call for help.
const HAS_WORDS = /\p{Script=Han}|[a-z]/u;
const NOTHING_HEARD: Heard = {
  human: { probability: 0, wished: false },
  urgent: { probability: 0, urgent: false },
};

/** What is known of a text beside its words. */
export interface Circumstances {
  /** Its meaning, from an embedder. */
  vector?: Float32Array | undefined;
  /** The question answered just before, at most 200 code points. */
  before?: string | undefined;
}

/**
 * What a text most likely asks, and how sure that is. Reads the first 300 code points; same index, same answer. A
 * `vector` of its meaning is a second opinion on the topic; without one, or with an index that knows none, words alone
 * decide, at their own thresholds. A short text that depends on the question `before` it is read together with that.
 * Wishes for a person and urgency are heard in the text's own words, whatever the rest says.
 */
export function match(index: MatchIndex, text: string, { vector, before }: Circumstances = {}): Match {
  const { model } = index;
  const typed = normalise(text);
  const normalised = index.sounds(typed);
  const question = withoutPoliteness(normalised);
  const reading = readingOf(question, index.lexicon, index.speller);
  const heard = look(model, reading, index.calibration.blend);
  // Wishes and urgency are heard in all that was written; the topic is what was not denied.
  const meant = withoutDenial(question);
  const asked = meant === question ? reading : readingOf(meant, index.lexicon, index.speller);
  const words = asked === reading ? heard : look(model, asked, index.calibration.blend);
  const seen =
    vector && index.vectorCalibration && look(model, { ...asked, vector }, index.vectorCalibration.blend);
  const locale = localeOf(normalised);
  const spoken = HAS_WORDS.test(normalised);
  // A vector of another length than the lines' is not seen.
  const sensed = seen !== undefined && seen.signals.length > SIGNALS.length;
  const calibration = (sensed && index.vectorCalibration) || index.calibration;
  const alone = verdictOf(index, sensed ? seen : words, calibration.sureness[locale], spoken);
  const after = before === undefined ? undefined : verdictAfter(index, alone, { before, meant, locale });
  const verdict = after ?? verdictOfStory(index, alone, meant, calibration.sureness[locale]) ?? alone;
  const whole = question === normalised ? reading : readingOf(normalised, index.lexicon, index.speller);
  const { sighting, confidence, outcome, other } = verdict;
  return {
    ranked: rankedOf(sighting, index.names, model.topics),
    confidence,
    outcome,
    ...(other !== undefined && { other }),
    ...(spoken ? heardIn(index, question, whole, heard) : NOTHING_HEARD),
    locale,
    ...(isChinese(normalised) && !isChinese(typed) && { pinyin: true as const }),
    signals: signalsOf(sighting),
    ...(after && { followsOn: true as const }),
    index: index.hash,
  };
}

/** What a sighting comes to. */
interface Verdict extends Pick<Match, "confidence" | "outcome"> {
  sighting: Sighting;
  other: string | undefined;
}

function verdictOf(index: MatchIndex, sighting: Sighting, sureness: Sureness, spoken: boolean): Verdict {
  const confidence = spoken && sighting.best.length > 0 ? confidenceOf(sureness, sighting) : 0;
  const other = otherOf(sighting, index.names, index.model.topics);
  const outcome = other === undefined ? outcomeOf(confidence, sureness) : "decline";
  return { sighting, confidence, outcome, other };
}

/**
 * The verdict on a question and the one before it together; undefined where each stands for itself. Small talk does,
 * and what is sure gives way to nothing that is not. Both as one text have no vector: their words decide, beside what
 * was made of the question alone.
 */
function verdictAfter(
  index: MatchIndex,
  alone: Verdict,
  { before, meant, locale }: { before: string; meant: string; locale: Locale },
): Verdict | undefined {
  if (alone.other !== undefined || !followsOn(meant)) return undefined;
  const { blend, sureness } = index.calibration;
  const text = `${withoutDenial(withoutPoliteness(index.sounds(normalise(before))))} ${meant}`;
  const together = examine(index.model, readingOf(text, index.lexicon, index.speller));
  const sighting = sightAfter(index.model, alone.sighting, together, blend);
  const verdict = verdictOf(index, sighting, sureness[locale], true);
  return alone.outcome === "answer" && verdict.outcome !== "answer" ? undefined : verdict;
}

/** The verdict on a text of several sentences whose whole was not sure; undefined for all others. Words decide alone. */
function verdictOfStory(
  index: MatchIndex,
  whole: Verdict,
  meant: string,
  sureness: Sureness,
): Verdict | undefined {
  if (whole.outcome === "answer") return undefined;
  const { model, calibration } = index;
  const sentences = sentencesOf(meant).map((sentence) => {
    const reading = readingOf(withoutPoliteness(sentence), index.lexicon, index.speller);
    return toldBy(verdictOf(index, look(model, reading, calibration.blend), sureness, true));
  });
  const gist = gistOf(toldBy(whole), sentences, model.topics);
  if (!gist) return undefined;
  const { probabilities, outcome } = gist;
  // What is only offered is not so sure that it could be answered.
  const offered = (sureness.askAt + sureness.answerAt) / 2;
  const confidence =
    outcome === "answer" ? Math.max(gist.confidence, sureness.answerAt) : Math.min(gist.confidence, offered);
  const sighting = { ...whole.sighting, probabilities, best: bestTopics(probabilities, model.topics) };
  return { sighting, confidence, outcome, other: undefined };
}

function toldBy({ sighting, confidence, other }: Verdict): Told {
  const [topic] = sighting.best;
  return {
    probabilities: sighting.probabilities,
    topic: other === undefined ? topic : undefined,
    confidence,
  };
}

function signalsOf({ signals }: Sighting): Match["signals"] {
  const names = signals.length > SIGNALS.length ? [...SIGNALS, ...DENSE_SIGNALS] : SIGNALS;
  return Object.fromEntries(names.map((name, i) => [name, signals[i] ?? 0]));
}

function isChinese(text: string): boolean {
  return runsOf(text).some(isHan);
}

/** A text without its politeness as the model reads it. Training lines are not repaired: they are the vocabulary. */
export function readingOf(question: string, lexicon: Lexicon, speller?: Speller): Reading {
  const text = featuresOf(question, speller);
  return { text, meaning: meaningOf(lexicon, question, speller) };
}

function rankedOf(sighting: Sighting, names: readonly string[], topics: number): Match["ranked"] {
  let all = 0;
  for (let c = 0; c < topics; c++) all += sighting.probabilities[c] ?? 0;
  return sighting.best.map((c) => ({
    topic: names[c] ?? "",
    probability: Math.min((sighting.probabilities[c] ?? 0) / all, 1),
  }));
}

function otherOf(sighting: Sighting, names: readonly string[], topics: number): string | undefined {
  if (sighting.best.length === 0 || sighting.winner < topics) return undefined;
  return names[sighting.winner]?.slice(OTHER_PREFIX.length);
}

// From this cosine on a text is, but for punctuation or a particle, a line of the knowledge itself.
const SAME_LINE = 0.9;

/**
 * The calibrated probability; for what is a line of the topic at least the model's own. The calibration never saw such
 * a text, its lines being held back, and would doubt an entry's own title.
 */
function confidenceOf({ logistic }: Sureness, { best, probabilities, signals, closest }: Sighting): number {
  const calibrated = probabilityOf(logistic, signals);
  if (closest < SAME_LINE) return calibrated;
  return Math.max(calibrated, closest * (probabilities[best[0] ?? 0] ?? 0));
}

function outcomeOf(confidence: number, { answerAt, askAt }: Sureness): Match["outcome"] {
  if (confidence >= answerAt) return "answer";
  return confidence >= askAt ? "ask" : "decline";
}

function heardIn(index: MatchIndex, question: string, whole: Reading, sighting: Sighting): Heard {
  const heard = hear(index.detectors, whole, lineKey(question), sighting.probabilities);
  const bare = index.detectors.human && bareWish(question);
  if (!bare) return heard;
  const wished = bare === "wish";
  return { ...heard, human: { probability: wished ? 1 : 0, wished } };
}
