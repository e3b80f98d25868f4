import type { Phrases } from "./phrases.ts";
import type { Row } from "./types.ts";

/** Whether a row holds what was typed (in lower case): in the name, the last line, the reference, the channel, the reason or a tag. */
export function matches(row: Row, wanted: string, words: Phrases): boolean {
  const reason = row.reason === undefined ? "" : (words.reasons[row.reason] ?? row.reason);
  const texts = [row.customer.name ?? words.anonymous, row.lastText, row.reference, row.account, reason];
  return [...texts, ...row.tags].some((text) => text.toLowerCase().includes(wanted));
}
