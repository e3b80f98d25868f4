import type { MatchIndex } from "./rank.ts";
import { indexOf, type Space } from "./space.ts";

/** The weights of an older index, laid out for other classes and another space; what is new starts at 0. */
export function warmWeights(
  older: MatchIndex,
  part: "text" | "meaning",
  names: readonly string[],
  space: Space,
): Float32Array {
  const { space: oldSpace, weights: old } = older.model[part];
  const classes = names.length;
  const weights = new Float32Array((space.keys.length + 1) * classes);
  const numbers = new Map(older.names.map((name, number) => [name, number]));
  const oldClass = names.map((name) => numbers.get(name) ?? -1);
  for (let row = 0; row <= space.keys.length; row++) {
    const isBias = row === space.keys.length;
    const oldRow = isBias ? old.scales.length - 1 : indexOf(oldSpace.keys, space.keys[row] ?? 0);
    if (oldRow < 0) continue;
    const scale = old.scales[oldRow] ?? 0;
    oldClass.forEach((from, to) => {
      if (from >= 0) weights[row * classes + to] = scale * (old.values[oldRow * old.width + from] ?? 0);
    });
  }
  return weights;
}
