import type { SecretKind } from "./marker.ts";

export type Urgency = "normal" | "high" | "urgent";

/** Who has one of these controls the money: the customer must move it now. */
const CONTROLS_FUNDS: readonly SecretKind[] = ["seed-phrase", "private-key", "keystore"];
/** Worth changing soon, useless without more. A string that may be a hash asks a question first. */
const WORTH_CHANGING: readonly SecretKind[] = ["one-time-code", "password", "bank-card", "pairing-link"];

/** Whether what was pasted puts the customer's funds at risk this minute. */
export function secretUrgency(found: readonly SecretKind[]): boolean {
  return found.some((kind) => CONTROLS_FUNDS.includes(kind));
}

/** How soon a person should look: the graver of what the words say and what was pasted. */
export function urgencyOf(signs: { matcherUrgent: boolean; found: readonly SecretKind[] }): Urgency {
  if (signs.matcherUrgent || secretUrgency(signs.found)) return "urgent";
  return signs.found.some((kind) => WORTH_CHANGING.includes(kind)) ? "high" : "normal";
}
