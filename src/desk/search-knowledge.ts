import type { Entry, Knowledge, Locale } from "../knowledge/entry.ts";
import { findAll } from "../words/find.ts";
import { piecesOf } from "../words/pieces.ts";
import { parseQuery, type Term } from "../words/query.ts";
import { type Snippet, snippetOf } from "../words/snippet.ts";

/** An answer of the knowledge base in which what was looked for stands. */
export interface KnowledgeHit {
  topic: string;
  locale: Locale;
  title: string;
  /** Where: in the title, in the answer, or in how customers put the question. */
  found: "title" | "answer" | "question";
  snippet: Snippet;
}

/** One entry with all that is searched of it. */
interface Searched {
  entry: Entry;
  questions: string[];
  /** All its pieces, to leave out at once what cannot be meant. */
  pieces: string;
}

/** Entries with everything asked for in one of their texts: titles first, then answers, then questions. */
export function searchKnowledge(knowledge: Knowledge, text: string, limit: number): KnowledgeHit[] {
  const terms = parseQuery(text);
  if (terms.length === 0) return [];
  const hits = searchedOf(knowledge)
    .filter(({ pieces }) => terms.every((term) => mayBeIn(term, pieces)))
    .flatMap((searched) => hitOf(terms, searched) ?? []);
  const rank: KnowledgeHit["found"][] = ["title", "answer", "question"];
  return hits.sort((a, b) => rank.indexOf(a.found) - rank.indexOf(b.found)).slice(0, limit);
}

function hitOf(terms: readonly Term[], { entry, questions }: Searched): KnowledgeHit | undefined {
  const { id: topic, locale, title } = entry;
  const places = [
    ["title", title] as const,
    ["answer", entry.body] as const,
    ...questions.map((line) => ["question", line] as const),
  ];
  for (const [found, source] of places) {
    const marks = findAll(terms, source);
    if (marks) return { topic, locale, title, found, snippet: snippetOf(source, marks) };
  }
  return undefined;
}

function mayBeIn(term: Term, pieces: string): boolean {
  const wanted = term.kind === "short" ? [term.form.head] : term.pieces.map(({ text }) => text);
  return wanted.every((text) => pieces.includes(text));
}

/** Made once for each reading of the folder, and gone with it. */
const KEPT = new WeakMap<Knowledge, Searched[]>();

function searchedOf(knowledge: Knowledge): Searched[] {
  const kept = KEPT.get(knowledge) ?? prepare(knowledge);
  KEPT.set(knowledge, kept);
  return kept;
}

function prepare(knowledge: Knowledge): Searched[] {
  const lines = new Map(knowledge.phrasings.map((one) => [`${one.locale} ${one.label}`, one.lines]));
  return [...knowledge.topics.values()].flatMap((byLocale) =>
    Object.values(byLocale).map((entry) => {
      const questions = lines.get(`${entry.locale} ${entry.id}`) ?? [];
      const all = piecesOf([entry.title, entry.body, ...questions].join("\n"));
      return { entry, questions, pieces: all.map(({ text }) => text).join(" ") };
    }),
  );
}
