import { z } from "zod";
import { AppError } from "../errors.ts";

const Question = z.object({
  text: z.string().min(1),
  /** A topic id, "oos" (no topic) or "human" (a wish for a person). */
  label: z.string().min(1),
  /** Other labels that are right as well. */
  also: z.array(z.string()).optional(),
  urgent: z.boolean().optional(),
  /** Urgency is a matter of taste here: the line does not count for it. */
  urgent_soft: z.boolean().optional(),
  lang: z.enum(["zh", "en", "mixed"]).optional(),
});

/** One line of a question set. */
export type Question = z.infer<typeof Question>;

/**
 * Reads a question set: JSON, one question a line, empty lines skipped. Throws AppError("input_invalid") that names
 * the first bad line and what is wrong with it.
 */
export function readQuestionSet(text: string): Question[] {
  const questions = text
    .split("\n")
    .flatMap((line, i) => (line.trim() === "" ? [] : [readLine(line, i + 1)]));
  if (questions.length === 0) throw new AppError("input_invalid", "The question set has no line.");
  return questions;
}

function readLine(line: string, number: number): Question {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (cause) {
    throw new AppError("input_invalid", `Line ${number} is not JSON: ${line.slice(0, 60)}`, { cause });
  }
  const result = Question.safeParse(value);
  if (result.success) return result.data;
  const faults = result.error.issues.map((issue) => `${issue.path.join(".") || "line"}: ${issue.message}`);
  throw new AppError("input_invalid", `Line ${number} is no question: ${faults.join("; ")}`);
}
