import { bound } from "../../guard/bound.ts";
import { redact } from "../../guard/secrets.ts";
import { MATCHED_CODE_POINTS } from "../../matching/normalise.ts";

/**
 * A customer's text as it may be sent to an endpoint: what the desk matches is guarded already; here it is guarded
 * again, so that no caller can forget it.
 */
export function guardedText(text: string): string {
  return lineText(redact(bound(text), {}).text);
}

/** A line of the knowledge as it is embedded: on one line, as long as what is matched. */
export function lineText(text: string): string {
  const flat = text.replace(/\s+/gu, " ").trim();
  return flat.length <= MATCHED_CODE_POINTS ? flat : [...flat].slice(0, MATCHED_CODE_POINTS).join("");
}
