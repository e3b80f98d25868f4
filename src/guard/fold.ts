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
const INVISIBLE =
  /[\u00AD\u034F\u061C\u115F\u1160\u17B4\u17B5\u180B-\u180E\u200B-\u200F\u202A-\u202E\u2060-\u206F\u3164\uFE00-\uFE0F\uFEFF\uFFA0]|[\u{E0000}-\u{E01EF}]/u;

const LOOKALIKES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    а: "a",
    в: "b",
    с: "c",
    ԁ: "d",
    е: "e",
    ѕ: "s",
    һ: "h",
    і: "i",
    ј: "j",
    к: "k",
    ӏ: "l",
    м: "m",
    н: "h",
    о: "o",
    р: "p",
    т: "t",
    у: "y",
    х: "x",
    ѵ: "v",
    ԝ: "w",
    А: "A",
    В: "B",
    С: "C",
    Е: "E",
    Н: "H",
    І: "I",
    Ј: "J",
    К: "K",
    М: "M",
    О: "O",
    Р: "P",
    Ѕ: "S",
    Т: "T",
    У: "Y",
    Х: "X",
    α: "a",
    ε: "e",
    ι: "i",
    κ: "k",
    ν: "v",
    ο: "o",
    ρ: "p",
    τ: "t",
    υ: "u",
    χ: "x",
    Α: "A",
    Β: "B",
    Ε: "E",
    Η: "H",
    Ι: "I",
    Κ: "K",
    Μ: "M",
    Ν: "N",
    Ο: "O",
    Ρ: "P",
    Τ: "T",
    Υ: "Y",
    Χ: "X",
    Ζ: "Z",
    ı: "i",
    ɡ: "g",
    ⅼ: "l",
    "【": "[",
    "】": "]",
    "「": '"',
    "」": '"',
    "“": '"',
    "”": '"',
    "‘": "'",
    "’": "'",
    "、": ",",
  }),
);

const MARK_AT = /⟦[a-z-]{4,13}⟧/y;

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
