import type { Match } from "../matching/match.ts";
import type { Question } from "./questions.ts";

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
}

interface LanguageReport {
  n: number;
  top1: number;
  top3: number;
  answered: number;
  precisionAnswered: number;
}

export interface EvalSetting {
  /** Topics that the matcher knows. */
  topics: ReadonlySet<string>;
  /** Milliseconds that only grow, for the time of each match. */
  clock(): number;
  /** Time it took to get the index. */
  indexMs: number;
}

/** Choices that a customer is offered when asked back. */
const CHOICES = 3;
const CONFUSIONS = 20;

/** Puts every question to `match` and counts. Pure but for the clock it is given. */
export function evaluate(
  match: (text: string) => Match,
  questions: readonly Question[],
  setting: EvalSetting,
): EvalReport {
  const times: number[] = [];
  const seen = questions.map((question) => {
    const before = setting.clock();
    const found = match(question.text);
    times.push(setting.clock() - before);
    return observe(question, found, setting.topics);
  });
  const topical = seen.filter((one) => one.scope === "topic");
  const strangers = seen.filter((one) => one.scope === "oos");
  const asked = topical.filter((one) => one.act === "ask");
  return {
    n: questions.length,
    ...topicShares(topical),
    askedBack: share(topical, (one) => one.act === "ask"),
    askedBackHit: share(asked, (one) => one.place < CHOICES),
    falseAnswerRate: share(strangers, (one) => one.act === "answer" && one.place !== 0),
    oosRejected: share(strangers, (one) => one.act !== "answer" && one.act !== "ask"),
    ...humanShares(seen),
    ...urgentShares(seen),
    byLanguage: byLanguage(topical),
    p50Ms: percentile(times, 0.5),
    p99Ms: percentile(times, 0.99),
    indexMs: setting.indexMs,
    confusions: confusionsOf(topical),
    curve: curveOf(topical, strangers),
    uncovered: seen.filter((one) => one.uncovered).length,
  };
}

interface Observation {
  question: Question;
  match: Match;
  /** What the line counts as. */
  scope: "topic" | "oos" | "human";
  uncovered: boolean;
  /** What the bot would do. */
  act: Match["outcome"] | "hand-off";
  /** Place of the first right topic in the ranking, from 0; Infinity when absent. */
  place: number;
}

function observe(question: Question, match: Match, topics: ReadonlySet<string>): Observation {
  const { label, also = [] } = question;
  const uncovered = label !== "oos" && label !== "human" && !topics.has(label);
  const right = match.ranked.findIndex(({ topic }) => topic === label || also.includes(topic));
  return {
    question,
    match,
    scope: uncovered || label === "oos" ? "oos" : label === "human" ? "human" : "topic",
    uncovered,
    act: match.human.wished ? "hand-off" : match.outcome,
    place: right < 0 ? Number.POSITIVE_INFINITY : right,
  };
}

function topicShares(topical: readonly Observation[]): Omit<LanguageReport, "n"> {
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

function byLanguage(topical: readonly Observation[]): Record<string, LanguageReport> {
  const groups = new Map<string, Observation[]>();
  for (const one of topical) {
    const language = one.question.lang ?? one.match.locale;
    groups.set(language, [...(groups.get(language) ?? []), one]);
  }
  return Object.fromEntries(
    [...groups].map(([language, own]) => [language, { n: own.length, ...topicShares(own) }]),
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
