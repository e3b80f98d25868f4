import { type Entry, LOCALES, type Locale, type Phrasings } from "./entry.ts";
import type { Fault } from "./fault.ts";
import { readPath } from "./path.ts";
import { didYouMean } from "./suggest.ts";

/**
 * Faults that only show when all files lie side by side: a topic in one language only, related topics and
 * phrasings that lead nowhere. `files` are all paths read, so that a file with a fault of its own is not also called missing.
 */
export function checkTogether(
  files: readonly string[],
  entries: readonly Entry[],
  phrasings: readonly Phrasings[],
): Fault[] {
  const written = entryFiles(files);
  const known = [...new Set(LOCALES.flatMap((locale) => [...written[locale].keys()]))].sort();
  return [
    ...missingTranslations(written),
    ...entries.flatMap((entry) => relatedFaults(entry, known)),
    ...phrasings
      .filter(({ label, locale }) => !label.startsWith("_") && !written[locale].has(label))
      .map(({ file, label }) => ({
        file,
        line: 0,
        reason: `These phrasings belong to no entry: there is no ${file.replace(/\.phrasings\.txt$/, ".md")}`,
        mend: `Write the entry, or move the lines to one that exists.${didYouMean(label, known)}`,
      })),
  ];
}

function entryFiles(files: readonly string[]): Record<Locale, Map<string, string>> {
  const found: Record<Locale, Map<string, string>> = { zh: new Map(), en: new Map() };
  for (const file of files) {
    const path = readPath(file);
    if (path.ok && path.place.kind === "entry") found[path.place.locale].set(path.place.label, file);
  }
  return found;
}

function missingTranslations(written: Record<Locale, Map<string, string>>): Fault[] {
  const faults: Fault[] = [];
  for (const locale of LOCALES) {
    if (written[locale].size === 0) {
      faults.push({
        file: locale,
        line: 0,
        reason: "No entry is in this language",
        mend: `Write ${locale}/FOLDER/NAME.md.`,
      });
      continue;
    }
    const others = LOCALES.filter((other) => other !== locale);
    for (const [topic, file] of others.flatMap((other) => [...written[other]])) {
      if (written[locale].has(topic)) continue;
      const wanted = file.replace(/^[^/]+/, locale);
      const mend = `Write ${wanted}: customers of every language get an answer.`;
      faults.push({ file, line: 0, reason: `"${topic}" has no entry in ${locale}`, mend });
    }
  }
  return faults;
}

function relatedFaults(entry: Entry, known: readonly string[]): Fault[] {
  return entry.related
    .filter((id) => id === entry.id || !known.includes(id))
    .map((id) => ({
      file: entry.file,
      line: 1,
      reason: id === entry.id ? `"${id}" is related to itself` : `The related topic "${id}" does not exist`,
      mend: id === entry.id ? "Remove it." : `Remove it or name one that exists.${didYouMean(id, known)}`,
    }));
}
