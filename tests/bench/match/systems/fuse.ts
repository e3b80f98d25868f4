import Fuse from "fuse.js";
import { bestLines, type Line, type System } from "../system.ts";
import { wordsOf } from "../words.ts";

/**
 * Token search at its own threshold, over our words (its own take a Chinese sentence for one). Tried and no better:
 * token search at .6 and .8, and the search for the text as a whole at .6 and .8, which takes three times as long.
 */
export function fuse(): System {
  let index: Fuse<Line>;
  return {
    build(lines) {
      index = new Fuse(lines, {
        keys: ["text"],
        includeScore: true,
        ignoreLocation: true,
        threshold: 0.4,
        useTokenSearch: true,
        tokenize: wordsOf,
      });
    },
    rank: (text) =>
      bestLines(index.search(text).map(({ item, score = 1 }) => ({ label: item.label, score: 1 - score }))),
  };
}
