import { describe, expect, it } from "vitest";
import type { Entry, Knowledge, Phrasings } from "../../../src/knowledge/entry.ts";
import { faultLine } from "../../../src/knowledge/fault.ts";
import { lintKnowledge } from "../../../src/knowledge/lint.ts";

function entry(id: string, locale: "zh" | "en", more: Partial<Entry> = {}): Entry {
  const file = `${locale}/${id.replaceAll(".", "/")}.md`;
  return {
    id,
    locale,
    title: id,
    severity: "normal",
    handoff: "offer",
    collect: [],
    related: [],
    body: "a",
    file,
    ...more,
  };
}

function phrasings(label: string, locale: "zh" | "en", count = 30): Phrasings {
  const lines = Array.from({ length: count }, (_, index) => `${label} ${locale} ${index}`);
  return { label, locale, lines, file: `${locale}/${label.replaceAll(".", "/")}.phrasings.txt` };
}

/** Two topics in two languages with nothing to complain about, then changed. */
function warnings(change: { entries?: Entry[]; phrasings?: Phrasings[] }): string[] {
  const entries = ["a.one", "a.two"].flatMap((id) => [entry(id, "zh"), entry(id, "en")]);
  const lines = ["a.one", "a.two"].flatMap((id) => [phrasings(id, "zh"), phrasings(id, "en")]);
  const topics = new Map<string, Partial<Record<"zh" | "en", Entry>>>();
  for (const one of [...entries, ...(change.entries ?? [])])
    topics.set(one.id, { ...topics.get(one.id), [one.locale]: one });
  const replaced = new Set((change.phrasings ?? []).map(({ file }) => file));
  const knowledge: Knowledge = {
    topics,
    phrasings: [...lines.filter(({ file }) => !replaced.has(file)), ...(change.phrasings ?? [])],
    official: { links: [], accounts: [], phones: [], emails: [] },
    hash: "",
    trainingHash: "training",
  };
  return lintKnowledge(knowledge).map(faultLine);
}

describe("warnings about knowledge", () => {
  it("has none for topics with enough lines of their own", () => {
    expect(warnings({})).toEqual([]);
  });

  it("counts phrasings for each language by itself", () => {
    expect(warnings({ phrasings: [phrasings("a.one", "en", 29)] })).toEqual([
      'en/a/one.phrasings.txt: "a.one" has 29 phrasings in en. Write at least 30, each as a different customer would put it.',
    ]);
  });

  it("warns of a topic that has no phrasings at all", () => {
    const added = [entry("a.new", "zh"), entry("a.new", "en")];
    expect(warnings({ entries: added })).toEqual([
      expect.stringMatching(/^en\/a\/new\.phrasings\.txt: "a\.new" has 0 phrasings in en/),
      expect.stringMatching(/^zh\/a\/new\.phrasings\.txt: "a\.new" has 0 phrasings in zh/),
    ]);
  });

  it("finds the same line under two topics, whatever its width, case and punctuation", () => {
    const one = phrasings("a.one", "zh");
    const two = phrasings("a.two", "zh");
    one.lines.push("USDT 没到账？");
    two.lines.push("ｕｓｄｔ没到账!");
    expect(warnings({ phrasings: [one, two] })).toEqual([
      expect.stringMatching(
        /^zh\/a\/two\.phrasings\.txt: "ｕｓｄｔ没到账!" also stands in zh\/a\/one\.phrasings\.txt/,
      ),
    ]);
  });

  it("finds a line that is both a topic's and not a question, but lets one topic have it in two languages", () => {
    const other: Phrasings = {
      label: "_other.greeting",
      locale: "en",
      lines: ["A.ONE EN 3"],
      file: "en/_other/greeting.phrasings.txt",
    };
    expect(warnings({ phrasings: [other] })).toHaveLength(1);
    const mixed = phrasings("a.one", "en");
    mixed.lines.push("a.one zh 3");
    expect(warnings({ phrasings: [mixed] })).toEqual([]);
  });

  it("lets a topic's line stand among the urgent ones as well", () => {
    const urgent: Phrasings = {
      label: "_urgent.loss",
      locale: "zh",
      lines: ["a.one zh 3"],
      file: "zh/_urgent/loss.phrasings.txt",
    };
    expect(warnings({ phrasings: [urgent] })).toEqual([]);
  });

  it("does not take lines of signs alone for one another", () => {
    const one = phrasings("a.one", "zh");
    one.lines.push("???");
    const other: Phrasings = {
      label: "_other.noise",
      locale: "zh",
      lines: ["!!!"],
      file: "zh/_other/noise.phrasings.txt",
    };
    expect(warnings({ phrasings: [one, other] })).toEqual([]);
  });

  it("allows an answer of 1000 Chinese or 1800 English characters, and no more", () => {
    const fits = [
      entry("a.one", "zh", { body: "字。".repeat(500) }),
      entry("a.one", "en", { body: "c. ".repeat(600) }),
    ];
    expect(warnings({ entries: fits })).toEqual([]);
    const over = fits.map((one) => ({ ...one, body: `${one.body}x` }));
    expect(warnings({ entries: over }).map((line) => line.slice(0, 12))).toEqual([
      "en/a/one.md:",
      "zh/a/one.md:",
    ]);
  });

  it("finds two titles a customer could not choose between", () => {
    const entries = [entry("a.one", "en", { title: "Fees?" }), entry("a.two", "en", { title: "fees" })];
    expect(warnings({ entries })).toEqual([
      expect.stringMatching(/^en\/a\/two\.md:1: The title is also that of en\/a\/one\.md/),
    ]);
  });

  it("shows where one language is treated differently from the other", () => {
    expect(warnings({ entries: [entry("a.one", "en", { severity: "urgent", collect: ["time"] })] })).toEqual([
      expect.stringMatching(/^en\/a\/one\.md:1: "severity" differs from zh\/a\/one\.md/),
      expect.stringMatching(/^en\/a\/one\.md:1: "collect" differs from zh\/a\/one\.md/),
    ]);
  });
});
