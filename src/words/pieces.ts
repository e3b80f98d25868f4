import { SIMPLIFIED } from "./simplified.ts";

/**
 * A run of letters or digits as search knows it: lower case, width and compatibility forms folded, accents of European
 * letters dropped, traditional characters made simplified. `from` and `to` say, for each of `chars`, where its source
 * stands in the text (UTF-16 code units).
 */
export interface Piece {
  /** Written without spaces between words: Han, kana or hangul. Never mixed with other letters in one piece. */
  dense: boolean;
  text: string;
  chars: string[];
  from: number[];
  to: number[];
}

/** Cuts a text into its runs, in order; all else separates. Linear in its length. */
export function piecesOf(source: string): Piece[] {
  const pieces: Piece[] = [];
  let open: Piece | undefined;
  for (let at = 0; at < source.length; ) {
    const code = source.codePointAt(at) ?? 0;
    const end = at + (code > 0xffff ? 2 : 1);
    for (const char of folded(source, at, end, code)) {
      const kind = kindOf(char);
      if (kind === "mark") continue; // An accent of its own, or an invisible character: part of what surrounds it.
      if (kind === "gap") {
        open = undefined;
        continue;
      }
      if (open === undefined || open.dense !== (kind === "dense")) {
        open = { dense: kind === "dense", text: "", chars: [], from: [], to: [] };
        pieces.push(open);
      }
      open.text += char;
      open.chars.push(char);
      open.from.push(at);
      open.to.push(end);
    }
    at = end;
  }
  return pieces;
}

function folded(source: string, at: number, end: number, code: number): Iterable<string> {
  if (code < 0x80) return source.charAt(at).toLowerCase();
  const char = source.slice(at, end);
  if (isCommonHan(code)) return SIMPLIFIED.get(char) ?? char;
  const wide = char.normalize("NFKC");
  const plain = EUROPEAN.test(wide) ? wide.normalize("NFKD") : wide;
  return [...plain.toLowerCase()].map((one) => SIMPLIFIED.get(one) ?? one);
}

type Kind = "dense" | "word" | "mark" | "gap";

function kindOf(char: string): Kind {
  const code = char.codePointAt(0) ?? 0;
  if (code < 0x80) return (code >= 0x61 && code <= 0x7a) || (code >= 0x30 && code <= 0x39) ? "word" : "gap";
  if (isCommonHan(code) || DENSE.test(char)) return "dense";
  if (LETTER.test(char)) return "word";
  return MARK.test(char) ? "mark" : "gap";
}

function isCommonHan(code: number): boolean {
  return code >= 0x4e00 && code <= 0x9fff;
}

const EUROPEAN = /[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}]/u;
const DENSE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}ー々]/u;
const LETTER = /[\p{L}\p{N}]/u;
const MARK = /[\p{M}\p{Cf}]/u;
