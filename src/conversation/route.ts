import { choiceFromText } from "../channel/choice.ts";
import type { InboundEvent } from "../channel/contract.ts";
import type { Conversation } from "./state.ts";

/** How long a bare score or a choice after a resolve still belongs to the old case. */
const RATING_WINDOW_MS = 7 * 24 * 60 * 60_000;
/** How long a comment may follow a low rating before a text counts as a new question. */
const COMMENT_WINDOW_MS = 60 * 60_000;
const BARE_SCORE =
  /^\s*(?:我?(?:打|给|給|评|評)\s*)?([1-5]|[一二三四五](?=[分星颗顆])|one|two|three|four|five)\s*(?:分|星|颗星|顆星|⭐+|stars?|points?|\/\s*5)?\s*[.。!！~]*\s*$/iu;
const SCORES: Record<string, number> = {
  一: 1,
  二: 2,
  三: 3,
  四: 4,
  五: 5,
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
};

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

function answersRating(
  text: string,
  at: number,
  { expects, rating, resolvedAt, dialogue }: Conversation,
): boolean {
  const since = at - (resolvedAt ?? rating?.askedAt ?? at);
  if (since >= RATING_WINDOW_MS) return false;
  if (choiceFromText(text, dialogue.offered) !== undefined) return true;
  if (expects?.kind === "rating") return bareScore(text) !== undefined;
  return expects?.kind === "rating-comment" && at - (rating?.askedAt ?? 0) < COMMENT_WINDOW_MS;
}

/** The score of a bare "5", "4分" or "five stars"; undefined for any other text. */
export function bareScore(text: string): number | undefined {
  const score = BARE_SCORE.exec(text.normalize("NFKC"))?.[1]?.toLowerCase();
  return score === undefined ? undefined : (SCORES[score] ?? Number(score));
}
