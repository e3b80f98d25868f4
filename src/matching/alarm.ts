import type { Severity } from "../knowledge/entry.ts";
import { log } from "./exact.ts";

/** What a topic says of the urgency of a message about it: 2 = usually urgent, 1 = may be, 0 = says nothing. */
type Alarm = 0 | 1 | 2;

/**
 * The alarm of each class. Topics of severity "urgent" raise it. So may the "high" ones beside them in the same group
 * ("security.suspicious-activity"), where the message decides; a failed transfer is grave, but nothing is being lost.
 */
export function alarmsOf(names: readonly string[], severities: ReadonlyMap<string, Severity>): Uint8Array {
  const urgent = names.filter((name) => severities.get(name) === "urgent");
  const groups = new Set(urgent.map(groupOf));
  return Uint8Array.from(names, (name): Alarm => {
    if (severities.get(name) === "urgent") return 2;
    return severities.get(name) === "high" && groups.has(groupOf(name)) ? 1 : 0;
  });
}

/** How likely the topics hold a message to be urgent, and perhaps urgent, as logits. */
export function alarmSignals(probabilities: Float64Array, alarms: Uint8Array): [number, number] {
  const mass = [0, 0, 0];
  for (let c = 0; c < probabilities.length; c++) {
    const alarm = alarms[c] ?? 0;
    mass[alarm] = (mass[alarm] ?? 0) + (probabilities[c] ?? 0);
  }
  return [softLogit(mass[2] ?? 0), softLogit(mass[1] ?? 0)];
}

// Keeps a topic that is sure of itself from outweighing the words.
const SOFTENING = 0.01;

function softLogit(probability: number): number {
  return log((probability + SOFTENING) / (1 - probability + SOFTENING));
}

function groupOf(topic: string): string {
  return topic.split(".", 1)[0] ?? "";
}
