import { createHash } from "node:crypto";
import { checkOutbound, type Problem } from "../guard/outbound.ts";
import { checkTogether } from "./check.ts";
import { type ConceptLists, parseConcepts } from "./concepts.ts";
import type { Entry, Knowledge, Locale, Official, Phrasings } from "./entry.ts";
import { type Fault, inOrder } from "./fault.ts";
import { CONCEPTS_FILE, OFFICIAL_FILE, readSources, type SourceFile } from "./files.ts";
import { type LintSetting, lintKnowledge } from "./lint.ts";
import { parseEntry, parseOfficial, parsePhrasings } from "./parse.ts";
import { keepParsed, type ParsedCache, recall } from "./parsed-cache.ts";
import { PHRASINGS_END, readPath } from "./path.ts";
import { type Places, placesIn } from "./places.ts";

export type LoadResult =
  | { ok: true; knowledge: Knowledge; warnings: Fault[] }
  | { ok: false; faults: Fault[] };

/**
 * Reads a whole knowledge folder: all of it, or every fault of every file at once. Never rejects.
 * With a `cache`, sources that were found sound before are not parsed and checked again.
 */
export async function loadKnowledge(
  folder: string,
  cache?: ParsedCache,
  setting: Omit<LintSetting, "places"> = {},
): Promise<LoadResult> {
  const { files, faults: unreadable } = await readSources(folder);
  const hash = hashOf(files);
  const recalled = cache && unreadable.length === 0 ? await recall(cache, hash) : undefined;
  if (recalled !== undefined) return { ok: true, ...recalled };
  const result = parseAll(files, unreadable, hash, setting);
  if (cache && result.ok) await keepParsed(cache, result.knowledge, result.warnings);
  return result;
}

function parseAll(
  files: readonly SourceFile[],
  unreadable: readonly Fault[],
  hash: string,
  setting: LintSetting,
): LoadResult {
  const parsed = parseFiles(files);
  const places = placesIn(files);
  const paths = [...files.map(({ path }) => path), ...unreadable.map(({ file }) => file)];
  const faults = [
    ...unreadable,
    ...parsed.faults,
    ...(files.length === 0 && unreadable.length > 0
      ? []
      : checkTogether(paths, parsed.entries, parsed.phrasings)),
    ...parsed.entries.flatMap((entry) => unsafe(entry, parsed.official, places)),
  ];
  if (faults.length > 0) return { ok: false, faults: inOrder(faults) };

  const topics = new Map<string, Partial<Record<Locale, Entry>>>();
  for (const entry of parsed.entries)
    topics.set(entry.id, { ...topics.get(entry.id), [entry.locale]: entry });
  const { phrasings, official, concepts } = parsed;
  const knowledge: Knowledge = {
    topics,
    phrasings,
    official,
    ...(concepts === undefined ? {} : { concepts }),
    hash,
    trainingHash: trainingHashOf(files, parsed.entries),
  };
  return { ok: true, knowledge, warnings: lintKnowledge(knowledge, { ...setting, places }) };
}

const UNSAFE: Record<Problem["kind"], string> = {
  "asks-for-secret": "asks the customer for a secret, a payment or control of the device",
  "contains-secret": "contains a secret",
  "unknown-link": "names a link that is not in official.yml",
  "unknown-phone": "names a phone number that is not in official.yml",
  "unknown-email": "names an e-mail address that is not in official.yml",
  "unknown-account": "names an account that is not in official.yml",
};

/** An answer is held to what an agent's reply is held to: the bot says nothing that would be stopped. */
function unsafe(entry: Entry, official: Official, places: Places): Fault[] {
  const check = checkOutbound(entry.body, official);
  if (check.ok) return [];
  return check.problems.map(({ kind, excerpt }) => ({
    file: entry.file,
    line: places.bodyLine(entry.file) + linesBefore(entry.body, excerpt),
    reason: `The answer ${UNSAFE[kind]}: "${excerpt}"`,
    mend: "Reword it, or add the name to official.yml when it is the tenant's own.",
  }));
}

/** Line of the body, from 0, on which an excerpt begins; the first when it is not there word for word. */
function linesBefore(body: string, excerpt: string): number {
  return body.slice(0, Math.max(0, body.indexOf(excerpt))).split("\n").length - 1;
}

interface Parsed {
  entries: Entry[];
  phrasings: Phrasings[];
  official: Official;
  concepts?: ConceptLists;
  faults: Fault[];
}

function parseFiles(files: readonly SourceFile[]): Parsed {
  const parsed: Parsed = {
    entries: [],
    phrasings: [],
    official: { links: [], accounts: [], phones: [], emails: [] },
    faults: [],
  };
  for (const { path, text } of files) {
    const place = path === OFFICIAL_FILE || path === CONCEPTS_FILE ? undefined : readPath(path);
    if (path === CONCEPTS_FILE) {
      const read = parseConcepts(path, text);
      if (read.ok) parsed.concepts = read.concepts;
      else parsed.faults.push(...read.faults);
    } else if (place === undefined) {
      const read = parseOfficial(path, text);
      if (read.ok) parsed.official = read.official;
      else parsed.faults.push(...read.faults);
    } else if (place.ok && place.place.kind === "phrasings") {
      const read = parsePhrasings(path, text);
      if (read.ok) parsed.phrasings.push(read.phrasings);
      else parsed.faults.push(...read.faults);
    } else {
      const read = parseEntry(path, text);
      if (read.ok) parsed.entries.push(read.entry);
      else parsed.faults.push(...read.faults);
    }
  }
  return parsed;
}

/** Length before content, so that no two different folders run together into the same bytes. */
function hashOf(files: readonly SourceFile[]): string {
  const hash = createHash("sha256");
  for (const { path, text } of files) hash.update(JSON.stringify([path, text.length])).update(text);
  return hash.digest("hex");
}

/** Hash of what the matcher learns from: an answer reworded does not make it learn again. */
function trainingHashOf(files: readonly SourceFile[], entries: readonly Entry[]): string {
  const lessons = files.filter(({ path }) => path === CONCEPTS_FILE || path.endsWith(PHRASINGS_END));
  const titles = entries
    .map(({ locale, id, title, severity }) => JSON.stringify([locale, id, title, severity]))
    .sort();
  return hashOf([...lessons, { path: "titles", text: titles.join("\n") }]);
}
