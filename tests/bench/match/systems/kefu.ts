import { buildIndex } from "../../../../src/matching/build.ts";
import { type MatchIndex, match } from "../../../../src/matching/rank.ts";
import { REJECT, type System } from "../system.ts";

/** The matcher as `kefu eval` runs it. Scores are its calibrated confidence; small talk in front is a rejection. */
export function kefu(): System {
  let index: MatchIndex;
  return {
    build(_, corpus) {
      index = buildIndex(corpus);
    },
    rank(text) {
      const { ranked, confidence, other } = match(index, text);
      const first = ranked[0]?.probability ?? 1;
      const topics = ranked.map(({ topic, probability }) => ({
        label: topic,
        score: (confidence * probability) / first,
      }));
      return other === undefined ? topics : [{ label: REJECT, score: 1 }, ...topics];
    },
  };
}
