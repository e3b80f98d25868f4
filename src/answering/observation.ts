import type { Match } from "../matching/match.ts";
import type { Question } from "./questions.ts";

/** Choices that a customer is offered when asked back. */
export const CHOICES = 3;

/** One line of a question set, and what the bot would do with it. */
export interface Observation {
  question: Question;
  match: Match;
  /** What the line counts as. */
  scope: "topic" | "oos" | "human";
  /** On a topic that the index does not know. */
  uncovered: boolean;
  act: Match["outcome"] | "hand-off";
  /** Place of the first right topic in the ranking, from 0; Infinity when absent. */
  place: number;
}

/** `topics` are those the index knows. */
export function observe(question: Question, match: Match, topics: ReadonlySet<string>): Observation {
  const { label, also = [] } = question;
  const uncovered = label !== "oos" && label !== "human" && !topics.has(label);
  const right = match.ranked.findIndex(({ topic }) => topic === label || also.includes(topic));
  return {
    question,
    match,
    scope: uncovered || label === "oos" ? "oos" : label === "human" ? "human" : "topic",
    uncovered,
    act: match.human.wished ? "hand-off" : match.outcome,
    place: right < 0 ? Number.POSITIVE_INFINITY : right,
  };
}
