const ROWS = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];
const LIKELY = 0.25;

/**
 * How much likelier or less likely than others the one edit between two words is, as a share of an edit: a swap, a
 * doubled letter and the key beside are what fingers do; a far key is not.
 */
export function slipCost(typed: string, meant: string): number {
  let at = 0;
  while (at < typed.length && at < meant.length && typed[at] === meant[at]) at += 1;
  const hit = typed.charAt(at);
  const wanted = meant.charAt(at);
  if (typed.length < meant.length) return 0;
  if (typed.length > meant.length) {
    const before = meant.charAt(at - 1);
    return hit === before || beside(hit, before) || beside(hit, wanted) ? -LIKELY : 0;
  }
  const swapped = hit === meant.charAt(at + 1) && typed.charAt(at + 1) === wanted;
  return swapped || beside(hit, wanted) ? -LIKELY : LIKELY;
}

function beside(a: string, b: string): boolean {
  return ROWS.some((row) => {
    const place = row.indexOf(a);
    const other = row.indexOf(b);
    return place >= 0 && other >= 0 && Math.abs(place - other) === 1;
  });
}
