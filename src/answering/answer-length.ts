import type { Capabilities } from "../channel/contract.ts";
import { splitMarkdown } from "../channel/split.ts";
import { type Knowledge, LOCALES } from "../knowledge/entry.ts";
import type { Fault } from "../knowledge/fault.ts";
import type { Places } from "../knowledge/places.ts";

/** A customer reads an answer of two messages; what comes after is lost. */
export const MOST_MESSAGES = 2;

/** Name of a channel → how long one message may be there. */
export type MessageLimits = Readonly<Record<string, Capabilities["text"]>>;

/** Answers that need more than one message on some channel (a warning), and more than two (a fault). */
export function answerLengths(
  { topics }: Pick<Knowledge, "topics">,
  limits: MessageLimits,
  places: Places,
): { faults: Fault[]; warnings: Fault[] } {
  const entries = [...topics.values()].flatMap((own) => LOCALES.flatMap((locale) => own[locale] ?? []));
  const found: { faults: Fault[]; warnings: Fault[] } = { faults: [], warnings: [] };
  for (const { file, body } of entries) {
    const needs = Object.entries(limits).map(
      ([channel, limit]) => [channel, splitMarkdown(body, limit).length] as const,
    );
    const messages = Math.max(...needs.map(([, count]) => count));
    if (messages <= 1) continue;
    const channels = needs.filter(([, count]) => count === messages).map(([channel]) => channel);
    const severe = messages > MOST_MESSAGES;
    (severe ? found.faults : found.warnings).push({
      file,
      line: places.bodyLine(file),
      reason: `The answer takes ${messages} messages on ${channels.join(", ")}`,
      mend: severe
        ? "Shorten it, or split it into two entries."
        : "Shorten it: one message is read, two are skimmed.",
    });
  }
  return found;
}
