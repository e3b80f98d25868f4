import type { Official } from "../knowledge/entry.ts";
import { asks } from "./asks.ts";
import { fold } from "./fold.ts";
import { type Mention, mentions } from "./mentions.ts";
import { isOfficialAccount, isOfficialEmail, isOfficialLink, isOfficialPhone } from "./official.ts";
import { redact } from "./secrets.ts";

export type ProblemKind =
  | "asks-for-secret"
  | "contains-secret"
  | "unknown-link"
  | "unknown-phone"
  | "unknown-email"
  | "unknown-account";

export interface Problem {
  kind: ProblemKind;
  /** The words that gave offence, at most 120 characters, secrets removed. */
  excerpt: string;
}

export type OutboundCheck = { ok: true } | { ok: false; problems: Problem[] };

const EXCERPT = 120;

/**
 * Checks what a bot or an agent is about to say (Chinese and English): it may not ask for a secret, for control of the
 * customer's device or for a payment (`asks-for-secret`), hold a secret, or name a link, number, address or account that
 * is not among the official ones. A transaction hash is no secret here.
 */
export function checkOutbound(text: string, official: Official): OutboundCheck {
  const problems: Problem[] = [];
  const folded = fold(text);
  for (const { start, end } of asks(folded.lower)) {
    const source = text.slice(folded.starts[start] ?? 0, folded.ends[end - 1] ?? text.length);
    problems.push({ kind: "asks-for-secret", excerpt: excerpt(source) });
  }
  const redaction = redact(text, { expects: "tx-hash" });
  const secrets = redaction.found.filter((found) => found.kind !== "hash-or-key");
  if (secrets.length > 0)
    problems.push({ kind: "contains-secret", excerpt: excerpt(aroundMark(redaction.text)) });
  for (const mention of mentions(text.replace(/[\u00AD\u200B-\u200F\u2060\uFEFF]/g, ""))) {
    const kind = unknown(mention, official);
    if (kind) problems.push({ kind, excerpt: excerpt(mention.written) });
  }
  return problems.length === 0 ? { ok: true } : { ok: false, problems };
}

function unknown(mention: Mention, official: Official): ProblemKind | undefined {
  switch (mention.kind) {
    case "link":
      return isOfficialLink(mention.written, official) ? undefined : "unknown-link";
    case "email":
      return isOfficialEmail(mention.written, official) ? undefined : "unknown-email";
    case "phone":
      return isOfficialPhone(mention.written, official) ? undefined : "unknown-phone";
    case "account":
      return isOfficialAccount(mention.written, official) ? undefined : "unknown-account";
  }
}

function excerpt(source: string): string {
  const safe = Array.from(redact(source).text.trim());
  return safe.length <= EXCERPT ? safe.join("") : `${safe.slice(0, EXCERPT - 1).join("")}…`;
}

function aroundMark(redacted: string): string {
  const at = Math.max(0, redacted.indexOf("⟦"));
  return redacted.slice(Math.max(0, at - 40), at + 60);
}
