import { inProgress } from "./form-questions.ts";
import { onlyDetails, onlyLookup } from "./slots.ts";
import type { Conversation } from "./state.ts";
import type { Turn } from "./turn.ts";

/** After so long a silence the customer begins anew: what was asked or failed then has no say now. */
export const VISIT_MS = 6 * 60 * 60_000;

/** How much of a question is kept for the one that follows on it, in code points. */
const KEPT = 200;

/**
 * The question that `text` may follow on, for the matcher. Undefined when none was answered or asked back about in this
 * visit, when somebody else than the bot answers, and where the text is a detail and no question.
 */
export function questionBefore(conversation: Conversation, text: string, now: number): string | undefined {
  const { dialogue, owner, status, expects } = conversation;
  const { form, lastAt, lastQuestion } = dialogue;
  if (owner.kind !== "bot" || status === "resolved" || expects !== undefined) return undefined;
  if (lastAt === undefined || now - lastAt > VISIT_MS) return undefined;
  if (inProgress(form) && !form.paused) return undefined;
  return onlyDetails(text) || onlyLookup(text) ? undefined : lastQuestion;
}

/**
 * Keeps a question that is being answered. One that followed on another says little by itself: then the question before
 * it stands for as long as the topic does, and after that the `title` of what was answered, as for a pressed choice.
 */
export function keepForFollowUp(turn: Turn, question: string, title: string, sameTopic: boolean): void {
  const { dialogue } = turn.conversation;
  const followed = turn.event.type === "customer.wrote" && turn.event.match?.followsOn === true;
  if (followed && sameTopic) return;
  const words = followed || question.trim() === "" ? title : question;
  dialogue.lastQuestion = [...words].slice(0, KEPT).join("");
}
