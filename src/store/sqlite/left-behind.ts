import type { Action, Decision } from "../../conversation/actions.ts";
import type { Conversation } from "../../conversation/state.ts";

type Say = Extract<Action, { type: "say" }>;

/** What is written beside an event that said and asked nothing. */
export const NOTHING_LEFT = {
  topic: null as string | null,
  bot: 0,
  score: null as number | null,
  ratingAsked: 0,
};

/** What a decision said and asked, as far as reports count it; columns of `events`. */
export function leftBehind(
  before: Conversation,
  { conversation: after, actions }: Decision,
): typeof NOTHING_LEFT {
  const bot = actions.find((action): action is Say => action.type === "say" && action.author === "bot");
  const rated = actions.find((action) => action.type === "rate");
  const resolved = before.status !== "resolved" && after.status === "resolved";
  return {
    topic: bot?.topic ?? null,
    bot: bot === undefined ? 0 : 1,
    score: rated?.score ?? null,
    ratingAsked: resolved && after.expects?.kind === "rating" ? 1 : 0,
  };
}
