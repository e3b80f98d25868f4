import { NlpManager } from "node-nlp";
import type { System } from "../system.ts";

/** What it answers when nothing speaks for any label. */
const NOTHING = "None";

/**
 * Its neural classifier, a model a language. Its spelling check, off by default, is on at a distance of two: with typos
 * that is worth 15 points at 5 lines each. Its own class for what is unknown is off: on, it changed no figure by a point.
 */
export function nlpJs(): System {
  const manager = new NlpManager({
    languages: ["en", "zh"],
    autoSave: false,
    nlu: { useNoneFeature: false, spellCheck: true, spellCheckDistance: 2, log: false },
  });
  return {
    async build(lines) {
      for (const { text, label } of lines) manager.addDocument(languageOf(text), text, label);
      await manager.train();
    },
    async rank(text) {
      const { classifications } = await manager.process(languageOf(text), text);
      return classifications
        .filter(({ intent }) => intent !== NOTHING)
        .map(({ intent, score }) => ({ label: intent, score }));
    },
  };
}

/** A text with any Chinese in it is Chinese: the English words in it are names. */
function languageOf(text: string): "en" | "zh" {
  return /\p{Script=Han}/u.test(text) ? "zh" : "en";
}
