import { AppError } from "../errors.ts";
import type { OutboundCheck, Problem } from "../guard/outbound.ts";

/** A reply that must not go out as it is, with what is wrong about it. */
export class UnsafeReply extends AppError {
  readonly problems: Problem[];

  constructor(message: string, problems: Problem[]) {
    super("reply_unsafe", message);
    this.problems = problems;
  }
}

/**
 * Lets a reply pass that has no problems, or only problems an agent may answer for: a link, number or account we do
 * not know as ours. What asks for a secret or holds one never passes. @throws UnsafeReply
 */
export function assertSafeReply(
  outcome: OutboundCheck,
  agent: { acknowledged: boolean; redact(text: string): string },
): void {
  if (outcome.ok) return;
  const serious = outcome.problems.filter(({ kind }) => !kind.startsWith("unknown-"));
  if (serious.length === 0 && agent.acknowledged) return;
  const problems = outcome.problems.map(({ kind, excerpt }) => ({ kind, excerpt: agent.redact(excerpt) }));
  throw new UnsafeReply(
    serious.length > 0
      ? advice(serious)
      : "This names something that is not on the list of official names. Check it, then send it again with acknowledge: true.",
    problems,
  );
}

function advice(problems: Problem[]): string {
  return problems.some(({ kind }) => kind === "contains-secret")
    ? "This holds a secret (a seed phrase, key or code). Take it out before you send."
    : "This asks the customer for a secret. We never do: take it out before you send.";
}
