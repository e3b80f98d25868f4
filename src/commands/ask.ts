import { indexFiles } from "../answering/cache.ts";
import { obtainIndex } from "../answering/obtain.ts";
import { indexFolders, readKnowledge } from "../compose.ts";
import type { Config } from "../config.ts";
import { reasonOf } from "../errors.ts";
import { bound } from "../guard/bound.ts";
import { redact } from "../guard/secrets.ts";
import type { Log } from "../log.ts";
import { corpusOf } from "../matching/corpus.ts";
import type { Match } from "../matching/match.ts";
import { match } from "../matching/rank.ts";
import { progressOn, show, table } from "./output.ts";
import { sensing } from "./sensing.ts";

/** `kefu ask`: what a text is taken for, with scores and reasons. Secrets are removed before it is matched, as in the desk. */
export async function ask(
  text: string,
  options: { json?: boolean },
  config: Config,
  log: Log,
): Promise<void> {
  const knowledge = await readKnowledge(config, log);
  const redaction = redact(bound(text), {});
  const words = corpusOf(knowledge);
  // As in the desk, a failing embedder costs the meaning and not the answer; but here it is worth saying.
  const sensed = await sensing(config, log)?.(words, [redaction.text]).catch((error: unknown) => {
    log.error({ reason: reasonOf(error) }, "matched by words alone");
  });
  const corpus = sensed?.corpus ?? words;
  const folders = indexFolders(config);
  const task = { corpus, files: indexFiles(folders.read, corpus.hash), writeFolder: folders.write };
  const { index } = await obtainIndex(
    task,
    (message, details) => log.warn(details, message),
    progressOn(process.stderr, "training the matcher"),
  );
  const result = match(index, redaction.text, { vector: sensed?.vectorOf(redaction.text) });
  const ranked = result.ranked.map(({ topic, probability }) => ({
    topic,
    probability,
    title: knowledge.topics.get(topic)?.[result.locale]?.title ?? "",
  }));
  const found = redaction.found.map(({ kind }) => kind);
  show(options.json, { text: redaction.text, found, ...result, ranked }, () =>
    readable(result, ranked, found),
  );
}

function readable(
  result: Match,
  ranked: { topic: string; probability: number; title: string }[],
  found: string[],
): string {
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
  const lines = [
    `${result.outcome}, confidence ${percent(result.confidence)}${result.other === undefined ? "" : `, taken for "${result.other}"`}`,
    `wish for a person ${percent(result.human.probability)}${result.human.wished ? " (yes)" : ""}, urgent ${percent(result.urgent.probability)}${result.urgent.urgent ? " (yes)" : ""}, language ${result.locale}`,
  ];
  if (found.length > 0) lines.push(`removed before matching: ${found.join(", ")}`);
  lines.push("", table(ranked.map(({ topic, probability, title }) => [percent(probability), topic, title])));
  lines.push("", table(Object.entries(result.signals).map(([name, value]) => [name, value.toFixed(3)])));
  return lines.join("\n");
}
