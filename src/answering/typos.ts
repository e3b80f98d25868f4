import { seededRandom } from "../matching/random.ts";

const CHARACTERS_PER_EDIT = 10;
const ROWS = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];
const COMMON_HAN =
  "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里";

/**
 * The text as a hurried hand types it: one random edit for every 10 characters (at least one), each a swap of
 * neighbours, a deletion, an insertion or a replacement by the key beside it (for Chinese: by a common character).
 */
function withTypos(text: string, random: () => number): string {
  const characters = [...text];
  const edits = Math.max(1, Math.round(characters.length / CHARACTERS_PER_EDIT));
  for (let i = 0; i < edits; i++) edit(characters, random);
  return characters.join("");
}

/** Typos for a whole set: the same seed gives the same typos. */
export function typist(seed: number): (text: string) => string {
  const random = seededRandom(seed);
  return (text) => withTypos(text, random);
}

function edit(characters: string[], random: () => number): void {
  const at = Math.floor(random() * characters.length);
  const here = characters[at] ?? "";
  switch (Math.floor(random() * 4)) {
    case 0:
      if (at + 1 < characters.length) characters.splice(at, 2, characters[at + 1] ?? "", here);
      break;
    case 1:
      if (characters.length > 1) characters.splice(at, 1);
      break;
    case 2:
      characters.splice(at, 0, slipOf(here, random));
      break;
    default:
      characters.splice(at, 1, slipOf(here, random));
  }
}

/** A character that the hand may hit instead. */
function slipOf(character: string, random: () => number): string {
  const lower = character.toLowerCase();
  const row = ROWS.find((keys) => keys.includes(lower));
  const keys =
    row === undefined
      ? /\p{Script=Han}/u.test(character)
        ? COMMON_HAN
        : (ROWS[0] ?? "")
      : besides(row, lower);
  return keys.charAt(Math.floor(random() * keys.length));
}

function besides(row: string, key: string): string {
  const at = row.indexOf(key);
  return row.slice(Math.max(at - 1, 0), at) + row.slice(at + 1, at + 2);
}
