import Fuse from "fuse.js";

/** A longer word is not a typing slip, and Fuse's cost grows with the length of what it looks for. */
const LONGEST = 80;
/** Two letters are near everything. */
const SHORTEST = 3;

/** The known name that a misspelt one most likely meant, or undefined when none is near. */
function suggest(misspelt: string, known: readonly string[]): string | undefined {
  if (misspelt.length < SHORTEST || misspelt.length > LONGEST) return undefined;
  return new Fuse(known, { threshold: 0.4, ignoreLocation: true }).search(misspelt, { limit: 1 })[0]?.item;
}

/** " Did you mean X?" with its leading space, or nothing. */
export function didYouMean(misspelt: string, known: readonly string[]): string {
  const near = suggest(misspelt, known);
  return near === undefined ? "" : ` Did you mean ${near}?`;
}
