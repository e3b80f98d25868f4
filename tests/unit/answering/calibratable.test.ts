import { describe, expect, it } from "vitest";
import { calibratable } from "../../../src/answering/calibratable.ts";
import { type Knowledge, LOCALES, type Phrasings } from "../../../src/knowledge/entry.ts";
import { lintKnowledge } from "../../../src/knowledge/lint.ts";
import { buildIndex, LINES_FOR_CALIBRATION } from "../../../src/matching/build.ts";
import { DEFAULT_CALIBRATION } from "../../../src/matching/calibrate.ts";
import { corpusOf } from "../../../src/matching/corpus.ts";

/** So many topics in both languages with so many phrasings each, all unlike the others. */
function knowledgeOf(topics: number, phrasings: number): Knowledge {
  const ids = Array.from({ length: topics }, (_, n) => `a.topic-${n}`);
  const entry = (id: string, locale: "zh" | "en") => ({
    id,
    locale,
    title: `${locale} title of ${id}`,
    severity: "normal" as const,
    handoff: "offer" as const,
    collect: [],
    related: [],
    body: "a",
    file: `${locale}/${id}.md`,
  });
  return {
    topics: new Map(ids.map((id) => [id, { zh: entry(id, "zh"), en: entry(id, "en") }])),
    phrasings: ids.flatMap((label) =>
      LOCALES.map(
        (locale): Phrasings => ({
          label,
          locale,
          lines: Array.from({ length: phrasings }, (_, n) => `${locale} ${label} word${n}`),
          file: `${locale}/${label}.phrasings.txt`,
        }),
      ),
    ),
    official: { links: [], accounts: [], phones: [], emails: [] },
    hash: "",
    trainingHash: "training",
  };
}

function isCalibrated(knowledge: Knowledge): boolean {
  return buildIndex(corpusOf(knowledge)).calibration !== DEFAULT_CALIBRATION;
}

describe("knowledge too small to be calibrated", () => {
  it.each([
    [7, 10],
    [8, 10],
    [8, 0],
    [8, 1],
  ])(
    "is warned of exactly when the matcher goes by borrowed thresholds (%i topics, %i phrasings)",
    (topics, phrasings) => {
      const knowledge = knowledgeOf(topics, phrasings);
      expect(calibratable(knowledge, "knowledge").length === 0).toBe(isCalibrated(knowledge));
    },
  );

  it("is told apart from a topic that is merely thin, for each language", () => {
    const knowledge = knowledgeOf(8, 29);
    const first = knowledge.phrasings.find(({ locale }) => locale === "en");
    first?.lines.splice(1);
    const thin = lintKnowledge(knowledge, { linesToCalibrate: LINES_FOR_CALIBRATION }).map(
      ({ file, reason }) => `${file}: ${reason}`,
    );
    expect(thin).toContain('zh/a.topic-0.phrasings.txt: "a.topic-0" has 29 phrasings in zh');
    expect(thin).toContain(
      'en/a.topic-0.phrasings.txt: "a.topic-0" has 1 phrasing in en: too few to learn how sure the bot may be of it',
    );
  });
});
