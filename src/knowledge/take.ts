import type { Fault } from "./fault.ts";
import type { Field } from "./fields.ts";
import { didYouMean } from "./suggest.ts";

/** The fields of one file, and where its faults go. */
export interface Reading {
  file: string;
  fields: Map<string, Field>;
  faults: Fault[];
}

/** Why a value does not fit, or undefined when it does. */
export type Complaint = { reason: string; mend: string } | undefined;

/** A single text value with its line; undefined when it is left out or is a list (a fault). */
export function takeText(reading: Reading, key: string): { value: string; line: number } | undefined {
  const field = reading.fields.get(key);
  if (field === undefined) return undefined;
  if (typeof field.value === "string") return { value: field.value, line: field.line };
  addFault(reading, field.line, `"${key}" is a list`, "Write a single value.");
  return undefined;
}

/** A list without doubles, each item checked; empty when it is left out. */
export function takeList(reading: Reading, key: string, check: (item: string) => Complaint): string[] {
  const field = reading.fields.get(key);
  if (field === undefined || field.value === "") return [];
  if (typeof field.value === "string") {
    addFault(reading, field.line, `"${key}" is not a list`, `Write ${key}: [${field.value}].`);
    return [];
  }
  const seen = new Set<string>();
  for (const { text, line } of field.value) {
    const complaint = seen.has(text)
      ? { reason: `"${text}" stands in ${key} twice`, mend: "Remove one." }
      : check(text);
    if (complaint !== undefined) addFault(reading, line, complaint.reason, complaint.mend);
    seen.add(text);
  }
  return [...seen];
}

/** One of a closed list of values, or `otherwise` when it is left out. */
export function takeOneOf<T extends string>(
  reading: Reading,
  key: string,
  allowed: readonly T[],
  otherwise: T,
): T {
  const given = takeText(reading, key);
  if (given === undefined) return otherwise;
  const found = allowed.find((value) => value === given.value);
  if (found !== undefined) return found;
  const mend = `Use ${allowed.join(", ")}.${didYouMean(given.value, allowed)}`;
  addFault(reading, given.line, `"${given.value}" is no ${key}`, mend);
  return otherwise;
}

export function addFault({ file, faults }: Reading, line: number, reason: string, mend: string): void {
  faults.push({ file, line, reason, mend });
}
