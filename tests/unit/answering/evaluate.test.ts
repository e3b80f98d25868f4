import { describe, expect, it } from "vitest";
import { evaluate } from "../../../src/answering/evaluate.ts";
import { formatReport } from "../../../src/answering/format-report.ts";
import { type Question, readQuestionSet } from "../../../src/answering/questions.ts";
import { typist } from "../../../src/answering/typos.ts";
import type { Match } from "../../../src/matching/match.ts";

const nothing: Match = {
  ranked: [],
  confidence: 0,
  outcome: "decline",
  human: { probability: 0, wished: false },
  urgent: { probability: 0, urgent: false },
  locale: "en",
  signals: {},
  index: "",
};

function taken(topics: string[], outcome: Match["outcome"], more: Partial<Match> = {}): Match {
  const ranked = topics.map((topic) => ({ topic, probability: 0.2 }));
  return { ...nothing, ranked, outcome, confidence: outcome === "answer" ? 0.9 : 0.3, ...more };
}

const cases: [Question, Match][] = [
  [{ text: "1", label: "a", lang: "zh" }, taken(["a", "b"], "answer")],
  [{ text: "2", label: "a", lang: "en" }, taken(["b", "c", "a"], "ask")],
  [{ text: "3", label: "a", also: ["b"], lang: "en", urgent: true }, taken(["b", "a"], "answer")],
  [{ text: "4", label: "b", lang: "zh" }, taken(["c", "d"], "answer")],
  [{ text: "5", label: "oos" }, taken(["a"], "answer")],
  [{ text: "6", label: "oos" }, taken(["a"], "ask")],
  [{ text: "7", label: "oos", also: ["a"] }, taken(["a"], "answer")],
  [{ text: "8", label: "never.written" }, taken(["a"], "decline", { other: "greeting" })],
  [
    { text: "9", label: "human" },
    { ...nothing, human: { probability: 1, wished: true } },
  ],
  [{ text: "10", label: "human" }, nothing],
  [
    { text: "11", label: "oos" },
    { ...nothing, human: { probability: 1, wished: true } },
  ],
  [
    { text: "12", label: "oos", urgent_soft: true },
    { ...nothing, urgent: { probability: 1, urgent: true } },
  ],
];

function run() {
  const matches = new Map(cases.map(([question, match]) => [question.text, match]));
  let now = 0;
  return evaluate(
    (text) => matches.get(text) ?? nothing,
    cases.map(([question]) => question),
    {
      topics: new Set(["a", "b", "c", "d"]),
      clock: () => now++,
      indexMs: 5,
      thresholds: { all: { answerAt: 0.55, askAt: 0.1 + 0.19999999 } },
    },
  );
}

function report() {
  return run().report;
}

describe("an evaluation", () => {
  it("counts right topics, answers and questions asked back among the lines with a topic", () => {
    expect(report()).toMatchObject({
      n: 12,
      top1: 2 / 4,
      top3: 3 / 4,
      answered: 3 / 4,
      precisionAnswered: 2 / 3,
      askedBack: 1 / 4,
      askedBackHit: 1,
      byLanguage: { zh: { n: 2, top1: 0.5 }, en: { n: 2, top3: 1 } },
      p50Ms: 1,
      indexMs: 5,
    });
  });

  it("counts a line on a topic that nobody wrote as out of scope, and says how many there were", () => {
    expect(report()).toMatchObject({ uncovered: 1, falseAnswerRate: 1 / 6, oosRejected: 3 / 6 });
  });

  it("counts wishes for a person over all lines, and urgency without the doubtful ones", () => {
    expect(report()).toMatchObject({
      humanRecall: 0.5,
      humanPrecision: 0.5,
      urgentRecall: 0,
      urgentPrecision: 0,
    });
  });

  it("names what was taken for what", () => {
    expect(report().confusions).toEqual([
      { label: "a", got: "b", n: 1 },
      { label: "b", got: "c", n: 1 },
    ]);
  });

  it("shows what other thresholds would do", () => {
    const at = (threshold: number) => report().curve.find((point) => point.threshold === threshold);
    expect(at(0)).toMatchObject({ answered: 1, precisionAnswered: 0.5 });
    expect(at(0.5)).toMatchObject({ answered: 0.75, falseAnswerRate: 1 / 6 });
    expect(at(0.95)).toMatchObject({ answered: 0, falseAnswerRate: 0 });
  });

  it("counts false answers in each language by itself", () => {
    const { en, zh } = report().byLanguage;
    expect(en).toMatchObject({ n: 2, oos: 6, falseAnswerRate: 1 / 6 });
    expect(zh).toMatchObject({ n: 2, oos: 0 });
  });

  it("reads well in a terminal", () => {
    const shown = formatReport(report());
    expect(shown).toContain("Answered outright     75.0 %   right  66.7 %");
    expect(shown).toMatch(/By language +n +top-1 +top-3 +answered +right +false answers/);
    expect(shown).toMatch(/ {2}zh +2 +50\.0 % +50\.0 % +100\.0 % +50\.0 % +–/);
    expect(shown).toMatch(/ {2}en +2 +50\.0 % +100\.0 % +50\.0 % +100\.0 % +16\.7 %/);
  });

  it("marks in the curve where the bot answers and asks back, and ends it with how things are", () => {
    const shown = formatReport(report()).split("\n");
    const row = (start: RegExp) => shown.find((line) => start.test(line));
    expect(row(/^ {2}0\.30/)).toMatch(/100\.0 % +50\.0 % +33\.3 % +← asks back from 0\.30$/);
    expect(row(/^ {2}0\.50/)).toMatch(/← answers from 0\.55$/);
    expect(row(/^ {2}0\.90/)).not.toContain("←");
    expect(row(/^ {2}as it is/)).toMatch(/75\.0 % +66\.7 % +16\.7 %$/);
  });

  it("says of each line what became of it", () => {
    expect(run().verdicts.map(({ text, did, score }) => `${text}: ${did} (${score})`)).toEqual([
      "1: answered rightly (3)",
      "2: asked back with the right choice (2)",
      "3: answered rightly, urgency missed (2.5)",
      "4: answered with c (0)",
      "5: answered with a (0)",
      "6: asked back (2)",
      "7: answered rightly (3)",
      "8: taken for small talk (greeting) (3)",
      "9: handed over (3)",
      "10: declined (1)",
      "11: handed over (1)",
      "12: declined (3)",
    ]);
  });
});

describe("a question set", () => {
  it("is read line by line, empty lines left out", () => {
    expect(
      readQuestionSet(
        '{"text":"hi","label":"oos"}\n\n{"text":"怎么转账","label":"tx.send","also":["tx.x"]}\n',
      ),
    ).toHaveLength(2);
  });

  it.each([
    ['{"text":"hi","label":"oos"}\nhello', "Line 2 is not JSON"],
    ['{"text":"hi"}', "Line 1 is no question: label"],
    ["\n\n", "no line"],
  ])("names the fault of %j", (text, message) => {
    expect(() => readQuestionSet(text)).toThrow(message);
  });
});

describe("typos", () => {
  it("are the same for the same seed, and about one in ten characters", () => {
    const text = "my transfer has been pending for three hours now";
    const typed = typist(7)(text);
    expect(typist(7)(text)).toBe(typed);
    expect(typist(8)(text)).not.toBe(typed);
    expect(Math.abs(typed.length - text.length)).toBeLessThanOrEqual(5);
  });
});
