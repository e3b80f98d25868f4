import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { type Entry, LOCALES, type Locale, type Phrasings } from "../../../src/knowledge/entry.ts";
import { parseEntry, parseOfficial, parsePhrasings } from "../../../src/knowledge/parse.ts";
import facts from "../../fixtures/entry-facts.json" with { type: "json" };

/** One screen of a phone, with a margin, in UTF-16 characters. */
const LONGEST_BODY: Record<Locale, number> = { zh: 1000, en: 1800 };
const FEWEST_PHRASINGS = 30;

const topics: Record<string, Record<Locale, string[][]>> = facts;
const folder = fileURLToPath(new URL("../../../knowledge/", import.meta.url));
const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .map((path) => path.replaceAll("\\", "/"))
  .filter((path) => /^(zh|en)\/[^_]/.test(path))
  .sort();
const entries = files.filter((path) => path.endsWith(".md")).map(readEntry);
const phrasings = files.filter((path) => path.endsWith(".phrasings.txt")).map(readPhrasings);

describe("the answers that ship with kefu", () => {
  it("answer every topic of the service page, and each answer is there in both languages", () => {
    expect(idsOf(entries, "zh")).toEqual(expect.arrayContaining(Object.keys(topics)));
    expect(idsOf(entries, "en")).toEqual(idsOf(entries, "zh"));
  });

  it("treat a customer the same in either language: same severity, hand-off, questions and related topics", () => {
    for (const id of idsOf(entries, "zh")) {
      const { severity, handoff, collect, related } = entry(id, "zh");
      expect(entry(id, "en"), id).toMatchObject({ severity, handoff, collect, related });
    }
  });

  it("hand every urgent topic to a person", () => {
    const urgent = entries.filter(({ severity }) => severity === "urgent");
    expect(urgent.length).toBeGreaterThan(0);
    expect(urgent.filter(({ handoff }) => handoff !== "always").map(({ file }) => file)).toEqual([]);
  });

  it("fit one screen of a phone", () => {
    const tooLong = entries.filter(({ body, locale }) => body.length > LONGEST_BODY[locale]);
    expect(tooLong.map(({ file, body }) => `${file}: ${body.length}`)).toEqual([]);
  });

  it("name no link, e-mail address, account or phone number", () => {
    const outside = /https?:|www\.|\w\.(?:com|io|org|net|pro|cn)\b|@|\+?\d[\d ()-]{5,}\d/i;
    const naming = entries.filter(({ body, title }) => outside.test(`${title}\n${body}`));
    expect(naming.map(({ file }) => file)).toEqual([]);
  });

  it("point only to topics that exist, and never to themselves", () => {
    const dangling = entries.flatMap(({ id, related, file }) =>
      related
        .filter((other) => other === id || !idsOf(entries, "zh").includes(other))
        .map((other) => `${file} → ${other}`),
    );
    expect(dangling).toEqual([]);
  });

  it("set their bold words so that every markdown reader shows them bold", () => {
    // CommonMark: ** after punctuation and before a letter does not close.
    const broken = entries.flatMap(({ file, body }) =>
      body.split("\n").flatMap((line) => {
        const parts = line.split("**");
        const odd = parts.length % 2 === 0;
        const glued = parts.some(
          (part, index) =>
            index % 2 === 1 && /[\p{P}\s]$/u.test(part) && /^[\p{L}\p{N}]/u.test(parts[index + 1] ?? ""),
        );
        return odd || glued ? [`${file}: ${line}`] : [];
      }),
    );
    expect(broken).toEqual([]);
  });
});

describe.each(Object.keys(topics))("the answer on %s", (id) => {
  it.each(LOCALES)("states every fact a customer must know (%s)", (locale) => {
    const { body } = entry(id, locale);
    const missing = topics[id]?.[locale].filter(
      (wordings) => !wordings.some((words) => body.includes(words)),
    );
    expect(missing).toEqual([]);
  });
});

describe("the lines the matcher learns from", () => {
  it("are at least 30 for every topic in every language", () => {
    const few = Object.keys(topics).flatMap((id) =>
      LOCALES.filter((locale) => linesOf(id, locale).length < FEWEST_PHRASINGS).map(
        (locale) => `${locale} ${id}: ${linesOf(id, locale).length}`,
      ),
    );
    expect(few).toEqual([]);
  });

  it("never stand twice, neither under two topics nor under one", () => {
    for (const locale of LOCALES) {
      const label = new Map<string, string>();
      const twice: string[] = [];
      for (const { label: topic, lines } of phrasings.filter((file) => file.locale === locale))
        for (const line of lines) {
          const before = label.get(line.toLowerCase());
          if (before !== undefined) twice.push(`${line}: ${before}, ${topic}`);
          label.set(line.toLowerCase(), topic);
        }
      expect(twice, locale).toEqual([]);
    }
  });
});

describe("the official names that ship with kefu", () => {
  it("are none: the bot names nothing until the tenant says what is theirs", () => {
    const result = parseOfficial("official.yml", read("official.yml"));
    expect(result).toEqual({ ok: true, official: { links: [], accounts: [], phones: [], emails: [] } });
  });
});

function read(file: string): string {
  return readFileSync(`${folder}${file}`, "utf8");
}

function readEntry(file: string): Entry {
  const result = parseEntry(file, read(file));
  if (!result.ok) throw new Error(JSON.stringify(result.faults));
  return result.entry;
}

function readPhrasings(file: string): Phrasings {
  const result = parsePhrasings(file, read(file));
  if (!result.ok) throw new Error(JSON.stringify(result.faults));
  return result.phrasings;
}

function entry(id: string, locale: Locale): Entry {
  const found = entries.find((one) => one.id === id && one.locale === locale);
  if (found === undefined) throw new Error(`no answer on ${id} in ${locale}`);
  return found;
}

function linesOf(id: string, locale: Locale): string[] {
  return phrasings
    .filter((file) => file.label === id && file.locale === locale)
    .flatMap(({ lines }) => lines);
}

function idsOf(list: Entry[], locale: Locale): string[] {
  return list
    .filter((one) => one.locale === locale)
    .map(({ id }) => id)
    .sort();
}
