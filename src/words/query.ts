import { type Piece, piecesOf } from "./pieces.ts";
import { type ShortForm, shortFormOf } from "./short-form.ts";

/** One thing that must be in a text: pieces next to each other, or the short form of a hash. */
export type Term =
  | {
      kind: "pieces";
      pieces: Piece[] /** The last word may go on: "withdr" finds "withdrawal". */;
      open: boolean;
    }
  | { kind: "short"; form: ShortForm };

/** More words than this narrow nothing down; the rest is not read. */
const MOST_TERMS = 12;
/** What is this long finds what begins with it; what is shorter only itself, or "a" would find half of everything. */
const OPEN_FROM = 3;

const QUOTED = /"([^"]*)"|“([^”]*)”|「([^」]*)」|『([^』]*)』|《([^》]*)》|＂([^＂]*)＂/gu;

/**
 * What somebody typed into a search box: all words must be in the text, words in quotes next to each other and whole.
 * Any text is a query; one without a letter or a digit asks for nothing.
 */
export function parseQuery(text: string): Term[] {
  const terms: Term[] = [];
  let end = 0;
  for (const quoted of text.matchAll(QUOTED)) {
    terms.push(...loose(text.slice(end, quoted.index)));
    const pieces = piecesOf(quoted.slice(1).find((inner) => inner !== undefined) ?? "");
    if (pieces.length > 0) terms.push({ kind: "pieces", pieces, open: false });
    end = quoted.index + quoted[0].length;
  }
  terms.push(...loose(text.slice(end)));
  return terms.slice(0, MOST_TERMS);
}

function loose(text: string): Term[] {
  return text.split(/\s+/u).flatMap((word): Term[] => {
    const pieces = piecesOf(word);
    const [first, second] = pieces;
    if (first === undefined) return [];
    const form = pieces.length === 2 ? shortFormOf(word, first, second) : undefined;
    if (form) return [{ kind: "short", form }];
    const length = pieces.reduce((sum, piece) => sum + piece.text.length, 0);
    return [{ kind: "pieces", pieces, open: length >= OPEN_FROM }];
  });
}
