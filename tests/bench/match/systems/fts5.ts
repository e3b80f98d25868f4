import Database from "better-sqlite3";
import { bestLines, type System } from "../system.ts";
import { wordsOf } from "../words.ts";

/** Enough lines to hold the best of the first few labels, each of which may have a hundred. */
const LINES = 500;

/**
 * SQLite's full-text search: any of the terms, ranked by bm25. Terms are trigrams where nothing learned is Chinese:
 * those find more than stemmed words, with typos far more (5 lines each: 54 and 49 % against 52 and 31 %). A Chinese
 * word is often two characters, which trigrams never find, and its word tokenizer takes a sentence for one word: there
 * it gets our pairs, and Porter's stemmer for the English between them.
 */
export function fts5(): System {
  const db = new Database(":memory:");
  let termsOf = wordsOf;
  let find: Database.Statement<[string], { label: string; rank: number }>;
  return {
    build(lines) {
      const chinese = lines.some(({ text }) => /\p{Script=Han}/u.test(text));
      termsOf = chinese ? wordsOf : trigramsOf;
      const tokenizer = chinese ? "porter unicode61" : "trigram";
      db.exec(`CREATE VIRTUAL TABLE lines USING fts5(text, label UNINDEXED, tokenize = '${tokenizer}')`);
      const insert = db.prepare("INSERT INTO lines (text, label) VALUES (?, ?)");
      db.transaction(() => {
        for (const { text, label } of lines) insert.run(chinese ? wordsOf(text).join(" ") : text, label);
      })();
      find = db.prepare(`SELECT label, rank FROM lines WHERE lines MATCH ? ORDER BY rank LIMIT ${LINES}`);
    },
    rank(text) {
      const terms = termsOf(text).map((term) => `"${term.replaceAll('"', '""')}"`);
      if (terms.length === 0) return [];
      return bestLines(find.all(terms.join(" OR ")).map(({ label, rank }) => ({ label, score: -rank })));
    },
  };
}

function trigramsOf(text: string): string[] {
  const characters = [...text.toLowerCase()];
  return characters.slice(2).map((_, i) => characters.slice(i, i + 3).join(""));
}
