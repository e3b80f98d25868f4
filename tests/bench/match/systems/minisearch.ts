import MiniSearch from "minisearch";
import { bestLines, type System } from "../system.ts";
import { wordsOf } from "../words.ts";

/** Shorter words are taken as they are: nearly everything is one edit away from them. */
const LONG = 4;

/**
 * Fuzzy and prefix search over words of four letters or more. Tried and no better: fuzzy and prefix for all words,
 * either alone, neither (which is lost with typos), less weight for what is not exact, single Han characters besides
 * the pairs. Its own tokenizer takes a Chinese sentence for one word, so it gets our pairs.
 */
export function minisearch(): System {
  const index = new MiniSearch<{ id: number; text: string; label: string }>({
    fields: ["text"],
    storeFields: ["label"],
    tokenize: wordsOf,
    searchOptions: {
      fuzzy: (word) => (word.length >= LONG ? 0.2 : false),
      prefix: (word) => word.length >= LONG,
    },
  });
  return {
    build(lines) {
      index.addAll(lines.map(({ text, label }, id) => ({ id, text, label })));
    },
    rank: (text) => bestLines(index.search(text).map(({ score, label }) => ({ label, score }))),
  };
}
