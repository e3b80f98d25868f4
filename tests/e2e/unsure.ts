import { loadKnowledge } from "../../src/knowledge/load.ts";
import { buildIndex } from "../../src/matching/build.ts";
import { corpusOf } from "../../src/matching/corpus.ts";
import { match } from "../../src/matching/rank.ts";
import { SMALL_KNOWLEDGE } from "./process.ts";

const VAGUE = [
  "screen stuck",
  "stuck app",
  "app stuck on the screen",
  "the app is stuck",
  "nothing on the screen",
  "confirmation screen",
  "my app and my transfer",
  "it does not open",
  "transfer and login",
  "the app fails",
  "wrong screen",
  "login or language",
];

/** A question that the matcher, as it is today, wants to ask back about, and the topics it would offer. */
export async function unsureQuestion(): Promise<{ text: string; titles: string[] }> {
  const loaded = await loadKnowledge(SMALL_KNOWLEDGE);
  if (!loaded.ok) throw new Error("the small knowledge has faults");
  const index = buildIndex(corpusOf(loaded.knowledge));
  for (const text of VAGUE) {
    const { outcome, ranked, human, urgent } = match(index, text);
    if (outcome !== "ask" || human.wished || urgent.urgent) continue;
    const titles = ranked.map(({ topic }) => loaded.knowledge.topics.get(topic)?.en?.title ?? "");
    return { text, titles };
  }
  throw new Error("the matcher is sure of all of these; add a vaguer one");
}
