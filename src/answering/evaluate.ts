import type { Match } from "../matching/match.ts";
import { CHOICES, type Observation, observe } from "./observation.ts";
import type { Question } from "./questions.ts";
import { type Verdict, verdictOf } from "./verdict.ts";

/** How a matcher does on a question set. Shares are fractions from 0 to 1, and 0 where there is nothing to share. */
export interface EvalReport {
  n: number;
  /** Topic questions whose first ranked topic, or one of the first three, is right. */
  top1: number;
  top3: number;
  /** Topic questions answered outright, and those right among them. */
  answered: number;
  precisionAnswered: number;
  /** Topic questions asked back, and those with the right topic among the choices. */
  askedBack: number;
  askedBackHit: number;
  /** Out-of-scope lines answered with an entry, and those neither answered nor asked back. */
  falseAnswerRate: number;
  oosRejected: number;
  humanRecall: number;
  humanPrecision: number;
  urgentRecall: number;
  urgentPrecision: number;
  byLanguage: Record<string, LanguageReport>;
  p50Ms: number;
  p99Ms: number;
  indexMs: number;
  confusions: { label: string; got: string; n: number }[];
  curve: { threshold: number; answered: number; precisionAnswered: number; falseAnswerRate: number }[];
  /** Lines whose topic the index does not know: they count as out of scope. */
  uncovered: number;
  /** From which confidence on the bot answers outright, and asks back, as shipped; by language, or for "all". */
  thresholds?: Record<string, Thresholds>;
}

interface Thresholds {
  answerAt: number;
  askAt: number;
}

interface LanguageReport {
  n: number;
  top1: number;
  top3: number;
  answered: number;
  precisionAnswered: number;
  /** Out-of-scope lines in this language, and the share of them that was answered with an entry. */
  oos: number;
  falseAnswerRate: number;
}

export interface EvalSetting {
  /** Topics that the matcher knows. */
  topics: ReadonlySet<string>;
  /** Milliseconds that only grow, for the time of each match. */
  clock(): number;
  /** Time it took to get the index. */
  indexMs: number;
  thresholds?: Record<string, Thresholds>;
}

const CONFUSIONS = 20;

/** Puts every question to `match`, counts, and says what became of each, in their order. Pure but for the clock it is given. */
export function evaluate(
  match: (text: string) => Match,
  questions: readonly Question[],
  setting: EvalSetting,
): { report: EvalReport; verdicts: Verdict[] } {
  const times: number[] = [];
  const seen = questions.map((question) => {
    const before = setting.clock();
    const found = match(question.text);
    times.push(setting.clock() - before);
    return observe(question, found, setting.topics);
  });
  return { report: reportOf(seen, times, setting), verdicts: seen.map(verdictOf) };
}

function reportOf(
  seen: readonly Observation[],
  times: readonly number[],
  { indexMs, thresholds }: EvalSetting,
): EvalReport {
  const topical = seen.filter((one) => one.scope === "topic");
  const strangers = seen.filter((one) => one.scope === "oos");
  const asked = topical.filter((one) => one.act === "ask");
  return {
    n: seen.length,
    ...topicShares(topical),
    askedBack: share(topical, (one) => one.act === "ask"),
    askedBackHit: share(asked, (one) => one.place < CHOICES),
    falseAnswerRate: share(strangers, isFalseAnswer),
    oosRejected: share(strangers, (one) => one.act !== "answer" && one.act !== "ask"),
    ...humanShares(seen),
    ...urgentShares(seen),
    byLanguage: byLanguage(topical, strangers),
    p50Ms: percentile(times, 0.5),
    p99Ms: percentile(times, 0.99),
    indexMs,
    confusions: confusionsOf(topical),
    curve: curveOf(topical, strangers),
    uncovered: seen.filter((one) => one.uncovered).length,
    ...(thresholds === undefined ? {} : { thresholds }),
  };
}

function isFalseAnswer({ act, place }: Observation): boolean {
  return act === "answer" && place !== 0;
}

function topicShares(topical: readonly Observation[]): Omit<LanguageReport, "n" | "oos" | "falseAnswerRate"> {
  const answered = topical.filter((one) => one.act === "answer");
  return {
    top1: share(topical, (one) => one.place === 0),
    top3: share(topical, (one) => one.place < 3),
    answered: share(topical, (one) => one.act === "answer"),
    precisionAnswered: share(answered, (one) => one.place === 0),
  };
}

function humanShares(seen: readonly Observation[]): Pick<EvalReport, "humanRecall" | "humanPrecision"> {
  const handedOver = seen.filter((one) => one.match.human.wished);
  return {
    humanRecall: share(
      seen.filter((one) => one.scope === "human"),
      (one) => one.match.human.wished,
    ),
    humanPrecision: share(
      handedOver,
      ({ question }) => question.label === "human" || (question.also ?? []).includes("human"),
    ),
  };
}

function urgentShares(seen: readonly Observation[]): Pick<EvalReport, "urgentRecall" | "urgentPrecision"> {
  const clear = seen.filter((one) => one.question.urgent_soft !== true);
  const urgent = (one: Observation) => one.question.urgent === true;
  return {
    urgentRecall: share(clear.filter(urgent), (one) => one.match.urgent.urgent),
    urgentPrecision: share(
      clear.filter((one) => one.match.urgent.urgent),
      urgent,
    ),
  };
}

function byLanguage(
  topical: readonly Observation[],
  strangers: readonly Observation[],
): Record<string, LanguageReport> {
  const languageOf = ({ question, match }: Observation) => question.lang ?? match.locale;
  const languages = [...new Set([...topical, ...strangers].map(languageOf))];
  return Object.fromEntries(
    languages.map((language) => {
      const own = topical.filter((one) => languageOf(one) === language);
      const foreign = strangers.filter((one) => languageOf(one) === language);
      const falseAnswerRate = share(foreign, isFalseAnswer);
      return [language, { n: own.length, ...topicShares(own), oos: foreign.length, falseAnswerRate }];
    }),
  );
}

function confusionsOf(topical: readonly Observation[]): EvalReport["confusions"] {
  const counts = new Map<string, { label: string; got: string; n: number }>();
  for (const one of topical) {
    if (one.place === 0) continue;
    const { label } = one.question;
    const got = one.match.ranked[0]?.topic ?? "nothing";
    const pair = counts.get(`${label} ${got}`) ?? { label, got, n: 0 };
    counts.set(`${label} ${got}`, { ...pair, n: pair.n + 1 });
  }
  return [...counts.values()].sort((a, b) => b.n - a.n).slice(0, CONFUSIONS);
}

function curveOf(topical: readonly Observation[], strangers: readonly Observation[]): EvalReport["curve"] {
  return Array.from({ length: 20 }, (_, step) => {
    const threshold = step / 20;
    const answers = ({ match, act }: Observation) =>
      act !== "hand-off" &&
      match.other === undefined &&
      match.ranked.length > 0 &&
      match.confidence >= threshold;
    return {
      threshold,
      answered: share(topical, answers),
      precisionAnswered: share(topical.filter(answers), (one) => one.place === 0),
      falseAnswerRate: share(strangers, (one) => answers(one) && one.place !== 0),
    };
  });
}

function share<T>(all: readonly T[], counts: (one: T) => boolean): number {
  return all.length === 0 ? 0 : all.filter(counts).length / all.length;
}

function percentile(values: readonly number[], at: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(at * sorted.length))] ?? 0;
}
