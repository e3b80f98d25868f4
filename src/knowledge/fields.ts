import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from "yaml";
import type { Fault } from "./fault.ts";
import { didYouMean } from "./suggest.ts";

/** One value of a YAML mapping. Everything is text: `title: 404` is the title "404". */
export interface Field {
  line: number;
  value: string | { text: string; line: number }[];
}

/**
 * Reads a flat YAML mapping whose values are text or lists of text.
 * `firstLine` is the line of the file on which `yaml` begins; unknown and doubled keys are faults.
 */
export function readFields(
  file: string,
  yaml: string,
  firstLine: number,
  known: readonly string[],
): { fields: Map<string, Field>; faults: Fault[] } {
  const counter = new LineCounter();
  const lineAt = (offset: number) => firstLine + Math.max(counter.linePos(offset).line, 1) - 1;
  const faults: Fault[] = [];
  const fields = new Map<string, Field>();
  // "failsafe" reads no numbers, dates or booleans: what is written is what is meant.
  const document = parseDocument(yaml, { schema: "failsafe", lineCounter: counter, prettyErrors: false });
  const fault = (line: number, reason: string, mend: string) => faults.push({ file, line, reason, mend });

  // The first error only: the parser's later ones mostly follow from it.
  const error = document.errors[0];
  if (error !== undefined)
    fault(
      lineAt(error.pos[0]),
      firstSentence(error.message),
      "Check the indentation, and put a value with a colon in quotes.",
    );
  if (faults.length > 0 || document.contents === null) return { fields, faults };
  if (!isMap(document.contents)) {
    fault(firstLine, "These settings are not lines of the form name: value", "Write one name: value a line.");
    return { fields, faults };
  }
  for (const { key, value } of document.contents.items) {
    const line = lineAt((key as Node).range?.[0] ?? 0);
    const name = isScalar(key) ? String(key.value) : "";
    if (!known.includes(name)) {
      fault(line, `"${name}" is not a setting`, `Known are ${known.join(", ")}.${didYouMean(name, known)}`);
      continue;
    }
    const field = readValue(value as Node | null, line, lineAt);
    if (field === undefined)
      fault(line, `"${name}" is neither text nor a list of text`, "Write name: value, or name: [one, two].");
    else fields.set(name, field);
  }
  return { fields, faults };
}

function readValue(node: Node | null, line: number, lineAt: (offset: number) => number): Field | undefined {
  if (node === null) return { line, value: "" };
  if (isAlias(node)) return undefined;
  if (isScalar(node)) return { line, value: String(node.value ?? "").trim() };
  if (!isSeq(node)) return undefined;
  const items: { text: string; line: number }[] = [];
  for (const item of node.items) {
    if (!isScalar(item)) return undefined;
    items.push({ text: String(item.value ?? "").trim(), line: lineAt(item.range?.[0] ?? 0) });
  }
  return { line, value: items };
}

function firstSentence(message: string): string {
  return (message.split("\n")[0] ?? message).replace(/[.:]\s*$/, "");
}
