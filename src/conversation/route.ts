import type { InboundEvent } from "../channel/contract.ts";
import type { Conversation } from "./state.ts";

/** How long a comment may follow a low rating before a text counts as a new question. */
const COMMENT_WINDOW_MS = 60 * 60_000;
const BARE_SCORE = /^\s*[1-5１-５]\s*(?:分|星|stars?)?\s*[.。!！]*\s*$/iu;

/**
 * Where an inbound event belongs: the space's latest conversation, a new one, or nowhere.
 * After a resolve the next message opens a new conversation, unless it answers the request for a rating.
 */
export function route(event: InboundEvent, latest: Conversation | undefined): "same" | "new" | "ignore" {
  if (event.addressed === "ambient" || event.kind === "space") return "ignore";
  const opens = event.kind === "message" || event.kind === "command" || event.kind === "unsupported";
  if (latest === undefined) return opens ? "new" : "ignore";
  if (latest.status !== "resolved" || !opens) return "same";
  return event.kind === "message" && answersRating(event.text, event.at, latest) ? "same" : "new";
}

function answersRating(text: string, at: number, latest: Conversation): boolean {
  if (latest.expects?.kind === "rating") return BARE_SCORE.test(text);
  return latest.expects?.kind === "rating-comment" && at - (latest.rating?.askedAt ?? 0) < COMMENT_WINDOW_MS;
}

/** The score of a bare "5" or "4分"; undefined for any other text. */
export function bareScore(text: string): number | undefined {
  if (!BARE_SCORE.test(text)) return undefined;
  const digit = text.normalize("NFKC").match(/[1-5]/)?.[0];
  return digit === undefined ? undefined : Number(digit);
}
