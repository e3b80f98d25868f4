import { AppError } from "../errors.ts";

/** One thing wrong in one file of the knowledge folder, in plain English for whoever edits it. */
export interface Fault {
  /** Path below the knowledge folder. */
  file: string;
  /** 1 for the first line; 0 when the fault is the file or folder as a whole. */
  line: number;
  /** What is wrong: a sentence without its full stop. */
  reason: string;
  /** What to do about it: one or more whole sentences. */
  mend: string;
}

/** `file:line: reason. mend`, the form editors and terminals turn into a link. */
export function faultLine(fault: Fault): string {
  const place = fault.line > 0 ? `${fault.file}:${fault.line}` : fault.file;
  return `${place}: ${fault.reason}. ${fault.mend}`;
}

/** The error that start-up and `kefu knowledge check` stop with: every fault, one a line. */
export function knowledgeError(faults: readonly Fault[]): AppError {
  const count = faults.length === 1 ? "1 fault" : `${faults.length} faults`;
  const lines = faults.map((fault) => `  ${faultLine(fault)}`);
  return new AppError("knowledge_invalid", `The knowledge folder has ${count}:\n${lines.join("\n")}`);
}

/** Sorts by file, then line, so that the same folder always reports in the same order. */
export function inOrder(faults: readonly Fault[]): Fault[] {
  return [...faults].sort((a, b) => (a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1));
}
