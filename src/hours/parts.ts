/** What reading a setting came to: its value, or every fault in it, each naming the part that is wrong. */
export type Read<T> = { ok: true; value: T } | { ok: false; faults: string[] };

/** The parts of a setting that lists things: by semicolon or line, without the empty ones. */
function partsOf(text: string): string[] {
  return text
    .split(/[;；\n]/u)
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

/** Reads each part with `read`, which throws a `PartFault`; all faults are collected. */
export function readParts<T>(text: string, read: (part: string) => T): Read<T[]> {
  const values: T[] = [];
  const faults: string[] = [];
  for (const part of partsOf(text)) {
    try {
      values.push(read(part));
    } catch (error) {
      if (!(error instanceof PartFault)) throw error;
      faults.push(`"${part}": ${error.message}`);
    }
  }
  return faults.length === 0 ? { ok: true, value: values } : { ok: false, faults };
}

/** What is wrong with one part, and how to write it. */
export class PartFault extends Error {}
