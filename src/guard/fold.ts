import { MARKERS } from "./marker.ts";

/**
 * A text made easy to search without losing the way back to the original: invisible characters dropped, full-width
 * and decorated letters made plain, look-alike Cyrillic and Greek letters read as Latin, marks of removed secrets
 * reduced to one opaque character.
 */
export interface Folded {
  text: string;
  /** `text` in lower case, of the same length. */
  lower: string;
  /** For each code unit of `text`, where its source begins and ends. */
  starts: number[];
  ends: number[];
}

/** Stands for a mark in a folded text: no detector reads over it. */
export const OPAQUE = "\uFFFC";

/** Characters that are not seen, or only change the order in which others are seen. */
const INVISIBLE = /\p{Default_Ignorable_Code_Point}|\p{Bidi_Control}/u;

/** Read as the character at the same place in the second line. Cyrillic, Greek, and the quotes and commas of Chinese. */
const LIKE = [..."авсԁеѕһіјкӏмнортухѵԝАВСЕНІЈКМОРЅТУХαεικνορτυχΑΒΕΗΙΚΜΝΟΡΤΥΧΖıɡ【】「」“”‘’、"];
const READ = [...'abcdeshijklmhoptyxvwABCEHIJKMOPSTYXaeikvoptuxABEHIKMNOPTYXZig[]""""\'\','];
const LOOKALIKES: ReadonlyMap<string, string> = new Map(LIKE.map((like, at) => [like, READ[at] ?? like]));

const MARK_AT = new RegExp(MARKERS.source, "y");

/** Folds a text. Linear in its length. */
export function fold(source: string): Folded {
  const out: string[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  const put = (piece: string, from: number, to: number): void => {
    for (let i = 0; i < piece.length; i++) {
      out.push(piece.charAt(i));
      starts.push(from);
      ends.push(to);
    }
  };
  for (let at = 0; at < source.length; ) {
    const code = source.codePointAt(at) ?? 0;
    const length = code > 0xffff ? 2 : 1;
    if (code < 0x80) put(source.charAt(at), at, at + 1);
    else if (code === 0x27e6) {
      MARK_AT.lastIndex = at;
      const mark = MARK_AT.exec(source);
      if (mark) {
        put(OPAQUE, at, at + mark[0].length);
        at += mark[0].length;
        continue;
      }
      put("[", at, at + 1);
    } else put(plain(source.slice(at, at + length), code), at, at + length);
    at += length;
  }
  const text = out.join("");
  const lower = text.toLowerCase();
  return {
    text,
    lower: lower.length === text.length ? lower : text.replace(/[A-Z]/g, (letter) => letter.toLowerCase()),
    starts,
    ends,
  };
}

function plain(character: string, code: number): string {
  if (code >= 0x4e00 && code <= 0x9fff) return character;
  if (INVISIBLE.test(character)) return "";
  const known = LOOKALIKES.get(character);
  if (known !== undefined) return known;
  if (/\s/.test(character)) return code === 0x2028 || code === 0x2029 ? "\n" : " ";
  const bare = character.normalize("NFKD").replace(/\p{M}/gu, "");
  // A digit in a circle or with a full stop is a number before a word, never part of one.
  return /^[([]?\d+[.)\]]?$/.test(bare) &&
    bare !== character &&
    !/^[\uFF10-\uFF19]$/.test(character) &&
    !/\p{Nd}/u.test(character)
    ? ` ${bare} `
    : bare;
}
