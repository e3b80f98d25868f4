import { fileURLToPath } from "node:url";
import type { Knowledge } from "../../src/knowledge/entry.ts";
import { faultLine } from "../../src/knowledge/fault.ts";
import { loadKnowledge } from "../../src/knowledge/load.ts";

const SHIPPED = fileURLToPath(new URL("../../knowledge", import.meta.url));

/** A knowledge base: the one that the program ships when no folder is named. */
export async function benchKnowledge(folder = SHIPPED): Promise<Knowledge> {
  const loaded = await loadKnowledge(folder);
  if (!loaded.ok) throw new Error(loaded.faults.map(faultLine).join("\n"));
  return loaded.knowledge;
}

/**
 * Things customers ask: lines of the knowledge, of topics the bot answers itself. Once a person has the conversation,
 * silence is right and there is nothing to time. (How well others are understood is what `kefu eval` measures.)
 */
export async function questions(count: number): Promise<string[]> {
  const { topics, phrasings } = await benchKnowledge();
  const lines = phrasings.flatMap(({ label, locale, lines }) => {
    const entry = topics.get(label)?.[locale];
    return entry?.severity === "normal" && entry.handoff !== "always" ? lines : [];
  });
  // A step that shares no factor with the length visits every line before any comes again.
  return Array.from({ length: count }, (_, i) => lines[(i * 7919) % lines.length] ?? "");
}

/** What the naive bot knows: the same titles and phrasings, and an answer for each topic. */
export async function naiveKnowledge() {
  const { topics, phrasings } = await benchKnowledge();
  const lines: { text: string; topic: string }[] = [];
  const answers: Record<string, string> = {};
  for (const [topic, entries] of topics) {
    for (const { title, body } of Object.values(entries)) {
      lines.push({ text: title, topic });
      answers[topic] = body;
    }
  }
  for (const { label, lines: texts } of phrasings) {
    if (topics.has(label)) lines.push(...texts.map((text) => ({ text, topic: label })));
  }
  return { lines, answers };
}
