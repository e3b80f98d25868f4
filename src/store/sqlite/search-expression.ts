import { shortFormToken, tailToken, tokensOf } from "../../words/index-tokens.ts";
import type { Piece } from "../../words/pieces.ts";
import type { Term } from "../../words/query.ts";
import { shortFormsOf } from "../../words/short-form.ts";

/**
 * The terms as an FTS5 expression. It finds all that `findAll` finds, and now and then more: look again at what comes out.
 * Of each facet one token must be there. Made of tokens in quotes alone, which hold letters, digits and "_": nothing that was typed can be syntax.
 */
export function expressionOf(terms: readonly Term[], facets: readonly string[][] = []): string {
  const either = facets.map((tokens) => `(${tokens.map(quoted).join(" OR ")})`);
  return [...terms.map(termExpression), ...either].join(" AND ");
}

/** Who said it, as a token; what cannot be typed begins with "_". */
export function authorToken(author: string): string {
  return `_w${author}`;
}

/** An account as a token: its letters as numbers, as it may hold any. */
export function accountToken(account: string): string {
  return `_k${Buffer.from(account).toString("hex")}`;
}

function termExpression(term: Term): string {
  if (term.kind === "short") {
    const { head, tail } = term.form;
    const whole = `(${quoted(head)} * AND ${quoted(tailToken(tail))} *)`;
    return `(${whole} OR ${quoted(shortFormToken(term.form))})`;
  }
  const [only] = term.pieces;
  if (term.pieces.length === 1 && only !== undefined) return pieceExpression(only, term.open);
  return rowExpression(term.pieces, term.open);
}

function pieceExpression(piece: Piece, open: boolean): string {
  const itself = `${quoted(tokensOf(piece).join(" "))}${!piece.dense && open ? " *" : ""}`;
  const shown = shortFormsOf(piece.text).map((form) => quoted(shortFormToken(form)));
  return shown.length === 0 ? itself : `(${[itself, ...shown].join(" OR ")})`;
}

/** A single dense character at either end may be part of a longer run there, whose pairs it is not: asked for by itself. */
function rowExpression(pieces: readonly Piece[], open: boolean): string {
  const last = pieces.length - 1;
  const single = (n: number): boolean => pieces[n]?.dense === true && pieces[n].chars.length === 1;
  const inner = pieces.filter((_, n) => !((n === 0 || n === last) && single(n)));
  const ends = [...new Set([0, last])].filter(single).map((n) => quoted(pieces[n]?.text ?? ""));
  const row = inner.flatMap(tokensOf).join(" ");
  const star = open && !single(last) && pieces[last]?.dense === false ? " *" : "";
  return (row === "" ? ends : [`${quoted(row)}${star}`, ...ends]).join(" AND ");
}

function quoted(tokens: string): string {
  return `"${tokens.replaceAll('"', '""')}"`;
}
