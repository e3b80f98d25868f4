import type { Knowledge, Locale, Severity } from "../knowledge/entry.ts";
import type { Concepts } from "./concepts.ts";

export type ClassKind = "topic" | "other" | "human" | "urgent";

/** Lines of one class in one language. Lines of the same id in other languages teach the same class. */
export interface CorpusClass {
  /** A topic id, or "_other.NAME", "_human.NAME", "_urgent.NAME". */
  id: string;
  kind: ClassKind;
  locale: Locale;
  lines: readonly string[];
  /** Of a topic: only lines of a "normal" one are examples of what is not urgent. "normal" when left out. */
  severity?: Severity;
}

/** All that an index is made from. */
export interface Corpus {
  classes: readonly CorpusClass[];
  /** What carries meaning across wordings and languages, if the knowledge has it. */
  concepts?: Concepts;
  /** Same hash, same classes and vectors: the name under which a built index is kept. */
  hash: string;
  /** Vectors of meaning of the lines that `embeddedLines` gives, when there is an embedder. */
  vectors?: LineVectors;
}

/** One row of `dimensions` numbers a line. */
interface LineVectors {
  dimensions: number;
  values: Float32Array;
}

/** The lines whose meaning counts: those of topics and small talk, in the order of the classes. */
export function embeddedLines(corpus: Corpus): string[] {
  return corpus.classes.flatMap(({ kind, lines }) => (kind === "topic" || kind === "other" ? lines : []));
}

/** The classes of a knowledge base, in a fixed order. The title of every entry is one of its lines. */
export function corpusOf(knowledge: Knowledge): Corpus {
  const classes: CorpusClass[] = [];
  for (const [id, entries] of knowledge.topics) {
    for (const entry of Object.values(entries)) {
      const { locale, severity } = entry;
      classes.push({ id, kind: "topic", locale, lines: [entry.title], severity });
    }
  }
  for (const { label, locale, lines } of knowledge.phrasings) {
    const kind = kindOf(label);
    const entries = knowledge.topics.get(label);
    if (kind !== "topic") classes.push({ id: label, kind, locale, lines });
    else if (entries) {
      const severity = (entries[locale] ?? Object.values(entries)[0])?.severity ?? "normal";
      classes.push({ id: label, kind, locale, lines, severity });
    }
  }
  const { concepts, trainingHash: hash } = knowledge;
  return { classes: classes.sort(byIdAndLocale), ...(concepts && { concepts }), hash };
}

function kindOf(label: string): ClassKind {
  if (label.startsWith("_other.")) return "other";
  if (label.startsWith("_human.")) return "human";
  return label.startsWith("_urgent.") ? "urgent" : "topic";
}

function byIdAndLocale(a: CorpusClass, b: CorpusClass): number {
  return compare(a.id, b.id) || compare(a.locale, b.locale) || b.lines.length - a.lines.length;
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
