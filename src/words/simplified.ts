import { TRADITIONAL_PAIRS } from "./traditional.ts";

/** The simplified form of each traditional character that has exactly one. */
export const SIMPLIFIED: ReadonlyMap<string, string> = simplifiedByTraditional();

function simplifiedByTraditional(): Map<string, string> {
  const table = new Map<string, string>();
  for (let i = 0; i + 1 < TRADITIONAL_PAIRS.length; i += 2) {
    table.set(TRADITIONAL_PAIRS.charAt(i), TRADITIONAL_PAIRS.charAt(i + 1));
  }
  // A few simplified characters are traditional ones of another word (薴 → 苧 → 苎): normalising twice changes nothing.
  for (const [traditional, simplified] of table) {
    const end = table.get(simplified);
    if (end !== undefined && end !== traditional) table.set(traditional, end);
  }
  return table;
}
