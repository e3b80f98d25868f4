import type { Fault } from "./fault.ts";
import { readFields } from "./fields.ts";
import { addFault, type Reading, takeList } from "./take.ts";

export type ConceptLists = Record<string, string[]>;

const NAME = /^[A-Z][A-Z0-9_]*$/;

/**
 * Reads concepts.yml: name of a concept → the ways people put it. The shipped file writes its lists as JSON, which is
 * YAML too and is read some fifty times faster; any other YAML is read as such, and only that names faults by line.
 */
export function parseConcepts(
  file: string,
  source: string,
): { ok: true; concepts: ConceptLists } | { ok: false; faults: Fault[] } {
  const quick = quickly(source);
  if (quick !== undefined) return { ok: true, concepts: quick };
  const names = [...source.matchAll(/^([A-Za-z0-9_-]+):/gm)].map(([, name]) => name ?? "");
  const reading: Reading = { file, ...readFields(file, source, 1, names) };
  const concepts: ConceptLists = {};
  for (const name of reading.fields.keys()) {
    if (!NAME.test(name)) {
      const line = reading.fields.get(name)?.line ?? 1;
      addFault(
        reading,
        line,
        `"${name}" is no name of a concept`,
        "Use capitals, digits and _, like NOT_ARRIVED.",
      );
    }
    concepts[name] = takeList(reading, name, () => undefined);
  }
  return reading.faults.length > 0 ? { ok: false, faults: reading.faults } : { ok: true, concepts };
}

/** The lists of a file whose every value is a JSON array of texts; undefined for anything else. */
function quickly(source: string): ConceptLists | undefined {
  const concepts: ConceptLists = {};
  const blocks = source.replace(/^#.*\n?/gm, "").split(/^(?=[^\s#])/m);
  for (const block of blocks.filter((text) => text.trim() !== "")) {
    const colon = block.indexOf(":");
    const name = block.slice(0, colon);
    if (!NAME.test(name) || name in concepts) return undefined;
    try {
      const forms: unknown = JSON.parse(block.slice(colon + 1));
      if (!Array.isArray(forms) || !forms.every((form) => typeof form === "string" && form.trim() !== ""))
        return undefined;
      concepts[name] = [...new Set(forms as string[])];
    } catch {
      // Not JSON: the YAML reader says what is wrong, or reads it.
      return undefined;
    }
  }
  return concepts;
}
