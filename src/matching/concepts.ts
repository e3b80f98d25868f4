import { EVERYDAY_CONCEPTS } from "./everyday-concepts.ts";
import { type Features, hash } from "./features.ts";
import { isHan, normalise, runsOf } from "./normalise.ts";

/** Name of a concept ("NOT_ARRIVED") → the ways people put it, in any language. */
export type Concepts = Readonly<Record<string, readonly string[]>>;

const EVERYDAY = readConcepts(EVERYDAY_CONCEPTS);

/** Concepts by surface form, ready for look-up. */
export interface Lexicon {
  /** Forms with Han characters, without gaps; and forms of Latin words, one space between them. */
  han: ReadonlyMap<string, readonly string[]>;
  latin: ReadonlyMap<string, readonly string[]>;
  /** Longest form in Han characters, and in Latin words. */
  longestHan: number;
  longestWords: number;
}

/** The everyday concepts and a corpus's own, if it has any. */
export function lexiconOf(own: Concepts = {}): Lexicon {
  const han = new Map<string, string[]>();
  const latin = new Map<string, string[]>();
  let longestHan = 0;
  let longestWords = 0;
  const names = new Set([...Object.keys(EVERYDAY), ...Object.keys(own)]);
  for (const name of [...names].sort()) {
    for (const form of [...(EVERYDAY[name] ?? []), ...(own[name] ?? [])]) {
      const key = keyOf(runsOf(normalise(form)));
      if (key === "") continue;
      if (isHan(key)) longestHan = Math.max(longestHan, key.length);
      else longestWords = Math.max(longestWords, key.split(" ").length);
      const forms = isHan(key) ? han : latin;
      const others = forms.get(key);
      if (!others) forms.set(key, [name]);
      else if (!others.includes(name)) others.push(name);
    }
  }
  return { han, latin, longestHan, longestWords };
}

/** The Latin words that concepts are put in: no typos, however rare. */
export function conceptWords(own: Concepts = {}): string[] {
  return [...Object.values(EVERYDAY), ...Object.values(own)].flatMap((forms) =>
    forms.flatMap((form) => runsOf(normalise(form))),
  );
}

/**
 * The concepts that a normalised text mentions, as features of a model of their own: appended to the words they would
 * drown the characters of Chinese. Every form counts, also one inside a longer one.
 */
export function meaningOf(
  lexicon: Lexicon,
  normalised: string,
  repair?: (word: string) => readonly string[],
): Features {
  const found = new Set<string>();
  const runs = runsOf(normalised).flatMap((run) => (isHan(run) || !repair ? [run] : repair(run)));
  const add = (names: readonly string[] = []) => {
    for (const name of names) found.add(name);
  };
  for (let i = 0; i < runs.length; i++) {
    if (!isHan(runs[i] ?? "")) {
      for (let n = 1; n <= lexicon.longestWords && i + n <= runs.length; n++)
        add(lexicon.latin.get(runs.slice(i, i + n).join(" ")));
    }
  }
  // Chinese forms may have Latin in them ("转u"): they are looked for in the text without its gaps.
  const joined = runs.join("");
  for (let i = 0; i < joined.length; i++) {
    for (let n = 1; n <= lexicon.longestHan && i + n <= joined.length; n++) {
      add(lexicon.han.get(joined.slice(i, i + n)));
    }
  }
  const keys = Float64Array.from([...found].sort(), (name) => hash(CONCEPT, name));
  return { keys, counts: new Float64Array(keys.length).fill(1), words: keys.length };
}

const CONCEPT = 4;

function keyOf(runs: readonly string[]): string {
  return runs.some(isHan) ? runs.join("") : runs.join(" ");
}

/** "NAME: a form; another", one concept a line. */
function readConcepts(text: string): Concepts {
  const lines = text.trim().split("\n");
  return Object.fromEntries(
    lines.map((line) => {
      const [name = "", forms = ""] = line.split(":", 2);
      return [name, forms.split(";").map((form) => form.trim())];
    }),
  );
}
